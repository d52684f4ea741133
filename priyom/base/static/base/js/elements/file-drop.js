// <file-drop action>: files chosen, dropped or pasted (anywhere in the form) are sent at once, each with its progress.
// The answer is the HTML of the finished item, with a hidden field that the form posts. Without a script, or without an
// action, its <input type="file" multiple> posts the files with the form.
import { csrfToken } from "../page.js";

class FileDrop extends HTMLElement {
  connectedCallback() {
    if (this.input) return;
    this.input = this.querySelector('input[type="file"]');
    this.list = this.querySelector(".files");
    this.addEventListener("click", (event) => event.target.closest("[data-remove]")?.closest(".file").remove());
    this.watchDrag();
    if (!this.getAttribute("action")) return;
    this.input.addEventListener("change", () => {
      this.take(this.input.files);
      this.input.value = "";   // they have been sent; the form must not send them again
    });
    this.onPaste = (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (!files.length || !this.scope.contains(event.target)) return;
      event.preventDefault();
      this.take(files);
    };
    document.addEventListener("paste", this.onPaste);
  }

  disconnectedCallback() {
    document.removeEventListener("paste", this.onPaste);
  }

  /** Where a paste counts: the form, or the whole page when nothing else could want it. */
  get scope() {
    return document.querySelectorAll("file-drop").length > 1 ? this.closest("form") ?? this : document;
  }

  watchDrag() {
    const place = this.closest("form") ?? this;
    const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
    place.addEventListener("dragover", (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      this.setAttribute("over", "");
    });
    place.addEventListener("dragleave", (event) => { if (!place.contains(event.relatedTarget)) this.removeAttribute("over"); });
    place.addEventListener("drop", (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      this.removeAttribute("over");
      if (this.getAttribute("action")) this.take(event.dataTransfer.files);
      else this.input.files = event.dataTransfer.files;
    });
  }

  number(name) {
    return Number(this.getAttribute(name)) || Infinity;
  }

  take(files) {
    for (const file of files) {
      const item = this.item(file);
      const refusal = this.refusal(file);
      if (refusal) this.refuse(item, refusal);
      else this.send(file, item);
    }
  }

  /** Why this file cannot be taken, in a sentence; known before a byte is sent. */
  refusal(file) {
    const sentence = (name, limit) => this.getAttribute(name).replace("{name}", file.name).replace("{limit}", limit);
    if (this.list.querySelectorAll(".file:not(.file--refused)").length > this.number("max-files")) return sentence("say-many", this.getAttribute("max-files"));
    if (file.size > this.number("max-bytes")) return sentence("say-large", this.getAttribute("limit"));
    return this.accepts(file) ? "" : sentence("say-type", "");
  }

  accepts(file) {
    const kinds = this.input.accept.split(",").map((kind) => kind.trim().toLowerCase()).filter(Boolean);
    return !kinds.length || kinds.some((kind) => kind.startsWith(".") ? file.name.toLowerCase().endsWith(kind)
      : kind.endsWith("/*") ? file.type.startsWith(kind.slice(0, -1)) : file.type === kind);
  }

  item(file) {
    const item = this.querySelector("template").content.firstElementChild.cloneNode(true);
    item.querySelector(".name").textContent = file.name;
    this.list.append(item);
    return item;
  }

  send(file, item) {
    const request = new XMLHttpRequest();
    const progress = item.querySelector("progress");
    const failed = () => this.refuse(item, this.getAttribute("say-failed").replace("{name}", file.name));
    request.open("POST", this.getAttribute("action"));
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.setRequestHeader("HX-Request", "true");
    request.upload.addEventListener("progress", (event) => {
      progress.value = event.loaded / event.total * 100;
      if (event.loaded === event.total) progress.removeAttribute("value");   // sent; the server is looking at it
    });
    request.addEventListener("load", () => {
      if (request.status < 300) this.finish(item, request.responseText);
      else if (request.status < 500 && request.responseText) this.refuse(item, sentencesIn(request.responseText));
      else failed();
    });
    request.addEventListener("error", failed);
    item.querySelector("[data-cancel]").addEventListener("click", () => { request.abort(); item.remove(); this.tell(); });
    const form = new FormData();
    form.append("file", file, file.name || `${Date.now()}.png`);
    request.send(form);
    this.tell();
  }

  finish(item, html) {
    const template = Object.assign(document.createElement("template"), { innerHTML: html });
    const done = [...template.content.children];
    item.replaceWith(template.content);
    for (const element of done) window.htmx?.process(element);
    this.tell();
  }

  refuse(item, sentence) {
    const said = item.querySelector(".error");
    item.classList.add("file--refused");
    item.querySelector("progress")?.remove();
    const button = item.querySelector("[data-cancel]");
    button.replaceWith(button.cloneNode(true));
    item.querySelector("[data-cancel]").addEventListener("click", () => item.remove());
    said.hidden = false;
    said.textContent = sentence;
    this.tell();
  }

  /** Others (the send button, the draft) want to know that something is under way. */
  tell() {
    this.toggleAttribute("busy", Boolean(this.list.querySelector(".file:not(.file--refused) progress")));
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function sentencesIn(html) {
  return new DOMParser().parseFromString(html, "text/html").body.textContent.replace(/\s+/g, " ").trim();
}
customElements.define("file-drop", FileDrop);
