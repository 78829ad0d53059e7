"""The pages of a brand's that tell of visits, and what its work costs beside ads."""

import re
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from portavoce.brands.currency_rates import CurrencyCode
from portavoce.brands.minor_units import MinorUnits
from portavoce.value import Value

MAX_SITES, MAX_COSTS = 20, 20
_LOOPBACK = ("localhost", "127.0.0.1")
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
"""As a browser sends it: letters beyond these it writes as `xn--…` (URL standard, host serializing)."""


def _origin(text: str) -> str:
    try:
        parts = urlsplit(text.strip().lower())
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    secure = host and (parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK))
    if not secure or parts.path not in ("", "/") or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError(f"{text!r} is not the origin of a site, such as https://shop.aurora.example")
    if not _HOST.fullmatch(host or ""):
        raise ValueError(
            f"{text!r} is never sent so by a browser: name each site for itself, with letters beyond a to z as it is "
            "sent, such as https://xn--bcher-kva.example"
        )
    has_port = port is not None and (parts.scheme, port) not in (("https", 443), ("http", 80))
    return f"{parts.scheme}://{host}{f':{port}' if has_port else ''}"


Origin = Annotated[str, AfterValidator(_origin)]
"""Scheme, host and port, as a browser sends them (Fetch standard, Origin header); `http` on one's own machine alone."""


class VisitRules(Value):
    """Which sites may tell of visits, and the `currency` in which their conversions are worth something."""

    sites: Annotated[tuple[Origin, ...], Field(max_length=MAX_SITES)] = ()
    currency: CurrencyCode | None = None


class RunningCost(Value):
    """What is spent each month beside ads, in minor units."""

    kind: Literal["labour", "fees"]
    name: str = Field(min_length=1, max_length=60)
    monthly_minor: MinorUnits


class ReturnRules(Value):
    """What a return on investment is held against: `margin_percent` of the value stays, and each month costs so
    much."""

    margin_percent: int | None = Field(default=None, ge=1, le=100)
    currency: CurrencyCode | None = None
    costs: Annotated[tuple[RunningCost, ...], Field(max_length=MAX_COSTS)] = ()

    @model_validator(mode="after")
    def _costs_have_a_currency(self) -> Self:
        if self.costs and self.currency is None:
            raise ValueError("returns.costs need returns.currency, such as currency: EUR")
        return self
