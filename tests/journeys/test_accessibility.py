"""Every page in a real browser, light and dark, wide and narrow: axe, headings, focus, policy, nothing from outside."""

import itertools

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.pages import furnish, pages
from tests.live import DESKTOP, PHONE, Visitor, chromium, open_house

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# All rules wide and light, and narrow and dark. Colours take most of the time: they are looked at in both themes wide,
# and narrow where something appears there or looks otherwise.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
ALL_BUT_COLOURS = {"rules": {"color-contrast": {"enabled": False}}}
LOOKS = ((DESKTOP, "light", {}), (DESKTOP, "dark", COLOURS), (PHONE, "dark", ALL_BUT_COLOURS))
OTHERWISE = """() => {
  const look = (e) => {
    const s = getComputedStyle(e);
    return e.checkVisibility() && [s.color, s.backgroundColor, s.backgroundImage, s.opacity, s.fontSize, s.fontWeight].join();
  };
  const before = window.looksBefore, all = [...document.body.querySelectorAll("*")];
  window.looksBefore = new Map(all.map((e) => [e, look(e)]));
  const other = new Set(before && all.filter((e) => window.looksBefore.get(e) && window.looksBefore.get(e) !== before.get(e)));
  window.otherwise = [...other].filter((e) => !other.has(e.parentElement));
  return window.otherwise.length;
}"""
TABS = 6
AXE = Axe().axe_script
OUTLINE = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const shown = (x) => { const s = getComputedStyle(x); return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== "none"; };
  const box = e.getBoundingClientRect();
  const visible = box.width > 0 && box.height > 0;
  const marked = shown(e) || [...(e.labels ?? [])].some(shown) || [...e.parentElement.querySelectorAll(":scope > *")].some(shown)
    || shown(e.parentElement) || (e.closest("label, .row, .say-box, .field") && shown(e.closest("label, .row, .say-box, .field")));
  return visible && marked ? null : e.outerHTML.slice(0, 160);
}"""
# A colour on its way from one theme to the other is no colour of ours.
STILL = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*, *::before, *::after { transition: none !important; animation: none !important; }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
HEADINGS = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
  .filter((e) => e.checkVisibility() && !e.closest("dialog:not([open])")).map((e) => Number(e.tagName[1]))"""


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def house(transactional_db):
    with open_house() as server:
        yield server.url


def test_every_page_is_fit_for_everybody(browser, house, subtests):
    stage, visitors = furnish(), {}
    for page in pages(stage):
        with subtests.test(f"{page.who} {page.path}"):
            if page.who not in visitors:
                visitors[page.who] = visitor_with_axe(browser, house, getattr(stage, page.who, None))
            wrong = look_at(visitors[page.who], page.path)
            assert not wrong, "\n".join(wrong)
    for visitor in visitors.values():
        visitor.close()


def visitor_with_axe(browser, house, user):
    """Return a visitor whose every page brings axe along: handed over each time, its 500 KB take as long as the page."""
    visitor = Visitor(browser, house, user=user)
    visitor.context.add_init_script(AXE)
    return visitor


def look_at(visitor, path):
    """Return everything that is wrong with the page, one sentence each."""
    page, wrong = visitor.page, []
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    page.goto(path, wait_until="load")
    page.evaluate(STILL)
    wrong += [f"heading: {problem}" for problem in heading_problems(page.evaluate(HEADINGS))]
    for (width, height), scheme, rules in LOOKS:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
        found = found_by_axe(page, "document", rules)
        is_otherwise = page.evaluate(OTHERWISE)  # than at the look before
        if width == PHONE[0] and is_otherwise:
            found += found_by_axe(page, "{include: window.otherwise}", COLOURS)
        wrong += [
            f"{width} {scheme} {rule['id']}: {node['html'][:140]}" for rule in found for node in rule["nodes"][:3]
        ]
        sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if sideways > 0:
            wrong.append(f"{width}: sticks out by {sideways} px")
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    for _ in range(TABS):
        page.keyboard.press("Tab")
        unseen = page.evaluate(OUTLINE)
        if unseen:
            wrong.append(f"focus is not seen: {unseen}")
    wrong += visitor.troubles + [f"asked outside: {url}" for url in visitor.outside]
    visitor.troubles.clear()
    visitor.outside.clear()
    return wrong


def found_by_axe(page, where, rules):
    """Return what axe finds there, rule by rule; only what is wrong is gathered."""
    return page.evaluate(f"rules => axe.run({where}, rules)", {"resultTypes": ["violations"]} | rules)["violations"]


def heading_problems(levels):
    """Return what is wrong with the order of the headings: exactly one h1, and no level left out going down."""
    if levels.count(1) != 1:
        yield f"{levels.count(1)} of the first level"
    for above, below in itertools.pairwise(levels):
        if below > above + 1:
            yield f"h{below} after h{above}"


def test_the_docs_of_the_api_open_under_the_policy_and_ask_nobody(browser, house):
    visitor = Visitor(browser, house)
    visitor.page.goto("/api/v1/docs")
    visitor.page.locator(".opblock").first.wait_for()
    assert visitor.page.locator(".opblock").count() >= 7
    visitor.close()
