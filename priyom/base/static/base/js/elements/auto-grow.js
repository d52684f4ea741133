// <auto-grow>: its textarea is as high as its text, up to what CSS allows.
class AutoGrow extends HTMLElement {
  connectedCallback() {
    this.area = this.querySelector("textarea");
    this.area?.addEventListener("input", () => this.fit());
    requestAnimationFrame(() => this.fit());
    this.turned = () => this.fit();
    addEventListener("resize", this.turned);  // a phone that is turned has lines of another length
  }

  disconnectedCallback() { removeEventListener("resize", this.turned); }

  fit() {
    if (!this.area?.value) return void this.area?.style.removeProperty("height");
    this.area.style.height = "auto";
    this.area.style.height = `${this.area.scrollHeight + this.area.offsetHeight - this.area.clientHeight}px`;
  }
}
customElements.define("auto-grow", AutoGrow);
