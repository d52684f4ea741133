// <combo-box src>: turns its <select> into a field filtered by the server. The select stays the carrier of the value,
// so the form posts the same thing with and without a script. `multiple` keeps the chosen ones as chips.
import { Listbox } from "../listbox.js";
import { afterPause, fetchHtml } from "../page.js";

class ComboBox extends HTMLElement {
  connectedCallback() {
    if (this.input) return;
    this.select = this.querySelector("select");
    this.several = this.hasAttribute("multiple");
    this.input = this.makeField();
    const box = Object.assign(document.createElement("div"), { className: "options", hidden: true });
    box.setAttribute("aria-label", this.label?.textContent.trim() ?? "");
    this.append(this.input, box);
    this.list = new Listbox(this.input, box, (option) => this.choose(option.dataset.value, option.dataset.text ?? option.textContent.trim()));
    this.input.addEventListener("input", afterPause(150, () => this.ask()));
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("focus", () => this.input.select());
    this.input.addEventListener("click", () => { if (!this.list.isOpen) this.ask(true); });
    this.input.addEventListener("blur", () => { this.list.hide(); this.restore(); });
    this.select.form?.addEventListener("reset", () => setTimeout(() => this.restore()));
    this.restore();
  }

  /** The visible field takes over the select's label, description and validity. */
  makeField() {
    const input = document.createElement("input");
    Object.assign(input, { type: "text", className: "input", autocomplete: "off", spellcheck: false, id: this.select.id });
    for (const name of ["aria-describedby", "aria-invalid", "placeholder", "data-key"]) {
      if (this.select.hasAttribute(name)) input.setAttribute(name, this.select.getAttribute(name));
    }
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    if (this.select.required) input.setAttribute("aria-required", "true");
    input.disabled = this.select.disabled;
    this.label = document.querySelector(`label[for="${CSS.escape(this.select.id)}"]`);
    this.select.id += "-value";
    this.select.removeAttribute("data-key");
    this.select.required = false;
    this.select.hidden = true;
    if (this.several) {
      this.chips = Object.assign(document.createElement("div"), { className: "chips" });
      this.append(this.chips);
    } else {
      input.placeholder ||= this.select.querySelector('option[value=""]')?.textContent ?? "";
    }
    return input;
  }

  async ask(all = false) {
    this.asked?.abort();
    this.asked = new AbortController();
    const url = new URL(this.getAttribute("src"), location.href);
    url.searchParams.set("q", all ? "" : this.input.value);
    try {
      const html = await fetchHtml(url, { signal: this.asked.signal });
      if (document.activeElement === this.input) this.list.show(html ?? "", { none: this.getAttribute("none") ?? "" });
    } catch { /* a newer question is under way */ }
  }

  press(event) {
    if (event.key === "ArrowDown" && !this.list.isOpen) this.ask(true);
    else if (event.key === "Backspace" && this.several && !this.input.value) this.drop(this.chosen.at(-1)?.value);
    else if (!this.list.handle(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  get chosen() {
    return [...this.select.selectedOptions].filter((option) => option.value);
  }

  choose(value, text) {
    let option = [...this.select.options].find((other) => other.value === value);
    if (!option) this.select.append(option = new Option(text, value));
    option.selected = true;
    this.list.hide();
    this.input.value = "";
    this.restore();
    this.tell();
  }

  drop(value) {
    const option = this.chosen.find((other) => other.value === value);
    if (!option) return;
    option.selected = false;
    this.restore();
    this.tell();
  }

  /** Show what is chosen; an emptied single field means "nobody". */
  restore() {
    if (!this.several) {
      const emptied = !this.input.value && this.touched && this.chosen.length && document.activeElement !== this.input;
      if (emptied) { this.select.value = ""; this.tell(); }
      this.input.value = this.chosen[0]?.textContent.trim() ?? "";
      this.touched = true;
      return;
    }
    this.input.value = "";
    const shown = this.chosen.map((option) => option.value).join("\n");
    if (shown === this.shown) return;   // a chip replaced between press and release would never be clicked
    this.shown = shown;
    this.chips.replaceChildren(...this.chosen.map((option) => this.chip(option)));
  }

  chip(option) {
    const chip = Object.assign(document.createElement("span"), { className: "chip", textContent: option.textContent.trim() });
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
    button.setAttribute("aria-label", `${this.getAttribute("remove") ?? ""} ${option.textContent.trim()}`.trim());
    button.addEventListener("click", () => { this.drop(option.value); this.input.focus(); });
    chip.append(button);
    return chip;
  }

  tell() {
    this.select.dispatchEvent(new Event("input", { bubbles: true }));
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
customElements.define("combo-box", ComboBox);
