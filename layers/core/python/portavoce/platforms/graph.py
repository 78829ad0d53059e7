"""Calls to Meta's Graph API: the token in the header, versions in the path, answers told apart by what they mean."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr

from portavoce.platforms.contract import (
    ActionOutcome,
    AuthFailed,
    Done,
    Duplicate,
    ReadFailed,
    ReadRefused,
    Refused,
    Throttled,
    Unknown,
)
from portavoce.platforms.graph_errors import Failure, failure_of
from portavoce.platforms.http import AnswerLost, Http, NeverSent
from portavoce.platforms.measured import AccessRefused

RECONNECT_SECONDS = 5
Unfinished = Refused | Throttled | AuthFailed | Unknown
_METRIC_LEVEL = frozenset({"3", "10"})
_MOST_PAGES = 50


@dataclass(frozen=True)
class Graph:
    """The Graph API with one account's token. Paths are relative to the version, such as `1234/feed`."""

    http: Http
    token: SecretStr
    version: str

    def create(self, path: str, form: Mapping[str, str]) -> Mapping[str, Any] | Failure:
        """One POST: the answer's body, or what its failure means. Nothing is repeated here."""
        try:
            answer = self.http.request("POST", f"/{self.version}/{path}", form=form, headers=self._headers())
        except NeverSent:
            return Throttled(retry_after_seconds=RECONNECT_SECONDS, reason="Meta could not be reached")
        except AnswerLost:
            return Unknown(reason="Meta's answer was lost")
        return failure_of(answer) or answer.body

    def created_id(self, path: str, form: Mapping[str, str], name: str = "id") -> str | Failure:
        """One POST whose answer names what was created."""
        made = self.create(path, form)
        if not isinstance(made, Mapping):
            return made
        return str(made[name]) if made.get(name) else Unknown(reason="Meta's answer names nothing")

    def uploaded_id(self, path: str, form: Mapping[str, str]) -> str | Unfinished:
        """One POST that makes something nobody sees yet, so that making it twice would harm nobody."""
        made = self.created_id(path, form)
        return Unknown(reason=made.reason) if isinstance(made, Duplicate) else made

    def act(self, path: str, form: Mapping[str, str]) -> ActionOutcome:
        """One POST that may be repeated, such as hiding a comment."""
        made = self.create(path, form)
        if isinstance(made, Duplicate):
            return Done()
        return Done() if isinstance(made, Mapping) else made

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
                raise (ReadRefused if code in _METRIC_LEVEL else AccessRefused)(f"{reason} ({code})")
            case Refused(code=code):
                raise ReadRefused(f"Meta refused to say (error {code})")
            case Duplicate() | Throttled() | Unknown() as failure:
                raise ReadFailed(failure.reason)

    def rows(self, path: str, query: Mapping[str, str]) -> Iterator[Mapping[str, Any]]:
        """Every row of an edge, page by page. Raises ReadFailed, ReadRefused."""
        asked = dict(query)
        for _ in range(_MOST_PAGES):
            page = self.read(path, asked)
            yield from page.get("data", ())
            paging = page.get("paging", {})
            if "next" not in paging:
                return
            # `next` itself is not followed: it comes without the token, and from outside.
            asked["after"] = paging["cursors"]["after"]
        raise ReadFailed(f"{path} has more than {_MOST_PAGES} pages")

    def _headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self.token.get_secret_value()}"}
