"""What can be checked of any page, whichever it is: flows.md §6, and axe."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Counted in the page: what a person sees, so hidden things do not count.
_FACTS = """() => {
  const folded = (e) => e.closest('details:not([open]) > :not(summary)');
  const seen = (e) => e.checkVisibility({checkVisibilityCSS: true}) && !folded(e);
  const name = (e) => (e.getAttribute('aria-label') || e.innerText || e.value || '').replace(/\\s+/g, ' ').trim();
  const main = document.querySelector('main');
  const controls = [...main.querySelectorAll('a[href], button')].filter(seen);
  const where = {};
  for (const control of controls) {
    const key = control.tagName === 'A' ? control.getAttribute('href') : 'button';
    (where[name(control)] ||= new Set()).add(key + (control.tagName === 'A' ? '' : controls.indexOf(control)));
  }
  return {
    h1: document.querySelectorAll('h1').length,
    filled: [...main.querySelectorAll('.ds-button:not([data-variant])')].filter(seen)
      .filter((b) => !b.closest('.opened')).map(name),
    menu: document.querySelectorAll('nav.menu a').length,
    twice: Object.entries(where).filter(([, hrefs]) => hrefs.size > 1).map(([text]) => text),
    lang: document.documentElement.lang,
    title: document.title,
    small: controls.filter((c) => { const r = c.getBoundingClientRect();
      return getComputedStyle(c).display !== 'inline' && (r.height < 23.5 || r.width < 23.5); }).map(name),
  };
}"""
_WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def facts_of(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(_FACTS)
    return found


def wider_than_the_screen(page: Page, width: int) -> int:
    """How many CSS pixels of sideways scrolling there are at that width."""
    page.set_viewport_size({"width": width, "height": 780})
    return int(page.evaluate(_WIDER))


def axe_on(page: Page) -> list[str]:
    """What axe finds, one line a rule and place."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text())
    found = page.evaluate("(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}})", RULES)
    return [
        f"{each['id']}: {' '.join(map(str, node['target']))} {node.get('failureSummary', '').splitlines()[-1:]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]
