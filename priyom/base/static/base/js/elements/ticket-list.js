// <ticket-list>: marks the row of the open ticket, counts the marked ones, marks a stretch with Shift, and takes in rows
// that the server has sent anew (#row-updates): they stay where they are, nothing moves under the eye. When the whole list
// is shown anew, ticks and place are kept, and the cursor goes to the first ticket that has come.
let before = null;

class TicketList extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => this.click(event));
    this.addEventListener("change", () => this.tell());
    this.opened = () => this.point(location.pathname);
    this.renewed = (event) => { if (event.target.id === "row-updates") this.renew(event.target); };
    document.addEventListener("htmx:pushedIntoHistory", this.opened);
    document.addEventListener("htmx:oobAfterSwap", this.renewed);
    this.addEventListener("htmx:beforeSwap", (event) => { if (event.target === this) this.keep(); });
    this.greet();
    this.tell();
  }

  disconnectedCallback() {
    document.removeEventListener("htmx:pushedIntoHistory", this.opened);
    document.removeEventListener("htmx:oobAfterSwap", this.renewed);
  }

  keep() {
    const ticked = this.ticks.filter((tick) => tick.checked).map((tick) => tick.value);
    before = { ids: [...this.querySelectorAll("[data-row]")].map((row) => row.id), ticked, top: this.querySelector(".rows").scrollTop };
  }

  /** After the list was shown anew: what is as it was, and what has come. */
  greet() {
    if (!before) return;
    const { ids, ticked, top } = before;
    before = null;
    for (const tick of this.ticks) tick.checked = ticked.includes(tick.value);
    const rows = this.querySelector(".rows");
    rows.scrollTop = top;
    const fresh = [...this.querySelectorAll("[data-row]")].filter((row) => !ids.includes(row.id));
    for (const row of fresh) row.classList.add("is-fresh");
    fresh[0]?.scrollIntoView({ block: "nearest" });
    (fresh[0]?.querySelector(".subject") ?? rows).focus({ preventScroll: true });
  }

  get ticks() {
    return [...this.querySelectorAll(".tick")];
  }

  click(event) {
    const tick = event.target.closest(".tick");
    if (!tick) return;
    const ticks = this.ticks;
    if (event.shiftKey && this.last) {
      const [from, to] = [ticks.indexOf(this.last), ticks.indexOf(tick)].sort((a, b) => a - b);
      for (const between of ticks.slice(from, to + 1)) between.checked = tick.checked;
    }
    this.last = tick;
    this.tell();
  }

  /** Others (the bar of bulk changes) want to know how many are marked. */
  tell() {
    const marked = this.ticks.filter((tick) => tick.checked).length;
    this.querySelector(".rows")?.classList.toggle("is-marking", marked > 0);
    this.toggleAttribute("marking", marked > 0);
    for (const told of this.querySelectorAll("[data-marked]")) told.textContent = String(marked);
  }

  point(path) {
    const number = path.match(/tickets\/(\d+)/)?.[1];
    for (const row of this.querySelectorAll("[data-row]")) {
      if (row.id === `row-${number}`) {
        row.setAttribute("aria-current", "true");
        row.classList.remove("is-new");
      } else {
        row.removeAttribute("aria-current");
      }
    }
  }

  renew(place) {
    for (const fresh of place.querySelector("template")?.content.querySelectorAll("[data-row]") ?? []) {
      const row = this.querySelector(`[id="${fresh.id}"]`);
      if (!row) continue;
      const [door, before] = [fresh.querySelector(".subject"), row.querySelector(".subject")];
      for (const { name, value } of before.attributes) if (/^(href|hx-)/.test(name)) door.setAttribute(name, value);
      if (row.hasAttribute("aria-current")) fresh.setAttribute("aria-current", "true");
      fresh.querySelector(".tick").checked = row.querySelector(".tick").checked;
      row.replaceWith(fresh);
      window.htmx?.process(fresh);
    }
  }
}
customElements.define("ticket-list", TicketList);
