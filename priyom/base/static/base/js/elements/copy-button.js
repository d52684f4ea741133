// <copy-button value done>: copies its value and says so.
import { announce } from "../page.js";

class CopyButton extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", () => this.copy());
  }

  async copy() {
    const button = this.querySelector("button");
    const before = button.title;
    try {
      await navigator.clipboard.writeText(this.getAttribute("value"));
    } catch {
      return;   // no permission, or plain http on another host: the text stands on the page anyway
    }
    announce(this.getAttribute("done"));
    button.title = this.getAttribute("done");
    button.querySelector("use")?.setAttribute("href", "#i-check");
    setTimeout(() => { button.title = before; button.querySelector("use")?.setAttribute("href", "#i-copy"); }, 2000);
  }
}
customElements.define("copy-button", CopyButton);
