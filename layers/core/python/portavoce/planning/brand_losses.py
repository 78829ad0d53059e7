"""What a change of a brand takes away or moves, in words: said before it is written, and asked about. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Literal

from portavoce.brands.model import Brand, Budget, People
from portavoce.planning.quiet_times import hindrance
from portavoce.publishing.model import Publication, PublicationState
from portavoce.value import Value

LossKind = Literal["channel", "account", "quiet_time", "budget", "address"]
Decimals = Callable[[str, str], int]
"""How many digits of an amount stand after the point, by the platform and the currency."""
NAMED = 5
"""How many publications a sentence names; the loss holds them all."""

STANDS = frozenset({PublicationState.IN_REVIEW, PublicationState.SCHEDULED, PublicationState.FROZEN})
"""What is still to leave."""


class BrandLoss(Value):
    """One thing that a change of the brand takes away or moves. `field` is its place in the brand, `says` the sentence
    for a person; `publications` are the ids that it touches, soonest first."""

    kind: LossKind
    field: str
    says: str
    publications: tuple[str, ...] = ()


def touches_posts(old: Brand, new: Brand) -> bool:
    """Whether posts that are planned may be touched, so that they have to be read."""
    names = ("channels", "blackouts", "quiet_hours", "zone")
    return any(getattr(old, name) != getattr(new, name) for name in names)


def find_losses(old: Brand, new: Brand, planned: Iterable[Publication], decimals: Decimals) -> list[BrandLoss]:
    """What the change takes away or moves; `planned` are the brand's publications from now on."""
    standing = sorted((one for one in planned if one.state in STANDS), key=lambda one: one.planned_at)
    return [
        *_channels(old, new, standing),
        *_quiet_times(old, new, standing),
        *_budgets(old, new, decimals),
        *_addresses(old.people, new.people),
    ]


def _channels(old: Brand, new: Brand, standing: Sequence[Publication]) -> Iterator[BrandLoss]:
    for before in old.channels:
        after = new.channel(before.id)
        ids = tuple(one.publication_id for one in standing if one.channel == before.id)
        field = f"channels[{before.id}]"
        if not ids:
            continue
        if after is None:
            words = f"Channel {before.id} is removed; {_count(ids)} planned on it and cannot leave"
            yield BrandLoss(kind="channel", field=field, says=_sentence(words, ids), publications=ids)
        elif (after.platform, after.account_id) != (before.platform, before.account_id):
            there = f"{after.platform} {after.account_id}"
            words = f"Channel {before.id} becomes {there} instead of {before.platform} {before.account_id}"
            says = _sentence(f"{words}; {_count(ids)} planned on it", ids)
            yield BrandLoss(kind="account", field=field, says=says, publications=ids)


def _quiet_times(old: Brand, new: Brand, standing: Sequence[Publication]) -> Iterator[BrandLoss]:
    """Posts that stand in days or hours that were free: a rule moves nothing that is planned already."""
    touched: dict[tuple[str, str], list[str]] = {}
    for one in standing:
        found = hindrance(new, one.planned_at, one.allows)
        if found and not hindrance(old, one.planned_at, one.allows):
            touched.setdefault((found.rule, found.reason), []).append(one.publication_id)
    for (rule, reason), ids in touched.items():
        field = "blackouts" if rule == "blackout" else "quiet_hours"
        words = f"In {reason} {_count(ids)} planned and will leave all the same, unless you move or cancel them"
        yield BrandLoss(kind="quiet_time", field=field, says=_sentence(words, ids), publications=tuple(ids))


def _budgets(old: Brand, new: Brand, decimals: Decimals) -> Iterator[BrandLoss]:
    now = {one.id: one for one in new.budgets}
    for before in old.budgets:
        after, was = now.get(before.id), _amount(old, before, decimals)
        if after is None:
            says = f"Budget {before.readable_name} of {was} is removed: nobody is warned of it any more."
            yield BrandLoss(kind="budget", field=f"budgets[{before.id}]", says=says)
        elif (after.amount_minor, after.currency) != (before.amount_minor, before.currency):
            says = f"Budget {before.readable_name} becomes {_amount(new, after, decimals)} instead of {was}."
            yield BrandLoss(kind="budget", field=f"budgets[{before.id}].amount_minor", says=says)


def _amount(brand: Brand, budget: Budget, decimals: Decimals) -> str:
    platform = next((one.platform for one in brand.ad_accounts if one.id == budget.ad_account), "")
    places = decimals(platform, budget.currency)
    return f"{Decimal(budget.amount_minor).scaleb(-places):,.{places}f} {budget.currency}"


def _addresses(old: People, new: People) -> Iterator[BrandLoss]:
    for group in People.model_fields:
        before, after = getattr(old, group), getattr(new, group)
        if gone := [one for one in before if one not in after]:
            added = [one for one in after if one not in before]
            instead = f"; new there: {', '.join(added)}" if added else ""
            says = f"No longer written to as {group}: {', '.join(gone)}{instead}."
            yield BrandLoss(kind="address", field=f"people.{group}", says=says)


def _count(ids: Sequence[str]) -> str:
    return "1 post is" if len(ids) == 1 else f"{len(ids)} posts are"


def _sentence(words: str, ids: Sequence[str]) -> str:
    named = ", ".join(ids[:NAMED])
    more = f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
    return f"{words}: {named}{more}."
