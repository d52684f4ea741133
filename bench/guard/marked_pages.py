"""Draws pages that somebody else marked: `python -m bench.guard.marked_pages PAGES FOLDER`, then `bench.guard.pictures FOLDER`.

A page is an HTML file, its personal values in `<b data-k="PERSON">…</b>` (the kinds of reports), its size in
`<meta name="size" content="1600x900">`. Whoever writes them must not have seen the rules: that is what they are for.
"""

import argparse
import json
import re
from pathlib import Path

from bench.guard.screens import WORDS

SIZE = re.compile(r'<meta name="size" content="(?P<width>\d{3,4})x(?P<height>\d{3,4})"')
USUAL = {"width": 1366, "height": 768}


def draw(pages: Path, folder: Path) -> None:
    """Draw every page into the folder: the picture, and beside it the words with their places and kinds."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for file in sorted(pages.glob("*.html")):
            written = file.read_text(encoding="utf-8").replace("data-kind=", "data-k=")
            said = SIZE.search(written)
            size = {name: int(value) for name, value in said.groupdict().items()} if said else USUAL
            page = browser.new_page(viewport=size)
            page.set_content(written)
            words = page.evaluate(WORDS)
            page.screenshot(path=str(folder / f"{file.stem}.png"))
            page.close()
            (folder / f"{file.stem}.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    draw(options.pages, options.folder)


if __name__ == "__main__":
    main()
