"""What a brand's publications amount to, for a first look."""

from collections import Counter
from collections.abc import Iterable

from portavoce.publishing.model import NEEDS_PERSON, Freeze, Publication, PublicationState
from portavoce.value import Value

NEXT_COUNT = 5


class BrandStatus(Value):
    """One brand: how many publications stand in each state, the next to leave, those that need a person, and those that
    wait for somebody's yes."""

    brand_id: str
    name: str
    counts: dict[PublicationState, int]
    next: tuple[Publication, ...]
    needs_person: tuple[Publication, ...]
    in_review: tuple[Publication, ...]


class StageStatus(Value):
    """The stage: its brands and what is frozen."""

    brands: tuple[BrandStatus, ...]
    freezes: tuple[Freeze, ...]


def brand_status(brand_id: str, name: str, publications: Iterable[Publication]) -> BrandStatus:
    """The summary of one brand's publications, given by planned time."""
    found = list(publications)
    return BrandStatus(
        brand_id=brand_id,
        name=name,
        counts=dict(Counter(one.state for one in found)),
        next=tuple([one for one in found if one.state is PublicationState.SCHEDULED][:NEXT_COUNT]),
        needs_person=tuple(find_troubles(found)),
        in_review=tuple(one for one in found if one.state is PublicationState.IN_REVIEW),
    )


def find_troubles(publications: Iterable[Publication]) -> list[Publication]:
    """Those that cannot go on by themselves, each with what to do."""
    return [one for one in publications if one.state in NEEDS_PERSON and one.next_step]
