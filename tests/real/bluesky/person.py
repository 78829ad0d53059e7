"""Somebody else on the real network, who says something at the official client and looks at what is there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

import httpx2

from tests.real.bluesky.server import ANSWER_LIMIT_SECONDS, ask, official_facets

POSTS = "app.bsky.feed.post"
Reference = Mapping[str, str]


@dataclass(frozen=True)
class Person:
    """One person, signed in."""

    url: str
    did: str
    token: str

    @classmethod
    def on(cls, url: str, handle: str) -> Self:
        """A new account."""
        details = {"email": f"{handle}@regulars.example", "handle": handle, "password": "a-regular-password"}
        made = ask(url, "com.atproto.server.createAccount", details)
        return cls(url, made["did"], made["accessJwt"])

    def say(self, text: str, **more: Any) -> dict[str, str]:
        """Posts, with the mentions as the official client finds them; `more` are fields of the record."""
        facets = official_facets([text])[0] if "@" in text or "://" in text else []
        for feature in (one for facet in facets for one in facet["features"] if "did" in one):
            feature["did"] = self.read("com.atproto.identity.resolveHandle", {"handle": feature["did"]})["did"]
        at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        record = {"$type": POSTS, "text": text, "createdAt": at, "langs": ["it"], "facets": facets, **more}
        body = {"repo": self.did, "collection": POSTS, "record": record}
        made = ask(self.url, "com.atproto.repo.createRecord", body, self.token)
        return {"uri": made["uri"], "cid": made["cid"]}

    def reply(self, text: str, to: Reference, root: Reference | None = None) -> dict[str, str]:
        return self.say(text, reply={"root": root or to, "parent": to})

    def quote(self, text: str, what: Reference) -> dict[str, str]:
        return self.say(text, embed={"$type": "app.bsky.embed.record", "record": what})

    def take_back(self, what: Reference) -> None:
        """Deletes a post of this person's."""
        body = {"repo": self.did, "collection": POSTS, "rkey": what["uri"].rpartition("/")[2]}
        ask(self.url, "com.atproto.repo.deleteRecord", body, self.token)

    def read(self, method: str, query: Mapping[str, str]) -> dict[str, Any]:
        """What the network shows to this person."""
        answer = httpx2.get(
            f"{self.url}/xrpc/{method}",
            params=query,
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=ANSWER_LIMIT_SECONDS,
        )
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def thread(self, uri: str) -> dict[str, Any]:
        """A post with the answers below it."""
        found: dict[str, Any] = self.read("app.bsky.feed.getPostThread", {"uri": uri})["thread"]
        return found

    def answers(self, uri: str) -> dict[str, str]:
        """The posts right below one, by their addresses: what each says."""
        shown = self.thread(uri)["replies"]
        return {one["post"]["uri"]: one["post"]["record"]["text"] for one in shown}

    def branches(self, uri: str, kind: str = "getPostThreadV2") -> list[str]:
        """The addresses of a thread's posts as the official application lists them; `getPostThreadOtherV2`: of those
        that it shows only on demand."""
        found: list[dict[str, str]] = self.read(f"app.bsky.unspecced.{kind}", {"anchor": uri})["thread"]
        return [one["uri"] for one in found]

    def is_there(self, uri: str) -> bool:
        """Whether the network shows a post."""
        return bool(self.read("app.bsky.feed.getPosts", {"uris": uri})["posts"])

    def post(self, uri: str) -> dict[str, Any]:
        """A post with its numbers."""
        found: dict[str, Any] = self.read("app.bsky.feed.getPosts", {"uris": uri})["posts"][0]
        return found
