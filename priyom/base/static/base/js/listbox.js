// A list of options under a field: arrows move, Enter and a click choose. combo-box, text-expander and the palette share it.
let count = 0;

export class Listbox {
  /** input keeps the focus; box holds [role=option]; choose(option, event) is what a choice does. */
  constructor(input, box, choose) {
    Object.assign(this, { input, box, choose });
    box.id ||= `options-${++count}`;
    box.setAttribute("role", "listbox");
    input.setAttribute("aria-controls", box.id);
    // mousedown, not click: the field must not lose the focus first.
    box.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest('[role="option"]');
      if (option && event.button === 0) this.choose(option, event);
    });
  }

  get options() {
    return [...this.box.querySelectorAll('[role="option"]')];
  }

  get active() {
    return this.box.querySelector('[aria-selected="true"]');
  }

  get isOpen() {
    return !this.box.hidden;
  }

  /** Show what the server found; the first option is ready to be taken. */
  show(html, { none = "", first = true } = {}) {
    this.box.innerHTML = html;
    this.options.forEach((option, index) => { option.id = `${this.box.id}-${index}`; });
    if (!this.options.length && none) {
      const said = Object.assign(document.createElement("div"), { className: "options__none", textContent: none });
      this.box.replaceChildren(said);
    }
    this.box.hidden = !this.box.childElementCount;
    this.input.setAttribute("aria-expanded", String(this.isOpen));
    this.activate(first ? this.options[0] : null);
  }

  hide() {
    this.box.hidden = true;
    this.box.replaceChildren();
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  activate(option) {
    for (const other of this.options) other.setAttribute("aria-selected", String(other === option));
    if (option) {
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  /** Handle a key; true when it was ours. */
  handle(event) {
    if (!this.isOpen || event.isComposing) return false;
    const options = this.options;
    const at = options.indexOf(this.active);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8 }[event.key];
    if (to !== undefined && options.length) {
      const wrapped = Math.abs(to - at) === 1 ? (to + options.length) % options.length : Math.max(0, Math.min(options.length - 1, to));
      this.activate(options[wrapped]);
      return true;
    }
    if (event.key === "Enter" && this.active) {
      this.choose(this.active, event);
      return true;
    }
    if (event.key === "Escape") {
      this.hide();
      return true;
    }
    return false;
  }
}
