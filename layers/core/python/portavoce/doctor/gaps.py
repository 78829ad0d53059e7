"""What webhooks have missed, as a check of the installation."""

from collections import Counter
from collections.abc import Iterable, Iterator

from portavoce.community.rereads.model import RereadMemory
from portavoce.doctor.checks import Finding

CHECK = "missed_by_webhook"


def gap_findings(memories: Iterable[RereadMemory]) -> Iterator[Finding]:
    """Whether what was said to each channel whose platform has a webhook came by it, as far as it was read again."""
    for memory in memories:
        if missed := _count(memory):
            remedy = (
                f"In the last seven days {missed} came late: no webhook had told of them, reading again found them. "
                "See on the platform's page for the app whether the webhook still has its address and its fields, and "
                "here what else is wrong with the channel."
            )
            yield Finding(check=CHECK, subject=memory.channel_id, ok=False, remedy=remedy)
        else:
            yield Finding(check=CHECK, subject=memory.channel_id, ok=True, detail=_tell_last(memory))


def _count(memory: RereadMemory) -> str:
    """Such as `2 comment added, 1 reply removed`."""
    numbers = Counter[str]()
    for one in memory.missed:
        numbers[f"{one.kind} {one.verb}"] += one.number
    return ", ".join(f"{number} {what}" for what, number in sorted(numbers.items()))


def _tell_last(memory: RereadMemory) -> str:
    if memory.read_at is None:
        return "not read again yet"
    return f"nothing missed; read again {memory.read_at:%Y-%m-%d %H:%M} UTC"
