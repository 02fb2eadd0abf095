// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
//
// Every peer of a benchmark reads one command a line ("name argument ...") and answers each with one line "= result",
// so that the Java side can alternate rounds with it. libsignal writes to the console; that is kept off the answers.

import { createInterface } from 'node:readline'

for (const name of ['log', 'info', 'warn', 'error', 'debug']) console[name] = () => {}

export function answer(commands) {
    const lines = createInterface({ input: process.stdin, crlfDelay: Infinity })
    let last = Promise.resolve()
    lines.on('line', line => {
        last = last.then(async () => {
            const [name, ...rest] = line.trim().split(' ')
            try {
                if (!commands[name]) throw new Error(`unknown command: ${name}`)
                const result = await commands[name](...rest)
                process.stdout.write(`= ${result ?? ''}\n`)
            } catch (error) {
                process.stdout.write(`! ${String(error?.stack ?? error).replaceAll('\n', ' | ')}\n`)
            }
        })
    })
    lines.on('close', () => last.then(() => process.exit(0)))
}

/** Nanoseconds that the work takes. */
export async function timed(work) {
    const from = process.hrtime.bigint()
    await work()
    return process.hrtime.bigint() - from
}
