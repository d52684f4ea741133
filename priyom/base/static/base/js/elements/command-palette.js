// <command-palette src>: Ctrl+K (or an element marked data-palette) opens one field for tickets, people and actions.
// The server answers ?q= with options: data-href leads somewhere, data-run presses the element with that data-key.
import { codeOf } from "../keys.js";
import { Listbox } from "../listbox.js";
import { afterPause, fetchHtml } from "../page.js";

class CommandPalette extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.input = this.querySelector("input");
    this.told = this.querySelector("[role=status]");
    this.list = new Listbox(this.input, this.querySelector(".options"), (option, event) => this.choose(option, event));
    const askSoon = afterPause(120, () => { if (this.stale) this.ask(); });
    this.input.addEventListener("input", () => { this.stale = true; askSoon(); });
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && this.stale) return void this.askThenChoose(event);
      if (event.key !== "Escape" && this.list.handle(event)) event.preventDefault();
    });
    this.dialog.addEventListener("click", (event) => { if (event.target === this.dialog) this.dialog.close(); });
    this.dialog.addEventListener("close", () => this.asked?.abort());
    this.onKey = (event) => {
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.code === "KeyK") this.open(event);
    };
    this.onClick = (event) => { if (event.target.closest?.("[data-palette]") && !event.ctrlKey && !event.metaKey) this.open(event); };
    document.addEventListener("keydown", this.onKey);
    document.addEventListener("click", this.onClick);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.onKey);
    document.removeEventListener("click", this.onClick);
  }

  open(event) {
    event.preventDefault();
    if (this.dialog.open) return;
    this.input.value = "";
    this.dialog.showModal();
    this.ask();
  }

  /** Enter may be quicker than the server: it takes what was typed, not what an older question had found. */
  async askThenChoose(event) {
    event.preventDefault();
    await this.ask();
    if (!this.stale && this.list.active) this.choose(this.list.active, event);
  }

  async ask() {
    this.stale = false;
    this.asked?.abort();
    this.asked = new AbortController();
    const url = new URL(this.getAttribute("src"), location.href);
    url.searchParams.set("q", this.input.value);
    url.searchParams.set("at", location.pathname);
    try {
      const html = await fetchHtml(url, { signal: this.asked.signal });
      if (html === null) this.list.hide();
      else this.list.show(html);
      this.tell(html === null ? this.told.dataset.failed : this.list.options.length ? "" : this.told.dataset.none);
    } catch { /* a newer question is under way */ }
  }

  tell(text) {
    this.told.hidden = !text;
    this.told.textContent = text;
  }

  choose(option, event) {
    const { href, run } = option.dataset;
    if (href && (event.ctrlKey || event.metaKey)) return void window.open(href, "_blank", "noopener");
    this.dialog.close();
    if (href) location.assign(href);
    else if (run) {
      const same = (element) => element.dataset.key.split(" ").map(codeOf).join() === run.split(" ").map(codeOf).join();
      [...document.querySelectorAll("[data-key]")].find(same)?.click();
    }
  }
}
customElements.define("command-palette", CommandPalette);
