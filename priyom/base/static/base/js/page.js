// Small things several elements need. No state lives here.

/** The token that proves a request comes from our own page. */
export function csrfToken() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

/** Show a sentence the server has put into a <template>; one that stands elsewhere on the page is put into its place. */
export function say(id, text = "") {
  const line = document.getElementById(id)?.content.cloneNode(true);
  if (!line) return;
  if (text) line.querySelector(".flash > div").textContent = text;
  document.getElementById("flash")?.replaceChildren(line);
}

/** Tell a screen reader something that is only seen. */
export function announce(text) {
  const live = document.getElementById("live");
  if (live) live.textContent = text;
}

/** Fetch a piece of HTML from our own server; null when it cannot be had. */
export async function fetchHtml(url, options = {}) {
  try {
    const answer = await fetch(url, { credentials: "same-origin", ...options, headers: { "HX-Request": "true", "X-CSRFToken": csrfToken(), ...options.headers } });
    return answer.ok ? await answer.text() : null;
  } catch (error) {
    if (error.name === "AbortError") throw error;
    return null;
  }
}

/** Call a function when a burst of events has ended. */
export function afterPause(milliseconds, run) {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => run(...given), milliseconds);
  };
}

/** Say whether keys belong to a text being written. */
export function isTyping(element) {
  return Boolean(element?.closest?.('input:not([type="checkbox"], [type="radio"], [type="button"], [type="submit"]), textarea, select, [contenteditable="true"]'));
}
