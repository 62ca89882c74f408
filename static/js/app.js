// What pages do extra where scripts run. Every page works without this file.

const each = (place, selector, act) => {
  if (place.matches?.(selector)) act(place);
  place.querySelectorAll(selector).forEach(act);
};

// Without scripts one form of a page sends all that is typed on it: what is marked data-apart is tied to that form.
// With scripts each is part of the form around it, or of the one that the mark names.
const setApart = (place) => each(place, "[data-apart]", (control) => {
  if (control.dataset.apart) control.setAttribute("form", control.dataset.apart); else control.removeAttribute("form");
  control.removeAttribute("formaction");
});

// Folds marked data-wide-open stand open from 960 px up and are folded on phones, unless an error is inside.
// The help with a question (data-help) stands open where it has a place beside the box, from 1100 px up.
const wide = window.matchMedia("(min-width: 60.01rem)");
const beside = window.matchMedia("(min-width: 68.76rem)");
const setFolds = () => {
  each(document, "details[data-wide-open]", (fold) => {
    fold.open = wide.matches || fold.querySelector("[aria-invalid=true]") !== null;
  });
  each(document, "details[data-help]", (fold) => { fold.open = beside.matches; });
};

// A jump link opens the folds that it points into.
const openTarget = () => {
  const target = document.getElementById(location.hash.slice(1));
  let opened = false;
  for (let fold = target?.closest("details"); fold; fold = fold.parentElement.closest("details")) {
    opened ||= !fold.open;
    fold.open = true;
  }
  if (opened) target.scrollIntoView();
};

// What is typed stands at once in the text as a reader will see it; of a choice its words, and what it means.
const mirror = (field) => {
  const reader = document.querySelector("[data-reader]");
  if (!reader || !field.name || (field.type === "radio" && !field.checked)) return;
  const words = field.type === "radio" ? field.labels[0].textContent : field.value;
  each(reader, `[data-mirrors="${CSS.escape(field.name)}"]`, (place) => { place.textContent = words; });
  each(reader, `[data-mirrors-meaning="${CSS.escape(field.name)}"]`, (place) => {
    place.textContent = field.dataset.meaning ?? document.getElementById(field.getAttribute("aria-describedby"))?.textContent ?? "";
  });
};

// The − and + beside a number are there only when they can work.
const showSteps = (place) => each(place, "button[data-step]", (button) => { button.hidden = false; });

// − and + count within the limits of the field, and tell the form about it; what is no number is left as it is.
const step = (button) => {
  const field = button.parentElement.querySelector("input");
  const before = field.value.trim();
  if (!/^[0-9]*$/.test(before)) { field.focus(); return; }
  const after = Math.min(Math.max(Number(before) + Number(button.dataset.step), 0), Number(field.dataset.most));
  if (before === String(after)) return;
  field.value = String(after);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
};

// A number that was refused is marked as wrong, one that was taken no longer.
const markCount = ({ target }) => {
  const field = target.id && document.querySelector(`[aria-describedby="${target.id}"]`);
  if (!field) return;
  if (target.textContent.trim()) field.setAttribute("aria-invalid", "true"); else field.removeAttribute("aria-invalid");
};

// A button marked data-takes sends along what stands in another form of the page.
let taking = {};
const setTaken = (event) => {
  taking = { form: event.target, other: document.getElementById(event.submitter?.dataset.takes ?? "") };
};
const takeAlong = (event) => {
  if (event.target !== taking.form || !taking.other) return;
  new FormData(taking.other).forEach((value, name) => {
    if (!event.formData.has(name)) event.formData.append(name, value);
  });
};

// The live region says politely what new content wants said; emptied first, so that the same words are said again.
const announce = (words) => {
  const live = document.getElementById("live");
  if (!live) return;
  live.textContent = "";
  setTimeout(() => { live.textContent = words; }, 50);
};

// What is news only once (a save while typing) is said when typing has stopped for a while; only the last of it.
const QUIET = 5000;
let lastTyped = -QUIET;
let waiting;
const announceLater = (words) => {
  clearTimeout(waiting);
  const left = lastTyped + QUIET - performance.now();
  waiting = setTimeout(() => { if (lastTyped + QUIET > performance.now()) announceLater(words); else announce(words); }, left);
};

// Who types is not led away: news takes the focus only when no field has it that stands outside the news.
const takeFocus = (place, element) => {
  const now = document.activeElement;
  if (now?.matches("input, textarea, select") && !place.contains(now)) return;
  element.focus();
};

// A region that is replaced may hold the focus and open folds: both are put back, or the focus goes to what is left.
const NAMES = ["id", "href", "name", "value", "formaction"];
const namedAs = (element) => element.localName + NAMES.filter((name) => element.hasAttribute(name))
  .map((name) => `[${name}="${CSS.escape(element.getAttribute(name))}"]`).join("");
let lastFocus = null;
const rememberFocus = ({ target }) => {
  const around = [];
  for (let place = target; place; place = place.parentElement) if (place.id) around.push(place.id);
  lastFocus = { element: target, named: namedAs(target), around };
};
const openFolds = new Set();
const rememberFold = ({ target }) => {
  if (!target.id) return;
  if (target.open) openFolds.add(target.id); else openFolds.delete(target.id);
};
const backInPlace = (place) => {
  each(place, "details[id]", (fold) => { if (openFolds.has(fold.id)) fold.open = true; });
  if (!lastFocus || lastFocus.element.isConnected || document.activeElement !== document.body) return;
  const around = lastFocus.around.map((id) => document.getElementById(id)).find(Boolean);
  around?.querySelector(lastFocus.named)?.focus({ preventScroll: true });
  if (!around || document.activeElement !== document.body) return;
  around.tabIndex = -1;
  around.focus({ preventScroll: true });
};

// New content: focus goes where it asks for it, or stays; its news is said, its steppers are shown.
const welcome = (event) => {
  const place = event.detail.elt;
  if (place === document.body) return;
  each(place, "[data-focus], [data-focus-on-load]", (element) => takeFocus(place, element));
  backInPlace(place);
  each(place, "[data-announce]", (element) => announce(element.dataset.announce));
  each(place, "[data-announce-later]", (element) => announceLater(element.dataset.announceLater));
  showSteps(place);
};

// A refusal never takes away what it does not bring back: it is swapped in only where it holds the place it is put in.
// A whole page is no part of a page.
const guardSwap = (event) => {
  const { target, xhr, serverResponse } = event.detail;
  if (!event.detail.shouldSwap) return;
  const whole = /<html[\s>]/i.test(serverResponse) && target !== document.body;
  const lacking = xhr.status >= 400 && target?.id && !serverResponse.includes(`id="${target.id}"`);
  if (!whole && !lacking) return;
  event.detail.shouldSwap = false;
  event.detail.isError = true;
};

// A save that failed says so beside the text; the text stays, and nothing that sticks to the edge covers the notice.
const tellFailure = (event) => {
  const { target, elt } = event.detail;
  const region = target?.closest(".save-region") ?? elt.closest("form, .save-region");
  const notice = region?.querySelector(".save-failed");
  if (!notice) return;
  notice.hidden = false;
  showFailures();
};
const showFailures = () => setTimeout(() => {
  const bar = document.querySelector(".session-end");
  const edge = bar ? bar.getBoundingClientRect().top : window.innerHeight;
  each(document, ".save-failed:not([hidden])", (notice) => {
    if (notice.getBoundingClientRect().bottom > edge) notice.scrollIntoView({ block: "nearest" });
  });
}, 100);

// On paper a text field shows all that stands in it: its text is printed in its place.
const TYPED = "textarea, input:is([type=text], [type=email], [type=url], [type=search], [type=tel], :not([type]))";
const beforePrint = () => each(document, TYPED, (field) => {
  const whole = document.createElement("div");
  whole.className = "printed";
  whole.lang = field.lang;
  whole.dir = field.dir || "auto";
  whole.textContent = field.value;
  field.after(whole);
  field.classList.add("is-printed");
});
const afterPrint = () => {
  each(document, ".printed", (whole) => whole.remove());
  each(document, ".is-printed", (field) => field.classList.remove("is-printed"));
};

// A fault of which the app itself tells is told in the page; what a proxy says of one is not put into it.
const showOutage = (event) => {
  const { xhr } = event.detail;
  if (xhr.status >= 500 && xhr.getResponseHeader("HX-Retarget") === "#session") event.detail.shouldSwap = true;
};

// Signed in again elsewhere: the page takes the token of now, and sends once more what was just refused.
const sendAgain = (event) => {
  each(document, "input[name=csrfmiddlewaretoken]", (field) => { field.value = event.detail.value; });
  const sender = event.target.closest("[hx-post]");
  if (!sender || sender.dataset.sentAgain) return;
  sender.dataset.sentAgain = "yes";
  setTimeout(() => htmx.trigger(sender, sender.matches("form") ? "submit" : "click"), 50);
};
const welcomeBack = (event) => {
  if (event.detail.successful) delete event.detail.elt.dataset.sentAgain;
};

// Escape closes the menu and gives the focus back to its button.
const closeMenu = (event) => {
  const menu = event.key === "Escape" && document.querySelector(".menu-fold[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-step]");
  if (button) step(button);
});
document.addEventListener("keydown", closeMenu);
document.addEventListener("input", ({ target }) => { lastTyped = performance.now(); mirror(target); });
document.addEventListener("htmx:load", welcome);
document.addEventListener("htmx:beforeSwap", guardSwap);
document.addEventListener("focusin", rememberFocus);
document.addEventListener("pointerdown", () => { lastFocus = null; }, true);
document.addEventListener("toggle", rememberFold, true);
document.addEventListener("htmx:afterSettle", (event) => { if (event.detail.target?.id === "session") showFailures(); });
window.addEventListener("beforeprint", beforePrint);
window.addEventListener("afterprint", afterPrint);
document.addEventListener("htmx:oobAfterSwap", markCount);
document.addEventListener("submit", setTaken);
document.addEventListener("formdata", takeAlong);
["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach((name) => document.addEventListener(name, tellFailure));
document.addEventListener("htmx:beforeSwap", showOutage);
document.addEventListener("new-token", sendAgain);
document.addEventListener("htmx:afterRequest", welcomeBack);
window.addEventListener("hashchange", openTarget);
[wide, beside].forEach((width) => width.addEventListener("change", setFolds));

setApart(document);
setFolds();
openTarget();
showSteps(document);

// An error summary takes the focus when the page opens.
document.querySelector("[data-focus-on-load]")?.focus();
