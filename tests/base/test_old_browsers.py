"""Requester's pages in browsers of 2020 (Chromium 80, Firefox 75): what they cannot read they must drop whole.

Our sheets stand in layers, which they do not know, so that none of them is read by half; `legacy.css` is for them, and
our scripts, htmx among them, do not run there (`browsers.js`), so that the page stays one without a script.
"""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHEETS = [path for path in ROOT.glob("priyom/*/static/**/*.css") if path.name != "legacy.css"]
LEGACY = ROOT / "priyom/base/static/base/css/legacy.css"
PORTAL = [*ROOT.glob("priyom/desk/jinja2/portal/*.html"), ROOT / "priyom/base/jinja2/base/portal_page.html"]

# What came after 2020, with a line that shows it.
LATER_STYLE = {
    r"@layer|@container|@property|@scope": "@layer base {",
    r":(is|where|has|focus-visible|user-invalid|modal|popover-open)\b": "a:focus-visible {",
    r"\b(inset|aspect-ratio|content-visibility|accent-color|translate|rotate|scale|container|overflow-clip-margin)\s*:":
        "inset: 0;",
    r"\b(gap|row-gap|column-gap)\s*:": "gap: 1rem;",  # in flex lines: Chromium 84
    r"\b(color-mix|oklch|oklab|lab|lch|light-dark|abs|round|sin)\(": "color: oklch(0 0 0);",
    r"\d(d|s|l)v[hwib]\b|\d(lh|rlh|cq[wh])\b": "height: 100dvh;",
    r"^\s*&": "& a {",
    r"var\(--": "color: var(--ink);",  # their values stand in a layer
}  # fmt: skip
LATER_MARKUP = {
    r"\s(popover|popovertarget|inert|commandfor)\b[= >]": "<div popover>",
    r"<(search|selectlist|selectedcontent)\b": "<search>",
    r"<dialog(?![^>]*\bhidden)": "<dialog open>",  # Firefox 98; before that its text would stand in the page
}


def without_comments(text):
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


def later(patterns, text):
    return [pattern for pattern in patterns if re.search(pattern, text, flags=re.MULTILINE)]


@pytest.mark.parametrize(("pattern", "line"), [*LATER_STYLE.items(), *LATER_MARKUP.items()])
def test_the_list_catches_its_own_examples(pattern, line):
    assert re.search(pattern, line, flags=re.MULTILINE)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_sheet_stands_in_layers_whole(sheet):
    """Outside of the layers stands nothing that an old browser would take for a style."""
    text, outside, depth = without_comments(sheet.read_text()), "", 0
    for part in re.split(r"([{}])", text):
        depth += {"{": 1, "}": -1}.get(part, 0)
        outside += part if depth == 0 and part not in "{}" else ""
    openings = [each.strip() for each in outside.split(";") for each in each.split("\n") if each.strip()]
    assert all(each.startswith(("@layer", "@charset")) for each in openings), openings


def test_the_sheet_for_old_browsers_holds_nothing_that_came_later():
    head, _brace, body = without_comments(LEGACY.read_text()).partition("{")
    assert head.strip().startswith("@supports not (")
    assert {"accent-color", "text-emphasis", "scrollbar-gutter", "-apple-system-body"} <= set(
        re.findall(r"[\w-]+", head)
    )
    assert later(LATER_STYLE, body) == []


@pytest.mark.parametrize("page", PORTAL, ids=lambda path: path.name)
def test_a_page_of_requesters_is_written_in_the_markup_of_2020(page):
    assert later(LATER_MARKUP, page.read_text()) == []


# What a browser of 2018 could not parse: the one script that decides must be read everywhere.
LATER_SCRIPT = r"\?\.|\?\?|\|\|=|&&=|#\w+\(|\bawait\b|\bstatic\b"


def test_no_script_runs_where_the_sheets_are_dropped():
    deciding = ROOT / "priyom/base/static/base/js/browsers.js"
    assert not re.search(LATER_SCRIPT, re.sub(r"//.*", "", deciding.read_text()))
    assert re.search(LATER_SCRIPT, "button.plain ??= text")
    heads = (ROOT / "priyom/base/jinja2/base/_head.html", ROOT / "priyom/people/templates/account/base.html")
    for head in heads:
        scripts = re.findall(r"js/(\w+)\.js", head.read_text())
        assert scripts[0] == "browsers", "it decides before the others"
    entered = re.findall(
        r"<script type=\"module\" src=\"\{\{ static\('([^']+)'\)",
        "".join(path.read_text() for path in ROOT.glob("priyom/*/jinja2/**/*.html")),
    )
    for name in set(entered):
        (script,) = ROOT.glob(f"priyom/*/static/{name}")
        first = re.search(r"^import .*", script.read_text(), flags=re.MULTILINE)
        assert script == deciding or "browsers.js" in first.group(), f"{name} runs in browsers that cannot show it"


def test_every_script_is_a_module_and_only_a_script_that_runs_says_so():
    """A module that an old browser cannot parse does nothing at all: the page then is the one without a script."""
    scripts = [
        (path.name, tag)
        for path in ROOT.glob("priyom/*/jinja2/**/*.html")
        for tag in re.findall(r"<script\b[^>]*>", path.read_text())
    ]
    plain = [tag for tag in scripts if 'type="module"' not in tag[1] and "json" not in tag[1] and "defer" not in tag[1]]
    assert plain == []
    marks = [path.name for path in ROOT.glob("priyom/*/static/**/*.js") if 'classList.add("js")' in path.read_text()]
    assert marks == ["app.js"]
