// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

// What pages need besides htmx: live updates from the event stream, words that rise for a moment, dialogs, themes.
// Pages say what they want in attributes:
//   data-live="session.state message.*"  asks again for itself when such an event comes (hx-trigger="live")
//   data-live-of="shop"                   ... of this session only;  data-live-chat="1555…@s.whatsapp.net" ... of this chat only
//   data-open="id" / data-close           opens or closes a dialog
//   data-copy="text"                      puts text on the clipboard
//   data-shown-by="code"                  is shown when a form was refused with this code
//   data-when="kind=once other"           is part of the form only while the field named kind says one of these

(() => {
  const remember = (name, value) => { document.cookie = `${name}=${encodeURIComponent(value)};path=/;max-age=31536000;samesite=strict`; };
  remember("switchboard_zone", Intl.DateTimeFormat().resolvedOptions().timeZone);

  const csrf = () => JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");

  // ---- words for a moment
  function told(text, tone = "") {
    const toast = document.createElement("div");
    toast.className = `toast ${tone}`;
    toast.textContent = text;
    document.getElementById("toasts")?.append(toast);
    setTimeout(() => toast.remove(), tone ? 8000 : 4000);
  }
  document.addEventListener("told", (event) => told(event.detail.value ?? ""));

  function refused(problem, form) {
    const words = problem.shown ?? [problem.detail ?? problem.title, problem.advice, problem.accepted && `${problem.accepted}.`].filter(Boolean).join(" ");
    const place = form?.querySelector(".form-error");
    form?.querySelectorAll("[data-shown-by]").forEach((element) => {
      if (element.dataset.shownBy === problem.code) {
        element.hidden = false;
        element.querySelector("input")?.focus();
      }
    });
    if (place) place.textContent = words;
    else told(words, "bad");
  }
  // What the API itself refused comes without words in the page's language.
  async function refusedByApi(problem) {
    const answer = await fetch("/dashboard/refusal", { method: "POST", headers: csrf(), body: new URLSearchParams({ problem: JSON.stringify(problem) }) }).catch(() => null);
    refused(answer?.ok ? { ...problem, shown: await answer.text() } : problem);
  }
  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    const place = detail.elt.closest("form")?.querySelector(".form-error");
    if (place) place.textContent = "";
  });
  document.addEventListener("htmx:responseError", ({ detail }) => {
    let problem;
    try { problem = JSON.parse(detail.xhr.responseText); } catch { problem = { detail: `${detail.xhr.status} ${detail.xhr.statusText}` }; }
    refused(problem, detail.elt.closest("form"));
  });
  document.addEventListener("htmx:sendError", () => told({ es: "Sin conexión con el servidor.", ar: "لا يوجد اتصال بالخادم." }[document.documentElement.lang] ?? "No connection to the server.", "bad"));
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (!detail.successful) return;
    const form = detail.elt.closest("form");
    if (form?.dataset.clears !== undefined) form.reset();
    if (form?.dataset.closes !== undefined) form.closest("dialog")?.close();
    if (detail.elt.dataset?.openAfter) document.getElementById(detail.elt.dataset.openAfter)?.showModal();
  });

  // ---- where there is no room for all tabs, the open one is seen
  const showTabs = () => document.querySelectorAll(".tabs [aria-current]").forEach((tab) => {
    const row = tab.parentElement.getBoundingClientRect();
    const own = tab.getBoundingClientRect();
    if (own.left < row.left || own.right > row.right) tab.parentElement.scrollLeft += own.left + own.width / 2 - row.left - row.width / 2;
  });
  showTabs();
  addEventListener("resize", showTabs);

  // ---- dialogs and small deeds
  document.addEventListener("click", (event) => {
    const open = event.target.closest("[data-open]");
    if (open) { document.getElementById(open.dataset.open)?.showModal(); return; }
    const close = event.target.closest("[data-close]");
    if (close) { close.closest("dialog")?.close(); return; }
    const copy = event.target.closest("[data-copy]");
    if (copy) { navigator.clipboard?.writeText(copy.dataset.copy).then(() => told(copy.dataset.copied ?? "✓")); return; }
    const theme = event.target.closest("[data-theme-choice]");
    if (theme) {
      event.preventDefault();
      document.documentElement.dataset.theme = theme.dataset.themeChoice;
      remember("switchboard_theme", theme.dataset.themeChoice);
      document.querySelectorAll("[data-theme-choice]").forEach((choice) => {
        if (choice.dataset.themeChoice === theme.dataset.themeChoice) choice.setAttribute("aria-current", "true");
        else choice.removeAttribute("aria-current");
      });
    }
  });
  document.addEventListener("htmx:confirm", (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    const dialog = document.getElementById("confirm");
    dialog.querySelector("#confirm-text").textContent = event.detail.question;
    dialog.returnValue = "no";
    dialog.showModal();
    dialog.addEventListener("close", () => { if (dialog.returnValue === "yes") event.detail.issueRequest(true); }, { once: true });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target.matches("textarea[data-sends]")) {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
  });

  // ---- parts of a form that belong to a choice
  function fit(form) {
    form.querySelectorAll("[data-when]").forEach((part) => {
      const [name, values] = part.dataset.when.split("=");
      const chosen = [...form.elements].filter((field) => field.name === name && (field.type !== "radio" || field.checked)).map((field) => field.value);
      part.hidden = part.disabled = !values.split(" ").some((value) => chosen.includes(value));
    });
  }
  document.addEventListener("change", ({ target }) => { if (target.form?.querySelector("[data-when]")) fit(target.form); });
  addEventListener("pageshow", () => document.querySelectorAll("form:has([data-when])").forEach(fit));

  // ---- the composer of a conversation
  const composer = () => document.querySelector("form[data-composer]");
  function reply(id, words) {
    const form = composer();
    form.elements.replyTo.value = id;
    const line = form.querySelector(".replying");
    line.hidden = !id;
    line.querySelector("q").textContent = words;
    form.elements.text.focus();
  }
  function attach(id, type, name) {
    const form = composer();
    form.elements.media.value = id;
    form.elements.mediaType.value = type;
    form.elements.mediaName.value = name;
    const line = form.querySelector(".attached");
    line.hidden = !name;
    line.querySelector("span").textContent = name;
    form.elements.text.focus();
  }
  document.addEventListener("click", (event) => {
    const quoted = event.target.closest("[data-reply]");
    if (quoted) reply(quoted.dataset.reply, quoted.dataset.words);
    if (event.target.closest("[data-noreply]")) reply("", "");
    if (event.target.closest("[data-nofile]")) attach("", "", "");
    const insert = event.target.closest("[data-insert]");
    if (insert) {
      const text = composer().elements.text;
      text.setRangeText(insert.dataset.insert, text.selectionStart, text.selectionEnd, "end");
      insert.closest("[popover]")?.hidePopover();
      text.focus();
    }
  });
  document.addEventListener("change", async (event) => {
    if (event.target.matches("[data-submits]")) { event.target.form.requestSubmit(); return; }
    const whole = event.target.closest("[data-post-file]");
    if (whole?.files.length) {
      const answer = await fetch(whole.dataset.postFile, { method: "POST", headers: { ...csrf(), "Content-Type": whole.dataset.type }, body: whole.files[0] });
      const told = await answer.json().catch(() => ({}));
      whole.value = "";
      if (!answer.ok) await refusedByApi(told);
      else if (whole.dataset.reload !== undefined) location.reload();
      else if (whole.dataset.then) await htmx.ajax("POST", whole.dataset.then, { target: whole.dataset.result, values: { answer: JSON.stringify(told) } }).then(() => htmx.trigger(document.body, "changed"));
      return;
    }
    const input = event.target.closest("[data-upload]");
    if (!input?.files.length) return;
    const body = new FormData();
    body.append("file", input.files[0]);
    attach("", "", `${input.files[0].name} …`);
    const answer = await fetch(input.dataset.upload, { method: "POST", headers: csrf(), body });
    const file = await answer.json();
    input.value = "";
    if (answer.ok) attach(file.id, file.mimeType, file.fileName ?? file.mimeType);
    else { attach("", "", ""); await refusedByApi(file); }
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.successful && detail.elt.matches("form[data-composer]")) { reply("", ""); attach("", "", ""); }
  });

  // ---- live
  const due = new Map();
  const names = new Set();
  let stream = null;

  function wants(element, name, data) {
    const fits = element.dataset.live.split(" ").some((wish) => wish === name || (wish.endsWith("*") && name.startsWith(wish.slice(0, -1))));
    if (!fits) return false;
    if (element.dataset.liveOf && data.session !== element.dataset.liveOf) return false;
    const chat = data.data?.chat?.jid ?? data.data?.chat;
    return !(element.dataset.liveChat && chat && chat !== element.dataset.liveChat);
  }
  // What is under way from within an element, or open in it, would be lost with it.
  const inUse = (element) => element.querySelector(".htmx-request, :popover-open") || document.getElementById("confirm")?.open;
  // An answer that is on its way may have been written before the event: the element that takes its place is asked for again.
  const busy = (element) => element.classList.contains("htmx-request") || inUse(element);
  function refresh(key) {
    const element = typeof key === "string" ? document.getElementById(key) : key;
    if (!element?.isConnected) { due.delete(key); return; }
    if (busy(element)) { due.set(key, setTimeout(refresh, 120, key)); return; }
    due.delete(key);
    htmx.trigger(element, "live");
  }
  function later(element) {
    const key = element.id || element;
    if (!due.has(key)) due.set(key, setTimeout(refresh, Number(element.dataset.livePace ?? 120), key));
  }
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const { elt, triggeringEvent } = detail.requestConfig;
    if (triggeringEvent?.type !== "live" || !inUse(elt)) return;
    detail.shouldSwap = false;
    later(elt);
  });
  function happened(event) {
    let data = {};
    try { data = JSON.parse(event.data); } catch { return; }
    document.querySelectorAll("[data-live]").forEach((element) => { if (wants(element, event.type, data)) later(element); });
    document.dispatchEvent(new CustomEvent("switchboard:event", { detail: data }));
  }
  const ALL = ["session.created", "session.state", "session.qr", "session.pairing_code", "session.linked", "session.deleted", "session.restricted", "session.passkey",
    "message.received", "message.sent", "message.status", "message.edited", "message.revoked", "message.reaction", "chat.read", "chat.updated", "contact.updated",
    "presence.activity", "poll.vote", "campaign.progress", "campaign.state", "automation.run", "chat.assigned", "queue.updated"];
  function listen() {
    const wished = [...document.querySelectorAll("[data-live]")].flatMap((element) => element.dataset.live.split(" "));
    const wanted = ALL.filter((name) => wished.some((wish) => wish === name || (wish.endsWith("*") && name.startsWith(wish.slice(0, -1)))));
    wished.filter((wish) => wish && !wish.endsWith("*") && !ALL.includes(wish)).forEach((wish) => wanted.push(wish));
    if (wanted.length === 0) return;
    stream ??= new EventSource(`/api/v1/events?after=${document.body.dataset.since}`);
    wanted.filter((name) => !names.has(name)).forEach((name) => { names.add(name); stream.addEventListener(name, happened); });
  }
  listen();
  document.addEventListener("htmx:afterSettle", listen);
  addEventListener("pagehide", () => stream?.close());
})();
