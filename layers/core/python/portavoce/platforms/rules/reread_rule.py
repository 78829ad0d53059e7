"""Reading again what was said: with how many calls, and what it measures, whatever the platform."""

from portavoce.platforms.interaction import Verb
from portavoce.value import Value


class RereadRule(Value):
    """What one round may ask about one account: `most_calls` beside those that open a session.

    `most_known` is how many of those that are known it is told to look for. `told` are the changes of which the
    platform's webhook is to tell: what a round finds of them, the webhook has missed."""

    most_calls: int
    most_known: int
    told: frozenset[Verb] = frozenset()
    source: str
