// Nothing typed is lost. Every form says with data-unsaved what becomes of what someone typed and did not save:
//   ask        leaving the page asks                  autosave   it is stored while one types (autosave.js)
//   draft      it is kept on this device (drafts.js)  address, secret   nothing
// A form that the server gave back carries data-unsaved-now: what it holds is stored nowhere.

{
const TYPED = "input:not([type=hidden], [type=submit], [type=button]), textarea, select";
const typedIn = (form) => [...form.elements].filter((field) => field.name && !field.disabled && field.matches(TYPED));
const formsWith = (...claims) => [...document.querySelectorAll("form[data-unsaved]")].filter((form) => claims.includes(form.dataset.unsaved));

const isChoice = (field) => field.type === "checkbox" || field.type === "radio";
const chosen = (options) => options.map((option) => option.value).join("\n");
const valueOf = (field) => {
  if (isChoice(field)) return field.checked;
  if (field.options) return chosen([...field.selectedOptions]);
  return field.validity.badInput ? NaN : field.value;
};
// A field of one line shows what it was served without the line ends in it.
const servedText = (field) => (field.matches("input") ? field.defaultValue.replace(/[\r\n]/g, "") : field.defaultValue);
const servedIn = (field) => {
  if (isChoice(field)) return field.defaultChecked;
  if (field.type === "file") return "";
  if (!field.options) return servedText(field);
  const marked = [...field.options].filter((option) => option.defaultSelected);
  return chosen(marked.length || field.multiple ? marked : [...field.options].slice(0, 1));
};

// Storage of the browser, unless it is closed to us.
const storage = (name) => { try { return window[name]; } catch { return null; } };
const session = storage("sessionStorage");

// What the page says with every fragment it sends: for whom it was made.
const pageOf = () => JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");

// What the server was seen to take, from then on what a field is compared with.
const taken = new WeakMap();
const isNew = (field) => valueOf(field) !== (taken.has(field) ? taken.get(field) : servedIn(field));
const isUnsaved = (form) => "unsavedNow" in form.dataset || typedIn(form).some(isNew);
const snapshot = (form) => new Map(typedIn(form).map((field) => [field, valueOf(field)]));
const take = (form, sent) => {
  sent.forEach((value, field) => taken.set(field, value));
  delete form.dataset.unsavedNow;
};

// Each mechanism: whether what stands in a form is safe when the page goes away now; what it does when the form is
// sent as a page, and when the server was seen to take it.
const mechanisms = { ask: { isSafe: () => false } };
const unsavedForms = () => formsWith(...Object.keys(mechanisms)).filter((form) => form !== sentAsPage && !takenAlong.includes(form) && isUnsaved(form));
let sentAsPage = null;
let takenAlong = [];
const mustAsk = () => unsavedForms().map((form) => mechanisms[form.dataset.unsaved].isSafe(form)).includes(false);
window.addEventListener("beforeunload", (event) => { if (mustAsk()) event.preventDefault(); });
document.addEventListener("input", () => { sentAsPage = null; takenAlong = []; });

// The language switch of a page that gave a form back takes along what stands in it now. What the page filled in by
// itself stays as it was sent.
const isCarried = (field) => field.type !== "password" && field.type !== "file";
document.addEventListener("submit", ({ target: { elements: { typed } } }) => {
  takenAlong = typed ? [...document.querySelectorAll("form[data-unsaved-now]")] : [];
  if (!takenAlong.length) return;
  const names = new Set(takenAlong.flatMap(typedIn).filter(isCarried).map((field) => field.name));
  const sent = JSON.parse(typed.value).filter(([name]) => !names.has(name));
  const now = takenAlong.flatMap((form) => [...new FormData(form)]).filter(([name]) => names.has(name));
  typed.value = JSON.stringify([...sent, ...now]);
}, true);

// Words that a page says by script stand in its template, in its language.
const words = document.getElementById("unsaved-words");
const wordings = document.createDocumentFragment();
wordings.append(...words.children);
const say = (name, place, values = {}) => {
  const said = wordings.querySelector(`[data-says=${name}]`).cloneNode(true);
  said.querySelectorAll("[data-value]").forEach((part) => { part.textContent = values[part.dataset.value].toLocaleString(document.documentElement.lang); });
  unsay(name, place);
  place.before(said);
  return said;
};
const unsay = (name, place) => {
  if (place.previousElementSibling?.dataset.says === name) place.previousElementSibling.remove();
};

const siteAnswers = () => fetch(words.dataset.live, { cache: "no-store", signal: AbortSignal.timeout(5000) }).then(() => true, () => false);
const beside = (form) => [...form.querySelectorAll("button[type=submit]")].at(-1)?.closest(".row") ?? form;
const tellIn = (form, name) => say(name, beside(form)).scrollIntoView({ block: "nearest" });

// Before a page is left by a link or by a form, what can be stored is stored. A form whose words would be lost
// with the connection waits for a sign of life.
const storeFirst = (asked) => Promise.all(unsavedForms().map((form) => mechanisms[form.dataset.unsaved].store?.(form, form === asked)));
let readyToSend = null;
const sendWhenSafe = async (form, submitter) => {
  form.dataset.leaving = "";
  await storeFirst(form);
  const answers = await siteAnswers();
  delete form.dataset.leaving;
  if (mechanisms[form.dataset.unsaved]?.isRefused?.(form)) return;
  if (!answers) return tellIn(form, "no-network");
  unsay("no-network", beside(form));
  readyToSend = form;
  form.requestSubmit(submitter?.isConnected ? submitter : undefined);
};
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
  if (form === readyToSend || unsavedForms().length === 0) {
    readyToSend = null;
    sentAsPage = form;
    mechanisms[form.dataset.unsaved]?.sent?.(form);
    return;
  }
  event.preventDefault();
  if (!("leaving" in form.dataset)) sendWhenSafe(form, event.submitter);
});
const leadsAway = (link, event) => link && !event.defaultPrevented && event.button === 0
  && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
  && (!link.target || link.target === "_self") && !link.hasAttribute("download")
  && link.href.split("#")[0] !== location.href.split("#")[0];
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!leadsAway(link, event) || !unsavedForms().some((form) => mechanisms[form.dataset.unsaved].store)) return;
  event.preventDefault();
  storeFirst().then(() => location.assign(link.href));
});

// What a fragment was sent with is saved when its answer is good.
const sentBy = new WeakMap();
const formOf = ({ detail }) => (detail.requestConfig?.elt ?? detail.elt).closest("form[data-unsaved]");
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = formOf(event);
  if (form) sentBy.set(form, snapshot(form));
});
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const form = formOf(event);
  if (sentBy.has(form) && event.detail.xhr.status < 400) take(form, sentBy.get(form));
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = formOf(event);
  if (!sentBy.delete(form) || !event.detail.successful) return;
  ["no-network", "failed"].forEach((name) => unsay(name, beside(form)));
  mechanisms[form.dataset.unsaved]?.stored?.(form);
});
const tellUnlessTold = (event) => {
  const form = formOf(event);
  const told = form && (form.closest(".save-region") ?? form).querySelector(".save-failed");
  if (form && !told) tellIn(form, event.type === "htmx:responseError" ? "failed" : "no-network");
};
["htmx:sendError", "htmx:timeout", "htmx:responseError"].forEach((name) => document.addEventListener(name, tellUnlessTold));

// New content takes over what was typed in the old: all that is not saved, and what was typed after sending.
let carried = [];
const same = (field, other) => field.name === other.name && (!isChoice(field) || field.value === other.value);
const carry = (form) => {
  const sent = sentBy.get(form);
  const fields = typedIn(form).filter((field) => (sent ? sent.get(field) !== valueOf(field) : isNew(field)));
  return { action: form.getAttribute("action"), claim: form.dataset.unsaved, fields };
};
const putIn = (field, { checked, value }) => {
  if (isChoice(field)) field.checked = checked; else field.value = value;
  const fold = field.closest("details:not([open])");
  if (fold) fold.open = true;
  field.dispatchEvent(new Event("input", { bubbles: true }));
};
document.addEventListener("htmx:beforeSwap", (event) => {
  const forms = formsWith(...Object.keys(mechanisms)).filter((form) => event.detail.target.contains(form));
  carried = forms.map(carry).filter((old) => old.fields.length);
});
document.addEventListener("htmx:afterSwap", () => {
  const waiting = carried;
  carried = [];
  waiting.forEach(({ action, claim, fields }) => {
    const form = formsWith(claim).find((other) => other.getAttribute("action") === action);
    if (!form) return;
    typedIn(form).forEach((field) => {
      const old = fields.find((other) => same(field, other));
      if (old && old !== field) putIn(field, old);
    });
  });
});

// A browser fills in again what stood here before. Where a form shows what is stored, text and version belong
// together: it shows what the server sent. Once somebody types, it is theirs.
const touched = new WeakSet();
["input", "change"].forEach((name) => document.addEventListener(name, (event) => {
  if (event.target.form) touched.add(event.target.form);
}, true));
const asServed = () => document.querySelectorAll("form[data-unsaved][autocomplete=off]:not([data-unsaved-now])").forEach((form) => {
  if (!touched.has(form) && typedIn(form).some(isNew)) form.reset();
});
asServed();
window.addEventListener("pageshow", (event) => { if (!event.persisted) asServed(); });

// A text may be longer than fits while one works on it: nothing is cut off, and the page says by how much.
const letters = Intl.Segmenter && new Intl.Segmenter();
const lengthOf = (text) => (letters ? [...letters.segment(text)] : [...text]).length;
const isTooLong = (field) => field.value.length > field.dataset.limit && lengthOf(field.value) > field.dataset.limit;
const count = (field) => {
  const limit = Number(field.dataset.limit);
  const over = field.value.length > 0.9 * limit ? lengthOf(field.value) - limit : -limit;
  ["left", "too-long"].forEach((name) => unsay(name, field));
  const said = over > -0.1 * limit && say(over > 0 ? "too-long" : "left", field, { n: Math.abs(over), limit });
  describe(field, said);
  markTooLong(field, over > 0 && said);
};
// The counter belongs to its field for who does not see it; that the limit is passed is said once, not at every letter.
const describe = (field, said) => {
  const id = `${field.id}-limit`;
  const others = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((each) => each && each !== id);
  if (said) said.id = others[others.length] = id;
  if (others.length) field.setAttribute("aria-describedby", others.join(" ")); else field.removeAttribute("aria-describedby");
};
const markTooLong = (field, said) => {
  if (said && !("tooLong" in field.dataset)) {
    announce(said.textContent.trim().replace(/\s+/g, " "));
    field.dataset.tooLong = field.getAttribute("aria-invalid") ?? "";
    field.setAttribute("aria-invalid", "true");
  } else if (!said && "tooLong" in field.dataset) {
    if (!field.dataset.tooLong) field.removeAttribute("aria-invalid");
    delete field.dataset.tooLong;
  }
};
document.addEventListener("input", (event) => { if (event.target.dataset?.limit) count(event.target); });

window.unsaved = {
  typedIn, formsWith, isChoice, valueOf, isNew, isUnsaved, snapshot, take, touched, isTooLong,
  TYPED, mechanisms, words, session, storage, say, unsay, formOf, pageOf, sentPage: () => sentAsPage,
};
}
