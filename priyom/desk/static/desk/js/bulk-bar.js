// <bulk-bar>: counts the marked rows of the list, is there only while something is marked, marks all or none. When the
// whole page is marked, all of the list may be meant (data-whole); any tick taken away takes that back.
import "../../base/js/browsers.js";

class BulkBar extends HTMLElement {
  connectedCallback() {
    if (this.form) return;
    this.form = this.querySelector("form");
    this.whole = this.querySelector("[data-whole]");
    this.all = this.querySelector("input[name=all]");
    this.changed = () => this.tell();
    document.addEventListener("change", this.changed);
    document.addEventListener("htmx:afterSwap", this.changed);
    this.addEventListener("click", (event) => {
      if (event.target.closest("[data-all]")) this.mark(true);
      else if (event.target.closest("[data-none]")) this.mark(false);
    });
    this.tell();
  }

  disconnectedCallback() {
    document.removeEventListener("change", this.changed);
    document.removeEventListener("htmx:afterSwap", this.changed);
  }

  get ticks() {
    return [...document.querySelectorAll('input[type="checkbox"][name="numbers"]')].filter((tick) => tick.form === this.form);
  }

  mark(yes) {
    for (const tick of this.ticks) tick.checked = yes;
    this.tell();
  }

  tell() {
    const ticks = this.ticks, marked = ticks.filter((tick) => tick.checked).length;
    const page = marked > 0 && marked === ticks.length;
    this.hidden = !marked;
    if (this.whole) this.whole.hidden = !page;
    if (this.all && !page) this.all.checked = false;
    this.querySelector("[data-count]").textContent = this.all?.checked ? this.all.dataset.total ?? "…" : String(marked);
    document.querySelector(".rows")?.classList.toggle("is-marking", marked > 0);
  }
}
customElements.define("bulk-bar", BulkBar);
