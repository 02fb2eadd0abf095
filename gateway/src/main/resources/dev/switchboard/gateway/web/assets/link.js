// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
// The linking page: shows what the gateway says is on display, and presses its buttons.
const body = document.body;
const base = body.dataset.base;
const say = document.querySelector("[data-say]");
let wished = "qr";
let sight = null;
let stream = null;
let clock = null;

function show(view, focus) {
  body.dataset.view = view;
  for (const section of document.querySelectorAll("section[data-for]")) {
    section.hidden = section.dataset.for !== view;
  }
  const current = document.querySelector(`section[data-for="${view}"]`);
  if (focus && current) {
    const field = current.querySelector("input, button, a:not([hidden])");
    if (field) field.focus();
  }
  const words = current && current.querySelector("p:not([data-time]):not(:empty)");
  say.textContent = words ? words.textContent : "";
}

function tick() {
  const place = document.querySelector(`section[data-for="${body.dataset.view}"] [data-time]`);
  if (!place) return;
  const left = sight && sight.expiresAt ? Math.round((Date.parse(sight.expiresAt) - Date.now()) / 1000) : -1;
  place.textContent = left >= 0 && left < 600 ? body.dataset.expires.replace("{seconds}", left) : "";
}

function render(next) {
  sight = next;
  let view = next.view;
  if (body.dataset.view === "phone" && (view === "qr" || view === "working" || view === "rest")) return;
  if (view === "code" && wished === "qr" && next.qr) view = "qr";
  if (next.qr) {
    document.querySelector("img.qr").src = "data:image/svg+xml," + encodeURIComponent(next.qr);
  }
  if (next.code) document.querySelector("[data-code]").textContent = next.code;
  if (view === "linked") {
    document.querySelector("[data-account]").textContent = next.account || "";
    if (next.returnUrl) {
      const back = document.querySelector("[data-return]");
      back.href = next.returnUrl;
      back.hidden = false;
      document.querySelector("[data-close]").hidden = true;
      setTimeout(() => location.assign(next.returnUrl), 3000);
    }
  }
  if (body.dataset.view !== view) show(view, view === "linked");
  if (view === "linked" || view === "ended") stop();
  tick();
}

function stop() {
  if (stream) stream.close();
  stream = null;
  clearInterval(clock);
  clock = null;
}

function listen() {
  if (stream) return;
  stream = new EventSource(base + "/events");
  stream.onmessage = (message) => render(JSON.parse(message.data));
  stream.onerror = () => {
    if (stream && stream.readyState === EventSource.CLOSED) {
      stop();
      show("ended", false);
    }
  };
  clock = setInterval(tick, 1000);
}

async function post(path, data) {
  const answer = await fetch(base + path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    credentials: "same-origin",
    body: JSON.stringify(data),
  });
  if (answer.status === 404) {
    stop();
    show("ended", false);
    return null;
  }
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function open(then) {
  show("working", false);
  try {
    const next = await post("/open", {});
    if (next) {
      listen();
      if (then === "phone") show("phone", true);
      else render(next);
    }
  } catch {
    show("rest", true);
    say.textContent = body.dataset.failed;
  }
}

const actions = {
  open() {
    wished = "qr";
    open("qr");
  },
  phone() {
    wished = "code";
    if (stream) show("phone", true);
    else open("phone");
  },
  async copy() {
    try {
      await navigator.clipboard.writeText(document.querySelector("[data-code]").textContent);
      say.textContent = body.dataset.copied;
    } catch {
      say.textContent = body.dataset.failed;
    }
  },
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) actions[button.dataset.do]();
});

document.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const wrong = document.querySelector("#phone-wrong");
  const button = event.target.querySelector("[type=submit]");
  const field = document.querySelector("#phone");
  wrong.textContent = "";
  field.removeAttribute("aria-invalid");
  button.disabled = true;
  try {
    const next = await post("/code", { phone: field.value });
    if (next) {
      wished = "code";
      body.dataset.view = "working";
      render(next);
    }
  } catch {
    wrong.textContent = body.dataset.failed;
    field.setAttribute("aria-invalid", "true");
    field.focus();
  } finally {
    button.disabled = false;
  }
});

show(body.dataset.view, false);
if (body.dataset.view === "working") open("qr");
