"""Mastodon's answers to others in earnest, from published reports and documents; names and ids are made up."""

from typing import Any

ACCESS: list[Any] = [
    ("mastodon", 403, {"error": "This action is outside the authorized scopes"}, "allow all"),
    ("mastodon", 403, {"error": "Your login is currently disabled"}, "look what it says"),
    ("mastodon", 422, {"error": "This method requires an authenticated user"}, "Connect the channel again"),
]
REFUSED: list[Any] = [
    ("mastodon", 422, {"error": "Validation failed: Text character limit of 500 exceeded"}, "text"),
]
TOO_FAST: list[Any] = [
    ("mastodon", 429, {"error": "Too many requests"}, "limit"),
]
OWN_FAILURES: list[Any] = []
