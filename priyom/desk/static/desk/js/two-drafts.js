// <two-drafts>: the composer holds two texts, an answer and a note, each with its draft, its files and its macro. The tab
// puts one away and takes the other out: what was written for colleagues never stands where the requester is answered.
import "../../base/js/browsers.js";

class TwoDrafts extends HTMLElement {
  connectedCallback() {
    if (this.away) return;
    this.form = this.closest("form");
    const { dataset, content } = this.querySelector("template");
    this.away = { ...dataset, text: content.textContent, files: [], macro: [] };
    // Before the keeper of the draft hears of the change: it must not keep one text in the other's place.
    this.form.addEventListener("change", () => this.turn(), { capture: true });
    this.turn();
  }

  turn() {
    const { visibility, token, body } = this.form.elements;
    const [out, keeper, drop] = [this.away, this.form.querySelector("draft-keeper"), this.form.querySelector("file-drop")];
    if (visibility.value !== out.visibility) return;
    const [files, macro] = [this.form.querySelector(".files"), this.form.querySelector("[data-chosen]")];
    const place = new URL(keeper.getAttribute("action"), location.href).searchParams.get("place");
    keeper.keep();
    this.away = {
      visibility: out.visibility === "public" ? "internal" : "public", place, token: token.value, text: body.value,
      fields: keeper.getAttribute("fields"), files: [...files?.childNodes ?? []], macro: [...macro?.childNodes ?? []],
    };
    for (const element of [keeper, drop]) {
      element?.setAttribute("action", element.getAttribute("action").replace(token.value, out.token).replace(place, out.place));
    }
    keeper.setAttribute("fields", out.fields);
    token.value = out.token;
    body.value = out.text;
    files?.replaceChildren(...out.files);
    macro?.replaceChildren(...out.macro);
    keeper.kept = keeper.text();
    body.closest("auto-grow")?.fit?.();
  }
}
customElements.define("two-drafts", TwoDrafts);
