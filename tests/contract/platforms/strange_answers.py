"""What a platform, or a proxy before it, does to a call that was applied: the same for posts and for answers."""

LAG_MINUTES = (5, 10, 30)
STRANGE = {
    "502 of a proxy": (502, "<html><body><h1>502 Bad Gateway</h1></body></html>"),
    "body cut short": (200, '{"id": "1'),
    "200 without an id": (200, "{}"),
    "408 of a proxy": (408, ""),
}
"""Answers that are no "no", after the call was applied: status and body."""
