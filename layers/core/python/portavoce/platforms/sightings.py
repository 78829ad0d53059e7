"""What a look-up has seen in a platform's list, and what may be concluded from it. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import AwareDatetime

from portavoce.platforms.contract import ReadFailed
from portavoce.platforms.outcomes import Absent, Found, LookupOutcome, Unclear
from portavoce.platforms.webhook_json import moment, objects, text
from portavoce.value import Value


class Sighting(Value):
    """One post or comment of the list, beside the one that is looked for.

    `is_proven`: it has what is ours alone, such as the media that we have uploaded for it. `is_alike`: it has the same
    words, as many media, the same place. `is_taken`: it is another publication's, or another part's."""

    remote_id: str
    url: str | None = None
    at: AwareDatetime
    is_taken: bool
    is_proven: bool = False
    is_alike: bool


def judge_sightings(seen: Iterable[Sighting]) -> LookupOutcome:
    """Found: what is proven, or the only one alike that nobody else has. Absent: the list shows none."""
    seen = list(seen)
    free = [one for one in seen if not one.is_taken]
    if proven := next((one for one in free if one.is_proven), None):
        return Found(remote_id=proven.remote_id, url=proven.url, is_proven=True)
    alike = [one for one in free if one.is_alike]
    if len(alike) > 1:
        return Unclear(reason=f"{len(alike)} posts have the same words")
    if alike:
        return Found(remote_id=alike[0].remote_id, url=alike[0].url)
    return Absent(newest_at=max((one.at for one in seen), default=None))


def shown_rows(listed: object, name: str) -> list[Mapping[str, Any]]:
    """The rows of a list that a platform was asked for. Raises ReadFailed when it is none, or when a row shows nothing:
    what it hides may be what is looked for."""
    if not isinstance(listed, list):
        raise ReadFailed(f"{name} holds no list")
    rows = list(objects(listed))
    if len(rows) < len(listed):
        raise ReadFailed(f"{name} holds a row that shows nothing")
    return rows


def shown_text(row: Mapping[str, Any], name: str) -> str:
    """A field that was asked for and that everything in the list has. Raises ReadFailed when it is not shown."""
    if (shown := text(row.get(name))) is None:
        raise ReadFailed(f"the list does not show {name}")
    return shown


def shown_moment(row: Mapping[str, Any], name: str) -> AwareDatetime:
    """A moment that was asked for and that everything in the list has. Raises ReadFailed when it is not shown."""
    if (shown := moment(row.get(name))) is None:
        raise ReadFailed(f"the list does not show {name}")
    return shown
