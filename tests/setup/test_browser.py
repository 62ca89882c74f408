"""A page that never answers does not keep the tests waiting."""

import time

import pytest
from playwright.sync_api import Error as BrowserError

from tests.browser import Browsers, leave, no_longer_than

pytestmark = pytest.mark.browser


def test_a_browser_that_never_answers_is_ended_and_started_again(browsers: Browsers) -> None:
    page = browsers.running().new_page()
    began = time.monotonic()
    with no_longer_than(1), pytest.raises(BrowserError):
        page.evaluate("() => new Promise(() => {})")
    assert time.monotonic() - began < 30
    other = browsers.running().new_page()
    assert other.evaluate("1 + 1") == 2
    other.close()


def test_a_tab_that_never_answers_is_left(browsers: Browsers) -> None:
    context = browsers.running().new_context()
    context.new_page().goto("data:text/html,<script>onbeforeunload = () => false</script><p tabindex=0>x")
    context.pages[0].click("p")
    leave(context)
    assert browsers.running().contexts == []
