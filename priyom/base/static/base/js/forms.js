// For every form of the page, so that nobody has to remember it: a second press does not send twice, data-confirm asks
// first, data-auto-submit sends on a change, data-dialog opens a dialog, a menu closes when one clicks elsewhere.
const BUSY_AT_MOST = 20_000;

/** Mark a form as under way, or free it again. */
function busy(form, yes) {
  form.toggleAttribute("data-busy", yes);
  for (const button of form.querySelectorAll('button[type="submit"], button:not([type])')) button.setAttribute("aria-busy", String(yes));
  clearTimeout(form.freed);
  if (yes) form.freed = setTimeout(() => busy(form, false), BUSY_AT_MOST);
}

/** Ask in the page's own dialog; true when the person agrees. */
export function confirmed(text, { detail = "", yes = "", no = "", danger = false } = {}) {
  const dialog = document.getElementById("confirm");
  if (!dialog?.showModal) return Promise.resolve(window.confirm(text));
  const button = dialog.querySelector("[data-yes]");
  button.dataset.plain ??= button.textContent;
  dialog.querySelector("h2").textContent = text;
  dialog.querySelector("[data-detail]").textContent = detail;
  button.textContent = yes || button.dataset.plain;
  const other = dialog.querySelector("[data-no]");
  other.dataset.plain ??= other.textContent;
  other.textContent = no || other.dataset.plain;
  button.classList.toggle("btn--danger", danger);
  button.classList.toggle("btn--main", !danger);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

/** What the button says it does, without the key beside it. */
function said(button) {
  return [...(button?.childNodes ?? [])].filter((node) => !node.matches?.("kbd, svg")).map((node) => node.textContent).join("").trim();
}

/** Ask before the form goes; the dialog's button says what the pressed one did: «Destroy it everywhere», not «Yes». */
function asked(form, button) {
  const { confirm, confirmDetail, confirmYes, confirmNo } = form.dataset;
  const danger = "confirmDanger" in form.dataset || button?.matches(".btn--danger, .menu__item--danger");
  return confirmed(confirm, { detail: confirmDetail, yes: confirmYes || said(button), no: confirmNo, danger });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || "many" in form.dataset) return;
  if (form.hasAttribute("data-busy")) {
    event.preventDefault();
    event.stopImmediatePropagation();
  } else if (form.dataset.confirm && !form.agreed) {
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    asked(form, button).then((yes) => {
      if (!yes) return;
      form.agreed = true;
      form.requestSubmit(button);
      form.agreed = false;
    });
  } else {
    // After this event: a disabled or changed form now would post without its button.
    setTimeout(() => busy(form, true));
  }
}, { capture: true });

for (const end of ["htmx:afterRequest", "htmx:sendAbort", "htmx:validation:halted"]) {
  document.addEventListener(end, (event) => {
    const form = event.target.closest?.("form[data-busy]");
    if (form) busy(form, false);
  });
}
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-busy]").forEach((form) => busy(form, false)));

document.addEventListener("htmx:confirm", (event) => {
  if (!event.detail.question) return;
  event.preventDefault();
  confirmed(event.detail.question, { detail: event.detail.elt.dataset.confirmDetail }).then((yes) => { if (yes) event.detail.issueRequest(true); });
});

document.addEventListener("change", (event) => {
  const form = event.target.form;
  // data-mirror="name …": the form carries the values of these fields as its own attributes, for the style sheets.
  if (form?.dataset.mirror?.split(" ").includes(event.target.name)) form.dataset[event.target.name] = event.target.value;
  if (form && "autoSubmit" in form.dataset && event.target.type !== "search") form.requestSubmit();
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog?.showModal) {
    event.preventDefault();
    dialog.showModal();
    (dialog.querySelector("[autofocus], [data-first]") ?? dialog.querySelector("input:not([type=hidden]), textarea, select"))?.focus();
  }
  if (event.target.matches("dialog.dialog[open]")) event.target.close();
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target) || event.target.closest(".menu__item")) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details.menu[open]");
  if (!menu || !["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) return;
  const items = [...menu.querySelectorAll(".menu__item")].filter((item) => item.getClientRects().length);
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  event.preventDefault();
  items.at(to % items.length)?.focus();
});
