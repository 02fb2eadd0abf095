// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
//
// A program of somebody who came from another gateway: it makes the calls that seed 000's integration guide makes, by
// axios, and says what came of them as JSON lines. Arguments: the address, a client id, and two phone numbers.

import axios from 'axios'
import { setTimeout as pause } from 'node:timers/promises'

const [address, clientId, first, second] = process.argv.slice(2)
const say = (step, data) => process.stdout.write(JSON.stringify({ step, ...data }) + '\n')
const path = (id, rest) => `${address}/client/${id}/${rest}`

async function statusOf(id) {
    return (await axios.get(path(id, 'status'))).data
}

async function send(id, to, message) {
    return (await axios.post(path(id, 'send'), { to, message })).data
}

/** Asks every two seconds, as the guide does, at most two minutes. */
async function connected(id) {
    for (const end = Date.now() + 120_000; Date.now() < end; await pause(2_000)) {
        if ((await statusOf(id)).status === 'connected') return true
    }
    throw new Error('Connection timeout')
}

async function link() {
    const created = (await axios.post(`${address}/client/create`, { clientId })).data
    say('created', { created })
    const { qr } = (await axios.get(path(created.clientId, 'qr'))).data
    say('qr', { qr })
    return connected(created.clientId)
}

/** One after the other, three seconds apart; a failure does not stop the rest. */
async function sendAll(id, messages) {
    const results = []
    for (const { to, message } of messages) {
        try {
            results.push({ to, success: true, messageId: (await send(id, to, message)).messageId })
        } catch (error) {
            results.push({ to, success: false, error: error.message })
        }
        await pause(3_000)
    }
    return results
}

async function confirmOrder(id, phone) {
    const { status } = await statusOf(id)
    if (status !== 'connected') throw new Error('WhatsApp not connected')
    const items = [{ name: 'Product A', qty: 2 }, { name: 'Product B', qty: 1 }]
    const lines = ['🎉 ORD-12345', '', ...items.map(item => `- ${item.name} x${item.qty}`)]
    return send(id, `${phone}@c.us`, lines.join('\n'))
}

try {
    say('connected', { connected: await link() })
    say('sent', { sent: await send(clientId, `${first}@c.us`, 'Hello from API!') })
    say('bulk', {
        results: await sendAll(clientId, [
            { to: `${first}@c.us`, message: 'one' },
            { to: 'nobody', message: 'goes nowhere' },
            { to: `${second}@c.us`, message: 'two' },
        ]),
    })
    say('order', { sent: await confirmOrder(clientId, second) })
    const headers = { 'x-client-id': clientId, 'x-api-key': 'your-api-key-here' }
    const authenticated = await axios.post(
        `${address}/client/my/send`, { to: `${first}@c.us`, message: 'Hello!' }, { headers })
    say('authenticated', { sent: authenticated.data })
    const recipients = [{ phone: `${second}@c.us`, variables: { name: 'John', discount: '20%' } }]
    const campaign = (await axios.post(
        `${address}/campaigns`, { name: 'Sale', templateId: 'promo', recipients }, { headers })).data
    await axios.post(`${address}/campaigns/${campaign.campaignId}/start`, undefined, { headers })
    say('campaign', { campaign })
    const activation = {
        type: 'customer_service', templateId: 'auto_reply',
        config: { replyMessage: "Thanks for reaching out! We'll respond soon." },
    }
    say('automation', { automation: (await axios.post(`${address}/automations/activate`, activation, { headers })).data })
    say('end', { metrics: (await axios.get(`${address}/metrics`)).data, health: (await axios.get(`${address}/health`)).data })
} catch (error) {
    say('failed', { error: error.message, answer: error.response?.data })
    process.exitCode = 1
}
