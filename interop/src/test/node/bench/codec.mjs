// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
//
// Baileys' node codec. "load <base64 ...>" gives the stanzas, "encode n" and "decode n" go over all of them n times.

import { decodeBinaryNode, encodeBinaryNode } from 'baileys'
import { answer, timed } from './answers.mjs'

let encoded = []
let nodes = []
let sink = 0

answer({
    load: async (...stanzas) => {
        encoded = stanzas.map(stanza => Buffer.from(stanza, 'base64'))
        nodes = await Promise.all(encoded.map(bytes => decodeBinaryNode(bytes)))
        return nodes.map(node => encodeBinaryNode(node).length).join(' ')
    },
    encode: rounds =>
        timed(() => {
            for (let round = 0; round < rounds; round++) for (const node of nodes) sink += encodeBinaryNode(node).length
        }),
    decode: rounds =>
        timed(async () => {
            for (let round = 0; round < rounds; round++) for (const bytes of encoded) sink += (await decodeBinaryNode(bytes)).tag.length
        }),
    sink: () => sink
})
