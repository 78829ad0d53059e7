"""Calls to Meta's Graph API: the token in the header, versions in the path, answers told apart by what they mean."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from pydantic import SecretStr

from portavoce.platforms.contract import ReadFailed, ReadRefused
from portavoce.platforms.error_rows import Failure
from portavoce.platforms.graph.errors import GraphFailure, failure_of
from portavoce.platforms.graph.usage import rest_seconds
from portavoce.platforms.http import Answer, AnswerLost, Http, NeverSent, ask_once
from portavoce.platforms.outcomes import (
    ActionOutcome,
    AuthFailed,
    Done,
    Duplicate,
    NotReady,
    Refused,
    Throttled,
    Unknown,
)
from portavoce.platforms.readings import AccessRefused
from portavoce.platforms.sightings import shown_rows
from portavoce.platforms.webhook_json import objects, text

Unfinished = Failure
UPLOAD_HOST = "https://rupload.facebook.com"
OUT_OF_SIGHT = "100/33"
_MOST_PAGES = 50


class OutOfSight(ReadRefused):
    """There is no such thing, or the token does not reach it."""


class Withheld(ReadRefused):
    """Code 10: a permission is missing, or too few people saw the thing for its numbers to be shown."""


# About the one thing that was asked for, where the token may well read others.
_REFUSALS: Mapping[str, type[ReadRefused]] = {
    "3": ReadRefused,
    "10": Withheld,
    "2500": ReadRefused,
    OUT_OF_SIGHT: OutOfSight,
}


class Made(NamedTuple):
    """What a POST answered. `rest_seconds`: the account's allowance is used up for so long."""

    body: Mapping[str, Any]
    rest_seconds: int | None


@dataclass(frozen=True)
class Graph:
    """The Graph API with one account's token. Paths are relative to the version, such as `1234/feed`."""

    http: Http
    token: SecretStr
    version: str

    def create(self, path: str, form: Mapping[str, str]) -> Made | GraphFailure:
        """One POST: its answer, or what its failure means. Nothing is repeated here."""
        return self._send("POST", f"/{self.version}/{path}", form, self._headers())

    def created_id(self, path: str, form: Mapping[str, str], name: str = "id") -> str | GraphFailure:
        """One POST whose answer names what was created."""
        made = self.create(path, form)
        if not isinstance(made, Made):
            return made
        return str(made.body[name]) if made.body.get(name) else Unknown(reason="Meta's answer names nothing")

    def hand_over(self, path: str, url: str) -> Unfinished | None:
        """Lets the upload host fetch a file from its address; None when it did. Safe to repeat."""
        headers = {"Authorization": f"OAuth {self.token.get_secret_value()}", "file_url": url}
        made = self._send("POST", self.http.on(UPLOAD_HOST) + path, None, headers)
        if isinstance(made, Made):
            return None
        return Unknown(reason=made.reason) if isinstance(made, Duplicate) else made

    def uploaded_id(self, path: str, form: Mapping[str, str], name: str = "id") -> str | Unfinished:
        """One POST that makes something nobody sees yet, so that making it twice would harm nobody."""
        made = self.created_id(path, form, name)
        return Unknown(reason=made.reason) if isinstance(made, Duplicate) else made

    def act(self, path: str, form: Mapping[str, str], method: Literal["POST", "DELETE"] = "POST") -> ActionOutcome:
        """One call that may be repeated, such as hiding a comment: one that is gone is refused, whatever the token."""
        made = self._send(method, f"/{self.version}/{path}", form, self._headers())
        if isinstance(made, Made | Duplicate):
            return Done()
        if isinstance(made, AuthFailed) and made.code == OUT_OF_SIGHT:
            return Refused(code=made.code, reason=made.reason, next_step=made.next_step)
        return Unknown(reason=made.reason) if isinstance(made, NotReady) else made

    def delete(self, node_id: str, owner_id: str) -> ActionOutcome:
        """Deletes what is the owner's to delete: what is out of sight is gone, if the owner itself is in sight."""
        outcome = self.act(node_id, {}, "DELETE")
        if not (isinstance(outcome, Refused) and outcome.code == OUT_OF_SIGHT):
            return outcome
        try:
            self.read(owner_id, {"fields": "id"})
        except ReadFailed as failed:
            return Unknown(reason=str(failed))
        except ReadRefused:
            return outcome
        return Done()

    def read(self, path: str, query: Mapping[str, str]) -> Mapping[str, Any]:
        """One GET. Raises ReadFailed, ReadRefused (AccessRefused when it is the token, not the thing asked for)."""
        try:
            answer = self.http.request("GET", f"/{self.version}/{path}", query=query, headers=self._headers())
        except (NeverSent, AnswerLost) as lost:
            raise ReadFailed(f"Meta did not answer: {lost}") from None
        match failure_of(answer):
            case None:
                return answer.body
            case AuthFailed(code=code, reason=reason):
                raise _REFUSALS.get(code, AccessRefused)(f"{reason} ({code})")
            case Refused(code=code, reason=reason):
                raise ReadRefused(f"Meta refused to say (error {code}): {reason}")
            case Duplicate() | NotReady() | Throttled() | Unknown() as failure:
                raise ReadFailed(failure.reason)

    def rows(
        self, path: str, query: Mapping[str, str], before_call: Callable[[], None] = lambda: None
    ) -> Iterator[Mapping[str, Any]]:
        """Every row of an edge, page by page. Raises ReadFailed, ReadRefused."""
        asked = dict(query)
        for _ in range(_MOST_PAGES):
            before_call()
            page = self.read(path, asked)
            yield from shown_rows(page.get("data"), path)
            paging = next(objects(page.get("paging")), {})
            if not paging.get("next"):
                return
            # `next` itself is not followed: it comes without the token, and from outside.
            after = text(next(objects(paging.get("cursors")), {}).get("after"))
            if after is None or after == asked.get("after"):
                raise ReadFailed(f"{path} goes on, and Meta does not say where")
            asked["after"] = after
        raise ReadFailed(f"{path} has more than {_MOST_PAGES} pages")

    def _send(
        self, method: str, path: str, form: Mapping[str, str] | None, headers: Mapping[str, str]
    ) -> Made | GraphFailure:
        where: dict[str, Any] = {"form" if method == "POST" else "query": form}
        answer = ask_once("Meta", lambda: self.http.request(method, path, headers=headers, **where))
        if not isinstance(answer, Answer):
            return answer
        return failure_of(answer) or Made(answer.body, rest_seconds(answer.headers))

    def _headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self.token.get_secret_value()}"}
