// <undo-send seconds>: a toast that counts down and goes; its form takes the act back while it stands. One that comes after
// an act gets the focus: its key works at once, and no next key falls into the field that was just sent.
class UndoSend extends HTMLElement {
  connectedCallback() {
    this.left = Number(this.getAttribute("seconds")) || 10;
    this.told = this.querySelector("[data-left]");
    this.timer = setInterval(() => this.tick(), 1000);
    this.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) this.leave(); });
    // After htmx has given the focus back to the field.
    if (this.closest("#toasts")) setTimeout(() => this.querySelector("button")?.focus());
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  tick() {
    this.left -= 1;
    if (this.told) this.told.textContent = String(Math.max(0, this.left));
    if (this.left <= 0) this.leave();
  }

  /** Go, and leave the focus on the page and not nowhere. */
  leave() {
    if (this.contains(document.activeElement)) document.getElementById("main")?.focus({ preventScroll: true });
    this.remove();
  }
}
customElements.define("undo-send", UndoSend);
