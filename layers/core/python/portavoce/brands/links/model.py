"""What a brand wants of the links in its posts."""

import re
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from portavoce.value import Value

_HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_PLACES = re.compile(r"\{(\w*)\}")
_KNOWN_PLACES = ("platform", "channel", "campaign", "post", "pillar")


def _host(name: str) -> str:
    if not _HOST.fullmatch(name.lower()):
        raise ValueError(f"{name!r} is not a domain such as go.aurora.example")
    return name.lower()


def _template(text: str) -> str:
    if unknown := [name for name in _PLACES.findall(text) if name not in _KNOWN_PLACES]:
        raise ValueError(f"{{{unknown[0]}}} is not known here; known: {', '.join(_KNOWN_PLACES)}")
    return text


UtmTemplate = Annotated[str, StringConstraints(max_length=100), AfterValidator(_template)]
"""Words with places such as `{post}`; a tag whose places are all empty is left out."""


class UtmTags(Value):
    """The tags that a tracked link's target gets, unless it has them. They are written in lower case."""

    source: UtmTemplate = "{platform}"
    medium: UtmTemplate = "social"
    campaign: UtmTemplate = "{campaign}"
    content: UtmTemplate = "{post}"
    term: UtmTemplate = ""


class LinkRules(Value):
    """Whether links in posts are counted; a channel may say otherwise for itself. `domain` is the brand's own, which
    leads to the stage's API."""

    track: bool = False
    domain: Annotated[str, AfterValidator(_host)] | None = None
    utm: UtmTags = UtmTags()
