"""Draws the third to the twenty-ninth set of screens: `python -m bench.guard.fresh_screens FOLDER --part third`.

What the first two sets lack: zoomed browsers, scaled and large screens, serifs, faint small writing, dark and Windows-like
themes, strongly compressed JPEG, and screens photographed a little askew.
"""

import argparse
import io
import json
import math
import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageFilter

from bench.guard import (
    clinic_pages,
    common_pages,
    county_pages,
    daily_pages,
    everyday_pages,
    fresh_pages,
    last_pages,
    more_pages,
    newest_pages,
    odd_pages,
    ordinary_pages,
    other_pages,
    plain_pages,
    province_pages,
    station_pages,
    strange_pages,
    usual_pages,
    workday_pages,
    workplace_pages,
)
from bench.guard.screens import CSS, WORDS

SETS = ((fresh_pages, fresh_pages.FreshScreens), (newest_pages, newest_pages.NewestScreens))
SETS += ((strange_pages, strange_pages.StrangeScreens), (odd_pages, odd_pages.OddScreens))
SETS += ((last_pages, last_pages.LastScreens), (plain_pages, plain_pages.PlainScreens))
SETS += ((other_pages, other_pages.OtherScreens), (more_pages, more_pages.MoreScreens))
SETS += ((usual_pages, usual_pages.UsualScreens), (workplace_pages, workplace_pages.WorkplaceScreens))
SETS += ((clinic_pages, clinic_pages.ClinicScreens), (station_pages, station_pages.StationScreens))
SETS += ((everyday_pages, everyday_pages.EverydayScreens), (province_pages, province_pages.ProvinceScreens))
SETS += ((county_pages, county_pages.CountyScreens), (workday_pages, workday_pages.WorkdayScreens))
SETS += ((common_pages, common_pages.CommonScreens), (ordinary_pages, ordinary_pages.OrdinaryScreens))
SETS += ((daily_pages, daily_pages.DailyScreens),)
PEOPLE = {part: names for pages, _maker in SETS for part, names in pages.PEOPLE.items()}
CLEAN = {part: names for pages, _maker in SETS for part, names in pages.CLEAN.items()}
MAKERS = {part: maker for pages, maker in SETS for part in pages.PEOPLE}

# Width, height, and how many pixels of the picture one pixel of the page is.
SCREENS = {
    "third": [(1366, 768, 1), (1600, 900, 1), (1920, 1080, 1), (1707, 960, 1.5), (1280, 800, 1.25), (1440, 900, 1)],
    "fourth": [(1366, 768, 1), (1600, 900, 1), (1920, 1080, 1), (2048, 1152, 1.25), (1536, 864, 1.25), (1280, 1024, 1)],
    "fifth": [(1024, 768, 1), (1366, 768, 1), (1920, 1080, 1), (2560, 1440, 1), (1600, 900, 1.25)],
    "sixth": [(1280, 1024, 1), (1440, 900, 1), (1920, 1080, 1), (2560, 1440, 1.25), (1366, 768, 1)],
    "eighth": [(1024, 768, 1), (1440, 900, 1), (1920, 1080, 1), (1600, 900, 1), (2560, 1440, 1)],
    "ninth": [(1366, 768, 1), (1280, 1024, 1), (1920, 1080, 1), (1536, 864, 1.25), (1600, 900, 1)],
    "tenth": [(1366, 768, 1), (1680, 1050, 1), (1920, 1080, 1), (2560, 1440, 1), (1536, 864, 1.25)],
    "eleventh": [(1366, 768, 1), (1440, 900, 1), (1920, 1080, 1), (1280, 1024, 1), (1536, 864, 1.25)],
    "twelfth": [(1366, 768, 1), (1680, 1050, 1), (1920, 1080, 1), (1600, 900, 1.25), (2560, 1440, 1)],
    "thirteenth": [(1366, 768, 1), (1280, 1024, 1), (1920, 1080, 1), (1536, 864, 1.25), (2560, 1440, 1)],
    "fourteenth": [(1024, 768, 1), (1366, 768, 1), (1600, 900, 1), (1920, 1080, 1), (1280, 1024, 1), (1536, 864, 1.25)],
    "fifteenth": [(1024, 768, 1), (1440, 900, 1), (1680, 1050, 1), (1920, 1080, 1), (1366, 768, 1)],
    "sixteenth": [(1024, 768, 1), (1600, 900, 1), (1920, 1080, 1), (1280, 720, 1), (1536, 864, 1.25)],
    "seventeenth": [(1024, 768, 1), (1280, 1024, 1), (1366, 768, 1), (1440, 900, 1), (1600, 900, 1), (1920, 1080, 1)],
    "eighteenth": [(1024, 768, 1), (1280, 800, 1), (1366, 768, 1), (1536, 864, 1), (1680, 1050, 1), (1920, 1080, 1)],
    "nineteenth": [(1366, 768, 1), (1600, 900, 1), (1920, 1080, 1), (2560, 1440, 1), (1920, 1080, 1), (1280, 720, 1.5)],
    "twentieth": [(1366, 768, 1), (1440, 900, 1), (1600, 900, 1), (1920, 1080, 1), (2560, 1440, 1)],
    "twentyfirst": [(1366, 768, 1), (1600, 900, 1), (1920, 1080, 1), (1920, 1080, 1), (1536, 864, 1.25)],
    "twentyfourth": [(1366, 768, 1), (1280, 1024, 1), (1600, 900, 1), (1920, 1080, 1), (2560, 1440, 1.25)],
    "twentyfifth": [
        (1366, 768, 1),
        (1280, 1024, 1),
        (1440, 900, 1),
        (1600, 900, 1),
        (1920, 1080, 1),
        (1536, 864, 1.25),
    ],
    "twentysixth": [
        (1366, 768, 1),
        (1440, 900, 1),
        (1680, 1050, 1),
        (1920, 1080, 1),
        (1920, 1080, 1),
        (1280, 800, 1.25),
    ],
    "twentyseventh": [
        (1024, 768, 1),
        (1366, 768, 1),
        (1600, 900, 1),
        (1920, 1080, 1),
        (1920, 1080, 1),
        (1536, 864, 1.25),
    ],
    "seventh": [(1280, 800, 1), (1680, 1050, 1), (1920, 1080, 1), (2560, 1440, 1), (1536, 864, 1.25)],
}
SCREENS["twentyeighth"] = SCREENS["twentyninth"] = SCREENS["twentyseventh"]
FONTS = {
    "third": ["Noto Sans", "Roboto", "DejaVu Sans", "Liberation Sans", "Noto Serif", "Roboto Light", "DejaVu Sans Mono"],
    "fourth": ["Liberation Sans", "Roboto", "DejaVu Sans Condensed", "Liberation Serif", "Noto Sans Display", "DejaVu Serif", "Roboto Medium"],
    "fifth": ["DejaVu Sans", "Liberation Sans", "Noto Sans", "Liberation Sans Narrow", "Roboto"],
    "sixth": ["Noto Sans", "Liberation Serif", "DejaVu Sans Condensed", "Liberation Sans", "Roboto Condensed"],
    "eighth": ["Noto Sans", "Liberation Sans", "DejaVu Sans", "Roboto", "DejaVu Serif"],
    "ninth": ["Liberation Sans", "DejaVu Sans", "Noto Sans", "Liberation Sans Narrow"],
    "tenth": ["Roboto", "Noto Sans", "Liberation Sans", "DejaVu Sans Condensed", "Noto Sans Display"],
    "eleventh": ["DejaVu Sans", "Liberation Sans", "Roboto", "Noto Serif", "Liberation Sans Narrow"],
    "twelfth": ["Liberation Sans", "Noto Sans", "Roboto Condensed", "DejaVu Sans", "Liberation Serif"],
    "thirteenth": ["Roboto", "Liberation Sans", "DejaVu Sans", "Noto Sans", "Liberation Sans Narrow"],
    "fourteenth": ["Liberation Sans", "DejaVu Sans", "Noto Sans", "Roboto", "DejaVu Sans Condensed"],
    "fifteenth": ["Noto Sans", "Liberation Sans", "Roboto", "DejaVu Sans", "Liberation Sans Narrow"],
    "sixteenth": ["Liberation Sans", "Roboto", "DejaVu Sans", "Noto Sans", "Roboto Condensed"],
    "seventeenth": ["Liberation Sans", "DejaVu Sans", "Carlito", "Open Sans", "PT Sans", "DejaVu Sans Condensed", "Noto Sans"],
    "eighteenth": ["Liberation Sans", "Open Sans", "Roboto", "DejaVu Sans", "PT Sans Caption", "Liberation Sans Narrow", "Carlito"],
    "nineteenth": ["Liberation Sans", "DejaVu Sans", "Noto Sans", "Roboto", "Open Sans", "PT Sans", "Carlito", "Liberation Serif"],
    "twentieth": ["Liberation Sans", "Roboto", "DejaVu Sans", "Open Sans", "Noto Sans", "PT Sans Caption"],
    "twentyfirst": ["Liberation Sans", "DejaVu Sans", "Noto Sans", "Roboto", "Open Sans", "PT Sans"],
    "twentyfifth": ["Roboto", "Liberation Sans", "Noto Sans", "DejaVu Sans Condensed", "Open Sans", "PT Sans"],
    "twentysixth": ["Liberation Sans", "Noto Sans", "Open Sans", "DejaVu Sans", "Roboto", "Carlito"],
    "twentyfourth": ["Liberation Sans", "DejaVu Sans", "Roboto", "Open Sans", "Noto Sans", "Carlito", "PT Sans"],
    "twentyseventh": ["Liberation Sans", "DejaVu Sans", "Roboto", "Noto Sans", "PT Sans", "Open Sans"],
    "seventh": ["Liberation Sans", "Noto Sans Display", "DejaVu Sans", "Noto Serif", "Roboto"],
}  # fmt: skip
FONTS["twentyeighth"] = FONTS["twentyninth"] = FONTS["twentyseventh"]
ZOOMS = (1, 1, 1, 0.9, 1.1, 0.8, 1.25)
THEMES = {
    "windows": "--bg:#f0f0f0;--panel:#fff;--ink:#000;--soft:#6d6d6d;--line:#a0a0a0;--head:#e1e1e1;--bar:#fff;--barink:#000;--pick:#0078d7;--pickink:#fff;--accent:#0078d7;--faint:#838383",
    "airy": "--bg:#fafafa;--panel:#fff;--ink:#424242;--soft:#9e9e9e;--line:#eee;--head:#fafafa;--bar:#00695c;--barink:#e0f2f1;--pick:#e0f2f1;--pickink:#004d40;--accent:#00695c;--faint:#a8a8a8",
    "coal": "--bg:#121212;--panel:#1e1e1e;--ink:#e0e0e0;--soft:#9a9a9a;--line:#333;--head:#181818;--bar:#1f1f1f;--barink:#fff;--pick:#37474f;--pickink:#fff;--accent:#bb86fc;--faint:#757575",
    "solar": "--bg:#002b36;--panel:#073642;--ink:#93a1a1;--soft:#657b83;--line:#0d4757;--head:#073642;--bar:#00212b;--barink:#93a1a1;--pick:#0d5468;--pickink:#eee8d5;--accent:#268bd2;--faint:#657b83",
    "blue": "--bg:#dfe8f6;--panel:#fff;--ink:#15428b;--soft:#5876a5;--line:#99bbe8;--head:#d2e0f2;--bar:#15428b;--barink:#fff;--pick:#ffe7a2;--pickink:#222;--accent:#15428b;--faint:#7f9cc7",
}
MORE_CSS = """.wf{display:flex;gap:6px;margin:0 0 3px;align-items:center}.wf label{width:110px;flex:none;text-align:right}.wf i{font-style:normal;border:1px solid var(--line);background:var(--panel);padding:1px 4px;flex:1}
fieldset{border:1px solid var(--line);padding:4px 8px;margin:0}.two{display:grid;grid-template-columns:1fr 1fr;gap:10px}.three{display:grid;grid-template-columns:1fr 1fr 1fr;gap:6px}.mf small{display:block}
.tab{border:1px solid var(--line);padding:2px 8px;background:var(--panel)}.faint{color:var(--faint)}small.faint{font-size:.82em}pre{font-size:inherit}p{margin:6px 0}
"""
ASKEW = 8  # every eighth screen
SQUEEZED = 9
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium-headless-shell"
# What is pressed or photographed once a month is left out: no camera, milder JPEG.
USUAL = {"fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth", "twentyfirst"}
USUAL |= {"twentyfourth", "twentyfifth", "twentysixth", "twentyseventh", "twentyeighth", "twentyninth"}
# Windows as they are: no zoom, themes of their own, some squeezed, letters smoothed both ways.
DAILY = {"seventeenth": usual_pages.THEMES, "eighteenth": workplace_pages.THEMES, "nineteenth": clinic_pages.THEMES}
for latest in (
    "twentieth",
    "twentyfirst",
    "twentyfourth",
    "twentyfifth",
    "twentysixth",
    "twentyseventh",
    "twentyeighth",
    "twentyninth",
):
    DAILY[latest] = clinic_pages.THEMES
SMOOTHED = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include>/etc/fonts/fonts.conf</include><match target="pattern"><edit name="rgba" mode="assign"><const>rgb</const></edit>
<edit name="lcdfilter" mode="assign"><const>lcddefault</const></edit></match><match target="font"><edit name="rgba" mode="assign">
<const>rgb</const></edit></match></fontconfig>"""


def draw(part: str, seed: int, count: int, clean: int, folder: Path) -> None:
    from playwright.sync_api import sync_playwright

    screens = MAKERS[part](part, seed)
    r = screens.random
    folder.mkdir(parents=True, exist_ok=True)
    kinds = [PEOPLE[part][n % len(PEOPLE[part])] for n in range(count)]
    kinds += [CLEAN[part][n % len(CLEAN[part])] for n in range(clean)]
    with sync_playwright() as playwright, TemporaryDirectory() as kept:
        browsers = [playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"], env=env) for env in looks(part, Path(kept))]  # fmt: skip
        for number, kind in enumerate(kinds):
            width, height, scale = r.choice(SCREENS[part])
            themes = DAILY.get(part, THEMES)
            theme, size, zoom = r.choice(list(themes)), r.choice((11, 11, 12, 12, 13, 14)), r.choice(ZOOMS)
            zoom = 1 if part in DAILY else zoom
            size = size if size * zoom * scale >= 9 else 12
            style = f":root{{{themes[theme]};--pad:{r.choice((1, 2, 3))}px;--thw:{r.choice((400, 600))}}}body{{font-family:'{r.choice(FONTS[part])}';font-size:{size}px}}html{{zoom:{zoom}}}"
            page = browsers[number % len(browsers)].new_page(
                viewport={"width": width, "height": height}, device_scale_factor=scale
            )
            page.set_content(
                f"<!doctype html><meta charset=utf-8><style>{CSS}{MORE_CSS}{style}</style>{getattr(screens, kind)()}"
            )
            words = [one | {"box": [at * scale for at in one["box"]]} for one in page.evaluate(WORDS)]
            picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            page.close()
            seen = "jpg" if r.random() < (0.15 if part in DAILY else 0.3) else "png"
            if part in DAILY and number % SQUEEZED == SQUEEZED - 2:
                picture, words = squeezed(picture, words)
            name = f"{number:03d}-{kind}-{theme}-{picture.width}x{size}z{zoom}"
            if number % ASKEW == ASKEW - 3 and part not in USUAL:
                picture, words, seen, name = *askew(picture, words, r.uniform(-1.1, 1.1)), "jpg", f"{name}-askew"
            milder = (75, 91) if part in DAILY else (60, 86) if part in USUAL else (60, 76)
            picture.save(folder / f"{name}.{seen}", **({"quality": r.randrange(*milder)} if seen == "jpg" else {}))
            (folder / f"{name}.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        for browser in browsers:
            browser.close()


def looks(part: str, folder: Path) -> list[dict]:
    """Return the surroundings of the browsers to draw with: every second screen of a daily set has coloured edges."""
    if part not in DAILY:
        return [dict(os.environ)]
    (folder / "fonts.conf").write_text(SMOOTHED, encoding="utf-8")
    return [dict(os.environ), {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")}]


def squeezed(picture: Image.Image, words: list[dict]) -> tuple[Image.Image, list[dict]]:
    """Return the screen as a messenger or a letter passes it on: four fifths as large."""
    picture = picture.resize((round(picture.width * 0.8), round(picture.height * 0.8)), Image.Resampling.BICUBIC)
    return picture, [word | {"box": [at * 0.8 for at in word["box"]]} for word in words]


def askew(picture: Image.Image, words: list[dict], degrees: float) -> tuple[Image.Image, list[dict]]:
    """Return the screen as a camera sees it: turned a little, slightly out of focus, and where the words went."""
    turned = picture.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=(40, 38, 36)).filter(
        ImageFilter.GaussianBlur(0.5)
    )
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    middle = picture.width / 2, picture.height / 2

    def at(x: float, y: float) -> tuple[float, float]:
        x, y = x - middle[0], y - middle[1]
        return middle[0] + x * cosine + y * sine, middle[1] - x * sine + y * cosine

    moved = []
    for word in words:
        x, y, w, h = word["box"]
        left, top = at(x + w / 2, y + h / 2)
        if left - w / 2 > 0 and left + w / 2 < picture.width and top - h / 2 > 0 and top + h / 2 < picture.height:
            moved.append(word | {"box": [left - w / 2, top - h / 2, w, h]})
    return turned, moved


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", choices=tuple(PEOPLE), default="third")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--people", type=int, default=18)
    parser.add_argument("--clean", type=int, default=6)
    options = parser.parse_args()
    draw(options.part, options.seed, options.people, options.clean, options.folder)


if __name__ == "__main__":
    main()
