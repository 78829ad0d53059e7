"""The platforms that call us back, and samples of what each delivers."""

from collections.abc import Sequence
from pathlib import Path

from portavoce.platforms import discovery
from portavoce.platforms.manifest import Capability

SAMPLES = Path(__file__).parents[3] / "events" / "samples" / "webhooks"
LISTENING = discovery.with_capability(Capability.LISTEN)


def samples(platform: str) -> Sequence[Path]:
    return sorted((SAMPLES / platform).glob("*.json"))
