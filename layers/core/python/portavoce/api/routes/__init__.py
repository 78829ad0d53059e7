"""The routes, one module for each thing that the API speaks of. They translate and decide nothing.

A request needs one or two of the modules, and a fresh process imports no more than those."""

from collections.abc import Iterable, Iterator
from importlib import import_module

from aws_lambda_powertools.event_handler.router import APIGatewayRouter

_MODULES = {
    "brands": ("brands",),
    "channels": ("brands",),
    "secrets": ("secrets",),
    "secret": ("secrets",),
    "connection": ("connections",),
    "authorization": ("connections",),
    "media": ("media", "imports"),
    "plans": ("plans",),
    "slots": ("slots",),
    "posting-hours": ("slots",),
    "analytics": ("analytics",),
    "series": ("series",),
    "evergreens": ("series",),
    "posts": ("posts",),
    "now": ("posts",),
    "publications": ("publications",),
    "review": ("reviews",),
    "calendar-feed": ("feeds",),
    "freezes": ("freezes",),
    "resume": ("freezes",),
    "comments": ("community", "acts", "drafts"),
    "hidings": ("community",),
    "leads": ("community",),
    "rules": ("rules",),
    "answers": ("answers",),
    "languages": ("answers",),
    "budgets": ("money",),
    "brakes": ("brakes",),
    "brake": ("brakes",),
    "boosts": ("money",),
    "accounting": ("month_costs",),
    "goals": ("money",),
    "metrics": ("money",),
    "audience": ("money",),
    "posts-elsewhere": ("money",),
    "status": ("overview",),
    "doctor": ("overview",),
    "alerts": ("alerts",),
    "crisis": ("crises",),
    "links": ("links",),
    "visits": ("visits",),
    "audit": ("audit",),
    "letters": ("letters",),
    "persons": ("persons",),
    "people": ("people",),
}
"""What a path speaks of, and who knows of it: `/brands/aurora/posts/spring` speaks of brands and of posts."""


def routers_for(path: str) -> Iterator[APIGatewayRouter]:
    """The routers that may know a path below the API's prefix: things and their names take turns in it."""
    things = path.strip("/").split("/")[::2]
    return _load(dict.fromkeys(name for thing in things for name in _MODULES.get(thing, ())))


def every_router() -> Iterator[APIGatewayRouter]:
    """All of them."""
    return _load(dict.fromkeys(name for names in _MODULES.values() for name in names))


def _load(names: Iterable[str]) -> Iterator[APIGatewayRouter]:
    for name in names:
        yield import_module(f"{__name__}.{name}").router
