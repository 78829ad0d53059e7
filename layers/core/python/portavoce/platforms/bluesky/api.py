"""Calls to an account's server with its session."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portavoce.platforms.http import Answer, Http, ask_once
from portavoce.platforms.outcomes import Throttled, Unknown

from .errors import BlueskyFailure, failure_of, is_outdated
from .session import Session, Tokens


@dataclass(frozen=True)
class BlueskyApi:
    """XRPC with one account's session."""

    http: Http
    session: Session

    def account(self) -> str | BlueskyFailure:
        """The account's DID."""
        tokens = self.session.tokens()
        return tokens.did if isinstance(tokens, Tokens) else tokens

    def query(self, method: str, parameters: Mapping[str, str | Sequence[str]]) -> Answer | BlueskyFailure:
        """One call that reads: an answer of success, or what its failure means."""
        return self._call("GET", method, query=parameters)

    def procedure(
        self, method: str, *, json: Mapping[str, Any] | None = None, content: tuple[str, bytes] | None = None
    ) -> Answer | BlueskyFailure:
        """One call that changes something, with a JSON body or with bytes and their media type."""
        if content is None:
            return self._call("POST", method, json=json)
        mime_type, body = content
        return self._call("POST", method, content=body, headers={"Content-Type": mime_type})

    def _call(self, verb: str, method: str, **what: Any) -> Answer | BlueskyFailure:
        """Made again only after a refused token, which is a definite no: then with a renewed session, once."""
        tokens = self.session.tokens()
        if not isinstance(tokens, Tokens):
            return tokens
        answer = self._request(verb, method, tokens, **what)
        if isinstance(answer, Answer) and is_outdated(answer):
            tokens = self.session.renew_tokens(tokens)
            if not isinstance(tokens, Tokens):
                return tokens
            answer = self._request(verb, method, tokens, **what)
        return (failure_of(answer) or answer) if isinstance(answer, Answer) else answer

    def _request(self, verb: str, method: str, tokens: Tokens, **what: Any) -> Answer | Throttled | Unknown:
        headers = {"Authorization": f"Bearer {tokens.access.get_secret_value()}"} | what.pop("headers", {})
        return ask_once("Bluesky", lambda: self.http.request(verb, f"/xrpc/{method}", headers=headers, **what))
