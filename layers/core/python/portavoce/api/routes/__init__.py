"""The routes, one module for each thing that the API speaks of. They translate and decide nothing."""

from portavoce.api.routes import (
    brands,
    community,
    connections,
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
)

_MODULES = (
    brands,
    secrets,
    connections,
    media,
    imports,
    plans,
    posts,
    publications,
    reviews,
    freezes,
    community,
    money,
    overview,
)
ROUTERS = tuple(module.router for module in _MODULES)
