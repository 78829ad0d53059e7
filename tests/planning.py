"""A planner over a ledger, with what the platforms answer when they are asked; a desk for a calendar's media."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import gettempdir
from typing import Never

from portavoce.brands.model import Brand
from portavoce.planning.media.of_calendar import Desk
from portavoce.planning.service import Planner
from portavoce.platforms import discovery
from portavoce.platforms.outcomes import Refused, Unclear
from portavoce.publishing.service.ledger import Ledger


def planner_over(ledger: Ledger, answers: Mapping[str, Refused | Unclear] | None = None) -> Planner:
    """`answers` are by publication id; the platforms have nothing against the others."""
    return Planner(
        of_post=ledger.of_post,
        plan=ledger.plan,
        manifest=discovery.manifest,
        check=lambda _: answers or {},
        said_by=ledger.said_by,
        between=ledger.between,
    )


def desk_for(brand: Brand, folder: Path, scratch: Path | None = None) -> Desk:
    """Where the media of a brand's calendar in `folder` are made ready; nothing is imported."""
    platforms = {channel.id: channel.platform for channel in brand.channels}
    return Desk(folder, scratch or Path(gettempdir()), platforms, discovery.manifest, _bring_nothing)


def _bring_nothing(*asked: str) -> Never:
    raise AssertionError(f"nothing is to be imported: {asked}")
