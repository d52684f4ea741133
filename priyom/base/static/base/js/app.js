// What every page needs once: the class that says a script runs, the CSRF header of htmx, sentences when the network fails.
import { csrfToken, say } from "./page.js";

document.documentElement.classList.add("js");

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = csrfToken();
});
document.addEventListener("htmx:sendError", () => say("say-offline"));
document.addEventListener("htmx:timeout", () => say("say-offline"));
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status >= 500) say("say-failed");
});

document.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss]")?.closest(".flash, .toast")?.remove();
});
