"""A plan in the light of what the platforms and the channels' own posts say to it. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from portavoce.planning.model import PlanDiff, PlannableRow, Remark
from portavoce.platforms.outcomes import Refused, Unclear

_SHOWN = 3


def weigh_answers(
    found: PlanDiff, answers: Mapping[str, Refused | Unclear], said_by: Mapping[str, Sequence[str]]
) -> PlanDiff:
    """Puts what the platforms refuse among the refused, and adds warnings of what could not be asked and of what was
    said before; `answers` and `said_by` are by publication id."""
    kept = {"new": found.new, "changed": found.changed}
    refused, warnings = list(found.refused), list(found.warnings)
    for kind, planned in kept.items():
        stays = []
        for one in planned:
            answer = answers.get(one.publication.publication_id)
            if isinstance(answer, Refused):
                refused.append(_remark(one, f"{one.publication.platform} would refuse it: {answer.reason}"))
                continue
            stays.append(one)
            warnings += [_remark(one, note) for note in _notes(one, answer, said_by)]
        kept[kind] = tuple(stays)
    return found.model_copy(
        update=kept | {"refused": tuple(sorted(refused, key=lambda one: one.row)), "warnings": tuple(warnings)}
    )


def _notes(
    planned: PlannableRow, answer: Refused | Unclear | None, said_by: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    publication = planned.publication
    if answer:
        yield f"{publication.platform} could not be asked about it: {answer.reason}"
    others = said_by.get(publication.publication_id, ())
    if others:
        more = f" and {len(others) - _SHOWN} more" if len(others) > _SHOWN else ""
        yield (
            f"{', '.join(others[:_SHOWN])}{more} says the same on this channel within {publication.guard_days} days: "
            "whichever is later will not leave unless its column allow names duplicate"
        )


def _remark(planned: PlannableRow, message: str) -> Remark:
    publication = planned.publication
    return Remark(row=planned.row, post=publication.post_id, channel=publication.channel, message=message)
