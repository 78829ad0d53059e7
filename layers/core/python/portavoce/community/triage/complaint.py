"""Whether a text says that something went wrong, so that somebody should answer it. Pure."""

from portavoce.community.triage.words import Wording

_FEW_WORDS = 5


def complains(wording: Wording) -> bool:
    """Whether it complains: of something by itself, or with bad words of something that is the brand's."""
    said = wording.spans("complaint", "said")
    praise = wording.has("addressee", "praise")
    if said and not (praise and len(said) == 1):
        return True
    bad = {span.start for span in wording.spans("complaint", "bad")}
    if not bad or praise:
        return False
    facts = wording.has("complaint", "fact")
    return facts or len(bad) > 1 or sum(token.isalpha() for token in wording.tokens) <= _FEW_WORDS


def complains_more_than_once(wording: Wording) -> bool:
    """Whether two things in it complain by themselves, so that no likelihood speaks against them."""
    return len({span.start for span in wording.spans("complaint", "said")}) > 1 and not wording.has(
        "addressee", "praise"
    )


def tells_what_happened(wording: Wording, *, briefly: bool) -> bool:
    """Whether it says what went wrong, in more than rough words: an order, a wait, a sum; `briefly`: by any word."""
    said = {n for span in wording.spans("complaint", "said") for n in range(*span)}
    said -= {n for span in wording.spans("abuse", "curse", "insult", "mild", "trait", "animal") for n in range(*span)}
    facts = wording.spans("complaint", "fact")
    counted = any(token.isdigit() for token in wording.tokens)
    apart = sum(n - 1 not in said for n in said)
    return (bool(said) and bool(briefly or facts or counted or apart > 1)) or len(facts) > 1
