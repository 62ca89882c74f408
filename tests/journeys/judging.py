"""What is wrong with a page for people who read, hear or type in another way."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def violations(page: Page) -> list[str]:
    """Return what axe finds, as rule and place."""
    found = Axe().run(page).response["violations"]
    return [f"{page.url} {rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]]


def overflow(page: Page) -> list[str]:
    """Say whether the page can be moved sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [f"{page.url} is wider than the screen"] if wide else []
