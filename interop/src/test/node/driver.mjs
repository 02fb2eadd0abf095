// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
//
// Holds any number of stock Baileys sockets and obeys JSON lines on standard input.
// A command is {"id": n, "cmd": "...", "socket": "name", ...}; its answer is {"reply": n, "ok": ...} or
// {"reply": n, "error": "..."}. Everything Baileys reports comes out in between as {"event": "...", "socket": "name", ...}.
// Nothing of Baileys is changed: what an application must supply (key store, getMessage, the reconnect after 515) is here.

import { createInterface } from 'node:readline'
import { Account } from './account.mjs'

// libsignal writes whole ratchets to the console; standard output is ours, and secrets stay where they are.
for (const name of ['log', 'info', 'debug', 'warn', 'error']) console[name] = () => {}

const accounts = new Map()

function write(object) {
    process.stdout.write(JSON.stringify(object) + '\n')
}

function accountOf(command) {
    const account = accounts.get(command.socket)
    if (!account) throw new Error(`unknown socket: ${command.socket}`)
    return account
}

const commands = {
    hello: () => ({ node: process.version, pid: process.pid, rss: process.memoryUsage().rss }),

    open: async command => {
        let account = accounts.get(command.socket)
        if (!account) {
            account = await Account.create(command.socket, command, write)
            accounts.set(command.socket, account)
        }
        account.connect()
        return {}
    },

    /** Several commands in the same turn of the event loop. */
    together: async command => ({
        answers: await Promise.all(command.commands.map(each => accountOf(each).obey(each)))
    }),

    forget: async command => {
        await accountOf(command).close()
        accounts.delete(command.socket)
        return {}
    },

    exit: () => {
        setImmediate(() => process.exit(0))
        return {}
    }
}

async function obey(line) {
    let command
    try {
        command = JSON.parse(line)
    } catch (error) {
        write({ event: 'protocol', error: `not JSON: ${error.message}` })
        return
    }
    try {
        const global = commands[command.cmd]
        const ok = global ? await global(command) : await accountOf(command).obey(command)
        write({ reply: command.id, ok: ok ?? {} })
    } catch (error) {
        write({ reply: command.id, error: error?.stack ?? String(error) })
    }
}

process.on('unhandledRejection', error => write({ event: 'unhandled', error: error?.stack ?? String(error) }))

const lines = createInterface({ input: process.stdin, crlfDelay: Infinity })
lines.on('line', line => void obey(line))
lines.on('close', () => process.exit(0))
