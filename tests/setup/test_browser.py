"""A page that never answers does not keep the tests waiting."""

import time

import pytest
from playwright.sync_api import Error as BrowserError

from tests.browser import Browsers, no_longer_than

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
