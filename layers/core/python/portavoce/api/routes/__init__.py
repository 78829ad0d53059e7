"""The routes, one module for each thing that the API speaks of. They translate and decide nothing."""

from portavoce.api.routes import (
    alerts,
    audit,
    brands,
    community,
    connections,
    feeds,
    freezes,
    imports,
    media,
    money,
    overview,
    plans,
    posts,
    publications,
    reviews,
    secrets,
    series,
    slots,
)

_MODULES = (
    brands,
    secrets,
    connections,
    media,
    imports,
    plans,
    slots,
    series,
    posts,
    publications,
    reviews,
    feeds,
    freezes,
    community,
    money,
    overview,
    alerts,
    audit,
)
ROUTERS = tuple(module.router for module in _MODULES)
