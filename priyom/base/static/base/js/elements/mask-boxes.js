// <mask-boxes action>: the boxes over a masked picture. The server draws them and lists each with its button; here one is
// chosen, a new one is drawn with the mouse, a finger or the arrow keys, and posted in percent of the picture.
const LEAST = 1;                       // percent; below that a press was no drawing
const STEP = 1, FINE = 0.2;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const clamp = (number, low, high) => Math.min(Math.max(number, low), high);

class MaskBoxes extends HTMLElement {
  connectedCallback() {
    if (this.isReady) return;
    this.isReady = true;
    this.addEventListener("focusin", (event) => this.choose(event.target.closest("[data-box]")?.dataset.box));
    this.addEventListener("click", (event) => this.clicked(event));
    this.addEventListener("keydown", (event) => this.pressed(event));
    this.addEventListener("pointerdown", (event) => this.began(event));
    this.addEventListener("pointermove", (event) => this.moved(event));
    for (const end of ["pointerup", "pointercancel"]) this.addEventListener(end, () => this.ended());
    this.addEventListener("htmx:beforeSwap", () => { this.hadFocus = this.contains(document.activeElement); });
    for (const failed of ["htmx:sendError", "htmx:responseError"]) this.addEventListener(failed, () => { this.isPut = false; });
    this.addEventListener("htmx:afterSwap", () => this.shownAnew());
  }

  get svg() { return this.querySelector(".boxes svg"); }
  get fresh() { return this.querySelector("[data-new]"); }

  /** After an answer: what was chosen stays chosen, the keyboard stays here; a box that is being drawn is drawn on. */
  shownAnew() {
    const isLost = this.hadFocus && !this.contains(document.activeElement), isDrawn = this.box && this.svg && !this.isPut;
    if (this.chosen) this.choose(this.chosen);
    if (isDrawn) this.show();
    else this.box = this.grip = this.isPut = null;
    if (!isDrawn) this.removeAttribute("adding");
    const next = isDrawn ? this.fresh : this.svg?.querySelector(`[data-box="${this.chosen}"]`) ?? this.querySelector("[data-said]");
    if (isLost) next?.focus({ preventScroll: true });
  }

  /** Mark a box, and show its row with its button right below the picture. */
  choose(number) {
    if (!number) return;
    this.chosen = number;
    for (const box of this.querySelectorAll("[data-box]")) box.classList.toggle("is-chosen", box.dataset.box === number);
    for (const row of this.querySelectorAll("[data-row-of]")) row.classList.toggle("is-chosen", row.dataset.rowOf === number);
  }

  clicked(event) {
    const box = event.target.closest("[data-box]");
    if (box) event.preventDefault();
    if (box) this.querySelector(`[data-row-of="${box.dataset.box}"] button`)?.focus({ preventScroll: true });
    if (event.target.closest("[data-add]")) this.add();
    if (event.target.closest("[data-put]")) this.put();
    if (event.target.closest("[data-leave]")) this.leave();
  }

  pressed(event) {
    const box = event.target.closest("[data-box]");
    if (box && ["Delete", "Backspace"].includes(event.key)) {
      event.preventDefault();
      this.querySelector(`[data-row-of="${box.dataset.box}"] button`)?.click();
    }
    if (!this.box || !event.target.closest("[data-new], [data-drawing]")) return;
    const way = event.target.closest("[data-new]") && ARROWS[event.key];
    if (way) this.nudge(way, event.shiftKey, event.ctrlKey || event.altKey ? FINE : STEP);
    else if (event.key === "Enter" && event.target.closest("[data-new]")) this.put();
    else if (["Escape", "Delete"].includes(event.key)) this.leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  add() {
    this.setAttribute("adding", "");
    this.box ??= { left: 40, top: 46, width: 20, height: 8 };
    this.show();
    this.fresh.focus({ preventScroll: true });
    this.svg.scrollIntoView({ block: "center" });
  }

  nudge([across, down], isSize, step) {
    const box = this.box;
    if (isSize) {
      box.width = clamp(box.width + across * step, LEAST, 100 - box.left);
      box.height = clamp(box.height + down * step, LEAST, 100 - box.top);
    } else {
      box.left = clamp(box.left + across * step, 0, 100 - box.width);
      box.top = clamp(box.top + down * step, 0, 100 - box.height);
    }
    this.show();
  }

  /** Where the pointer is, in percent of the picture. */
  at(event) {
    const place = this.svg.getBoundingClientRect();
    return [clamp((event.clientX - place.left) / place.width * 100, 0, 100), clamp((event.clientY - place.top) / place.height * 100, 0, 100)];
  }

  /** A mouse draws wherever it drags; a finger only after «add a box», or nobody could scroll past the picture. */
  began(event) {
    if (!this.svg?.contains(event.target) || event.button > 0 || event.target.closest("[data-box]")) return;
    if (event.pointerType !== "mouse" && !this.hasAttribute("adding")) return;
    const [x, y] = this.at(event), corner = event.target.dataset.grip, box = this.box;
    if (corner) this.grip = { x: corner.includes("w") ? box.left + box.width : box.left, y: corner.includes("n") ? box.top + box.height : box.top };
    else if (event.target.closest("[data-new]")) this.grip = { byX: x - box.left, byY: y - box.top };
    else this.grip = { x, y, isFirst: true };
    this.svg.setPointerCapture(event.pointerId);
    event.preventDefault();
  }

  moved(event) {
    if (!this.grip) return;
    const [x, y] = this.at(event), { grip, box } = this;
    if ("byX" in grip) Object.assign(box, { left: clamp(x - grip.byX, 0, 100 - box.width), top: clamp(y - grip.byY, 0, 100 - box.height) });
    else this.box = { left: Math.min(x, grip.x), top: Math.min(y, grip.y), width: Math.abs(x - grip.x), height: Math.abs(y - grip.y) };
    this.show();
  }

  ended() {
    if (!this.grip) return;
    const wasPress = this.grip.isFirst && !(this.box?.width >= LEAST && this.box?.height >= LEAST);
    this.grip = null;
    if (wasPress && !this.hasAttribute("adding")) this.leave();
    else if (this.box) this.fresh.focus({ preventScroll: true });
  }

  show() {
    const { width, height } = this.svg.viewBox.baseVal, size = width / Math.max(1, this.svg.getBoundingClientRect().width) * 9, { box } = this;
    const [x, y, wide, high] = [box.left * width / 100, box.top * height / 100, box.width * width / 100, box.height * height / 100];
    const place = (rect, values) => Object.entries(values).forEach(([name, value]) => rect.setAttribute(name, value));
    place(this.fresh.querySelector(".pd-box"), { x, y, width: wide, height: high });
    for (const grip of this.fresh.querySelectorAll("[data-grip]")) {
      const corner = grip.dataset.grip;
      place(grip, { x: x + (corner.includes("e") ? wide : 0) - size / 2, y: y + (corner.includes("s") ? high : 0) - size / 2, width: size, height: size });
    }
    this.fresh.removeAttribute("hidden");
    this.querySelector("[data-drawing]").hidden = false;
  }

  leave() {
    this.box = this.grip = null;
    this.removeAttribute("adding");
    this.fresh.setAttribute("hidden", "");
    this.querySelector("[data-drawing]").hidden = true;
    this.querySelector("[data-add]")?.focus({ preventScroll: true });
  }

  put() {
    this.isPut = Boolean(this.box);
    if (this.box) window.htmx.ajax("POST", this.svg.dataset.action, { source: this, target: this, swap: "innerHTML", values: this.box });
  }
}
customElements.define("mask-boxes", MaskBoxes);
