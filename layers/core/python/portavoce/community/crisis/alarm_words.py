"""Words by which people say that something is dangerous: the built-in ones, and a brand's own. Pure."""

import re
from functools import cache
from pathlib import Path

from portavoce.community import plain_text

_WORDS = Path(__file__).parent / "words"


def says_alarm(text: str, own: tuple[str, ...] = ()) -> bool:
    """Whether the text holds a word of alarm, whatever its language."""
    folded = plain_text.fold(text)
    return bool(_built_in().search(folded) or (own and plain_text.phrases(own).search(folded)))


@cache
def _built_in() -> re.Pattern[str]:
    lines = (line for file in sorted(_WORDS.glob("*.txt")) for line in file.read_text(encoding="utf-8").splitlines())
    return plain_text.phrases(tuple(line.strip() for line in lines if line.strip() and not line.startswith("#")))
