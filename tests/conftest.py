"""What tests with a browser begin with, wherever they are."""

from tests.browser.demo import chromium, demo, own_demo, phone, playwright

__all__ = ["chromium", "demo", "own_demo", "phone", "playwright"]
