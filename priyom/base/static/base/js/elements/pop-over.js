// <pop-over>: its .pop opens on hover and on focus, stays while pointed at, closes on Esc. Without a script CSS opens it.
class PopOver extends HTMLElement {
  connectedCallback() {
    this.addEventListener("pointerenter", (event) => { if (event.pointerType === "mouse") this.open(120); });
    this.addEventListener("pointerleave", () => { if (!this.contains(document.activeElement)) this.close(200); });
    this.addEventListener("focusin", () => this.open(0));
    this.addEventListener("focusout", (event) => { if (!this.contains(event.relatedTarget)) this.close(0); });
    this.addEventListener("click", (event) => event.target.closest("button[aria-describedby]")?.focus()); // by its key
    this.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.hasAttribute("open")) return;
      event.stopPropagation();
      this.close(0);
    });
  }

  open(pause) {
    this.later(pause, () => {
      this.setAttribute("open", "");
      const pop = this.querySelector(".pop");
      const edge = pop.getBoundingClientRect();
      pop.classList.toggle("pop--up", edge.bottom > innerHeight && edge.top > edge.height);
    });
  }

  close(pause) {
    this.later(pause, () => this.removeAttribute("open"));
  }

  later(pause, run) {
    clearTimeout(this.timer);
    if (pause) this.timer = setTimeout(run, pause);
    else run();
  }
}
customElements.define("pop-over", PopOver);
