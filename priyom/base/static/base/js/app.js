// What every page needs once: the class that says a script runs, the CSRF header of htmx, sentences when the network
// fails, and the elements, which wake up by themselves wherever they appear.
import "./browsers.js";
import { isUsable } from "./keys.js";
import { csrfToken, say } from "./page.js";
import "./forms.js";
import "./elements/auto-grow.js";
import "./elements/combo-box.js";
import "./elements/command-palette.js";
import "./elements/copy-button.js";
import "./elements/draft-keeper.js";
import "./elements/due-clock.js";
import "./elements/file-drop.js";
import "./elements/hot-keys.js";
import "./elements/live-pulse.js";
import "./elements/mask-boxes.js";
import "./elements/pop-over.js";
import "./elements/text-expander.js";
import "./elements/text-marks.js";
import "./elements/theme-switch.js";
import "./elements/ticket-list.js";
import "./elements/undo-send.js";

document.documentElement.classList.add("js");

// `plain` asks for a page that shows first how a text will be kept. Not in a <noscript>: an old browser (browsers.js) has none.
document.addEventListener("formdata", (event) => event.formData.delete("plain"));

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = csrfToken();
});
document.addEventListener("htmx:sendError", () => say("say-offline"));
document.addEventListener("htmx:timeout", () => say("say-offline"));
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status >= 500) say("say-failed");
});
document.addEventListener("htmx:afterSwap", openDialogs);
document.addEventListener("htmx:afterSettle", (event) => focusRefused(event.target));
addEventListener("load", () => focusRefused(document));

function openDialogs() {
  for (const dialog of document.querySelectorAll("dialog[data-open]:not([open])")) dialog.showModal();
}

/** Put the cursor where something was refused, after the dialog and htmx have chosen a first field. */
function focusRefused(part) {
  const refused = [...part.querySelectorAll("[aria-invalid=true]")];
  refused.map((field) => field.matches("fieldset") ? field.querySelector("input") : field).find((field) => field && isUsable(field))?.focus();
}

document.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss]")?.closest(".flash, .toast")?.remove();
});
openDialogs();
// On a phone the portal's ways stand in one line that is pushed aside: where one is shall be in sight.
document.querySelector(".p-top nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
