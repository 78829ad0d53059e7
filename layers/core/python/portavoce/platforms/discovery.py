"""Finds the platforms: a folder with a `manifest.py` is one. Nothing else in the product lists them."""

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from portavoce import platforms
from portavoce.platforms.manifest import Capability, Manifest, PlatformNames


@cache
def names() -> tuple[str, ...]:
    """Every platform's folder name, sorted."""
    return tuple(
        sorted(path.parent.name for folder in platforms.__path__ for path in Path(folder).glob("*/manifest.py"))
    )


def manifest(name: str) -> Manifest:
    """The platform's manifest. Raises KeyError for a name that is no platform."""
    if name not in names():
        raise KeyError(name)
    found: Manifest = import_module(f"portavoce.platforms.{name}.manifest").MANIFEST
    return found


def part(name: str, module: str) -> Any:
    """One of the platform's modules (`client`, `webhook`, `inbox`), imported when first asked for."""
    if name not in names():
        raise KeyError(name)
    return import_module(f"portavoce.platforms.{name}.{module}")


def with_capability(capability: Capability) -> tuple[str, ...]:
    """The names of the platforms that can do this."""
    return tuple(name for name in names() if capability in manifest(name).capabilities)


def of_brands() -> PlatformNames:
    """What a brand's channels, ad accounts, analytics and brakes can be on."""
    able = (Capability.PUBLISH, Capability.ADVERTISE, Capability.COUNT_VISITS, Capability.BRAKE)
    return PlatformNames(*map(with_capability, able))
