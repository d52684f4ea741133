// <live-pulse src since>: one question every 5 seconds for everything that lives on the page: counts, bell, presence, new
// events. 204 means nothing happened. The answer is out-of-band HTML; its header Pulse-Since is the next `since`.
// Asleep in hidden tabs, slower while the server does not answer. A [data-live="name=value"] on the page adds a parameter.
import { csrfToken } from "../page.js";

const EVERY = 5_000;
const SLOWEST = 60_000;
const TYPED_LATELY = 8_000;

class LivePulse extends HTMLElement {
  connectedCallback() {
    this.every = EVERY;
    this.wake = () => this.plan(document.hidden ? null : 0);
    this.note = (event) => { if (event.target.matches("[data-typing]")) this.typed = [Date.now(), event.target.dataset.typing]; };
    document.addEventListener("visibilitychange", this.wake);
    document.addEventListener("input", this.note);
    // Somebody was faster: what is new must stand on the page before one tries again.
    this.hurry = (event) => { if (event.detail.xhr?.status === 409) this.plan(0); };
    // The page was renewed while a question was under way: its answer tells of a page that is gone.
    this.moved = () => { this.changed = performance.now(); };
    document.addEventListener("htmx:afterRequest", this.hurry);
    document.addEventListener("htmx:beforeSwap", this.moved);
    this.plan(this.every);
  }

  disconnectedCallback() {
    document.removeEventListener("htmx:afterRequest", this.hurry);
    document.removeEventListener("htmx:beforeSwap", this.moved);
    document.removeEventListener("visibilitychange", this.wake);
    document.removeEventListener("input", this.note);
    this.plan(null);
  }

  plan(pause) {
    clearTimeout(this.timer);
    if (pause !== null) this.timer = setTimeout(() => this.beat(), pause);
  }

  address() {
    const url = new URL(this.getAttribute("src"), location.href);
    new URLSearchParams(this.getAttribute("params") ?? "").forEach((value, name) => url.searchParams.set(name, value));
    for (const element of document.querySelectorAll("[data-live]")) {
      new URLSearchParams(element.dataset.live).forEach((value, name) => url.searchParams.set(name, value));
    }
    url.searchParams.set("since", this.getAttribute("since") ?? "0");
    if (this.typed && Date.now() - this.typed[0] < TYPED_LATELY) url.searchParams.set("typing", this.typed[1] || "1");
    return url;
  }

  async beat() {
    if (document.hidden) return;
    const began = performance.now();
    try {
      const answer = await fetch(this.address(), { credentials: "same-origin", headers: { "HX-Request": "true", "X-CSRFToken": csrfToken() } });
      // The session is over: a screen that shows other people's affairs does not stay open by itself.
      if (answer.headers.has("HX-Redirect")) return void location.replace(answer.headers.get("HX-Redirect"));
      if (!answer.ok) throw new Error(String(answer.status));
      if (this.changed > began) return void this.plan(0);
      if (answer.headers.has("Pulse-Since")) this.setAttribute("since", answer.headers.get("Pulse-Since"));
      const html = answer.status === 204 ? "" : await answer.text();
      if (html.trim()) window.htmx?.swap(this, html, { swapStyle: "none" });
      this.every = EVERY;
    } catch {
      this.every = Math.min(this.every * 2, SLOWEST);
    }
    document.documentElement.toggleAttribute("data-offline", this.every > EVERY * 2);
    this.plan(this.every);
  }
}
customElements.define("live-pulse", LivePulse);
