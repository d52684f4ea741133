// <due-clock until>: tells what is left while it is near, by the server's clock; far off it leaves the server's text alone.
// mode="full" counts hours too, up to a day. The words stand on <body data-due-minutes …>, in the reader's language, or in
// its own attributes left="… {left}" and late="… {left}".
const MINUTE = 60_000;
const SOON = 60;
const DAY = 24 * 60;
const clocks = new Set();
const told = document.querySelector('meta[name="server-time"]')?.content;
const skew = told ? Date.parse(told) - Date.now() : 0;

setInterval(() => clocks.forEach((clock) => clock.tell()), 15_000);

class DueClock extends HTMLElement {
  connectedCallback() {
    clocks.add(this);
    this.tell();
  }

  disconnectedCallback() {
    clocks.delete(this);
  }

  tell() {
    const left = Math.floor((Date.parse(this.getAttribute("until")) - Date.now() - skew) / MINUTE);
    const far = Math.abs(left) >= SOON;
    if (Number.isNaN(left)) return;
    this.classList.toggle("due--late", left < 0);
    this.classList.toggle("due--soon", left >= 0 && left < (Number(this.getAttribute("soon")) || SOON));
    if (Math.abs(left) >= DAY || (far && left > 0 && this.getAttribute("mode") !== "full")) return;
    const words = document.body.dataset;
    const [hours, minutes] = [Math.floor(Math.abs(left) / 60), Math.abs(left) % 60];
    const amount = ((hours ? words.dueHours : words.dueMinutes) ?? "").replace("{h}", hours).replace("{m}", minutes);
    const frame = left < 0 ? this.getAttribute("late") ?? words.dueLate ?? "" : this.getAttribute("left") ?? "{left}";
    const text = amount && frame.replace("{left}", amount);
    if (text && this.textContent !== text) this.textContent = text;
  }
}
customElements.define("due-clock", DueClock);
