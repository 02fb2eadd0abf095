// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
//
// The page on which people use the simulated phones: it asks for the screen of one phone again and again and draws what
// has changed.

import { avatar, clock, day, field, h, icon, iconButton, sheet, shortTime, size, summary, ticks, toast, words } from './view.js'

const PACE = 1000
const EMOJI = ['👍', '❤️', '😂', '😮', '😢', '🙏']
const $ = id => document.getElementById(id)

const state = {
    accounts: [], waiting: [], phone: '', chat: '', screen: null, groups: new Map(), tag: '', groupsAt: 0, accountsAt: 0,
    reply: null, confirmed: new Set(), files: new Map(), drafts: new Map()
}

// The network.

async function ask(method, path, body) {
    const token = sessionStorage.getItem('token')
    const headers = { ...(body === undefined || typeof body === 'string' ? {} : { 'Content-Type': 'application/json' }),
        ...(token ? { Authorization: `Bearer ${token}` } : {}) }
    const response = await fetch(path, { method, headers, body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body) })
    if (response.status === 401) askForToken()
    const text = await response.text()
    const json = text && (response.headers.get('Content-Type') ?? '').includes('json') ? JSON.parse(text) : null
    if (!response.ok) throw new Error(json?.error ?? `${method} ${path}: ${response.status}`)
    return json
}

/** Does something and tells what went wrong. */
async function attempt(work, done) {
    try {
        const result = await work()
        if (done) toast(done)
        void tick(true)
        return result
    } catch (error) {
        toast(error.message)
        return undefined
    }
}

function askForToken() {
    if ($('sheet').open) return
    const input = h('input', { type: 'password', autocomplete: 'off' })
    const close = sheet('Admin token', h('p.muted', {}, 'This sandbox answers only to who knows its admin token.'), field('Token', input),
        h('button.button', { onclick: () => { sessionStorage.setItem('token', input.value); close(); void tick(true) } }, 'Continue'))
}

const mine = path => `/admin/accounts/${state.phone}${path}`

async function tick(now) {
    clearTimeout(tick.timer)
    try {
        if (!document.hidden || now) await refresh(now)
    } catch (error) {
        if (now) toast(error.message)
    }
    clearTimeout(tick.timer)
    tick.timer = setTimeout(tick, PACE)
}

async function refresh(now) {
    if (now || !state.phone || Date.now() - state.accountsAt > 3000) {
        state.accountsAt = Date.now()
        const [accounts, waiting] = await Promise.all([ask('GET', '/admin/accounts'), ask('GET', '/admin/mock-phone/waiting')])
        draw('phones', [accounts, waiting, state.phone], () => {
            state.accounts = accounts
            state.waiting = waiting
            drawPhones()
        })
    }
    if (!state.phone) return drawNobody()
    await refreshScreen()
}

async function refreshScreen() {
    const { phone, chat } = state
    const token = sessionStorage.getItem('token')
    const response = await fetch(`${mine('/screen')}?limit=120&chat=${encodeURIComponent(chat)}`, {
        headers: { ...(state.tag ? { 'If-None-Match': state.tag } : {}), ...(token ? { Authorization: `Bearer ${token}` } : {}) } })
    if (phone !== state.phone || chat !== state.chat) return
    if (response.status === 404) return open('', '')
    if (response.status !== 304 && response.ok) {
        state.tag = response.headers.get('ETag') ?? ''
        state.screen = await response.json()
    }
    if (!state.screen) return
    await refreshGroups()
    draw('chats', [state.screen.typing, state.screen.me, state.screen.chats, state.screen.people, state.screen.waiting, [...state.groups], state.chat], drawChats)
    drawTalk()
    confirmRead()
}

async function refreshGroups() {
    const unknown = state.screen.chats.some(line => line.group && !state.groups.has(line.chat))
    if (Date.now() - state.groupsAt < (unknown ? 3000 : 20000)) return
    state.groupsAt = Date.now()
    const groups = await ask('GET', mine('/groups')).catch(() => [])
    state.groups = new Map(groups.map(group => [group.jid, group]))
}

const drawn = new Map()

/** Draws a part only if what it shows has changed. */
function draw(part, shown, how) {
    const text = JSON.stringify(shown)
    if (drawn.get(part) === text) return
    drawn.set(part, text)
    how()
}

// Where we are.

function open(phone, chat) {
    const hash = phone ? `#/${phone}${chat ? `/${encodeURIComponent(chat)}` : ''}` : '#/'
    if (location.hash !== hash) location.hash = hash
    else follow()
}

function follow() {
    const [, phone = '', chat = ''] = location.hash.split('/').map(decodeURIComponent)
    if (phone !== state.phone) {
        Object.assign(state, { screen: null, groups: new Map(), groupsAt: 0 })
        drawn.clear()
    }
    if (phone !== state.phone || chat !== state.chat) {
        Object.assign(state, { phone, chat, tag: '', reply: null })
        $('talk').replaceChildren()
        drawn.delete('chats')
        drawn.delete('phones')
    }
    document.body.dataset.pane = chat ? 'talk' : phone ? 'chats' : 'phones'
    void tick(true)
}

function nameOf(jid) {
    if (state.screen?.me.phone === jid) return 'You'
    if (jid.endsWith('@g.us')) return state.groups.get(jid)?.subject ?? 'Group'
    if (jid.endsWith('@newsletter')) return `Channel ${jid.split('@')[0].slice(-4)}`
    if (jid === 'status@broadcast') return 'Status posts'
    return state.screen?.people.find(person => person.phone === jid)?.name ?? jid
}

// Phones.

function drawPhones() {
    const rows = state.accounts.map(account => h('button.row', { 'aria-current': account.phone === state.phone, onclick: () => open(account.phone, '') },
        avatar(account.pushName, account.phone),
        h('span.grow', {}, h('span.name.cut', { style: 'display:block' }, account.pushName),
            h('span.under', {}, h('span.cut', {}, `+${account.phone}`))),
        account.devices.length > 0 && h('span.tag', { title: 'linked devices' }, `${account.devices.filter(d => d.online).length}/${account.devices.length}`)))
    $('phones').replaceChildren(
        h('div.bar', {}, h('div.grow', {}, h('h1', {}, 'Phones'), h('div.muted.small', {}, 'Switchboard sandbox')),
            iconButton('plus', 'New phone', newPhone)),
        h('div.list', {}, waitingBanner(state.waiting, undefined), rows,
            rows.length === 0 && h('div.empty', {}, h('p', {}, 'There is no phone yet.'), h('button.button', { onclick: newPhone }, 'New phone'))))
}

function drawNobody() {
    draw('nobody', [state.accounts.length], () => {
        $('chats').replaceChildren(h('div.empty', {}, h('p', {}, 'Pick a phone to see its chats.')))
        $('talk').replaceChildren(h('div.empty', {}, h('p', {}, 'Simulated phones that a person can use: they write, call for files, make groups and link devices as real ones do.')))
    })
}

function newPhone() {
    const name = h('input', { placeholder: 'Ada', maxLength: 100 })
    const number = h('input', { placeholder: '15550100001 (made up if empty)', inputMode: 'numeric' })
    const form = h('form', { style: 'display:contents', onsubmit: async event => {
        event.preventDefault()
        const body = { ...(name.value ? { pushName: name.value } : {}), ...(number.value ? { phone: number.value.replace(/\D/g, '') } : {}) }
        const account = await attempt(() => ask('POST', '/admin/accounts', body))
        if (account) { close(); open(account.phone, '') }
    } }, field('Name', name), field('Number', number), h('button.button', {}, 'Make it'))
    const close = sheet('New phone', form)
}

function waitingBanner(waiting, phone) {
    const asked = waiting.filter(client => client.qr || (phone && client.asksForCodeOf === phone))
    return asked.map(client => h('div.banner', {}, icon('link'),
        h('div.grow', {}, h('b', {}, client.label ?? client.name), h('div.small', {}, client.asksForCodeOf ? 'asks for its code to be typed' : 'waits for its code to be scanned')),
        client.asksForCodeOf ? h('button.button', { onclick: () => linkSheet() }, 'Type it')
            : h('button.button', { onclick: () => attempt(() => ask('POST', '/admin/mock-phone/scan-shown', { key: client.key, ...(phone ? { account: phone } : {}) }), 'Linked') }, 'Scan')))
}

// Chats.

function drawChats() {
    const { me, chats, waiting } = state.screen
    const listed = new Set(chats.map(line => line.chat))
    const quiet = [...state.groups.values()].filter(group => !listed.has(group.jid))
    const lines = [...chats].sort((a, b) => b.pinned - a.pinned)
    const rows = lines.filter(line => !line.archived).map(chatRow)
    const archived = lines.filter(line => line.archived).map(chatRow)
    $('chats').replaceChildren(
        h('div.bar', {}, iconButton('back', 'Phones', () => open('', ''), { className: 'iconbtn back' }),
            avatar(me.pushName, me.phone, { online: me.phoneOnline }),
            h('div.grow.title', {}, h('h2.cut', {}, me.pushName), h('div.muted.small.cut', {}, `+${me.phone}`)),
            iconButton('link', 'Linked devices', linkSheet), iconButton('gear', 'Settings', settingsSheet), iconButton('plus', 'New chat', newChat)),
        h('div.list', {},
            !me.phoneOnline && h('div.banner.off', {}, h('div.grow', {}, 'This phone is turned off. What is sent to it waits.'),
                h('button.button.quiet', { onclick: () => turn(true) }, 'Turn on')),
            waitingBanner(waiting, me.phone), rows, quiet.map(group => quietRow(group)),
            archived.length > 0 && h('h3', {}, 'Archived'), archived,
            rows.length + quiet.length + archived.length === 0 && h('div.empty', {}, h('p', {}, 'No chats yet.'), h('button.button', { onclick: newChat }, 'New chat'))))
}

function chatRow(line) {
    const name = nameOf(line.chat)
    const author = line.group && !line.fromMe ? `${nameOf(line.from)}: ` : ''
    const text = line.revoked ? 'This message was deleted' : summary(line.type, line.preview)
    const unread = line.chat === state.chat ? 0 : line.unread
    const typing = typingText(line.chat)
    return h(unread ? 'button.row.unread' : 'button.row', { 'aria-current': line.chat === state.chat, onclick: () => open(state.phone, line.chat) },
        avatar(name, line.chat, { group: line.group }),
        h('span.grow', {},
            h('span.top', {}, h('span.name.cut', {}, name), h('span.small.muted', {}, shortTime(line.t))),
            h('span.under', {}, !typing && ticks(line), typing ? h('span.cut.grow.typing', {}, typing) : h('span.cut.grow', {}, author + text), line.muted && icon('mute'),
                line.pinned && h('span.tag', {}, 'pinned'), unread > 0 && h('span.badge', {}, unread))))
}

/** "writing…" or the like, if somebody is. */
function typingText(chat) {
    const typing = state.screen.typing[chat]
    if (!typing) return ''
    const [what, who] = typing.split(' ')
    const doing = what === 'recording' ? 'records a voice note…' : 'is typing…'
    return chat.endsWith('@g.us') ? `${nameOf(who.split('@')[0])} ${doing}` : doing
}

function quietRow(group) {
    return h('button.row', { 'aria-current': group.jid === state.chat, onclick: () => open(state.phone, group.jid) },
        avatar(group.subject, group.jid, { group: true }),
        h('span.grow', {}, h('span.name.cut', { style: 'display:block' }, group.subject), h('span.under', {}, `${group.participants.length} members`)))
}

function newChat() {
    const number = h('input', { placeholder: 'Name or number', oninput: () => list() })
    const people = h('div.pick')
    const list = () => {
        const wanted = number.value.trim().toLowerCase()
        const found = state.screen.people.filter(person => `${person.name} ${person.phone}`.toLowerCase().includes(wanted))
        people.replaceChildren(...found.slice(0, 200).map(person => h('button.row', { onclick: () => { close(); open(state.phone, person.phone) } },
            avatar(person.name, person.phone), h('span.grow', {}, h('span.name', { style: 'display:block' }, person.name), h('span.muted', {}, `+${person.phone}`)))))
        if (!found.length) people.replaceChildren(h('p.muted', { style: 'padding:8px' }, 'Nobody by that name.'))
    }
    list()
    const close = sheet('New chat', h('button.button.quiet', { onclick: newGroup }, icon('users'), 'New group'), field('To', number), people)
}

function newGroup() {
    const subject = h('input', { maxLength: 100, placeholder: 'Sunday walk' })
    const boxes = state.screen.people.map(person => h('input', { type: 'checkbox', value: person.phone }))
    const people = h('div.pick', {}, state.screen.people.map((person, i) => h('label.row', {}, avatar(person.name, person.phone),
        h('span.grow', {}, h('span.name', { style: 'display:block' }, person.name), h('span.muted', {}, `+${person.phone}`)), boxes[i])))
    const close = sheet('New group', field('Subject', subject), people, h('button.button', { onclick: async () => {
        const participants = boxes.filter(box => box.checked).map(box => box.value)
        const made = await attempt(() => ask('POST', mine('/groups'), { subject: subject.value, participants }))
        if (made) { state.groupsAt = 0; close(); open(state.phone, made.jid) }
    } }, 'Make the group'))
}

// Linked devices and settings.

function linkSheet() {
    const text = h('textarea', { placeholder: '2@… , or https://wa.me/settings/linked_devices#2@…', spellcheck: false })
    const code = h('input.code', { placeholder: 'ABCD-1234', maxLength: 9, autocomplete: 'off' })
    const scan = qr => attempt(() => ask('POST', `/admin/mock-phone/scan-qr?account=${state.phone}`, qr), 'Linked').then(linked => linked && close())
    const paste = async () => {
        const clip = await navigator.clipboard.readText().catch(() => '')
        if (!clip) return toast('The clipboard cannot be read: paste the text into the field.')
        text.value = clip
        return scan(clip)
    }
    const devices = state.screen.me.devices.map(device => h('div.line', {}, h(device.online ? 'span.dot.on' : 'span.dot'),
        h('div.grow', {}, h('b', {}, device.name), h('div.muted.small', {}, `device ${device.id} · ${device.online ? 'online' : 'offline'}${device.queued ? ` · ${device.queued} waiting` : ''}`)),
        h('button.button.warn', { onclick: () => attempt(() => ask('DELETE', mine(`/devices/${device.id}`)), 'Removed').then(() => close()) }, 'Remove')))
    const shown = state.screen.waiting.filter(client => client.qr).map(client => h('div.line', {}, icon('link'), h('b.grow', {}, client.label ?? client.name),
        h('button.button', { onclick: () => attempt(() => ask('POST', '/admin/mock-phone/scan-shown', { key: client.key, account: state.phone }), 'Linked').then(done => done && close()) }, 'Scan')))
    const silent = state.screen.waiting.filter(client => !client.qr).length
    const close = sheet('Linked devices',
        h('div.block', {}, devices.length ? devices : h('p.muted', {}, 'No device is linked to this phone.')),
        h('div.block', {}, h('h2', {}, 'Scan a QR code'), shown,
            silent > 0 && h('p.muted', {}, `${silent} ${silent === 1 ? 'client waits' : 'clients wait'} to be linked: paste the text of the QR code that is shown there.`),
            h('div.field', {}, text), h('div.line', {}, h('button.button', { onclick: () => scan(text.value) }, 'Scan'), h('button.button.quiet', { onclick: paste }, 'Paste and scan'))),
        h('div.block', {}, h('h2', {}, 'Type a pairing code'), h('div.line', {}, h('div.grow.field', {}, code),
            h('button.button', { onclick: () => attempt(() => ask('POST', '/admin/mock-phone/enter-code', { account: state.phone, code: code.value.trim().toUpperCase() }), 'Linked').then(done => done && close()) }, 'Link'))))
}

const turn = online => attempt(() => ask('POST', mine('/phone'), { online }))

function settingsSheet() {
    const { me } = state.screen
    const power = h('input.switch', { type: 'checkbox', checked: me.phoneOnline, onchange: () => turn(power.checked) })
    const name = h('input', { value: me.pushName, maxLength: 25 })
    const receipts = h('select', {}, [['none', 'no receipts'], ['delivered', 'delivered'], ['read', 'delivered and read']].map(([value, text]) => h('option', { value, selected: me.auto.receipts === value }, text)))
    const mode = me.auto.reply === '' ? 'off' : me.auto.reply === 'echo' ? 'echo' : 'text'
    const words = h('input', { value: mode === 'text' ? me.auto.reply : '', placeholder: 'Gone fishing', hidden: mode !== 'text' })
    const reply = h('select', { onchange: () => { words.hidden = reply.value !== 'text' } }, [['off', 'does not answer'], ['echo', 'says what was said'], ['text', 'says this:']].map(([value, text]) => h('option', { value, selected: mode === value }, text)))
    const save = () => attempt(async () => {
        const answer = { off: '', echo: 'echo', text: words.value }[reply.value]
        await ask('POST', mine('/auto'), { receipts: receipts.value, latencyMs: me.auto.latencyMs, ...(answer ? { reply: answer } : {}) })
        if (name.value && name.value !== me.pushName) await ask('POST', mine('/app-state'), { pushName: name.value })
        close()
    }, 'Saved')
    const blocked = me.blocked.map(phone => h('div.line', {}, h('div.grow', {}, nameOf(phone)), h('button.button.quiet', { onclick: () => block(phone, false).then(() => close()) }, 'Unblock')))
    const close = sheet('Settings',
        h('div.block', {}, h('label.line', {}, h('div.grow', {}, h('b', {}, 'Turned on'), h('div.muted.small', {}, 'Off, what is sent to the phone waits; linked devices go on.')), power)),
        h('div.block', {}, field('Name that others see', name)),
        h('div.block', {}, field('When a message comes, the phone confirms it as', receipts), field('and by itself it', reply), h('div.field', {}, words)),
        h('button.button', { onclick: save }, 'Save'),
        blocked.length > 0 && h('div.block', {}, h('h2', {}, 'Blocked'), blocked))
}

const block = (phone, on) => attempt(() => ask('POST', mine('/block'), { phone, on }), on ? 'Blocked' : 'Unblocked')

// The conversation.

function drawTalk() {
    const talk = $('talk')
    if (!state.chat) {
        draw('talk', ['none'], () => talk.replaceChildren(h('div.empty', {}, h('p', {}, 'Pick a chat, or begin a new one.'))))
        return
    }
    if (!talk.querySelector('.messages')) {
        drawn.delete('bar')
        shownMessages.clear()
        talk.replaceChildren(h('div.bar'), h('div.messages'), composer())
        drawn.set('talk', state.chat)
    }
    const line = state.screen.chats.find(each => each.chat === state.chat)
    draw('bar', [state.chat, state.screen.typing[state.chat], nameOf(state.chat), line?.pinned, line?.archived, line?.muted, state.screen.me.blocked, state.groups.get(state.chat), state.screen.me.phoneOnline], () => talkBar(line))
    drawMessages(line)
}

function talkBar(line) {
    const { chat } = state
    const group = chat.endsWith('@g.us')
    const name = nameOf(chat)
    const members = state.groups.get(chat)?.participants.map(member => nameOf(member.phone)).join(', ')
    const blocked = state.screen.me.blocked.includes(chat)
    const typing = typingText(chat)
    $('talk').querySelector('.bar').replaceChildren(
        iconButton('back', 'Chats', () => open(state.phone, ''), { className: 'iconbtn back' }),
        avatar(name, chat, { group }),
        h('div.grow.title', {}, h('h2.cut', {}, name), typing ? h('div.small.cut.typing', {}, typing) : h('div.muted.small.cut', {}, group ? members ?? '' : blocked ? 'blocked' : chat.includes('@') ? '' : `+${chat}`)),
        iconButton('more', 'About this chat', () => chatSheet(line, group, blocked)))
}

function chatSheet(line, group, blocked) {
    const { chat } = state
    const say = (action, on) => attempt(() => ask('POST', mine('/app-state'), { [action]: { chat, on } })).then(() => close())
    const members = group && state.groups.get(chat)?.participants.map(member => h('div.line', {}, avatar(nameOf(member.phone), member.phone),
        h('div.grow', {}, nameOf(member.phone)), member.admin && h('span.tag', {}, 'admin')))
    const change = body => attempt(() => ask('POST', mine(`/groups/${encodeURIComponent(chat)}`), body)).then(() => { state.groupsAt = 0; close() })
    const others = group && state.screen.people.filter(person => !state.groups.get(chat)?.participants.some(member => member.phone === person.phone))
    const added = group && h('select', {}, others.map(person => h('option', { value: person.phone }, person.name)))
    const close = sheet(nameOf(chat),
        h('div.block', {}, h('div.line', { style: 'flex-wrap:wrap' },
            h('button.button.quiet', { onclick: () => say('pin', !line?.pinned) }, line?.pinned ? 'Unpin' : 'Pin'),
            h('button.button.quiet', { onclick: () => say('mute', !line?.muted) }, line?.muted ? 'Unmute' : 'Mute'),
            h('button.button.quiet', { onclick: () => say('archive', !line?.archived) }, line?.archived ? 'Unarchive' : 'Archive'),
            !chat.includes('@') && h('button.button.warn', { onclick: () => block(chat, !blocked).then(() => close()) }, blocked ? 'Unblock' : 'Block'))),
        group && h('div.block', {}, h('h2', {}, 'Members'), members,
            others.length > 0 && h('div.line', {}, h('div.grow.field', {}, added), h('button.button.quiet', { onclick: () => change({ add: [added.value] }) }, 'Add')),
            h('button.button.warn', { onclick: () => change({ leave: true }) }, 'Leave the group')))
}

const shownMessages = new Map()

function drawMessages(line) {
    const box = $('talk').querySelector('.messages')
    const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 80
    const before = shownMessages.size
    const wanted = []
    let lastDay = ''
    for (const message of state.screen.messages) {
        const date = day(message.t)
        if (date !== lastDay) wanted.push(keyed(`day ${date}`, date, () => h('div.day', {}, date)))
        lastDay = date
        const starred = line?.starred.includes(message.id)
        wanted.push(keyed(message.id + message.from, JSON.stringify([message, starred]), () => bubble(message, starred)))
    }
    const kept = new Set(wanted)
    for (const [key, entry] of shownMessages) if (!kept.has(entry.element)) shownMessages.delete(key)
    const same = wanted.length === box.children.length && wanted.every((element, i) => box.children[i] === element)
    if (!same) box.replaceChildren(...(wanted.length ? wanted : [h('div.empty', {}, h('p', {}, 'Nothing has been said here.'))]))
    if (!same && (atEnd || before === 0)) box.scrollTop = box.scrollHeight
}

function keyed(key, text, make) {
    const known = shownMessages.get(key)
    if (known?.text === text) return known.element
    const element = make()
    shownMessages.set(key, { text, element })
    return element
}

function bubble(message, starred) {
    const group = message.chat.endsWith('@g.us')
    const quoted = message.quotedId && state.screen.messages.find(each => each.id === message.quotedId)
    const parts = message.revoked ? [h('div.gone', {}, 'This message was deleted')] : content(message)
    return h(message.fromMe ? 'div.msg.mine' : 'div.msg', { 'data-id': message.id },
        h('div.bubble', {},
            group && !message.fromMe && h('div.who', {}, nameOf(message.from)),
            message.quotedId && !message.revoked && quoteBox(quoted, message.quotedId),
            parts,
            h('div.foot', {}, starred && h('span', { title: 'starred' }, '★'), message.edited && h('span', {}, 'edited'), h('span', {}, clock(message.t)), ticks(message))),
        message.reaction && h('span.reactions', {}, message.reaction),
        !message.revoked && iconButton('more', 'What to do with this message', event => menu(event.currentTarget.parentNode, message, starred), { className: 'iconbtn menu-button' }))
}

function quoteBox(quoted, id) {
    const show = () => $('talk').querySelector(`[data-id="${CSS.escape(id)}"]`)?.scrollIntoView({ block: 'center', behavior: 'smooth' })
    return h('div.quote', { onclick: show }, h('b', {}, quoted ? nameOf(quoted.from) : 'Quoted'),
        h('div.cut', {}, quoted ? summary(quoted.type, quoted.text ?? quoted.caption) : 'a message further up'))
}

function content(message) {
    const caption = message.caption && words(message.caption)
    switch (message.type) {
        case 'text': return [message.link && h('div.linkbox', {}, h('b', {}, message.link.title ?? message.link.url), h('div.small.muted', {}, message.link.description ?? '')), words(message.text ?? '')]
        case 'image': return [picture(message, 'img'), caption]
        case 'sticker': return [picture(message, 'img.sticker')]
        case 'video': return [picture(message, 'video'), caption]
        case 'audio': return [picture(message, 'audio')]
        case 'document': return [documentBox(message), caption]
        case 'location': return [h('div.filebox', {}, icon('pin'), h('div', {}, h('b', {}, message.location.name ?? 'Location'), h('div.small', {}, message.location.address ?? `${message.location.latitude}, ${message.location.longitude}`)))]
        case 'contact': return [h('div.filebox', {}, icon('card'), h('div', {}, h('b', {}, message.contact.name), h('div.small', {}, /waid=(\d+)/.exec(message.contact.vcard)?.[1] ?? '')))]
        case 'poll': return [pollBox(message)]
        default: return [h('div.gone', {}, summary(message.type, message.text))]
    }
}

function picture(message, tag) {
    if (message.file !== 'verified') return h('div.gone', {}, message.file === 'damaged' ? 'This file is damaged' : 'This file is gone')
    const element = h(tag, tag.startsWith('img') ? { alt: message.caption ?? summary(message.type) } : { controls: true, preload: 'metadata' })
    void fileUrl(message).then(url => { element.src = url }).catch(() => {})
    return element
}

function documentBox(message) {
    return h('button.filebox', { onclick: async () => {
        const url = await fileUrl(message).catch(error => toast(error.message))
        if (url) h('a', { href: url, download: message.name ?? 'file' }).click()
    } }, icon('down'), h('div', {}, h('b', {}, message.name ?? 'File'), h('div.small.muted', {}, [size(message.size), message.mimetype].filter(Boolean).join(' · '))))
}

/** The address of a file that this page has fetched. */
function fileUrl(message) {
    const key = `${state.phone} ${message.id}`
    if (!state.files.has(key)) {
        const token = sessionStorage.getItem('token')
        state.files.set(key, fetch(mine(`/messages/${encodeURIComponent(message.id)}/file`), { headers: token ? { Authorization: `Bearer ${token}` } : {} })
            .then(async response => {
                if (!response.ok) throw new Error('The file cannot be fetched any more.')
                return URL.createObjectURL(await response.blob())
            }))
    }
    return state.files.get(key)
}

function pollBox(message) {
    const { poll } = message
    const chosen = poll.options.filter(option => option.votes.includes(state.phone)).map(option => option.name)
    const vote = name => {
        const options = chosen.includes(name) ? chosen.filter(each => each !== name) : poll.selectable === 1 ? [name] : [...chosen, name]
        return attempt(() => ask('POST', mine('/messages'), { to: state.chat, vote: { id: message.id, options } }))
    }
    return h('div.poll', {}, h('b', {}, poll.question), poll.options.map(option => h(chosen.includes(option.name) ? 'button.chosen' : 'button', { onclick: () => vote(option.name) },
        h('span.grow', {}, option.name), h('span.muted', { title: option.votes.map(nameOf).join(', ') }, option.votes.length || ''))))
}

function closeMenu() {
    document.querySelectorAll('.menu').forEach(each => { each.parentNode.classList.remove('open'); each.remove() })
}

function menu(at, message, starred) {
    closeMenu()
    const act = work => () => { closeMenu(); void work() }
    const send = body => attempt(() => ask('POST', mine('/messages'), { to: state.chat, ...body }))
    const item = (text, work) => h('button.item', { onclick: act(work) }, text)
    const text = message.text
    at.classList.add('open')
    at.append(h('div.menu', {},
        h('div.emoji', {}, EMOJI.map(emoji => h('button', { onclick: act(() => send({ reaction: { id: message.id, emoji: message.reaction === emoji ? '' : emoji } })) }, emoji))),
        item('Reply', () => { state.reply = { message }; refreshReply() }),
        text && item('Copy', () => navigator.clipboard.writeText(text).catch(() => toast('The clipboard cannot be written.'))),
        item(starred ? 'Unstar' : 'Star', () => attempt(() => ask('POST', mine('/app-state'), { star: { chat: state.chat, id: message.id, on: !starred } }))),
        message.fromMe && message.type === 'text' && item('Edit', () => { state.reply = { message, edit: true }; refreshReply() }),
        message.fromMe && item('Delete for everyone', () => send({ revoke: { id: message.id } }))))
}

document.addEventListener('click', event => {
    if (!event.target.closest('.menu, .menu-button')) closeMenu()
})
document.addEventListener('keydown', event => {
    if (event.key === 'Escape') closeMenu()
})

// Writing.

let showsTyping = 0

function composer() {
    const input = h('textarea', { rows: 1, placeholder: 'Message', 'aria-label': 'Message', value: state.drafts.get(`${state.phone} ${state.chat}`) ?? '' })
    const grow = () => {
        input.style.height = 'auto'
        input.style.height = `${Math.min(140, input.scrollHeight + 2)}px`
        state.drafts.set(`${state.phone} ${state.chat}`, input.value)
    }
    const submit = async () => {
        const text = input.value.trim()
        if (!text) return
        const { reply } = state
        const body = reply?.edit ? { edit: { id: reply.message.id, text } } : { text, ...(reply ? { quote: reply.message.id } : {}) }
        input.value = ''
        state.reply = null
        showsTyping = 0
        refreshReply()
        grow()
        const sent = await attempt(() => ask('POST', mine('/messages'), { to: state.chat, ...body }))
        if (!sent) { input.value = text; grow() }
    }
    input.addEventListener('input', grow)
    input.addEventListener('input', () => {
        if (!input.value || Date.now() - showsTyping < 8000) return
        showsTyping = Date.now()
        void ask('POST', mine('/chatstate'), { to: state.chat, state: 'composing' }).catch(() => {})
    })
    input.addEventListener('keydown', event => {
        if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); void submit() }
    })
    input.addEventListener('paste', event => {
        const [file] = event.clipboardData.files
        if (file) { event.preventDefault(); void attachSheet(file) }
    })
    const picker = h('input', { type: 'file', hidden: true, onchange: () => { if (picker.files[0]) void attachSheet(picker.files[0]); picker.value = '' } })
    return h('div.composer', {}, h('div.reply', { hidden: true }),
        h('form', { onsubmit: event => { event.preventDefault(); void submit() } }, picker,
            iconButton('clip', 'Send a file', () => picker.click()), iconButton('plus', 'Send something else', moreSheet), input,
            h('button.iconbtn.strong', { 'aria-label': 'Send', title: 'Send' }, icon('send'))))
}

function refreshReply() {
    const box = $('talk').querySelector('.reply')
    const input = $('talk').querySelector('textarea')
    if (!box) return
    const { reply } = state
    box.hidden = !reply
    if (!reply) return box.replaceChildren()
    if (reply.edit) input.value = reply.message.text
    box.replaceChildren(h('div.quote', {}, h('b', {}, reply.edit ? 'Edit' : nameOf(reply.message.from)), h('div.cut', {}, summary(reply.message.type, reply.message.text ?? reply.message.caption))),
        iconButton('close', 'Never mind', () => { if (reply.edit) input.value = ''; state.reply = null; refreshReply() }))
    input.focus()
}

const dataUrl = blob => new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(reader.result)
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(blob)
})

/** A small JPEG of a picture, as phones send along. */
async function thumbnail(file) {
    const bitmap = await createImageBitmap(file).catch(() => null)
    if (!bitmap) return undefined
    const scale = Math.min(1, 100 / Math.max(bitmap.width, bitmap.height))
    const canvas = h('canvas', { width: Math.max(1, Math.round(bitmap.width * scale)), height: Math.max(1, Math.round(bitmap.height * scale)) })
    canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height)
    return canvas.toDataURL('image/jpeg', 0.6)
}

function kindOf(file) {
    if (/^image\/(jpeg|png|webp|gif)$/.test(file.type)) return 'image'
    if (file.type.startsWith('video/')) return 'video'
    return file.type.startsWith('audio/') ? 'audio' : 'document'
}

async function attachSheet(file) {
    const kinds = [...new Set([kindOf(file), ...(file.type === 'image/webp' ? ['sticker'] : []), 'document'])]
    const kind = h('select', {}, kinds.map(value => h('option', { value }, `as ${value}`)))
    const caption = h('input', { placeholder: 'Words to go with it' })
    const shown = kindOf(file) === 'image' ? h('img.preview', { src: await dataUrl(file), alt: '' }) : h('div.filebox', {}, icon('clip'), h('div', {}, h('b', {}, file.name), h('div.small.muted', {}, size(file.size))))
    const send = h('button.button', { onclick: async () => {
        send.disabled = true
        const thumb = kind.value === 'image' ? await thumbnail(file) : undefined
        const spec = { file: await dataUrl(file), name: file.name, ...(file.type ? { mimetype: file.type } : {}), ...(caption.value ? { caption: caption.value } : {}), ...(thumb ? { thumbnail: thumb } : {}) }
        const quote = state.reply && !state.reply.edit ? { quote: state.reply.message.id } : {}
        const sent = await attempt(() => ask('POST', mine('/messages'), { to: state.chat, [kind.value]: spec, ...quote }))
        send.disabled = false
        if (sent) { state.reply = null; refreshReply(); close() }
    } }, 'Send')
    const close = sheet('Send a file', shown, h('div.field', {}, caption), kinds.length > 1 && h('div.field', {}, kind), send)
}

function moreSheet() {
    const question = h('input', { placeholder: 'Tea or coffee?' })
    const options = h('textarea', { placeholder: 'one option a line' })
    const latitude = h('input', { value: '52.5200', inputMode: 'decimal' })
    const longitude = h('input', { value: '13.4050', inputMode: 'decimal' })
    const person = h('select', {}, state.screen.people.map(each => h('option', { value: each.phone }, each.name)))
    const send = body => attempt(() => ask('POST', mine('/messages'), { to: state.chat, ...body })).then(sent => sent && close())
    const close = sheet('Send something else',
        h('div.block', {}, h('h2', {}, 'Poll'), h('div.field', {}, question), h('div.field', {}, options),
            h('button.button', { onclick: () => send({ poll: { question: question.value, options: options.value.split('\n').map(line => line.trim()).filter(Boolean) } }) }, 'Send poll')),
        h('div.block', {}, h('h2', {}, 'Location'), h('div.line', {}, h('div.field.grow', {}, latitude), h('div.field.grow', {}, longitude)),
            h('button.button', { onclick: () => send({ location: { latitude: Number(latitude.value), longitude: Number(longitude.value) } }) }, 'Send location')),
        state.screen.people.length > 0 && h('div.block', {}, h('h2', {}, 'Contact'), h('div.field', {}, person),
            h('button.button', { onclick: () => send({ contact: { name: nameOf(person.value), phone: person.value } }) }, 'Send contact')))
}

/** Who looks at a chat has read it. */
function confirmRead() {
    if (!state.chat || document.hidden || !state.screen.me.phoneOnline) return
    const ids = state.screen.messages
        .filter(message => !message.fromMe && message.status === 'delivered' && message.type !== 'undecryptable' && !state.confirmed.has(message.id))
        .map(message => message.id)
    if (!ids.length) return
    ids.forEach(id => state.confirmed.add(id))
    void ask('POST', mine('/receipts'), { chat: state.chat, ids, type: 'read' }).catch(() => {})
}

addEventListener('hashchange', follow)
document.addEventListener('visibilitychange', () => { if (!document.hidden) void tick(true) })
follow()
