// <macro-picker src>: a canned answer goes into the composer's text, its changes into the composer's own fields (or hidden
// ones where it has none), shown before anything is sent. Without a script the same list is a page of its own.
import "../../base/js/browsers.js";
import { afterPause, announce, fetchHtml } from "../../base/js/page.js";

class MacroPicker extends HTMLElement {
  connectedCallback() {
    if (this.menu) return;
    this.menu = this.querySelector("details");
    this.search = this.querySelector("[data-search]");
    this.found = this.querySelector("[data-found]");
    this.chosen = this.querySelector("[data-chosen]");
    this.menu.addEventListener("toggle", () => { if (this.menu.open) this.open(); });
    this.search.addEventListener("input", afterPause(150, () => this.look()));
    this.addEventListener("keydown", (event) => this.press(event));
    this.addEventListener("click", (event) => this.click(event));
    // A draft that nobody has touched yet: what is chosen goes below it.
    const area = this.form?.querySelector("textarea");
    if (area && area !== document.activeElement) area.setSelectionRange(area.value.length, area.value.length);
  }

  open() {
    this.search.value = "";
    this.search.focus();
    this.look();
  }

  async look() {
    const url = new URL(this.getAttribute("src"), location.href);
    url.searchParams.set("q", this.search.value);
    const html = await fetchHtml(url);
    if (html !== null) this.found.innerHTML = html;
  }

  press(event) {
    if (event.target !== this.search) return;
    const first = this.found.querySelector("a");
    if (event.key === "Enter") {
      event.preventDefault();
      event.stopPropagation();
      if (first) this.take(first.href);
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      event.stopPropagation();
      first?.focus();
    }
  }

  click(event) {
    const link = event.target.closest("a[data-code]");
    if (link) {
      event.preventDefault();
      this.take(link.href);
    } else if (event.target.closest("[data-drop]")) {
      this.drop();
    }
  }

  get form() {
    return this.closest("form") ?? document.getElementById(this.getAttribute("form") ?? "");
  }

  async take(url) {
    const html = await fetchHtml(url);
    if (html === null) return;
    const fresh = document.createElement("div");
    fresh.innerHTML = html;
    this.turn(fresh.querySelector(".macro-chosen").dataset.visibility);
    this.chosen.replaceChildren(...fresh.childNodes);
    this.menu.open = false;
    this.say(this.chosen.querySelector("template[data-text]").content.textContent);
    this.set();
    announce(this.chosen.textContent.trim());
  }

  /** Put the text where the caret is, a line apart from what stands there. */
  say(text) {
    const area = this.form?.querySelector("textarea");
    if (!area) return;
    const before = area.value.slice(0, area.selectionStart);
    const gap = before && !before.endsWith("\n") ? "\n\n" : "";
    const after = area.value.slice(area.selectionEnd);
    area.setRangeText(gap + text + (after && !after.startsWith("\n") ? "\n\n" : ""), area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
    // A gap stands selected, so that the next key fills it.
    const hole = /\{[a-z_]+\}/.exec(area.value.slice(before.length));
    if (hole) area.setSelectionRange(before.length + hole.index, before.length + hole.index + hole[0].length);
  }

  /** First for whom it is: an answer and a note are two texts. */
  turn(visibility) {
    const tab = this.form?.querySelector(`input[type="radio"][value="${visibility}"]`);
    if (tab && !tab.checked) tab.click();
  }

  /** Where the composer shows a field of that name, the field is set and the hidden one goes. */
  set() {
    for (const hidden of this.chosen.querySelectorAll("[data-effect]")) {
      const field = [...(this.form?.elements ?? [])].find((other) => other.name === hidden.name && other !== hidden && other.type !== "hidden");
      if (!field) continue;
      if (field.type === "checkbox") field.checked = true;
      else field.value = hidden.value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
      if (field.type === "checkbox" || field.value === hidden.value) hidden.remove();
    }
  }

  drop() {
    this.chosen.replaceChildren();
  }
}
customElements.define("macro-picker", MacroPicker);
