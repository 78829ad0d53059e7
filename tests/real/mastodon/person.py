"""Somebody else on the server, who says something and looks at what is there."""

from dataclasses import dataclass
from typing import Any, Self

import httpx2

from tests.real.mastodon.server import TOKEN

LIMIT_SECONDS = 10


@dataclass(frozen=True)
class Person:
    """One person, signed in."""

    url: str
    token: str
    account_id: str

    @classmethod
    def on(cls, url: str, name: str) -> Self:
        """A new account."""
        form = {"username": name, "email": f"{name}@regulars.example", "password": "a-regular-password"}
        made = httpx2.post(
            f"{url}/api/v1/accounts",
            data=form | {"agreement": "true", "locale": "it"},
            headers={"Authorization": f"Bearer {TOKEN}"},
            timeout=LIMIT_SECONDS,
        )
        assert made.status_code == 200, made.text
        me = cls(url, made.json()["access_token"], "")
        return cls(url, me.token, me.read("/api/v1/accounts/verify_credentials")["id"])

    def say(self, text: str, **more: Any) -> str:
        """Posts; the status's id."""
        answer = httpx2.post(
            f"{self.url}/api/v1/statuses",
            json={"status": text, "visibility": "public", "language": "it"} | more,
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=LIMIT_SECONDS,
        )
        assert answer.status_code == 200, answer.text
        return str(answer.json()["id"])

    def take_back(self, status_id: str) -> None:
        """Deletes a status of this person's."""
        headers = {"Authorization": f"Bearer {self.token}"}
        httpx2.delete(f"{self.url}/api/v1/statuses/{status_id}", headers=headers, timeout=LIMIT_SECONDS)

    def read(self, path: str, **query: str) -> Any:
        """What the server shows to this person."""
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = httpx2.get(f"{self.url}{path}", params=query, headers=headers, timeout=LIMIT_SECONDS)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def answers(self, status_id: str) -> list[dict[str, Any]]:
        """The statuses below one."""
        found: list[dict[str, Any]] = self.read(f"/api/v1/statuses/{status_id}/context")["descendants"]
        return found
