"""Reading the X Ads API: signed calls, their pages, and what their errors mean."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from secrets import token_hex
from typing import Any, Literal
from urllib.parse import quote

from portavoce.platforms.contract import ReadFailed, ReadRefused
from portavoce.platforms.error_rows import Failure, join_words, outcome_of, settle_failure
from portavoce.platforms.http import Answer, Http, ask_once, doubt_of
from portavoce.platforms.outcomes import ActionOutcome, AuthFailed, Done, NotReady, Refused, Throttled, Unknown
from portavoce.platforms.readings import AccessRefused
from portavoce.platforms.text.said_words import clean_words
from portavoce.platforms.webhook_json import objects

from .error_table import row_for
from .manifest import MANIFEST, STATS
from .signature import Keys, authorize_call

_ERROR, _NOT_FOUND = 400, 404
_LIMITS = ("x-account-rate-limit-reset", "x-rate-limit-reset")
"""When a limit ends, in seconds since 1970; the account's goes before the user's (Rate limiting)."""


@dataclass(frozen=True)
class AdsApi:
    """The API with one user's keys, for one ad account."""

    http: Http
    keys: Keys
    account_id: str

    def send(
        self, path: str, query: Mapping[str, str], method: Literal["GET", "PUT"] = "GET"
    ) -> Mapping[str, Any] | Failure:
        """One call of `/<version>/<path>`, `:account_id` in it: the body, or what its failure means."""
        full = f"/{MANIFEST.api_version}/{path}".replace(":account_id", quote(self.account_id, safe=""))
        at = int(self.http.clock().timestamp())
        said = authorize_call(method, MANIFEST.base_url + full, query, self.keys, at=at, nonce=token_hex(16))
        answer = ask_once("X", lambda: self.http.request(method, full, query=query, headers={"Authorization": said}))
        if not isinstance(answer, Answer):
            return answer
        return _failure_of(answer, at, is_change=method != "GET") or answer.body

    def change(self, path: str, query: Mapping[str, str]) -> ActionOutcome:
        """One PUT, which may be repeated: it sets what is given, and leaves the rest."""
        match self.send(path, query, "PUT"):
            case Refused() | AuthFailed() | Throttled() | NotReady() | Unknown() as failure:
                return settle_failure(failure)
            case _:
                return Done()

    def read(self, path: str, query: Mapping[str, str] | None = None) -> Any:
        """The `data` of one GET. Raises ReadFailed, ReadRefused (AccessRefused for keys, app or account)."""
        return self._body(path, query or {})["data"]

    def rows(self, path: str, query: Mapping[str, str] | None = None) -> Iterator[Mapping[str, Any]]:
        """Every row of a list, page after page. Raises as `read`."""
        wish, seen = {**(query or {}), "count": str(STATS.page_rows)}, {""}
        while True:
            body = self._body(path, wish)
            yield from _list(body["data"])
            cursor = body.get("next_cursor")
            if not cursor:
                return
            if not isinstance(cursor, str) or cursor in seen:
                raise ReadRefused("X's list leads back to a page that was read already")
            seen.add(cursor)
            wish["cursor"] = cursor

    def _body(self, path: str, query: Mapping[str, str]) -> Mapping[str, Any]:
        match self.send(path, query):
            case AuthFailed(code=code, reason=reason, next_step=step):
                raise AccessRefused(" ".join(filter(None, (f"{reason} ({code}).", step))))
            case Refused(code=code, reason=reason):
                raise ReadRefused(f"{reason} ({code})")
            case NotReady(reason=reason) | Throttled(reason=reason) | Unknown(reason=reason):
                raise ReadFailed(reason)
            case body:
                if body.get("data") is None:
                    raise ReadRefused("X's answer holds no data")
                return body


def _list(data: object) -> list[Mapping[str, Any]]:
    """What a list holds; in rare cases X gives the only row of one bare ("Typical response structure")."""
    if isinstance(data, Mapping):
        return [data]
    if not isinstance(data, list) or not all(isinstance(one, Mapping) for one in data):
        raise ReadRefused("X's list is none")
    return data


def _failure_of(answer: Answer, at: int, *, is_change: bool) -> Failure | None:
    """What a failed answer means; None for one that succeeded."""
    errors = list(objects(answer.body.get("errors")))
    codes = [str(one.get("code")) for one in errors]
    words = clean_words(" ".join(str(one.get("message") or "") for one in errors))
    if doubt := doubt_of("X", answer, is_own_error=bool(errors) or answer.status == _NOT_FOUND, words=words):
        return doubt
    if answer.status < _ERROR:
        return None
    row, code = row_for(answer.status, codes, is_change=is_change), " ".join([str(answer.status), *codes[:1]])
    if row.meaning == "refused":
        return Refused(code=code, reason=join_words(row.what, words))
    return outcome_of(row, code, words, _wait_seconds(answer, at))


def _wait_seconds(answer: Answer, at: int) -> int | None:
    """Until the limit ends; None where X does not say it."""
    said = next((value for name in _LIMITS if (value := answer.headers.get(name))), "")
    return max(1, int(said) - at) if said.isdecimal() else None
