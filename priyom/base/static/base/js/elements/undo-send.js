// <undo-send seconds>: a toast that counts down and goes; its form takes the act back while it stands.
class UndoSend extends HTMLElement {
  connectedCallback() {
    this.left = Number(this.getAttribute("seconds")) || 10;
    this.told = this.querySelector("[data-left]");
    this.timer = setInterval(() => this.tick(), 1000);
    this.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) this.remove(); });
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  tick() {
    this.left -= 1;
    if (this.told) this.told.textContent = String(Math.max(0, this.left));
    if (this.left <= 0) this.remove();
  }
}
customElements.define("undo-send", UndoSend);
