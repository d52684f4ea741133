// <theme-switch>: shows the chosen theme at once and posts the choice; without a script its form has a button.
import { fetchHtml } from "../page.js";

class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", (event) => {
      const form = this.querySelector("form");
      if (event.target.value) document.documentElement.dataset.theme = event.target.value;
      else delete document.documentElement.dataset.theme;
      fetchHtml(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    });
  }
}
customElements.define("theme-switch", ThemeSwitch);
