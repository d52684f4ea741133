// <text-marks field="#body">: around the hints about a text. What they speak of is underlined in the field itself, by a copy
// of the text behind it that nobody reads aloud; hovering or putting the cursor there tells why. Places come with the hints.
import { announce } from "../page.js";

const METRICS = ["fontFamily", "fontSize", "fontWeight", "fontStyle", "lineHeight", "letterSpacing", "wordSpacing", "textIndent", "tabSize",
  "paddingTop", "paddingRight", "paddingBottom", "paddingLeft", "borderTopWidth", "borderRightWidth", "borderBottomWidth", "borderLeftWidth"];

class TextMarks extends HTMLElement {
  connectedCallback() {
    this.area = document.querySelector(this.getAttribute("field"));
    if (this.copy || !this.area || typeof ResizeObserver === "undefined") return;
    this.marks = [];
    this.copy = Object.assign(document.createElement("div"), { className: "text-marks" });
    this.copy.setAttribute("aria-hidden", "true");
    this.area.before(this.copy);
    this.area.classList.add("has-marks");
    this.addEventListener("htmx:afterSwap", () => this.read());
    this.area.addEventListener("input", () => this.follow());
    this.area.addEventListener("scroll", () => { this.copy.scrollTop = this.area.scrollTop; });
    this.area.addEventListener("mousemove", (event) => this.hovered(event));
    this.onMove = () => this.moved();
    document.addEventListener("selectionchange", this.onMove);
    this.sizes = new ResizeObserver(() => this.fit());
    this.sizes.observe(this.area);
  }

  disconnectedCallback() {
    this.sizes?.disconnect();
    document.removeEventListener("selectionchange", this.onMove);
    this.copy?.remove();
    this.copy = null;
  }

  /** Take the places over from the hints; they count characters, as the server does. */
  read() {
    this.text = [...this.area.value];
    this.marks = [...this.querySelectorAll("[data-places]")].flatMap((item) => item.dataset.places.split(" ").map((place) => {
      const [start, end] = place.split("-").map(Number);
      return { start, end, item };
    })).sort((one, other) => one.start - other.start);
    this.draw();
  }

  /** While one types on, marks move along with their words; one that was typed into goes until the next answer. */
  follow() {
    const old = this.text ?? [], fresh = [...this.area.value], least = Math.min(old.length, fresh.length);
    let head = 0, tail = 0;
    while (head < least && old[head] === fresh[head]) head += 1;
    while (tail < least - head && old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]) tail += 1;
    const by = fresh.length - old.length, behind = old.length - tail;
    this.marks = this.marks.filter((mark) => mark.end <= head || mark.start >= behind)
      .map((mark) => mark.start >= behind ? { ...mark, start: mark.start + by, end: mark.end + by } : mark);
    this.text = fresh;
    this.draw();
  }

  draw() {
    const parts = [];
    let place = 0;
    for (const mark of this.marks) {
      if (mark.start < place || mark.end > this.text.length) continue;
      mark.shown = Object.assign(document.createElement("mark"), { textContent: this.text.slice(mark.start, mark.end).join("") });
      mark.shown.classList.toggle("is-released", mark.item.classList.contains("is-released"));
      parts.push(this.text.slice(place, mark.start).join(""), mark.shown);
      place = mark.end;
    }
    this.copy.replaceChildren(...parts, this.text.slice(place).join(""), "\u200b");
    this.fit();
  }

  fit() {
    const style = getComputedStyle(this.area), bar = this.area.offsetWidth - this.area.clientWidth - parseFloat(style.borderLeftWidth) - parseFloat(style.borderRightWidth);
    for (const name of METRICS) this.copy.style[name] = style[name];
    const place = { left: this.area.offsetLeft, top: this.area.offsetTop, width: this.area.offsetWidth - bar, height: this.area.offsetHeight };
    for (const [name, value] of Object.entries(place)) this.copy.style[name] = `${value}px`;
    this.copy.scrollTop = this.area.scrollTop;
  }

  hovered(event) {
    const inside = (box) => box.left <= event.clientX && event.clientX <= box.right && box.top <= event.clientY && event.clientY <= box.bottom;
    const mark = this.marks.find(({ shown }) => shown && [...shown.getClientRects()].some(inside));
    this.area.title = mark ? told(mark.item) : "";
  }

  moved() {
    if (document.activeElement !== this.area) return;
    const at = [...this.area.value.slice(0, this.area.selectionStart)].length;
    const item = this.marks.find((mark) => mark.start <= at && at <= mark.end)?.item;
    if (item === this.here) return;
    this.here?.classList.remove("is-here");
    this.here = item;
    item?.classList.add("is-here");
    if (item) announce(told(item));
  }
}

/** The hint without its tick: what was written, what becomes of it and why. */
function told(item) {
  return [...item.querySelectorAll(".becomes, small")].map((part) => part.textContent.trim()).join(". ");
}
customElements.define("text-marks", TextMarks);
