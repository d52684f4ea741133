// <text-expander sources='{":: ": url, …}'>: "::" "??" "@@" in its textarea open a list fetched from an address and
// filtered while one types, with the form's fields named in send; a key of sources may name several triggers, since «@» has no place on a Russian layout.
import { Listbox } from "../listbox.js";
import { afterPause, fetchHtml } from "../page.js";

const LONGEST_QUERY = 40;

class TextExpander extends HTMLElement {
  connectedCallback() {
    if (this.list) return;
    this.area = this.querySelector("textarea");
    this.sources = this.readSources();
    this.taken = []; // what was chosen is not asked for again, though it may begin with a trigger
    const box = Object.assign(document.createElement("div"), { className: `options${this.hasAttribute("up") ? " options--up" : ""}`, hidden: true });
    box.setAttribute("aria-label", this.getAttribute("label") ?? "");
    this.append(box);
    this.list = new Listbox(this.area, box, (option) => this.insert(option));
    this.area.setAttribute("aria-autocomplete", "list");
    this.area.addEventListener("input", afterPause(120, () => this.look()));
    this.area.addEventListener("blur", () => this.list.hide());
    this.area.addEventListener("keydown", (event) => this.press(event));
    this.addEventListener("click", (event) => {
      const trigger = event.target.closest("[data-trigger]")?.dataset.trigger;
      if (trigger) this.type(trigger);
    });
  }

  readSources() {
    const sources = new Map();
    for (const [triggers, url] of Object.entries(JSON.parse(this.getAttribute("sources") || "{}"))) {
      for (const trigger of triggers.split(" ").filter(Boolean)) sources.set(trigger, url);
    }
    return sources;
  }

  /** The trigger before the caret and what has been typed after it. */
  asked() {
    const before = this.area.value.slice(0, this.area.selectionStart);
    const line = before.slice(Math.max(before.lastIndexOf("\n") + 1, before.length - LONGEST_QUERY));
    for (const [trigger, url] of this.sources) {
      const at = line.lastIndexOf(trigger);
      const beforeTrigger = line[at - 1];
      if (at < 0 || (beforeTrigger && !/[\s(«]/.test(beforeTrigger))) continue;
      if (this.taken.some((text) => line.startsWith(text, at))) continue;
      return { trigger, url, query: line.slice(at + trigger.length), from: before.length - line.length + at };
    }
    return null;
  }

  async look() {
    const asked = this.asked();
    if (!asked || document.activeElement !== this.area) return void this.list.hide();
    this.request?.abort();
    this.request = new AbortController();
    const url = new URL(asked.url, location.href);
    url.searchParams.set("q", asked.query);
    for (const name of this.getAttribute("send")?.split(" ") ?? []) url.searchParams.set(name, this.area.form.elements[name]?.value ?? "");
    try {
      const html = await fetchHtml(url, { signal: this.request.signal });
      if (html === null || !html.includes("option")) return void this.list.hide();
      this.from = asked.from;
      this.list.show(html);
    } catch { /* a newer question is under way */ }
  }

  press(event) {
    if (!this.list.isOpen) return;
    if (event.key === "Tab" && this.list.active) this.insert(this.list.active);
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return;
    else if (!this.list.handle(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  insert(option) {
    const text = option.dataset.insert ?? option.dataset.text ?? option.textContent.trim();
    this.list.hide();
    this.taken.push(text.trim());
    this.area.setRangeText(text, this.from, this.area.selectionStart, "end");
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
    this.dispatchEvent(new CustomEvent("expanded", { bubbles: true, detail: { ...option.dataset } }));
  }

  /** A hint pressed with the mouse types its trigger. */
  type(trigger) {
    this.area.focus();
    const at = this.area.selectionStart;
    const gap = at > 0 && !/\s/.test(this.area.value[at - 1]) ? " " : "";
    this.area.setRangeText(gap + trigger, at, this.area.selectionEnd, "end");
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
customElements.define("text-expander", TextExpander);
