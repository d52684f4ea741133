"""Draws screens of medical information systems (`screen_pages`) in a browser: the picture, and every word's place.

Layouts, fonts and names of the part `apart` are its own: rules are corrected on `tuned` only.
"""

import argparse
import io
import json
from pathlib import Path

from PIL import Image

from bench.guard.screen_pages import CLEAN, PEOPLE, Screens

SIZES = {
    "tuned": [(1280, 720), (1366, 768), (1440, 900), (1600, 900), (1920, 1080), (1280, 1024)],
    "apart": [(1366, 768), (1680, 1050), (1920, 1080), (1536, 864), (1024, 768)],
}
FONTS = {
    "tuned": ["DejaVu Sans", "Liberation Sans", "Noto Sans", "Roboto", "DejaVu Sans Condensed"],
    "apart": ["Liberation Sans", "Roboto Condensed", "Liberation Sans Narrow", "DejaVu Sans", "Noto Sans Display"],
}
THEMES = {
    "classic": "--bg:#ece9d8;--panel:#fff;--ink:#000;--soft:#444;--line:#aca899;--head:#d8d4c4;--bar:#0a246a;--barink:#fff;--pick:#316ac5;--pickink:#fff;--accent:#0a246a",
    "light": "--bg:#f5f7fa;--panel:#fff;--ink:#1f2933;--soft:#7b8794;--line:#e4e7eb;--head:#f5f7fa;--bar:#fff;--barink:#1f2933;--pick:#e3f2fd;--pickink:#0b4f8a;--accent:#1976d2",
    "dark": "--bg:#1e1e1e;--panel:#252526;--ink:#d4d4d4;--soft:#8f8f8f;--line:#3c3c3c;--head:#2d2d30;--bar:#007acc;--barink:#fff;--pick:#094771;--pickink:#fff;--accent:#4fc1ff",
    "green": "--bg:#e8f1ec;--panel:#fbfdfb;--ink:#16302a;--soft:#5b7b70;--line:#bcd3c7;--head:#d3e6db;--bar:#2e7d64;--barink:#fff;--pick:#b6e0cd;--pickink:#0c3b2c;--accent:#2e7d64",
    "night": "--bg:#0f1724;--panel:#152033;--ink:#dfe7f3;--soft:#8aa0bf;--line:#26364f;--head:#1b2a42;--bar:#0b1220;--barink:#cfe0ff;--pick:#224a8a;--pickink:#fff;--accent:#7fb2ff",
}
CSS = """*{box-sizing:border-box}b{font-weight:inherit}body{margin:0;background:var(--bg);color:var(--ink);overflow:hidden;line-height:1.3}
.bar{background:var(--bar);color:var(--barink);padding:5px 10px;display:flex;gap:18px;align-items:center}.menu{display:flex;gap:16px;padding:4px 10px;background:var(--head)}
.tools{display:flex;gap:6px;padding:6px 10px;background:var(--head);border-bottom:1px solid var(--line)}.btn{border:1px solid var(--line);background:var(--panel);padding:2px 9px;border-radius:3px;white-space:nowrap}
.btn.main{background:var(--accent);color:var(--panel)}.body{display:flex;height:100%}.side{width:190px;flex:none;padding:8px;background:var(--head);border-right:1px solid var(--line)}
.side p{margin:0;padding:4px 6px}.side p.on{background:var(--pick);color:var(--pickink)}.main{flex:1;padding:10px;min-width:0}
table{border-collapse:collapse;background:var(--panel);width:100%}td,th{border:1px solid var(--line);padding:var(--pad) 6px;text-align:left;font-weight:normal;vertical-align:top}
th{background:var(--head);font-weight:var(--thw)}tr.on td{background:var(--pick);color:var(--pickink)}table.open td,table.open th{border-width:0 0 1px 0}
.field{display:flex;gap:8px;margin:0 0 6px}.field span{width:150px;color:var(--soft);flex:none}.field i,.stack i{font-style:normal;border:1px solid var(--line);background:var(--panel);padding:2px 6px;min-width:160px}
.grid{display:grid;grid-template-columns:repeat(3,1fr);gap:8px 18px}.stack span{display:block;color:var(--soft);font-size:.88em}.stack i{display:block;border:0;padding:0;background:none}
.status{position:fixed;left:0;right:0;bottom:0;background:var(--head);border-top:1px solid var(--line);padding:3px 10px;display:flex;gap:26px}
.dialog{position:fixed;left:30%;top:28%;width:460px;background:var(--panel);border:1px solid var(--soft);box-shadow:0 6px 30px #0008}.dialog h3{margin:0;background:var(--bar);color:var(--barink);padding:5px 10px;font-size:1em;font-weight:normal}.dialog div{padding:12px}
pre{margin:0;font-size:12px;line-height:1.35;white-space:pre}h2{font-size:1.25em;margin:2px 0 8px;font-weight:600}.tag{background:var(--accent);color:var(--panel);padding:0 6px;border-radius:8px;font-size:.85em}
.cards{display:grid;grid-template-columns:repeat(4,1fr);gap:10px}.card{background:var(--panel);border:1px solid var(--line);padding:8px 10px;border-radius:6px}.card small{color:var(--soft);display:block}.right{text-align:right}.url{background:var(--panel);border:1px solid var(--line);border-radius:12px;padding:2px 12px;flex:1;color:var(--ink)}
"""
WORDS = """() => { const words = []; const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); let n, id = 0; const ids = new Map();
while ((n = walk.nextNode())) { const kind = n.parentElement.closest('[data-k]'); if (kind && !ids.has(kind)) ids.set(kind, ++id);
 for (const m of n.data.matchAll(/\\S+/g)) { const r = document.createRange(); r.setStart(n, m.index); r.setEnd(n, m.index + m[0].length);
  let b = r.getBoundingClientRect(); const clip = n.parentElement.closest('.clip');
  if (r.getClientRects().length > 1) continue;  /* wrapped inside the word: its box holds two lines */
  if (clip) { const edge = clip.getBoundingClientRect().right - 9; if (b.left > edge - 6) continue; b = new DOMRect(b.left, b.top, Math.min(b.width, edge - b.left), b.height); }
  if (b.width < 1 || b.right > innerWidth || b.bottom > innerHeight || b.left < 0 || b.top < 0) continue;
  const at = document.elementFromPoint(b.left + b.width / 2, b.top + b.height / 2); const from = document.elementFromPoint(b.left + 1, b.top + b.height / 2);
  if (!at || !(n.parentElement.contains(at) || at.contains(n.parentElement)) || !from || !(n.parentElement.contains(from) || from.contains(n.parentElement))) continue;
  if (at.closest('.dialog') !== n.parentElement.closest('.dialog') || at.closest('.status') !== n.parentElement.closest('.status')) continue;
  words.push({text: m[0], box: [b.left, b.top, b.width, b.height], kind: kind ? kind.dataset.k : '', item: kind ? ids.get(kind) : 0}); } } return words; }"""


def draw(part: str, seed: int, count: int, clean: int, folder: Path) -> None:
    """Draw the screens into the folder: pictures, and beside each the words with their places."""
    from playwright.sync_api import sync_playwright

    screens = Screens(part, seed)
    r = screens.random
    folder.mkdir(parents=True, exist_ok=True)
    kinds = [PEOPLE[part][n % len(PEOPLE[part])] for n in range(count)] + [
        CLEAN[part][n % len(CLEAN[part])] for n in range(clean)
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for number, kind in enumerate(kinds):
            width, height = r.choice(SIZES[part])
            theme, size = r.choice(list(THEMES)), r.choice((11, 12, 12, 13, 13, 14, 15))
            style = f":root{{{THEMES[theme]};--pad:{r.choice((1, 2, 3, 5))}px;--thw:{r.choice((400, 600))}}}body{{font-family:'{r.choice(FONTS[part])}';font-size:{size}px}}"
            page = browser.new_page(viewport={"width": width, "height": height})
            page.set_content(
                f"<!doctype html><meta charset=utf-8><style>{CSS}{style}</style>{getattr(screens, kind)()}"
            )
            words = page.evaluate(WORDS)
            picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            page.close()
            squeeze = 0.8 if r.random() < 0.08 else 1.0
            if squeeze != 1.0:
                picture = picture.resize(
                    (round(picture.width * squeeze), round(picture.height * squeeze)), Image.Resampling.BICUBIC
                )
                words = [word | {"box": [place * squeeze for place in word["box"]]} for word in words]
            jpeg = r.random() < 0.15
            name = f"{number:03d}-{kind}-{theme}-{picture.width}"
            picture.save(
                folder / f"{name}.{'jpg' if jpeg else 'png'}", **({"quality": r.choice((60, 75, 88))} if jpeg else {})
            )
            (folder / f"{name}.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", choices=("tuned", "apart"), default="tuned")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--people", type=int, default=24)
    parser.add_argument("--clean", type=int, default=10)
    options = parser.parse_args()
    draw(options.part, options.seed, options.people, options.clean, options.folder)


if __name__ == "__main__":
    main()
