// <hot-keys>: single keys press the [data-key] elements on the page, j k x Enter Esc walk lists marked data-list, "g q"
// are two keys in a row, ? lists what there is. A key that can do nothing now says why: [data-no-key] holds its sentence.
// Never while typing; <body data-keys="off"> leaves only those with Ctrl.
import { fillHelp } from "../help.js";
import { codeIn, codeOf, codesOf, isUsable } from "../keys.js";
import { isTyping, say } from "../page.js";

const SEQUENCE_PAUSE = 1500;

class HotKeys extends HTMLElement {
  connectedCallback() {
    this.pressed = "";
    this.listen = (event) => this.press(event);
    document.addEventListener("keydown", this.listen);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.listen);
    clearTimeout(this.timer);
  }

  press(event) {
    if (event.defaultPrevented || event.repeat && !/^Key[JK]$/.test(event.code) || event.isComposing) return;
    const code = codeIn(event);
    const typing = isTyping(document.activeElement);
    const quiet = typing || document.body.dataset.keys === "off";
    if (code === "Escape") return void this.leave(event, typing);
    if (quiet && !code.startsWith("Ctrl+")) return;
    if (code === "Shift+Slash") return void this.help(event);
    const target = this.find(this.pressed && `${this.pressed} ${code}`) ?? this.find(code, typing);
    if (target) {
      event.preventDefault();
      this.remember("");
      this.use(target);
    } else if (!this.walk(code, event) && !this.refuse(this.pressed ? `${this.pressed} ${code}` : code)) {
      this.remember(this.starts(code) ? code : "");
    }
  }

  /** In one short line why this key does nothing now; a list that ends has names of its own: "end", "start", "nowhere". */
  refuse(code) {
    const why = [...document.querySelectorAll("[data-no-key]")].find((line) => codesOf(line.dataset.noKey) === code);
    if (!why || document.querySelector("dialog[open]")) return false;
    say("say-brief", why.textContent);
    this.remember("");
    return true;
  }

  /** The reachable element of this key; inside an open dialog only the dialog's own. */
  find(code, typing = false) {
    if (!code) return undefined;
    const scope = document.querySelector("dialog[open]") ?? document;
    const form = typing && code === "Ctrl+Enter" ? document.activeElement.form : null;
    return [...scope.querySelectorAll("[data-key]")].find(
      (element) => codesOf(element.dataset.key) === code && isUsable(element) && (!form || element.form === form),
    );
  }

  starts(code) {
    return [...document.querySelectorAll('[data-key*=" "]')].some((element) => codeOf(element.dataset.key.split(" ")[0]) === code);
  }

  remember(code) {
    this.pressed = code;
    clearTimeout(this.timer);
    if (code) this.timer = setTimeout(() => { this.pressed = ""; }, SEQUENCE_PAUSE);
  }

  use(element) {
    if (element.matches('input[type="radio"], input[type="checkbox"]')) {
      element.click();
      const form = element.closest("form");
      const area = form?.querySelector("[data-first]") ?? form?.querySelector("textarea");
      area?.focus();
      if (area?.matches("textarea")) area.setSelectionRange(area.value.length, area.value.length);
    } else if (element.matches("input, textarea, select")) {
      element.focus();
    } else {
      element.click();
      if (element.matches("summary")) element.parentElement.querySelector(".menu__item, [data-first]")?.focus();
    }
  }

  /** j k x Enter in the list that has the focus, or the first one on the page. */
  walk(code, event) {
    const list = document.activeElement?.closest?.("[data-list]") ?? [...document.querySelectorAll("[data-list]")].find(isUsable);
    if (!list || document.querySelector("dialog[open]")) return false;
    const rows = [...list.querySelectorAll("[data-row]")].filter(isUsable);
    const here = rows.find((row) => row.contains(document.activeElement)) ?? list.querySelector("[data-row].is-here")
      ?? list.querySelector("[data-row][aria-current]");
    const at = rows.indexOf(here);
    if (code === "KeyJ" || code === "KeyK") {
      const step = code === "KeyJ" ? 1 : -1;
      const to = at < 0 ? rows[step > 0 ? 0 : rows.length - 1] : rows[at + step];
      if (to) this.stand(to, rows);
      else if (!event.repeat) this.refuse(step > 0 ? "end" : "start");
    } else if (code === "KeyX" && rows.length) {
      const tick = here?.querySelector('input[type="checkbox"]');
      if (tick) tick.click();
      else this.refuse(here ? "KeyX" : "nowhere");
    } else if (code === "Enter" && !document.activeElement.matches("a[href], button, summary, input")) {
      if (here) this.door(here)?.click();
      else this.refuse("nowhere");
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }

  stand(row, rows) {
    for (const other of rows) other.classList.toggle("is-here", other === row);
    this.door(row)?.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  door(row) {
    return row.matches("a") ? row : row.querySelector("[data-open], a[href]");
  }

  /** Esc: empty the search, out of the field, out of the menu, back to the list. */
  leave(event, typing) {
    const menu = document.querySelector("details.menu[open]");
    if (document.querySelector("dialog[open]")) return;
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (typing && document.activeElement.type === "search" && document.activeElement.value) {
      event.preventDefault();
      document.activeElement.value = "";
      document.activeElement.dispatchEvent(new Event("input", { bubbles: true }));
    } else if (typing) {
      document.activeElement.blur();
    } else if (document.body.dataset.keys !== "off") {
      const back = [...document.querySelectorAll("[data-back]")].find(isUsable);
      if (!back) return;
      event.preventDefault();
      back.click();
    }
  }

  help(event) {
    const dialog = this.querySelector("dialog");
    if (!dialog || dialog.open) return;
    event?.preventDefault();
    fillHelp(dialog);
    dialog.showModal();
  }
}
customElements.define("hot-keys", HotKeys);
