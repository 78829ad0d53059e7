"""The salt of a day, with which visitors are hashed: `<prefix>/visits/<day>/salt`, made by who needs it first.

It is no item of the table: what a backup keeps for weeks could be taken back for weeks. Once the day is over in every
zone it is deleted, and no hash of that day can be told from another any more."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from portavoce.runtime import aws
from portavoce.runtime.settings import settings
from portavoce.runtime.stage_key import StageKey

_OVER_EVERYWHERE = timedelta(hours=36)
"""From the beginning of a day in UTC to its end in the zone that is farthest behind."""
_LOOKED_BACK = 10
"""Days, and names in one call of DeleteParameters (docs.aws.amazon.com/systems-manager/latest/APIReference)."""


def visit_salt(day: date) -> bytes:
    """The salt of this day of a brand's calendar. Raises KeyNotYetReadable."""
    return _key(day).ensure()


def delete_old_salts(now: datetime) -> None:
    """Deletes the salts of the days that are over everywhere, also what missed runs have left."""
    newest = (now.astimezone(UTC) - _OVER_EVERYWHERE).date()
    prefix = settings().need("parameter_prefix")
    days = [newest - timedelta(days=back) for back in range(_LOOKED_BACK)]
    aws.ssm().delete_parameters(Names=[f"{prefix}/{_folder(day)}/salt" for day in days])


@lru_cache(maxsize=3)
def _key(day: date) -> StageKey:
    return StageKey(_folder(day), "salt")


def _folder(day: date) -> str:
    return f"visits/{day}"
