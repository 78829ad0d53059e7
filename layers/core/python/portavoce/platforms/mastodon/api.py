"""Calls to one instance, and what their answers mean, by the rows of `error_table`.

Source: Mastodon API, "Guidelines and best practices", "Rate limits"."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import IO, Any

from pydantic import SecretStr

from portavoce.platforms.contract import ReadFailed, ReadRefused
from portavoce.platforms.error_rows import Failure, join_words, outcome_of
from portavoce.platforms.http import Answer, Http, ask_once, doubt_of
from portavoce.platforms.outcomes import AuthFailed, NotReady, Refused, Throttled, Unknown
from portavoce.platforms.readings import AccessRefused
from portavoce.platforms.text.said_words import clean_words

from .error_table import row_for

MastodonFailure = Failure

WINDOW_SECONDS = 300
_NAME = "the instance"
_ERROR, _TOO_MANY = 400, 429
_LIMIT_HEADER = "X-RateLimit-Reset"


@dataclass(frozen=True)
class MastodonApi:
    """The API of one instance with one account's token."""

    http: Http
    token: SecretStr

    def call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        json: Mapping[str, Any] | None = None,
        form: Mapping[str, str] | None = None,
        files: Mapping[str, tuple[str, IO[bytes], str]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer | MastodonFailure:
        """One call: an answer of success, or what its failure means. Never repeated here."""
        said = {"Authorization": f"Bearer {self.token.get_secret_value()}", **(headers or {})}
        what: dict[str, Any] = {"query": query, "json": json, "form": form, "files": files, "headers": said}
        answer = ask_once(_NAME, lambda: self.http.request(method, path, **what))
        return (failure_of(answer) or answer) if isinstance(answer, Answer) else answer

    def read(self, path: str, query: Mapping[str, str] | None = None) -> Mapping[str, Any]:
        """One GET: its body, a list under `data`. Raises ReadFailed, ReadRefused (AccessRefused for the token)."""
        match self.call("GET", path, query=query):
            case Answer(body=body):
                return body
            case AuthFailed(code=code, reason=reason):
                raise AccessRefused(f"{reason} ({code})")
            case Refused(code=code, reason=reason):
                raise ReadRefused(f"the instance refused to say (error {code}): {reason}")
            case NotReady(reason=reason) | Throttled(reason=reason) | Unknown(reason=reason):
                raise ReadFailed(reason)


def failure_of(answer: Answer) -> MastodonFailure | None:
    """What a failed answer means; None for one that succeeded."""
    said = answer.body.get("error")
    words = join_words(clean_words(said), clean_words(answer.body.get("error_description")))
    is_limit = answer.status == _TOO_MANY and (answer.is_json or _LIMIT_HEADER in answer.headers)
    if doubt := doubt_of(_NAME, answer, is_own_error=is_limit or isinstance(said, str), words=words):
        return doubt
    if answer.status < _ERROR:
        return Unknown(reason=join_words(f"{_NAME} answered {answer.status} with an error", words)) if said else None
    return outcome_of(row_for(answer.status, words), str(answer.status), words, _wait_seconds(answer.headers))


def rest_seconds(answer: Answer) -> int | None:
    """How long the calls are used up, as a successful answer says it; None while there are some left."""
    return _wait_seconds(answer.headers) if answer.headers.get("X-RateLimit-Remaining") == "0" else None


def _wait_seconds(headers: Mapping[str, str]) -> int:
    """Until the window ends, by the instance's own clock; a whole window when it does not say."""
    try:
        now = parsedate_to_datetime(headers["Date"])
        ends = datetime.fromisoformat(headers[_LIMIT_HEADER])
        return max(1, int((ends - now).total_seconds()))
    except (KeyError, ValueError, TypeError):
        return WINDOW_SECONDS
