"""Posts that would take what a platform bills in a month above what the brand allows. Pure."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal

from portavoce.planning.fees import count_fees
from portavoce.planning.model import PlanDiff, PlannableRow, Remark
from portavoce.platforms.fee_table import FeeTable
from portavoce.publishing.model import Publication, PublicationState

_NEVER_SAID = frozenset({PublicationState.CANCELLED, PublicationState.MISSED, PublicationState.FAILED})


def month_begin(moment: datetime) -> datetime:
    """When the UTC month of a moment begins."""
    return moment.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def sum_mills(platform: str, fees: FeeTable, posts: Iterable[Publication]) -> int:
    """What those of the platform have cost, or will: in thousandths of its currency."""
    contents = [one.content for one in posts if one.platform == platform and one.state not in _NEVER_SAID]
    return count_fees(platform, fees, contents).mills


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
        if cost and fees.to_minor(after) > cap_minor:
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
