// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
//
// npm libsignal, as Baileys uses it: two parties, records kept as objects or serialised after every step as Baileys stores
// them. "new kept|serialised" starts a conversation, "stream n" and "alternate n" time n messages of it.

import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import { answer, timed } from './answers.mjs'

const require = createRequire(import.meta.url)
const { keyhelper, ProtocolAddress, SessionBuilder, SessionCipher, SessionRecord } = require('libsignal')

class Party {
    #records = new Map()
    #serialised
    #identity = keyhelper.generateIdentityKeyPair()
    #signedPreKey = keyhelper.generateSignedPreKey(this.#identity, 1)
    #preKey = keyhelper.generatePreKey(1)
    #registrationId = keyhelper.generateRegistrationId()

    constructor(serialised) {
        this.#serialised = serialised
    }

    bundle() {
        return {
            registrationId: this.#registrationId,
            identityKey: this.#identity.pubKey,
            signedPreKey: {
                keyId: 1,
                publicKey: this.#signedPreKey.keyPair.pubKey,
                signature: this.#signedPreKey.signature
            },
            preKey: { keyId: 1, publicKey: this.#preKey.keyPair.pubKey }
        }
    }

    loadSession(address) {
        const record = this.#records.get(address)
        return this.#serialised && record ? SessionRecord.deserialize(JSON.parse(record)) : record
    }

    storeSession(address, record) {
        this.#records.set(address, this.#serialised ? JSON.stringify(record.serialize()) : record)
    }

    isTrustedIdentity() {
        return true
    }

    loadPreKey() {
        return this.#preKey.keyPair
    }

    removePreKey() {}

    loadSignedPreKey() {
        return this.#signedPreKey.keyPair
    }

    getOurIdentity() {
        return this.#identity
    }

    getOurRegistrationId() {
        return this.#registrationId
    }
}

let alice
let bob
let payload

async function deliver(from, to) {
    const { type, body } = await from.encrypt(payload)
    const plain = type === 3 ? await to.decryptPreKeyWhisperMessage(body) : await to.decryptWhisperMessage(body)
    if (plain.length !== payload.length) throw new Error('not what was sent')
}

answer({
    new: async (records, size) => {
        payload = randomBytes(Number(size))
        const serialised = records === 'serialised'
        const alices = new Party(serialised)
        const bobs = new Party(serialised)
        await new SessionBuilder(alices, new ProtocolAddress('bob', 1)).initOutgoing(bobs.bundle())
        alice = new SessionCipher(alices, new ProtocolAddress('bob', 1))
        bob = new SessionCipher(bobs, new ProtocolAddress('alice', 1))
        await deliver(alice, bob)
        await deliver(bob, alice)
        await deliver(alice, bob)
    },
    stream: count =>
        timed(async () => {
            for (let i = 0; i < count; i++) await deliver(alice, bob)
        }),
    alternate: count =>
        timed(async () => {
            for (let i = 0; i < count; i++) await (i % 2 === 0 ? deliver(bob, alice) : deliver(alice, bob))
        })
})
