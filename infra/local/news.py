"""What is new in the table since the last look, a line each: posts that moved on, comments that were decided."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from infra.local.figures import Evidence, Item, live_posts
from portavoce.platforms.titles import title_of

ASIDE = " " * 13
WAITING = {"scheduled", "sending"}
SHOWN_CHARACTERS = 30


@dataclass
class News:
    """Remembers what was told; times are told in `zone`."""

    zone: tzinfo
    _told: set[str] = field(default_factory=set)
    _doubted: set[str] = field(default_factory=set)

    def since(self, evidence: Evidence) -> Iterator[str]:
        """The lines that were not told yet."""
        for one in sorted(evidence.of_type("publication"), key=lambda one: str(one["planned_at"])):
            if one["state"] not in WAITING:
                yield from self._once(f"{one['publication_id']} {one['state']}", self._publication(one, evidence))
        for one in sorted(evidence.of_type("interaction"), key=lambda one: str(one["list_sk"])):
            yield from self._once(str(one["pk"]), self._interaction(one))

    def _once(self, key: str, line: str) -> Iterator[str]:
        if key not in self._told:
            self._told.add(key)
            yield line

    def _publication(self, one: Item, evidence: Evidence) -> str:
        line, name = self._state(one), str(one["publication_id"])
        if one["state"] == "uncertain":
            self._doubted.add(name)
            return f"{line}\n{ASIDE}no answer came: nobody knows whether it is there"
        if name in self._doubted and one["state"] == "published":
            return f"{line}\n{ASIDE}answer lost, looked up, found: {_count_posts(one, evidence)}"
        return line

    def _state(self, one: Item) -> str:
        planned = datetime.fromisoformat(one["planned_at"]).astimezone(self.zone)
        line = f"{planned:%H:%M:%S} → {title_of(one['platform']):<9} {one['publication_id']:<35} {one['state']}"
        if one.get("started_at"):
            line += f" {(datetime.fromisoformat(one['started_at']) - planned).total_seconds():+.2f} s"
        return line

    def _interaction(self, one: Item) -> str:
        said, decision = one["interaction"], one["decision"]
        text = " ".join((said.get("text") or "").split())
        short = text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"
        done = ", ".join(decision.get("actions", [])) or "for a person to read"
        at = datetime.fromisoformat(said["occurred_at"]).astimezone(self.zone)
        platform = title_of(str(one["pk"]).split("#")[1])
        return f"{at:%H:%M:%S} ← {platform:<9} “{short}” ⇒ {done}"


def _count_posts(one: Item, evidence: Evidence) -> str:
    found = [post for state in evidence.networks.values() for post in live_posts(state)]
    count = sum(post["network"] == one["platform"] and post["text"] == one["content"]["text"] for post in found)
    return "one post" if count == 1 else f"{count} posts"
