// What `?` shows: every [data-key] element of the page stands in the group whose place (data-of) is nearest to it, below
// the keys that the group always has. A group that the page does not have is not shown.
import { isUsable } from "./keys.js";

export function fillHelp(dialog) {
  const groups = [...dialog.querySelectorAll("[data-of]")];
  const told = new Set();
  for (const group of groups) {
    for (const line of group.querySelectorAll("[data-found]")) line.remove();
    group.hidden = !document.querySelector(group.dataset.of);
    for (const line of group.hidden ? [] : group.querySelectorAll("[data-told]")) told.add(line.dataset.told);
  }
  for (const element of document.querySelectorAll("[data-key]")) {
    const { key, keyLabel } = element.dataset;
    const label = keyLabel ?? element.getAttribute("aria-label") ?? element.querySelector(".name, span")?.textContent ?? [...element.childNodes].find((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())?.data;
    if (told.has(key) || !isUsable(element) || !label?.trim()) continue;
    told.add(key);
    nearest(element, groups)?.querySelector("dl").append(lineOf(key, label.trim()));
  }
}

function nearest(element, groups) {
  const around = groups.filter((group) => element.closest(group.dataset.of));
  return around.reduce((best, group) => element.closest(best.dataset.of).contains(element.closest(group.dataset.of)) ? group : best, around[0]);
}

function lineOf(key, label) {
  const line = document.createElement("div");
  line.dataset.found = "";
  const name = document.createElement("dt");
  name.append(...key.split(/[ +]/).flatMap((part) => [Object.assign(document.createElement("kbd"), { textContent: part }), " "]));
  line.append(name, Object.assign(document.createElement("dd"), { textContent: label }));
  return line;
}
