// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
//
// A process full of linked Baileys sockets. Started with the chat address, the admin address, the CA file, and a folder if
// the keys are to be kept by Baileys' own store of files; else they are in memory.
// "grow n" links accounts until n are held, "rss" collects garbage and tells the resident bytes of this process, "send to n"
// is a loop of sendMessage on the first socket, "burst to n width" the same with `width` in flight. "fresh" drops all sockets
// and links a new one, "makeGroup phones" has it make a group, "sendAcked group" sends to it until the server acknowledges.

import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:https'
import { join } from 'node:path'
import { DisconnectReason, makeWASocket } from 'baileys'
import { folderState, memoryState } from '../stores.mjs'
import { answer, timed } from './answers.mjs'

const [chat, admin, caFile, folder] = process.argv.slice(2)
const agent = new Agent({ ca: readFileSync(caFile) })
const silent = { level: 'silent', child: () => silent, trace() {}, debug() {}, info() {}, warn() {}, error() {} }
const sockets = []
const groups = new Map()

function post(path, body, type) {
    return new Promise((resolve, reject) => {
        const call = request(new URL(path, admin), { agent, method: 'POST', headers: { 'content-type': type } }, response => {
            const parts = []
            response.on('data', part => parts.push(part))
            response.on('end', () => {
                const text = Buffer.concat(parts).toString()
                if (response.statusCode >= 300) reject(new Error(`${path}: ${response.statusCode} ${text}`))
                else resolve(text ? JSON.parse(text) : undefined)
            })
        })
        call.on('error', reject)
        call.end(body)
    })
}

async function link() {
    const account = await post('/admin/accounts', JSON.stringify({}), 'application/json')
    const auth = folder ? await folderState(join(folder, account.phone)) : memoryState()
    return new Promise((resolve, reject) => {
        const connect = () => {
            const socket = makeWASocket({
                waWebSocketUrl: chat,
                agent,
                auth: auth.state,
                logger: silent,
                // Sessions with hundreds of devices keep the one thread busy for longer than the stock half minute.
                keepAliveIntervalMs: 60_000,
                cachedGroupMetadata: async jid => groups.get(jid)
            })
            socket.ev.on('connection.update', ({ qr, connection, lastDisconnect }) => {
                if (qr) post(`/admin/mock-phone/scan-qr?account=${account.phone}`, qr, 'text/plain').catch(reject)
                if (connection !== 'close') return
                if (lastDisconnect?.error?.output?.statusCode === DisconnectReason.restartRequired) connect()
                else reject(lastDisconnect?.error ?? new Error('closed'))
            })
            socket.ev.on('creds.update', async () => {
                await auth.saveCreds()
                if (auth.state.creds.accountSyncCounter > 0) resolve({ socket, phone: account.phone })
            })
        }
        connect()
    })
}

answer({
    grow: async count => {
        while (sockets.length < Number(count)) sockets.push(await link())
        return sockets.length
    },
    fresh: async () => {
        sockets.splice(0).forEach(({ socket }) => socket.end(undefined))
        sockets.push(await link())
        return sockets[0].phone
    },
    makeGroup: async (...phones) => {
        const group = await sockets[0].socket.groupCreate('bench', phones.map(phone => `${phone}@s.whatsapp.net`))
        groups.set(group.id, await sockets[0].socket.groupMetadata(group.id))
        return group.id
    },
    sendAcked: async to =>
        timed(async () => {
            const [{ socket }] = sockets
            const messageId = `BENCH${Date.now()}${Math.floor(Math.random() * 1e9)}`
            const acked = new Promise((resolve, reject) => {
                const hear = node => {
                    if (node.attrs.id !== messageId) return
                    socket.ws.off('CB:ack,class:message', hear)
                    if (node.attrs.error) reject(new Error(`refused: ${node.attrs.error}`))
                    else resolve()
                }
                socket.ws.on('CB:ack,class:message', hear)
                socket.ev.on('connection.update', ({ connection }) => {
                    if (connection === 'close') reject(new Error('the connection was lost meanwhile'))
                })
            })
            acked.catch(() => {})
            await socket.sendMessage(to, { text: 'a message to everybody' }, { messageId })
            await acked
        }),
    rss: () => {
        for (let i = 0; i < 4; i++) globalThis.gc?.()
        return process.memoryUsage().rss
    },
    send: async (to, count) =>
        timed(async () => {
            const [{ socket }] = sockets
            for (let i = 0; i < Number(count); i++) await socket.sendMessage(`${to}@s.whatsapp.net`, { text: `message ${i} of the loop` })
        }),
    burst: async (to, count, width) =>
        timed(async () => {
            const [{ socket }] = sockets
            let next = 0
            const worker = async () => {
                while (next < Number(count)) await socket.sendMessage(`${to}@s.whatsapp.net`, { text: `message ${next++} of the burst` })
            }
            await Promise.all(Array.from({ length: Number(width) }, worker))
        })
})
