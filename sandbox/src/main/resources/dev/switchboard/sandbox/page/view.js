// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
//
// Elements, and what things look like. Nothing here knows the network; text only ever becomes text nodes.

const SVG = 'http://www.w3.org/2000/svg'
const PATHS = {
    back: 'M15 5l-7 7 7 7', plus: 'M12 5v14M5 12h14', close: 'M6 6l12 12M18 6L6 18', send: 'M4 12l16-8-6 16-3-6-7-2z',
    clip: 'M20 11.5l-8 8a5 5 0 01-7-7l8.500-8.500a3.400 3.400 0 015 5L10 17.500a1.700 1.700 0 01-2.500-2.500l7.500-7.500',
    more: 'M12 5.500v.01M12 12v.01M12 18.500v.01', users: 'M9 11a3.500 3.500 0 100-7 3.500 3.500 0 000 7zM2.500 20c.5-4 3-6 6.500-6s6 2 6.500 6M16 4.500a3.300 3.300 0 010 6.200M18 14.300c2 .8 3.200 2.700 3.500 5.700',
    gear: 'M12 15.500a3.500 3.500 0 100-7 3.500 3.500 0 000 7zM12 2.500v3M12 18.500v3M4 6l2.200 2M17.800 16l2.200 2M2.500 12h3M18.500 12h3M4 18l2.200-2M17.800 8L20 6',
    link: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 14h2v2h-2zM14 18h2v2h-2zM18 18h2v2h-2z',
    down: 'M12 4v11M7 11l5 5 5-5M5 20h14', pin: 'M12 21s-7-6.300-7-11.500a7 7 0 0114 0C19 14.700 12 21 12 21zM12 12a2.500 2.500 0 100-5 2.500 2.500 0 000 5z',
    card: 'M12 12a3.500 3.500 0 100-7 3.500 3.500 0 000 7zM5 20c.5-4 3.500-6 7-6s6.500 2 7 6', mute: 'M4 9v6h4l5 4V5L8 9zM17 9l4 6M21 9l-4 6'
}

/** An element: `h('button.row', { onclick }, 'text', child)`. */
export function h(name, props, ...children) {
    const [tag, ...classes] = name.split('.')
    const element = document.createElement(tag)
    if (classes.length) element.className = classes.join(' ')
    for (const [key, value] of Object.entries(props ?? {})) {
        if (value === undefined || value === null || value === false) continue
        if (key.startsWith('on')) element.addEventListener(key.slice(2), value)
        else if (key.startsWith('aria-')) element.setAttribute(key, String(value))
        else if (key in element && key !== 'list') element[key] = value
        else element.setAttribute(key, value === true ? '' : value)
    }
    element.append(...children.flat().filter(child => child !== undefined && child !== null && child !== false))
    return element
}

export function icon(name) {
    const svg = document.createElementNS(SVG, 'svg')
    svg.setAttribute('viewBox', '0 0 24 24')
    svg.setAttribute('class', `icon ${name}`)
    svg.setAttribute('aria-hidden', 'true')
    const path = document.createElementNS(SVG, 'path')
    path.setAttribute('d', PATHS[name])
    svg.append(path)
    return svg
}

export function iconButton(name, label, onclick, more) {
    return h('button.iconbtn', { type: 'button', title: label, 'aria-label': label, onclick, ...more }, icon(name))
}

export function avatar(name, key, { group, online } = {}) {
    const shade = [...String(key)].reduce((sum, c) => (sum * 31 + c.codePointAt(0)) % 997, 7) % 6
    const letter = [...(name || '?').trim()][0]?.toUpperCase() ?? '?'
    return h(`span.avatar.c${shade}`, { 'aria-hidden': 'true' }, group ? icon('users') : letter,
        online !== undefined && h(online ? 'span.dot.on' : 'span.dot'))
}

export function clock(t) {
    return new Date(t).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
}

export function day(t) {
    const date = new Date(t)
    const today = new Date()
    const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1)
    if (date.toDateString() === today.toDateString()) return 'Today'
    if (date.toDateString() === yesterday.toDateString()) return 'Yesterday'
    return date.toLocaleDateString([], { day: 'numeric', month: 'long', year: 'numeric' })
}

export function shortTime(t) {
    return day(t) === 'Today' ? clock(t) : new Date(t).toLocaleDateString([], { day: 'numeric', month: 'short' })
}

const KINDS = {
    image: 'Photo', video: 'Video', audio: 'Audio', document: 'Document', sticker: 'Sticker', location: 'Location', contact: 'Contact',
    poll: 'Poll', event: 'Event', unsupported: 'Message of a kind this phone cannot show', undecryptable: 'Waiting for this message'
}

/** One line that stands for a message. */
export function summary(type, words) {
    if (type === 'text') return words || ''
    return words ? `${KINDS[type] ?? type}: ${words}` : KINDS[type] ?? type
}

export function size(bytes) {
    if (bytes === undefined) return ''
    if (bytes < 1024) return `${bytes} B`
    return bytes < 1048576 ? `${Math.round(bytes / 1024)} kB` : `${(bytes / 1048576).toFixed(1)} MB`
}

export function ticks(message) {
    if (!message.fromMe || message.revoked) return null
    const { status } = message
    const read = status === 'read' || status === 'played'
    const sign = status === 'pending' ? '◷' : status === 'sent' ? '✓' : '✓✓'
    return h(read ? 'span.ticks.read' : 'span.ticks', { title: status }, sign)
}

/** Text with its addresses as links. */
export function words(text) {
    const parts = String(text).split(/(https?:\/\/[^\s<>"]+)/)
    return h('div.words', {}, parts.map((part, i) => i % 2 ? h('a', { href: part, target: '_blank', rel: 'noreferrer noopener' }, part) : part))
}

/** Shows a line for a moment. */
export function toast(text) {
    const element = document.getElementById('toast')
    element.textContent = text
    element.classList.add('show')
    clearTimeout(toast.timer)
    toast.timer = setTimeout(() => element.classList.remove('show'), 4000)
}

/** A dialog with this title and body; answers with a function that closes it. */
export function sheet(title, ...body) {
    const dialog = document.getElementById('sheet')
    if (dialog.open) dialog.close()
    dialog.replaceChildren(
        h('div.head', {}, h('h1.grow', {}, title), iconButton('close', 'Close', () => dialog.close())),
        h('div.body', {}, body))
    dialog.onclick = event => { if (event.target === dialog) dialog.close() }
    dialog.showModal()
    return () => dialog.close()
}

export function field(label, input) {
    return h('label.field', {}, h('span', {}, label), input)
}
