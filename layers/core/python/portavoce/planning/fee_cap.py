"""Posts that would take what a platform bills in a month above what the brand allows. Pure."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import NamedTuple

from portavoce.planning.fees import count_fees, sum_part_mills
from portavoce.planning.model import PlanDiff, PlannableRow, Remark
from portavoce.platforms.rules.fee_table import FeeTable
from portavoce.publishing.model import Publication, PublicationState

_NEVER_SAID = frozenset({PublicationState.CANCELLED, PublicationState.MISSED, PublicationState.FAILED})
_BILLED = frozenset({PublicationState.PUBLISHED, PublicationState.SENDING, PublicationState.UNCERTAIN})
"""Of these the platform has billed all, or may have."""


def month_begin(moment: datetime) -> datetime:
    """When the UTC month of a moment begins."""
    return moment.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def sum_mills(platform: str, fees: FeeTable, posts: Iterable[Publication]) -> int:
    """What those of the platform have cost, or will: in thousandths of its currency."""
    contents = [one.content for one in posts if one.platform == platform and one.state not in _NEVER_SAID]
    return count_fees(platform, fees, contents).mills


def sum_month_mills(asking: Publication, others: Iterable[Publication], fees: FeeTable, at: datetime) -> int:
    """What the platform will have billed for posts in the month of `at` once this one leaves then; `others` are the
    brand's posts of that month.

    Of those that wait, the ones before it count: of two for which there is room for one, one leaves, whoever asks
    first."""
    costs = [_cost_of(one, fees, at) for one in others if one.platform == asking.platform]
    return _sum_before(asking, costs) + sum_part_mills(asking.content, fees)


def select_within_cap(
    held: Iterable[Publication],
    others: Iterable[Publication],
    fees: FeeTable,
    cap: tuple[int, int],
    now: datetime,
) -> list[Publication]:
    """Of the posts that a cap holds, those to try again, the earliest first: there is room for them by now, and what
    each takes, the next does not have. Where the cap was raised or the month is another, all are: what is beyond it
    again is told.

    `others` are the brand's posts of the month; `cap` are the cap, and what listening has cost, in minor units."""
    cap_minor, heard_minor = cap
    waiting = sorted(held, key=_turn)
    platform = waiting[0].platform if waiting else ""
    costs = [_cost_of(one, fees, now) for one in others if one.platform == platform]
    found = []
    for one in waiting:
        cost = sum_part_mills(one.content, fees)
        if fees.to_minor(_sum_before(one, costs) + cost) + heard_minor <= cap_minor:
            found.append(one)
            costs.append(_Cost(_turn(one), sure=0, waiting=cost))
        elif one.fee_hold and one.fee_hold.is_lifted(cap_minor, now):
            found.append(one)
    return found


class _Cost(NamedTuple):
    """What a post has cost in a month, or may have, and what it will cost beyond that while it waits for its turn."""

    turn: tuple[datetime, str]
    sure: int
    waiting: int


def _cost_of(one: Publication, fees: FeeTable, at: datetime) -> _Cost:
    is_this_month = month_begin(one.started_at or one.planned_at) == month_begin(at)
    whole, out = sum_part_mills(one.content, fees), sum_part_mills(one.content, fees, len(one.sent))
    billed = whole if one.state in _BILLED else out
    waiting = whole - out if one.state is PublicationState.SCHEDULED else 0
    return _Cost(_turn(one), billed if is_this_month else 0, waiting)


def _sum_before(asking: Publication, costs: Iterable[_Cost]) -> int:
    """What others have cost, and will before it."""
    turn = _turn(asking)
    return sum(one.sure + (one.waiting if one.turn < turn else 0) for one in costs if one.turn[1] != turn[1])


def _turn(one: Publication) -> tuple[datetime, str]:
    return one.planned_at, one.publication_id


def hold_to_cap(
    found: PlanDiff, platform: str, fees: FeeTable, cap_minor: int, standing: Mapping[str, Publication]
) -> PlanDiff:
    """Refuses the rows of the platform that would go beyond its cap, the earliest posts first; `standing` are by id the
    posts of all the months that the rows fall in."""
    written = {one.publication.publication_id: one for one in (*found.new, *found.changed)}
    spent: dict[str, int] = {}
    for name, one in standing.items():
        if name not in written:
            spent[_month(one)] = spent.get(_month(one), 0) + sum_mills(platform, fees, [one])
    beyond: dict[str, Remark] = {}
    for name, row in sorted(written.items(), key=lambda item: item[1].publication.planned_at):
        cost, month = sum_mills(platform, fees, [row.publication]), _month(row.publication)
        after = spent.get(month, 0) + cost
        if cost and fees.to_minor(after) > cap_minor and "fee_cap" not in row.publication.allows:
            beyond[name] = _refuse(row, month, fees, (fees.to_minor(after), cap_minor))
        else:
            spent[month] = after
    kept = {
        kind: tuple(one for one in rows if one.publication.publication_id not in beyond)
        for kind, rows in (("new", found.new), ("changed", found.changed))
    }
    refused = sorted([*found.refused, *beyond.values()], key=lambda one: one.row)
    return found.model_copy(update={**kept, "refused": tuple(refused)})


def _refuse(row: PlannableRow, month: str, fees: FeeTable, sums: tuple[int, int]) -> Remark:
    publication = row.publication
    cost, cap = (f"{Decimal(one).scaleb(-fees.decimals):.{fees.decimals}f}" for one in sums)
    return Remark(
        row=row.row,
        post=publication.post_id,
        channel=publication.channel,
        message=f"with it the posts of {month} would cost {cost} {fees.currency}, and the brand allows {cap}: raise "
        f"fees.{publication.platform}_month_minor in the brand's file, or leave the post or its link out",
    )


def _month(one: Publication) -> str:
    return f"{one.planned_at.astimezone(UTC):%Y-%m}"
