"""The tests of the twin in two halves, for two processes side by side: each has a twin of its own.

A file that is named nowhere belongs to the first half."""

SIDES = {
    "first": (
        "test_answers",
        "test_api",
        "test_bad_input",
        "test_console",
        "test_letters",
        "test_links",
        "test_persons",
        "test_removal",
        "test_story",
        "test_troubles",
        "test_visits",
        "test_webhooks",
    ),
    "second": (
        "test_calendar_out",
        "test_connections",
        "test_crisis",
        "test_first_week",
        "test_freezes",
        "test_imports",
        "test_long_calendar",
        "test_reviews",
        "test_series",
    ),
}
"""About as long as each other. What is logged is read at the end of each."""

WOKEN_BY = {
    "console": "test_console",
    "count_clicks": "test_links",
    "count_visits": "test_visits",
    "deletions": "test_persons",
    "feed": "test_calendar_out",
    "follow_link": "test_links",
    "hear_visits": "test_visits",
    "import_media": "test_imports",
    "keep_channels": "test_connections",
    "letters": "test_letters",
    "people": "test_console",
    "persons": "test_persons",
    "review": "test_reviews",
}
"""Functions that the story does not need, by the tests that do."""


def side_of(module: str) -> str:
    """The half that a file of tests belongs to."""
    return next((side for side, modules in SIDES.items() if module in modules), "first")
