// What pages do extra where scripts run. Every page works without this file.

const each = (place, selector, act) => {
  if (place.matches?.(selector)) act(place);
  place.querySelectorAll(selector).forEach(act);
};

// Folds marked data-wide-open stand open from 960 px up and are folded on phones, unless an error is inside.
const wide = window.matchMedia("(min-width: 60.01rem)");
const setFolds = () => each(document, "details[data-wide-open]", (fold) => {
  fold.open = wide.matches || fold.querySelector("[aria-invalid=true]") !== null;
});

// A jump link opens the fold that it points into.
const openTarget = () => {
  const target = document.getElementById(location.hash.slice(1));
  const fold = target?.closest("details:not([open])");
  if (!fold) return;
  fold.open = true;
  target.scrollIntoView();
};

// The − and + beside a number are there only when they can work.
const showSteps = (place) => each(place, "button[data-step]", (button) => { button.hidden = false; });

// − and + count within the limits of the field, and tell the form about it.
const step = (button) => {
  const field = button.parentElement.querySelector("input[type=number]");
  const before = field.value;
  if (button.dataset.step === "1") field.stepUp(); else field.stepDown();
  if (field.value === before) return;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
};

// The live region says politely what new content wants said; emptied first, so that the same words are said again.
const announce = (words) => {
  const live = document.getElementById("live");
  if (!live) return;
  live.textContent = "";
  setTimeout(() => { live.textContent = words; }, 50);
};

// New content: focus goes where it asks for it, its news is said, its steppers are shown.
const welcome = (event) => {
  const place = event.detail.elt;
  if (place === document.body) return;
  each(place, "[data-focus], [data-focus-on-load]", (element) => element.focus());
  each(place, "[data-announce]", (element) => announce(element.dataset.announce));
  showSteps(place);
};

// A save that failed says so beside the text; the text stays.
const tellFailure = (event) => {
  const { target, elt } = event.detail;
  const region = target?.closest(".save-region") ?? elt.closest("form, .save-region");
  const notice = region?.querySelector(".save-failed");
  if (notice) notice.hidden = false;
};

// A fault of which the app itself tells is told in the page; what a proxy says of one is not put into it.
const showOutage = (event) => {
  const { xhr } = event.detail;
  if (xhr.status >= 500 && xhr.getResponseHeader("HX-Retarget") === "#session") event.detail.shouldSwap = true;
};

// Signed in again elsewhere: the page takes the token of now, and sends once more what was just refused.
const sendAgain = (event) => {
  each(document, "input[name=csrfmiddlewaretoken]", (field) => { field.value = event.detail.value; });
  const sender = event.target;
  if (sender.dataset.sentAgain) return;
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
document.addEventListener("htmx:load", welcome);
["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach((name) => document.addEventListener(name, tellFailure));
document.addEventListener("htmx:beforeSwap", showOutage);
document.addEventListener("new-token", sendAgain);
document.addEventListener("htmx:afterRequest", welcomeBack);
window.addEventListener("hashchange", openTarget);
wide.addEventListener("change", setFolds);

setFolds();
openTarget();
showSteps(document);

// An error summary takes the focus when the page opens.
document.querySelector("[data-focus-on-load]")?.focus();
