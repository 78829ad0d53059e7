"""A calendar of any length in pieces: each well under what one request of the API may hold and take.

Rows that ask for the next free slot come last, in pieces that are told which times the rows before them take."""

from collections.abc import Iterator, Sequence
from typing import Any

from rich.progress import Progress

from portavoce.cli.client import Api, Unreachable
from portavoce.cli.refusal import Refusal
from portavoce.planning.fees import PlatformFees, add_fees
from portavoce.planning.model import PlanRow
from portavoce.planning.slots import asks_for_slot

PIECE_ROWS, PIECE_BYTES = 100, 1_000_000
"""A request may take 29 seconds and hold 6 MB; the twin plans about 20 rows a second."""

_KINDS = ("new", "changed", "unchanged")
_LISTS = (*_KINDS, "refused", "warnings", "too_late")


def check_rows(api: Api, brand_id: str, rows: Sequence[PlanRow], bars: Progress) -> dict[str, Any]:
    """What planning the rows would do, one answer for all of them. Writes nothing."""
    bar = bars.add_task("Checking rows", total=len(rows) or None)
    answers: list[dict[str, Any]] = []
    for piece in _pieces(rows):
        taken = _list_times(answers) if any(asks_for_slot(row.when) for row in piece) else []
        answers.append(_send(api, brand_id, piece, taken, dry_run=True))
        bars.advance(bar, len(piece))
    return _merge(brand_id, answers, dry_run=True)


def write_rows(
    api: Api, brand_id: str, rows: Sequence[PlanRow], checked: dict[str, Any], bars: Progress
) -> dict[str, Any]:
    """Plans those rows that are new or changed in the answer `checked`, piece after piece.

    Raises Refusal, with how far it came: the same calendar again goes on there. Ctrl-C is told the same."""
    wanted = {one["row"] for one in (*checked["new"], *checked["changed"])}
    todo = [row for row in rows if row.row in wanted]
    bar = bars.add_task("Writing rows", total=len(todo))
    answers: list[dict[str, Any]] = []
    done = 0
    for piece in _pieces(todo):
        try:
            answers.append(_send(api, brand_id, piece, [], dry_run=False))
        except Refusal as refusal:
            if done or isinstance(refusal, Unreachable):
                refusal.lines = (*refusal.lines, _how_far(done, len(todo)))
            raise
        except KeyboardInterrupt:
            bars.console.print(_how_far(done, len(todo)), markup=False)
            raise
        done += len(piece)
        bars.advance(bar, len(piece))
    written = _merge(brand_id, answers, dry_run=False)
    return written | {
        "unchanged": _by_row([*checked["unchanged"], *written["unchanged"]]),
        "warnings": _by_row([*(one for one in checked["warnings"] if one["row"] not in wanted), *written["warnings"]]),
    }


def _how_far(done: int, total: int) -> str:
    """Of the piece that was being sent nobody knows."""
    written = f"At least {done} of {total} rows are written" if done else "Some rows may be written"
    return f"{written}. Run the same command again: it goes on where it stopped."


def fit_in_one(rows: Sequence[PlanRow]) -> bool:
    """Whether one request is enough for these rows."""
    return len(rows) <= PIECE_ROWS and sum(map(_size, rows)) <= PIECE_BYTES


def _pieces(rows: Sequence[PlanRow]) -> Iterator[list[PlanRow]]:
    if fit_in_one(rows):
        yield list(rows)
        return
    # Post by post, so that whoever has to approve one is asked about all its channels at once; slots row by row. Posts
    # in their order of time, so that a piece is held against the weeks around it and not against the whole calendar.
    first: dict[str, str] = {}
    for row in rows:
        first[row.post] = min(row.when, first.get(row.post, row.when))
    for asks in (False, True):
        alike = [row for row in rows if asks_for_slot(row.when) is asks]
        yield from _cut(alike if asks else sorted(alike, key=lambda row: (first[row.post], row.post, row.row)))


def _cut(rows: Sequence[PlanRow]) -> Iterator[list[PlanRow]]:
    piece: list[PlanRow] = []
    size = 0
    for row in rows:
        own = _size(row)
        if piece and (len(piece) == PIECE_ROWS or size + own > PIECE_BYTES):
            yield piece
            piece, size = [], 0
        piece.append(row)
        size += own
    if piece:
        yield piece


def _size(row: PlanRow) -> int:
    return len(row.model_dump_json())


def _list_times(answers: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    return [
        {"channel": one["channel"], "at": one["planned_at"]}
        for answer in answers
        for kind in _KINDS
        for one in answer[kind]
    ]


def _send(
    api: Api, brand_id: str, rows: Sequence[PlanRow], taken: list[dict[str, str]], *, dry_run: bool
) -> dict[str, Any]:
    body = {"rows": [row.model_dump(mode="json") for row in rows], "taken": taken}
    answer: dict[str, Any] = api.post("brands", brand_id, "plans", body=body, query={"dry_run": dry_run}).body
    return answer


def _merge(brand_id: str, answers: Sequence[dict[str, Any]], *, dry_run: bool) -> dict[str, Any]:
    fees = add_fees(PlatformFees.model_validate(one) for answer in answers for one in answer["fees"])
    return {"brand_id": brand_id, "dry_run": dry_run, "fees": [one.model_dump() for one in fees]} | {
        name: _by_row([one for answer in answers for one in answer[name]]) for name in _LISTS
    }


def _by_row(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(entries, key=lambda one: int(one["row"]))
