// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
//
// The logger Baileys asks for: lines to a file where one is named, warnings and errors to the driver's owner.

import { createWriteStream } from 'node:fs'

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error']

function plain(key, value) {
    if (value instanceof Error) return { message: value.message, stack: value.stack }
    if (value?.type === 'Buffer' || value instanceof Uint8Array) return `${value.length ?? value.data?.length} bytes`
    return value
}

export class FileLog {
    #file
    #threshold
    #notice

    constructor(file, level, notice) {
        this.level = level
        this.#threshold = LEVELS.indexOf(level)
        this.#file = file ? createWriteStream(file, { flags: 'a' }) : undefined
        this.#notice = notice
    }

    child() {
        return this
    }

    #line(level, fields, text) {
        if (typeof fields === 'string') [fields, text] = [{}, fields]
        const rank = LEVELS.indexOf(level)
        if (this.#file && rank >= this.#threshold) {
            this.#file.write(`${new Date().toISOString()} ${level} ${text ?? fields?.msg ?? ''} ${JSON.stringify(fields, plain)}\n`)
        }
        if (rank >= LEVELS.indexOf('warn')) this.#notice(level, text ?? fields?.msg ?? '', fields)
    }

    trace(fields, text) {
        this.#line('trace', fields, text)
    }

    debug(fields, text) {
        this.#line('debug', fields, text)
    }

    info(fields, text) {
        this.#line('info', fields, text)
    }

    warn(fields, text) {
        this.#line('warn', fields, text)
    }

    error(fields, text) {
        this.#line('error', fields, text)
    }
}
