"""Instagram's webhook proves itself as all of Meta's do."""

from portavoce.platforms.graph.webhook import challenge, verify

__all__ = ["challenge", "verify"]
