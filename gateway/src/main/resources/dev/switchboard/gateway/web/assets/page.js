// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

// The page uses the public API and nothing else: it lists, follows the event socket, and asks again where an event
// says that something changed.

const $ = (id) => document.getElementById(id);
const app = $("app");
const GOOD = ["connected"];
const BAD = ["failed", "restricted", "logged_out"];
const REST = ["created", "disconnected", "logged_out", "failed"];

let key = sessionStorage.getItem("switchboard-key") ?? "";
let sessions = [];
let open = null; // id of the open session
let chat = null; // jid of the open chat
let messages = new Map(); // of the open chat, by id
let qrUntil = 0;
let lastSeq = null;

// ---- asking the API

async function ask(path, options = {}) {
  const headers = { ...(key ? { "X-Api-Key": key } : {}), ...(options.headers ?? {}) };
  if (options.json !== undefined) {
    headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(options.json);
  }
  const response = await fetch(path, { ...options, headers });
  if (response.status === 401) {
    askForKey(key !== "");
    throw new Error("A key is needed.");
  }
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Error([problem.detail ?? `The server answered ${response.status}.`, problem.advice, problem.accepted ? `Accepted: ${problem.accepted}.` : ""].filter(Boolean).join(" "));
  }
  return response;
}

const json = async (path, options) => (await ask(path, options)).json();
const session = (id) => `api/v1/sessions/${encodeURIComponent(id)}`;

function askForKey(wrong) {
  $("login-error").hidden = !wrong;
  $("login-error").textContent = "This key is not valid.";
  if (!$("login").open) $("login").showModal();
}

$("login-form").addEventListener("submit", () => {
  key = $("login-key").value.trim();
  sessionStorage.setItem("switchboard-key", key);
  start();
});

function told(error) {
  const toast = $("toast");
  toast.textContent = error.message ?? String(error);
  toast.hidden = false;
  clearTimeout(told.timer);
  told.timer = setTimeout(() => { toast.hidden = true; }, 6000);
}

const guarded = (work) => (...args) => Promise.resolve(work(...args)).catch(told);

// ---- small helpers of the page

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function tone(state) {
  return GOOD.includes(state) ? "good" : BAD.includes(state) ? "bad" : REST.includes(state) ? "" : "wait";
}

const words = (state) => state.replaceAll("_", " ");
const when = (iso) => {
  const time = new Date(iso);
  const today = new Date().toDateString() === time.toDateString();
  return time.toLocaleString([], today ? { hour: "2-digit", minute: "2-digit" } : { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
};
const called = (address) => address.phone ? `+${address.phone}` : address.jid;
const view = (name) => { app.dataset.view = name; };

// ---- sessions

async function loadSessions() {
  const all = [];
  let cursor = "";
  do {
    const page = await json(`api/v1/sessions?limit=200${cursor}`);
    all.push(...page.items);
    cursor = page.next ? `&cursor=${encodeURIComponent(page.next)}` : "";
  } while (cursor && all.length < 2000);
  sessions = all;
  showSessions();
}

function showSessions() {
  const list = $("session-list");
  list.replaceChildren(...sessions.map((one) => {
    const button = make("button");
    button.type = "button";
    button.setAttribute("aria-current", one.id === open);
    button.append(make("span", `dot ${tone(one.state)}`));
    const text = make("span", "text");
    text.append(make("div", "name", one.name), make("div", "sub", one.account ? `+${one.account.phone} · ${words(one.state)}` : words(one.state)));
    button.append(text);
    button.addEventListener("click", guarded(() => openSession(one.id)));
    const item = make("li");
    item.append(button);
    return item;
  }));
  $("no-sessions").hidden = sessions.length > 0;
}

$("create").addEventListener("submit", guarded(async (event) => {
  event.preventDefault();
  const error = $("create-error");
  error.hidden = true;
  const id = $("new-id").value.trim();
  try {
    const made = await json("api/v1/sessions", { method: "POST", json: id ? { id } : {} });
    $("new-id").value = "";
    await loadSessions();
    await openSession(made.id);
  } catch (e) {
    error.textContent = e.message;
    error.hidden = false;
  }
}));

async function openSession(id) {
  open = id;
  chat = null;
  messages = new Map();
  qrUntil = 0;
  $("code-out").textContent = "";
  $("nothing").hidden = true;
  $("session").hidden = false;
  $("chat").hidden = true;
  $("no-chat").hidden = false;
  view("session");
  history.replaceState(null, "", `#${encodeURIComponent(id)}`);
  await refreshSession();
}

async function refreshSession() {
  const one = await json(session(open));
  const at = sessions.findIndex((known) => known.id === one.id);
  if (at >= 0) sessions[at] = one; else sessions.push(one);
  showSessions();
  if (one.id !== open) return;
  $("s-name").textContent = one.name;
  $("s-state").textContent = one.account ? `+${one.account.phone}${one.account.name ? ` (${one.account.name})` : ""} · ${words(one.state)}` : words(one.state);
  $("s-advice").textContent = one.state === "connected" || one.state === "awaiting_scan" ? "" : one.advice;
  const resting = REST.includes(one.state);
  $("a-connect").hidden = !resting;
  $("a-disconnect").hidden = resting;
  $("a-logout").hidden = !one.linked;
  $("link").hidden = one.linked || resting;
  $("talk").hidden = !one.linked;
  if (one.linked) await loadChats(); else if (!resting) await loadQr();
}

for (const [id, action, question] of [["a-connect", "connect"], ["a-disconnect", "disconnect"], ["a-logout", "logout", "Unlink the phone from this session?"]]) {
  $(id).addEventListener("click", guarded(async () => {
    if (question && !confirm(question)) return;
    await ask(`${session(open)}/${action}`, { method: "POST" });
    await refreshSession();
  }));
}

// ---- linking

async function loadQr() {
  const id = open;
  const response = await ask(`${session(id)}/qr?format=png`).catch(() => null);
  if (id !== open) return;
  if (!response) {
    qrUntil = 0;
    $("qr").replaceChildren(make("span", "none", "No code at this moment"));
    return;
  }
  const image = make("img");
  image.alt = "";
  image.src = URL.createObjectURL(await response.blob());
  image.addEventListener("load", () => URL.revokeObjectURL(image.src));
  $("qr").replaceChildren(image);
  qrUntil = Date.parse(response.headers.get("X-Expires-At") ?? "") || 0;
}

setInterval(() => {
  const left = Math.round((qrUntil - Date.now()) / 1000);
  $("qr-time").textContent = qrUntil === 0 ? "" : left > 0 ? `Valid for ${left} s` : "Renewing…";
}, 500);

$("code").addEventListener("submit", guarded(async (event) => {
  event.preventDefault();
  const answer = await json(`${session(open)}/pairing-code`, { method: "POST", json: { phone: $("code-phone").value } });
  $("code-out").textContent = answer.code;
}));

// ---- chats

async function loadChats() {
  const id = open;
  const page = await json(`${session(id)}/chats?limit=100`);
  if (id !== open) return;
  $("chat-list").replaceChildren(...page.items.map((one) => {
    const button = make("button");
    button.type = "button";
    button.setAttribute("aria-current", one.chat.jid === chat);
    const text = make("span", "text");
    const last = one.lastMessage;
    text.append(make("div", "name", one.name ?? called(one.chat)), make("div", "sub", last ? `${last.fromMe ? "You: " : ""}${last.text ?? last.type}` : ""));
    button.append(text);
    if (one.unread > 0 && one.chat.jid !== chat) button.append(make("span", "badge", one.unread));
    button.addEventListener("click", guarded(() => openChat(one.chat, one.name)));
    const item = make("li");
    item.append(button);
    return item;
  }));
  $("no-chats").hidden = page.items.length > 0;
}

$("start").addEventListener("submit", guarded(async (event) => {
  event.preventDefault();
  const digits = $("start-to").value.replace(/\D/g, "");
  if (digits.length < 7) throw new Error("A phone number with country code is needed.");
  $("start-to").value = "";
  await openChat({ jid: `${digits}@s.whatsapp.net`, phone: digits });
}));

async function openChat(address, name) {
  chat = address.jid;
  messages = new Map();
  $("no-chat").hidden = true;
  $("chat").hidden = false;
  $("c-name").textContent = name ?? called(address);
  $("c-address").textContent = name ? called(address) : (address.lid ?? "");
  view("chat");
  const page = await json(`${session(open)}/messages?limit=100&chat=${encodeURIComponent(chat)}`);
  if (address.jid !== chat) return;
  for (const message of page.items.reverse()) messages.set(message.id, message);
  showMessages();
  $("send-text").focus();
  await markRead();
  await loadChats();
}

async function markRead() {
  await ask(`${session(open)}/chats/${encodeURIComponent(chat)}/read`, { method: "POST" }).catch(() => null);
}

function showMessages() {
  const list = $("messages");
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80 || list.childElementCount === 0;
  list.replaceChildren(...[...messages.values()].map((one) => {
    const item = make("li", `${one.fromMe ? "mine" : ""} ${one.revokedAt ? "gone" : ""}`);
    item.append(make("span", "body", one.revokedAt ? "taken back" : one.text ?? `[${one.type}]`));
    if (one.reactions?.length) item.append(make("span", "reactions", one.reactions.map((r) => r.emoji).join(" ")));
    const status = one.fromMe ? ` · ${one.status}${one.failure ? ` (${one.failure})` : ""}` : "";
    item.append(make("span", `meta ${one.status ?? ""}`, `${one.editedAt ? "edited · " : ""}${when(one.at)}${status}`));
    return item;
  }));
  if (atEnd) list.scrollTop = list.scrollHeight;
}

$("send").addEventListener("submit", guarded(async (event) => {
  event.preventDefault();
  const text = $("send-text").value;
  if (!text.trim()) return;
  const answer = await json(`${session(open)}/messages`, { method: "POST", json: { to: chat, text }, headers: { "Idempotency-Key": crypto.randomUUID() } });
  $("send-text").value = "";
  if (!messages.has(answer.id)) messages.set(answer.id, answer.message);
  showMessages();
}));

$("send-text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    $("send").requestSubmit();
  }
});

for (const button of document.querySelectorAll(".back")) {
  button.addEventListener("click", () => view(button.dataset.back));
}

// ---- events

let socket = null;

function follow() {
  const address = new URL("api/v1/events/ws", location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  if (lastSeq !== null) address.searchParams.set("after", lastSeq);
  socket = new WebSocket(address);
  socket.addEventListener("open", () => {
    if (key) socket.send(JSON.stringify({ event: "authenticate", data: { token: key } }));
    $("live").textContent = "live";
    $("live").classList.add("on");
  });
  socket.addEventListener("message", (frame) => guarded(happened)(JSON.parse(frame.data)));
  socket.addEventListener("close", (closed) => {
    $("live").textContent = "reconnecting";
    $("live").classList.remove("on");
    if (closed.code === 4401) askForKey(true); else setTimeout(follow, 1500);
  });
}

async function happened(event) {
  if (event.seq) lastSeq = event.seq;
  const here = event.session === open;
  switch (event.event) {
    case "session.created":
    case "session.deleted":
      await loadSessions();
      break;
    case "session.state":
    case "session.linked":
      if (here) await refreshSession(); else await loadSessions();
      break;
    case "session.qr":
      if (here) await loadQr();
      break;
    case "message.status":
      if (here && messages.has(event.data.id)) {
        Object.assign(messages.get(event.data.id), { status: event.data.status, failure: event.data.failure });
        showMessages();
      }
      break;
    case "message.received":
    case "message.sent":
      if (here) {
        if (event.data.chat.jid === chat) {
          messages.set(event.data.id, event.data);
          showMessages();
          await markRead();
        }
        await loadChats();
      }
      break;
    case "message.edited":
    case "message.revoked":
    case "message.reaction":
    case "history.received":
      if (here) {
        if (chat && event.data.id && messages.has(event.data.id)) {
          messages.set(event.data.id, await json(`${session(open)}/messages/${encodeURIComponent(event.data.id)}`));
          showMessages();
        }
        await loadChats();
      }
      break;
  }
}

async function start() {
  await loadSessions();
  if (socket === null || socket.readyState === WebSocket.CLOSED) follow();
  const named = decodeURIComponent(location.hash.slice(1));
  if (named && sessions.some((one) => one.id === named)) await openSession(named);
}

guarded(start)();
