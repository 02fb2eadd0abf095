// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
//
// One linked account of the driver: a Baileys socket, remade when the server asks for it, and what it reports.

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Agent } from 'node:https'
import { join } from 'node:path'
import { Browsers, decryptPollVote, DisconnectReason, downloadMediaMessage, makeWASocket, jidDecode, normalizeMessageContent, proto } from 'baileys'
import { FileLog } from './log.mjs'
import { folderState, forgetFolder, memoryState, RecentMessages, SentMessages } from './stores.mjs'

const ProtocolType = proto.Message.ProtocolMessage.Type

function number(value) {
    if (value === null || value === undefined) return undefined
    return typeof value === 'number' ? value : Number(value.toString())
}

/** The kind and the text of a message, as a test wants to read it. */
function describe(message) {
    const content = normalizeMessageContent(message)
    if (!content) return { kind: 'none' }
    const text = content.conversation || content.extendedTextMessage?.text
    if (text) return { kind: 'text', text, quoted: content.extendedTextMessage?.contextInfo?.stanzaId ?? undefined }
    const protocol = content.protocolMessage
    if (protocol) {
        const edited = protocol.editedMessage ? describe(protocol.editedMessage).text : undefined
        return { kind: 'protocol', protocol: ProtocolType[protocol.type ?? 0], target: protocol.key?.id ?? undefined, text: edited }
    }
    if (content.reactionMessage) {
        return { kind: 'reaction', target: content.reactionMessage.key?.id ?? undefined, text: content.reactionMessage.text ?? '' }
    }
    const kind = Object.keys(content).find(name => name.endsWith('Message') && content[name])
    return { kind: kind ? kind.replace(/Message$/, '') : 'other', caption: kind ? content[kind]?.caption ?? undefined : undefined }
}

function plainKey(key) {
    const { remoteJid, remoteJidAlt, fromMe, id, participant, addressingMode } = key ?? {}
    return { remoteJid, remoteJidAlt, fromMe: !!fromMe, id, participant: participant || undefined, addressingMode }
}

function plainMessage(message) {
    return {
        key: plainKey(message.key),
        t: number(message.messageTimestamp),
        pushName: message.pushName || undefined,
        category: message.category || undefined,
        status: message.status ?? undefined,
        undecryptable: message.messageStubType === proto.WebMessageInfo.StubType.CIPHERTEXT,
        revoked: message.messageStubType === proto.WebMessageInfo.StubType.REVOKE,
        stub: message.messageStubType || undefined,
        stubParameters: message.messageStubParameters?.length ? message.messageStubParameters : undefined,
        ...describe(message.message)
    }
}

/** The same with what JSON cannot say. */
function revived(value) {
    if (Array.isArray(value)) return value.map(revived)
    if (!value || typeof value !== 'object') return value
    if (value.base64 !== undefined) return Buffer.from(value.base64, 'base64')
    if (value.millis !== undefined) return new Date(value.millis)
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, revived(each)]))
}

/** The same without what JSON cannot say well. */
function plainItem(item) {
    return JSON.parse(
        JSON.stringify(item, (key, value) => {
            if (value?.type === 'Buffer') return `${value.data?.length} bytes`
            if (typeof value?.toNumber === 'function') return value.toNumber()
            return value
        })
    )
}

export class Account {
    #name
    #options
    #emit
    #auth
    #sent
    #received = new RecentMessages()
    #log
    #agent
    #socket
    #generation = 0
    #reports = Promise.resolve()

    /** Options: url, ca (file), folder (none: in memory), browser, version, restart, log (file), extra socket options. */
    static async create(name, options, emit) {
        const account = new Account(name, options, emit)
        await account.#load()
        return account
    }

    constructor(name, options, emit) {
        this.#name = name
        this.#options = options
        this.#emit = (event, fields) => emit({ event, socket: name, ...fields })
        this.#log = new FileLog(options.log, options.logLevel ?? 'info', (level, text, fields) =>
            this.#emit('log', { level, text, error: fields?.err?.message ?? fields?.error?.message ?? undefined })
        )
        this.#agent = options.ca ? new Agent({ ca: readFileSync(options.ca) }) : undefined
    }

    async #load() {
        const { folder } = this.#options
        this.#auth = folder ? await folderState(join(folder, 'auth')) : memoryState()
        this.#sent = new SentMessages(folder)
    }

    connect() {
        const generation = ++this.#generation
        const { url, browser, version, socket: extra } = this.#options
        const socket = makeWASocket({
            waWebSocketUrl: url,
            agent: this.#agent,
            fetchAgent: this.#agent,
            auth: this.#auth.state,
            logger: this.#log,
            browser: browser ?? Browsers.ubuntu('Chrome'),
            getMessage: async key => this.#sent.get(key.id),
            ...(version ? { version } : {}),
            ...(extra ?? {})
        })
        this.#socket = socket
        socket.ev.process(events => {
            // One after the other: a handler that waits must not be overtaken by what Baileys reports next.
            this.#reports = this.#reports
                .then(() => this.#report(socket, generation, events))
                .catch(error => this.#emit('unhandled', { error: error?.stack ?? String(error) }))
        })
        return socket
    }

    async #report(socket, generation, events) {
        for (const [name, data] of Object.entries(events)) {
            const handler = this.#handlers[name]
            if (handler) await handler.call(this, data, socket, generation)
        }
    }

    #handlers = {
        'creds.update': async () => {
            await this.#auth.saveCreds()
            const { me, registered, accountSyncCounter, platform } = this.#auth.state.creds
            this.#emit('creds', { id: me?.id, lid: me?.lid, name: me?.name, registered, synced: accountSyncCounter, platform })
        },
        'connection.update': async (update, socket, generation) => {
            const { connection, qr, lastDisconnect, isNewLogin, receivedPendingNotifications, isOnline } = update
            if (qr) this.#emit('qr', { qr })
            if (isNewLogin) this.#emit('paired', {})
            if (receivedPendingNotifications) this.#emit('drained', {})
            if (isOnline !== undefined) this.#emit('online', { online: isOnline })
            if (!connection) return
            const statusCode = lastDisconnect?.error?.output?.statusCode
            const reason = lastDisconnect?.error?.message
            const restarts = connection === 'close' && statusCode === DisconnectReason.restartRequired && this.#options.restart !== false
            this.#emit('connection', { state: connection, statusCode, reason, restarts })
            if (restarts && generation === this.#generation) this.connect()
        },
        'messages.upsert': ({ messages, type }) => {
            for (const message of messages) this.#received.put(message.key.id, message)
            for (const message of messages) this.#emit('message', { upsert: type, ...plainMessage(message) })
        },
        'messages.update': updates => {
            for (const { key, update } of updates) {
                const edited = update.message?.editedMessage?.message
                this.#emit('update', {
                    key: plainKey(key),
                    status: update.status ?? undefined,
                    edited: edited ? describe(edited).text : undefined,
                    revoked: update.message === null,
                    stubParameters: update.messageStubParameters?.length ? update.messageStubParameters : undefined
                })
            }
        },
        'message-receipt.update': updates => {
            for (const { key, receipt } of updates) {
                this.#emit('receipt', { key: plainKey(key), user: receipt.userJid, delivered: number(receipt.receiptTimestamp), read: number(receipt.readTimestamp) })
            }
        },
        'messages.reaction': reactions => {
            for (const { key, reaction } of reactions) this.#emit('reaction', { key: plainKey(key), text: reaction.text ?? '' })
        },
        'presence.update': ({ id, presences }) => {
            for (const [jid, presence] of Object.entries(presences)) {
                this.#emit('presence', { id, jid, presence: presence.lastKnownPresence, lastSeen: number(presence.lastSeen) })
            }
        },
        'messaging-history.set': ({ chats, contacts, messages, syncType, progress, isLatest }) => {
            this.#emit('history', {
                chats: chats.map(chat => chat.id),
                contacts: contacts.map(contact => contact.id),
                messages: messages.map(plainMessage),
                syncType: number(syncType),
                progress: number(progress),
                isLatest: !!isLatest
            })
        },
        'contacts.update': updates => {
            for (const { id, notify } of updates) this.#emit('contact', { id, notify })
        },
        'groups.upsert': groups => {
            for (const group of groups) this.#emit('group', { id: group.id, change: 'joined', subject: group.subject, size: group.participants?.length })
        },
        'groups.update': updates => {
            for (const { id, ...change } of updates) this.#emit('group', { id, change: 'updated', ...change })
        },
        'group-participants.update': ({ id, action, participants }) => {
            this.#emit('group', { id, change: action, participants: participants.map(one => one.id ?? one) })
        },
        'lid-mapping.update': mapping => this.#emit('lid', mapping),

        // What the account's devices share, and what is told of people: as Baileys reports it, bytes left out.
        ...Object.fromEntries(
            [
                'chats.update',
                'chats.delete',
                'messages.delete',
                'contacts.upsert',
                'labels.edit',
                'labels.association',
                'blocklist.update',
                'settings.update',
                'call'
            ].map(name => [
                name,
                function (data) {
                    for (const item of Array.isArray(data) ? data : [data]) this.#emit('news', { of: name, item: plainItem(item) })
                }
            ])
        )
    }

    obey(command) {
        const action = this.#actions[command.cmd]
        if (!action) throw new Error(`unknown command: ${command.cmd}`)
        return action.call(this, command)
    }

    #actions = {
        pairingCode: async ({ phone, code }) => ({ code: await this.#socket.requestPairingCode(phone, code) }),

        send: async ({ to, text, quote, messageId, statusJidList }) => {
            const quoted = quote ? { key: { remoteJid: to, id: quote.id, fromMe: !!quote.fromMe }, message: { conversation: quote.text ?? '' } } : undefined
            return this.#send(to, { text }, { quoted, ...(messageId ? { messageId } : {}), ...(statusJidList ? { statusJidList } : {}) })
        },
        edit: ({ to, target, text }) => this.#send(to, { text, edit: { remoteJid: to, id: target, fromMe: true } }),
        revoke: ({ to, target }) => this.#send(to, { delete: { remoteJid: to, id: target, fromMe: true } }),
        react: ({ to, target, fromMe, text }) => this.#send(to, { react: { key: { remoteJid: to, id: target, fromMe: !!fromMe }, text } }),

        /** Sends any content of Baileys; bytes and times stand as {base64} and {millis}. */
        say: ({ to, content, options }) => this.#send(to, revived(content), options),
        forward: ({ to, target }) => this.#send(to, { forward: this.#received.get(target), force: false }),
        /** A message as it was received, without its bytes. */
        show: ({ target }) => {
            const message = this.#received.get(target)
            if (!message) throw new Error(`no message ${target}`)
            return { message: plainItem(message.message), content: plainItem(normalizeMessageContent(message.message)) }
        },
        /** Opens a vote in an own poll; Baileys leaves it to the application to know who is who. */
        openVote: ({ poll, vote, creator, voter }) => {
            const creation = this.#sent.get(poll)
            const { selectedOptions } = decryptPollVote(this.#received.get(vote).message.pollUpdateMessage.vote, {
                pollEncKey: creation.messageContextInfo.messageSecret,
                pollCreatorJid: creator,
                pollMsgId: poll,
                voterJid: voter
            })
            const chosen = new Set(selectedOptions.map(hash => Buffer.from(hash).toString('hex')))
            const { options } = creation.pollCreationMessage ?? creation.pollCreationMessageV3
            const digest = text => createHash('sha256').update(text).digest('hex')
            return { options: options.map(each => each.optionName).filter(name => chosen.has(digest(name))) }
        },

        /** Sends a file; `kind` is Baileys' own name, `extra` its further options. */
        sendFile: ({ to, kind, base64, extra }) => this.#send(to, { [kind]: Buffer.from(base64, 'base64'), ...(extra ?? {}) }),
        /** Fetches and opens the file of a message that has come in, asking the phone for it again if it is gone. */
        download: async ({ target }) => {
            const message = this.#received.get(target)
            if (!message) throw new Error(`no message ${target}`)
            const file = Object.values(normalizeMessageContent(message.message)).find(each => each?.url)
            // Baileys forgets the host when a file was uploaded again, and does not see by itself that it must ask for that.
            const options = { host: new URL(file.url).host }
            const fetchFile = () => downloadMediaMessage(message, 'buffer', options)
            const bytes = await fetchFile().catch(async error => {
                if (![404, 410].includes(error?.output?.statusCode)) throw error
                await this.#socket.updateMediaMessage(message)
                return fetchFile()
            })
            return { sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length }
        },

        read: async ({ keys }) => {
            await this.#socket.readMessages(keys)
        },
        presence: ({ type, to }) => this.#socket.sendPresenceUpdate(type, to),
        subscribe: ({ to }) => this.#socket.presenceSubscribe(to),
        name: ({ name }) => this.#socket.updateProfileName(name),
        onWhatsApp: async ({ numbers }) => ({ results: await this.#socket.onWhatsApp(...numbers) }),
        fetchHistory: async ({ count, key, timestamp }) => ({ id: await this.#socket.fetchMessageHistory(count, key, timestamp) }),

        identity: () => {
            const { me, registrationId, accountSyncCounter } = this.#auth.state.creds
            return { id: me?.id, lid: me?.lid, name: me?.name, registrationId, synced: accountSyncCounter }
        },
        sessions: () => ({ addresses: this.#auth.sessionAddresses() }),
        dropSessions: async ({ user }) => {
            const wanted = jidDecode(user)?.user ?? user
            const lost = this.#auth.sessionAddresses().filter(address => address.split('.')[0].split('_')[0] === wanted)
            await this.#auth.state.keys.set({ session: Object.fromEntries(lost.map(address => [address, null])) })
            return { addresses: lost }
        },

        /** What Baileys can do with groups, communities and newsletters, by its own names. */
        chat: async ({ method, args }) => {
            if (!/^(group|community|newsletter)[A-Za-z]*$/.test(method)) throw new Error(`not a chat function: ${method}`)
            return { result: (await this.#socket[method](...args)) ?? null }
        },
        dropSenderKeys: async ({ chat }) => {
            const lost = this.#auth.senderKeyNames().filter(name => name.startsWith(chat))
            await this.#auth.state.keys.set({ 'sender-key': Object.fromEntries(lost.map(name => [name, null])) })
            return { names: lost }
        },

        /** What Baileys can do with the account and with people, by its own names. */
        account: async ({ method, args }) => {
            const known =
                /^(chatModify|star|(update|remove)[A-Za-z]*|fetch(Status|Blocklist|PrivacySettings|DisappearingDuration)|profilePictureUrl|(addOrEdit|remove)(Contact|QuickReply)|(add|remove)(Chat|Message)?Label|rejectCall|getBusinessProfile|resyncAppState)$/
            if (!known.test(method)) throw new Error(`not a function of the account: ${method}`)
            const given = args.map(arg => (arg?.base64 ? Buffer.from(arg.base64, 'base64') : arg))
            return { result: plainItem((await this.#socket[method](...given)) ?? null) }
        },

        beginSessions: ({ jids }) => this.#socket.assertSessions(jids, true),

        logout: () => this.#socket.logout(),
        end: () => this.close(),
        cut: () => {
            this.#socket.ws.socket.terminate()
        },
        wipe: async () => {
            await this.close()
            if (this.#options.folder) forgetFolder(this.#options.folder)
        }
    }

    async #send(to, content, options) {
        const message = await this.#socket.sendMessage(to, content, options)
        this.#sent.put(message.key.id, message.message)
        return { id: message.key.id, t: number(message.messageTimestamp) }
    }

    async close() {
        this.#generation++
        await this.#socket?.end(undefined)
    }
}
