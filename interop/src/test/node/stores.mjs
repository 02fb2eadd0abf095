// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
//
// What Baileys leaves to its application: where credentials and Signal keys live, and what was sent before.

import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BufferJSON, initAuthCreds, proto, useMultiFileAuthState } from 'baileys'

/** Keys in memory: forgotten with the process. */
export function memoryState() {
    const tables = new Map()
    const table = type => {
        if (!tables.has(type)) tables.set(type, new Map())
        return tables.get(type)
    }
    return {
        state: {
            creds: initAuthCreds(),
            keys: {
                get: async (type, ids) => Object.fromEntries(ids.map(id => [id, table(type).get(id) ?? null])),
                set: async data => {
                    for (const type in data) {
                        for (const id in data[type]) {
                            const value = data[type][id]
                            if (value === null || value === undefined) table(type).delete(id)
                            else table(type).set(id, value)
                        }
                    }
                }
            }
        },
        saveCreds: async () => {},
        sessionAddresses: () => [...table('session').keys()],
        senderKeyNames: () => [...table('sender-key').keys()]
    }
}

/** Baileys' own folder of files, which survives the process. */
export async function folderState(folder) {
    mkdirSync(folder, { recursive: true })
    const stock = await useMultiFileAuthState(folder)
    const prefix = 'session-'
    const suffix = '.json'
    return {
        ...stock,
        // Baileys' own saveCreds overwrites the file in place: a process killed meanwhile finds half a file, and starts afresh.
        saveCreds: async () => {
            const file = join(folder, 'creds.json')
            writeFileSync(`${file}.new`, JSON.stringify(stock.state.creds, BufferJSON.replacer))
            renameSync(`${file}.new`, file)
        },
        sessionAddresses: () =>
            readdirSync(folder)
                .filter(name => name.startsWith(prefix) && name.endsWith(suffix))
                .map(name => name.slice(prefix.length, -suffix.length)),
        senderKeyNames: () =>
            readdirSync(folder)
                .filter(name => name.startsWith('sender-key-') && !name.startsWith('sender-key-memory') && name.endsWith(suffix))
                .map(name => name.slice('sender-key-'.length, -suffix.length))
    }
}

/** What was sent, so that a retry receipt can be answered after a restart too. */
export class SentMessages {
    #byId = new Map()
    #file

    constructor(folder) {
        if (!folder) return
        mkdirSync(folder, { recursive: true })
        this.#file = join(folder, 'sent.jsonl')
        if (!existsSync(this.#file)) return
        for (const line of readFileSync(this.#file, 'utf8').split('\n').filter(Boolean)) {
            const { id, message } = JSON.parse(line)
            this.#byId.set(id, Buffer.from(message, 'base64'))
        }
    }

    put(id, message) {
        const bytes = Buffer.from(proto.Message.encode(message).finish())
        this.#byId.set(id, bytes)
        if (this.#file) appendFileSync(this.#file, JSON.stringify({ id, message: bytes.toString('base64') }) + '\n')
    }

    get(id) {
        const bytes = this.#byId.get(id)
        return bytes ? proto.Message.decode(bytes) : undefined
    }
}

export function forgetFolder(folder) {
    rmSync(folder, { recursive: true, force: true })
}

/** The last messages that came in, whole. */
export class RecentMessages {
    static LIMIT = 200
    #messages = new Map()

    put(id, message) {
        this.#messages.set(id, message)
        if (this.#messages.size > RecentMessages.LIMIT) this.#messages.delete(this.#messages.keys().next().value)
    }

    get(id) {
        return this.#messages.get(id)
    }
}
