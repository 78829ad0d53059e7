"""Facebook's webhook proves itself as all of Meta's do."""

from portavoce.platforms.graph.signed_request import read_deletion
from portavoce.platforms.graph.webhook import challenge, halve, is_malformed, only_reactions, verify

__all__ = ["challenge", "halve", "is_malformed", "only_reactions", "read_deletion", "verify"]
