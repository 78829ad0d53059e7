"""Two who work on one interaction: whoever has seen an older one is told, and keeps their words."""

from portavoce.community.records import VersionedInteraction
from portavoce.community.stand import describe_stand


class ChangedMeanwhile(Exception):
    """Nothing was done: what was seen stands no longer. The message says what changed and by whom; `words` are those
    that were to be kept or said."""

    def __init__(self, stands: VersionedInteraction, words: str | None) -> None:
        super().__init__(f"it is at revision {stands.version} by now: {describe_stand(stands.row)}")
        self.words = words


def refuse_stale(stands: VersionedInteraction, seen: int | None, words: str | None) -> None:
    """Raises ChangedMeanwhile unless what was seen is what stands, or nobody says what was seen."""
    if seen is not None and stands.version != seen:
        raise ChangedMeanwhile(stands, words)
