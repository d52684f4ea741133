// <draft-keeper action>: keeps the form's text on the server at every pause and shows what the server says («черновик
// 14:21»). Nothing stays in the browser. Restoring needs no script: the server puts the draft into the page.
import { afterPause, csrfToken, fetchHtml } from "../page.js";

const PAUSE = 1200;

class DraftKeeper extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form") ?? this.querySelector("form");
    if (!this.form || this.kept !== undefined) return;
    this.kept = this.text();
    this.keepSoon = afterPause(Number(this.getAttribute("pause")) || PAUSE, () => this.keep());
    this.form.addEventListener("input", this.keepSoon);
    this.form.addEventListener("change", this.keepSoon);
    this.form.addEventListener("focusout", (event) => { if (!this.form.contains(event.relatedTarget)) this.keep(); });
    this.form.addEventListener("submit", () => { this.sent = true; });
    this.form.addEventListener("htmx:afterRequest", (event) => {
      if (event.target !== this.form) return;
      this.sent = event.detail.successful;
      if (this.sent) this.kept = this.text();
    });
    this.leave = () => { if (document.visibilityState === "hidden") this.keep({ keepalive: true }); };
    document.addEventListener("visibilitychange", this.leave);
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.leave);
    if (this.form && !this.sent) this.keep({ keepalive: true });
  }

  /** What is kept: the fields named in `fields`, or every field but files and tokens. */
  text() {
    const only = this.getAttribute("fields")?.split(" ");
    const pairs = [...new FormData(this.form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken" && (!only || only.includes(name)));
    return new URLSearchParams(pairs).toString();
  }

  async keep(options = {}) {
    const text = this.text();
    if (text === this.kept || this.sent && options.keepalive) return;
    const before = this.kept;
    this.kept = text;
    this.sent = false;
    const body = new URLSearchParams(text);
    body.set("csrfmiddlewaretoken", csrfToken());
    const said = await fetchHtml(this.getAttribute("action"), { method: "POST", body, ...options });
    if (said === null && this.kept === text) this.kept = before;   // the next pause tries again
    this.show(said ?? this.getAttribute("say-failed") ?? "", said === null);
  }

  show(html, failed) {
    const status = this.querySelector("[data-status]") ?? this.form.querySelector("[data-draft-status]");
    if (!status || !this.isConnected) return;
    status.classList.toggle("word", failed);
    if (failed) status.textContent = html;
    else status.innerHTML = html;
  }
}
customElements.define("draft-keeper", DraftKeeper);
