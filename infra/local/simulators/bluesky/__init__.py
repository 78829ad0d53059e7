"""Bluesky: one server of the AT Protocol and the views of its application (platforms/bluesky.md)."""
