// A form with data-unsaved="autosave" is stored while one types: at most 2 seconds of typing are not stored.
// At every exit of the page the rest is stored; when that cannot be, leaving asks (unsaved.js).

{
const { TYPED, typedIn, formsWith, valueOf, isNew, isUnsaved, snapshot, take, isTooLong, mechanisms, session, formOf, pageOf } = window.unsaved;

const QUIET = 1000;
const LONGEST = 1800;
const RETRY = 5000;
const MOST_BYTES = 60_000;
const savers = new WeakMap();
const saverOf = (form) => {
  if (!savers.has(form)) savers.set(form, { timer: 0, since: 0, sending: null, bytes: 0, trouble: "" });
  return savers.get(form);
};
const isUndecided = (form) => form.querySelector(".conflict") !== null;
// What was refused was said on the page. Only a change of it or a press of the button sends it once more.
const isRefused = (form) => saverOf(form).trouble === "refused";

// The form says in data-save how it stands: typing, saving or failed; nothing when all of it is stored.
const showState = (form, state) => {
  if (state) form.dataset.save = state; else delete form.dataset.save;
};
const plan = (form, delay = QUIET) => {
  const saver = saverOf(form);
  if (isUndecided(form)) return;
  saver.since ||= Date.now();
  clearTimeout(saver.timer);
  saver.timer = setTimeout(() => storeNow(form), Math.max(0, Math.min(delay, saver.since + Math.max(LONGEST, delay) - Date.now())));
};

// Only what changed is sent, each number with what stood there: one that a colleague counted meanwhile is left alone.
const besides = (name) => name.replace(/^people-/, "initial-");
const bodyOf = (form) => {
  const body = new FormData(form);
  const unchanged = typedIn(form).filter((field) => !("unsavedNow" in form.dataset) && !isNew(field));
  unchanged.flatMap(({ name }) => [name, besides(name)]).forEach((name) => body.delete(name));
  return body;
};
const sizeOf = (body) => new Blob([...body].flat()).size + 200 * [...body].length;

const post = (form, body, extra) => fetch(form.getAttribute("action"), {
  method: "POST",
  body,
  headers: { "HX-Request": "true", "HX-Current-URL": location.href, ...pageOf() },
  ...extra,
});
const show = (form, response, html) => {
  const target = document.querySelector(response.headers.get("HX-Retarget") ?? form.getAttribute("hx-target"));
  if (target && html) htmx.swap(target, html, { swapStyle: "outerHTML" });
};
const fail = (form, event) => {
  saverOf(form).trouble = "failed";
  showState(form, "failed");
  htmx.trigger(form, event, { target: document.querySelector(form.getAttribute("hx-target")), elt: form });
};
const settle = async (form, sent, response) => {
  const saver = saverOf(form);
  const html = await response.text();
  if (response.ok) {
    take(form, sent);
    saver.trouble = "";
    show(form, response, html);
    showState(form, isUnsaved(form) && "typing");
    if (isUnsaved(form)) plan(form);
  } else if (response.status === 409 || response.status === 422) {
    saver.trouble = "refused";
    showState(form, "failed");
    show(form, response, html);
  } else {
    const said = JSON.parse(response.headers.get("HX-Trigger") ?? "{}");
    if (response.headers.has("HX-Retarget")) show(form, response, html);
    fail(form, "htmx:responseError");
    Object.entries(said).forEach(([name, value]) => htmx.trigger(document.body, name, { value }));
    if (response.status >= 500) plan(form, RETRY);
  }
};

// `atExit` does not wait: what is under way has the version before, so this one follows it.
const follow = (body, before) => {
  if (body.has("version")) body.set("version", Number(body.get("version")) + 1);
  [...before].forEach(([name, value]) => { if (body.has(name) && besides(name) !== name) body.set(besides(name), value); });
};
const storeNow = (form, { atExit = false, isAsked = false } = {}) => {
  const saver = saverOf(form);
  if (saver.sending && !atExit) return saver.sending.then(() => (isUnsaved(form) ? storeNow(form) : undefined));
  if (isUndecided(form) || !isUnsaved(form) || (isRefused(form) && !isAsked)) return Promise.resolve();
  clearTimeout(saver.timer);
  saver.since = 0;
  const body = bodyOf(form);
  const sent = snapshot(form);
  if (saver.sending) follow(body, saver.body);
  saver.bytes = sizeOf(body);
  saver.body = body;
  if (saver.trouble !== "failed") showState(form, "saving");
  const keepalive = saver.bytes < MOST_BYTES;
  const sending = post(form, body, { keepalive, signal: atExit ? undefined : AbortSignal.timeout(15_000) })
    .then((response) => settle(form, sent, response), () => {
      fail(form, "htmx:sendError");
      plan(form, RETRY);
    })
    .finally(() => { if (saver.sending === sending) saver.sending = null; });
  saver.sending = sending;
  return sending;
};

const isNoNumber = (field) => field.inputMode === "numeric" && !/^\s*\d*\s*$/.test(field.value);
const isRefusable = (field) => isTooLong(field) || field.validity.badInput || isNoNumber(field);

// At an exit that cannot wait, the rest goes along with keepalive. What met trouble before, or is too much, asks.
const sentAlready = (form) => {
  const { sending, body } = saverOf(form);
  return sending && body && [...bodyOf(form)].every(([name, value]) => /^(version$|initial-)/.test(name) || body.get(name) === value);
};
const storeAtExit = (form) => {
  const saver = saverOf(form);
  if (saver.trouble || isUndecided(form) || !navigator.onLine || typedIn(form).some(isRefusable)) return false;
  if (sentAlready(form)) return true;
  if (sizeOf(bodyOf(form)) + (saver.sending ? saver.bytes : 0) > MOST_BYTES) return false;
  storeNow(form, { atExit: true });
  leaveMark(form);
  return true;
};
mechanisms.autosave = { isSafe: storeAtExit, isRefused, store: (form, isAsked) => storeNow(form, { isAsked }) };
const storeAllAtExit = () => formsWith("autosave").filter(isUnsaved).forEach(storeAtExit);
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") storeAllAtExit(); });
window.addEventListener("pagehide", storeAllAtExit);

// A reload may be answered before what was sent with it is stored. The mark holds no words: the version that was
// written on, or a number made of what was sent. A page that is older than its mark is loaded once more.
const MARK = "sent ";
const numberOf = (text) => [...text].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) | 0, 7);
const stands = (form, names) => numberOf(JSON.stringify(names.map((name) => String(valueOf(form.elements[name])))));
const leaveMark = (form) => {
  const { body } = saverOf(form);
  const names = [...body.keys()].filter((name) => form.elements[name]?.matches?.(TYPED));
  const mark = { at: Date.now(), times: 0, version: body.get("version"), names, number: stands(form, names) };
  session?.setItem(MARK + form.getAttribute("action"), JSON.stringify(mark));
};
const isOlderThan = (form, { version, names, number }) => {
  if (version !== null) return Number(form.elements.version.value) <= Number(version);
  return names.every((name) => form.elements[name]) && stands(form, names) !== number;
};
const readMark = (form) => {
  const key = MARK + form.getAttribute("action");
  const mark = JSON.parse(session?.getItem(key) ?? "null");
  if (!mark) return;
  if (Date.now() - mark.at > 10_000 || mark.times > 4 || !isOlderThan(form, mark)) return session.removeItem(key);
  mark.times += 1;
  session.setItem(key, JSON.stringify(mark));
  form.inert = true;
  setTimeout(() => location.reload(), 150 * mark.times);
};
formsWith("autosave").forEach(readMark);

document.addEventListener("input", (event) => {
  const form = event.target.form ?? event.target;
  if (form.dataset?.unsaved !== "autosave") return;
  const saver = saverOf(form);
  if (saver.trouble === "refused") saver.trouble = "";
  if (!isUnsaved(form) && !saver.sending) return showState(form, "");
  if (saver.trouble !== "failed") showState(form, "typing");
  plan(form);
});
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.dataset.unsaved === "autosave" && isUnsaved(form)) plan(form, 300);
});
window.addEventListener("online", () => formsWith("autosave").filter(isUnsaved).forEach((form) => plan(form, 0)));
document.addEventListener("new-token", () => formsWith("autosave").filter((form) => saverOf(form).trouble && isUnsaved(form)).forEach((form) => plan(form, 100)));

// A button of the form that sends a fragment waits for what is under way, and takes the text along itself.
document.addEventListener("htmx:confirm", (event) => {
  const form = event.detail.elt.closest("form[data-unsaved=autosave]");
  if (!form) return;
  const saver = saverOf(form);
  clearTimeout(saver.timer);
  if (!saver.sending) return;
  event.preventDefault();
  saver.sending.finally(() => { clearTimeout(saver.timer); event.detail.issueRequest(true); });
});
document.addEventListener("htmx:beforeRequest", (event) => {
  const saver = formOf(event)?.dataset.unsaved === "autosave" && saverOf(formOf(event));
  if (saver) saver.sending = new Promise((resolve) => { saver.answered = resolve; });
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = formOf(event);
  if (form?.dataset.unsaved !== "autosave") return;
  const saver = saverOf(form);
  saver.answered?.();
  saver.sending = null;
  if (event.detail.successful) saver.trouble = "";
  showState(form, event.detail.successful ? isUnsaved(form) && "typing" : "failed");
  if (event.detail.successful && isUnsaved(form)) plan(form);
});
}
