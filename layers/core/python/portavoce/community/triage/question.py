"""Whether a text asks something, with a question mark or without. Pure."""

from portavoce.community.triage.tokens import MARKED, NAMED
from portavoce.community.triage.words import Wording

_LONGEST_WORDS = 14


def asks_something(wording: Wording) -> bool:
    """Whether it asks: by its mark, by saying so, or by how one of its short sentences begins."""
    if wording.asks or wording.has("question", "told"):
        return True
    return any(_opens_clause(span.start, wording) for span in wording.spans("question", "open"))


def _opens_clause(at: int, wording: Wording) -> bool:
    """ "When I was there it rained all day and …" asks nothing, and "How lovely!" neither."""
    clause = wording.clause(at)
    first = next((n for n in range(*clause) if wording.tokens[n] != NAMED and wording.tokens[n][0].isalnum()), None)
    words = sum(token[0].isalnum() for token in wording.tokens[clause.start : clause.end])
    return first == at and 1 < words <= _LONGEST_WORDS and wording.tokens[clause.end : clause.end + 1] != [MARKED]
