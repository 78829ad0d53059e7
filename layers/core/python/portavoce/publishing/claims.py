"""Whose a post on the platform is, when several publications of a channel could have made it. Pure."""

from collections.abc import Iterable, Iterator

from portavoce.platforms.outcomes import Found, LookupOutcome, Unclear
from portavoce.platforms.text.sent_text import normalise_text
from portavoce.publishing import parts, states
from portavoce.publishing.model import Publication, PublicationState

_IN_DOUBT = frozenset({PublicationState.SENDING, PublicationState.UNCERTAIN})


def claimed_posts(others: Iterable[Publication]) -> frozenset[str]:
    """The ids and addresses of what these publications have on the platform."""
    sent = [part for one in others for part in one.sent]
    return frozenset(known for part in sent for known in (part.remote_id, part.url) if known)


def judge_found(publication: Publication, outcome: LookupOutcome, others: Iterable[Publication]) -> LookupOutcome:
    """The outcome of a look-up, beside the other publications of the channel as they stand after it.

    What was found by its words alone counts only if nobody else claims it, and nobody else with the same words is in
    doubt: otherwise it cannot be said whose it is."""
    if not isinstance(outcome, Found):
        return outcome
    standing = list(others)
    if not claimed_posts(standing).isdisjoint((outcome.remote_id, outcome.url)):
        return Unclear(reason="what looks like it belongs to another post of the channel")
    if not outcome.is_proven and (twin := next(_twins_in_doubt(publication, standing), None)):
        return Unclear(reason=f"it may be {twin.publication_id}, which says the same and is in doubt as well")
    return outcome


def _twins_in_doubt(publication: Publication, others: Iterable[Publication]) -> Iterator[Publication]:
    """Those others of which a part with the same words may be out without anybody knowing."""
    said = _fold_words(publication, len(publication.sent))
    for one in others:
        closed = one.state is PublicationState.CANCELLED and states.tries(one) > 0
        if (one.state in _IN_DOUBT or closed) and _fold_words(one, len(one.sent)) == said:
            yield one


def _fold_words(publication: Publication, number: int) -> str:
    return normalise_text(parts.outgoing_post(publication, number, str).text).casefold()
