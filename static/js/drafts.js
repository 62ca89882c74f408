// A form with data-unsaved="draft" is kept on this device while one types, for places with bad internet. A draft is
// gone once it is saved, when it is taken away by hand, after 72 hours, at sign-out, and on a page of somebody else.

{
const { typedIn, formsWith, isChoice, isUnsaved, touched, mechanisms, words, session, storage, say, unsay, formOf, pageOf, sentPage } = window.unsaved;

const DRAFT = "draft ";
const KEPT_FOR = 72 * 60 * 60 * 1000;
const device = storage("localStorage");
const drafts = {
  keys: () => Object.keys(device ?? {}).filter((key) => key.startsWith(DRAFT)),
  read: (key) => { try { return JSON.parse(device.getItem(key)); } catch { return null; } },
  forget: (key) => device?.removeItem(key),
};
const draftKey = (form) => DRAFT + form.getAttribute("action");
const owner = pageOf()["X-Page-Of"];
// A page keeps nothing any more when its draft was taken away in another tab, or while its person signs out.
let isClosed = false;
let signsOut = false;

const keep = (form) => {
  if (isClosed || signsOut || !owner) return false;
  if (!isUnsaved(form)) { drafts.forget(draftKey(form)); return true; }
  const fields = typedIn(form).filter((field) => !isChoice(field) || field.checked);
  const values = fields.map((field) => [field.name, field.value]);
  const draft = { of: owner, at: Date.now(), key: form.elements.submission_key.value, values };
  try { device.setItem(draftKey(form), JSON.stringify(draft)); } catch { return false; }
  return true;
};

// One key makes one outcome, however often it is sent. What is changed after sending is another one.
const tried = new WeakSet();
const renewKey = (form) => {
  if (!tried.delete(form)) return;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  form.elements.submission_key.value = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
};

const takeAway = (form) => {
  drafts.forget(draftKey(form));
  form.reset();
  unsay("draft", form);
  typedIn(form).find((field) => field.matches("textarea"))?.focus();
};
const offer = (form) => {
  const draft = drafts.read(draftKey(form));
  if (!draft || isUnsaved(form)) return;
  typedIn(form).forEach((field) => {
    const values = draft.values.filter(([name]) => name === field.name).map(([, value]) => value);
    if (isChoice(field)) field.checked = values.includes(field.value);
    else if (values.length) [field.value] = values;
  });
  form.elements.submission_key.value = draft.key;
  tried.add(form);
  touched.add(form);
  const moment = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", hour: "numeric", minute: "numeric" });
  say("draft", form, { moment: moment.format(draft.at) }).querySelector("button").addEventListener("click", () => takeAway(form));
};

// Sent as a page: when a page of ours follows it, other than one that gives back what was typed, it was taken.
const SENT = "sent draft";
const wasTaken = ({ from, key }) => {
  const [came] = performance.getEntriesByType("navigation");
  const given = document.querySelector("form[data-unsaved-now]") ?? formsWith("draft").find((form) => draftKey(form) === key);
  return !given && came?.type === "navigate" && document.referrer === from;
};
const readSent = () => {
  const sent = JSON.parse(session?.getItem(SENT) ?? "null");
  session?.removeItem(SENT);
  if (sent && wasTaken(sent)) drafts.forget(sent.key);
};

mechanisms.draft = {
  isSafe: keep,
  sent: (form) => {
    keep(form);
    session?.setItem(SENT, JSON.stringify({ from: location.href.split("#")[0], key: draftKey(form) }));
  },
  stored: (form) => {
    const next = formsWith("draft").find((other) => draftKey(other) === draftKey(form));
    if (next && isUnsaved(next)) keep(next); else drafts.forget(draftKey(form));
    unsay("draft", form);
  },
};

const isOver = (draft) => !draft || draft.of !== owner || Date.now() - draft.at > KEPT_FOR;
if (owner) drafts.keys().filter((key) => isOver(drafts.read(key))).forEach(drafts.forget);
readSent();
formsWith("ask").forEach((form) => drafts.forget(draftKey(form)));
formsWith("draft").forEach(offer);

document.addEventListener("input", (event) => {
  const { form } = event.target;
  if (form?.dataset.unsaved !== "draft") return;
  renewKey(form);
  keep(form);
});
const keepAll = () => formsWith("draft").forEach(keep);
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") keepAll(); });
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = formOf(event);
  if (form?.dataset.unsaved !== "draft") return;
  keep(form);
  tried.add(form);
});

// Signing out takes drafts away: that asks, and then they go with the page. Who stays goes on.
document.addEventListener("submit", (event) => {
  signsOut = sentPage() === event.target && event.target.getAttribute("action") === words.dataset.signOut;
});
["pointerdown", "keydown"].forEach((name) => document.addEventListener(name, () => { signsOut = false; }, true));
window.addEventListener("beforeunload", (event) => { if (signsOut && drafts.keys().length) event.preventDefault(); });
window.addEventListener("pagehide", () => { if (signsOut) drafts.keys().forEach(drafts.forget); });
window.addEventListener("storage", (event) => {
  const mine = formsWith("draft").some((form) => draftKey(form) === event.key);
  if (event.key === null || (mine && event.newValue === null)) isClosed = true;
});
}
