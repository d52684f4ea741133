// Keys by their place on the keyboard (event.code), so that «о» on a Russian layout is j.
const NAMED = { "/": "Slash", ".": "Period", ",": "Comma", "?": "Shift+Slash", "[": "BracketLeft", "]": "BracketRight", Esc: "Escape" };

/** The code of a written key: "r" → "KeyR", "Ctrl+Enter" → "Ctrl+Enter". */
export function codeOf(key) {
  if (key.includes("+") && key.length > 1) {
    const [modifier, rest] = key.split("+");
    return `${modifier}+${codeOf(rest)}`;
  }
  if (/^[a-z]$/i.test(key)) return `Key${key.toUpperCase()}`;
  if (/^[0-9]$/.test(key)) return `Digit${key}`;
  return NAMED[key] ?? key;
}

/** The codes of keys pressed one after another: "g m" → "KeyG KeyM". */
export function codesOf(keys) {
  return keys.split(" ").map(codeOf).join(" ");
}

/** The code of a pressed key, with its modifier; keypad and layout differences folded. */
export function codeIn(event) {
  let code = event.code === "NumpadEnter" ? "Enter" : event.code;
  if (event.key === "?") code = "Shift+Slash";
  else if (event.key === "/" && !event.ctrlKey) code = "Slash";
  else if (event.shiftKey && /^(Key|Digit|Slash|Enter)/.test(code)) code = `Shift+${code}`;
  if (event.ctrlKey || event.metaKey) code = `Ctrl+${code}`;
  return event.altKey ? `Alt+${code}` : code;
}

/** An element that can be seen and used now. */
export function isUsable(element) {
  return !element.disabled && element.getClientRects().length > 0 && !element.closest("[inert]");
}
