"""What tells English from the other languages that a reader may have."""

import re

from portavoce.brands.model import Language

OTHERS: tuple[Language, ...] = ("it", "ar")
# Words that no Italian sentence has, and no Arabic one.
ENGLISH = re.compile(
    r"\b(?:the|and|of|was|were|not|with|that|then|this|it|its|has|for|on|send|your|any)\b", re.IGNORECASE
)
