"""Mastodon: one instance's statuses, media and accounts; with a switch, a compatible server that ignores keys."""
