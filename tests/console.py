"""A browser of the console: the handler, called with real HTTP API events, its cookies kept, no socket."""

import base64
import gzip
import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import boto3
import pytest

from functions.console.handler import handler
from portavoce.people.model import Role, User
from portavoce.runtime.wiring.people import sessions, users
from tests.grants.plugin import serving

CONTEXT: Any = SimpleNamespace(
    function_name="portavoce-test-console",
    memory_limit_in_mb=1024,
    invoked_function_arn="arn:aws:lambda:eu-south-1:123456789012:function:portavoce-test-console",
    aws_request_id="8c5fb8b7-4cd5-4a8d-9f0e-6c8f6f8f4f3d",
)
LOGIN_URL = "https://sign-in.test"


@dataclass(frozen=True)
class Shown:
    """What the browser got: the status, the headers by lower-case name, the cookies, and the text."""

    status: int
    headers: dict[str, str]
    cookies: tuple[str, ...]
    text: str

    @property
    def csrf(self) -> str:
        """The secret that the page's forms carry."""
        found = re.search(r'name="csrf" value="([^"]+)"', self.text)
        assert found, self.text
        return found[1]

    @property
    def main(self) -> str:
        """What stands inside the frame."""
        return self.text.partition('<main id="main"')[2].partition("</main>")[0]


@dataclass
class Browser:
    """Keeps cookies as a browser does; `accepts` are the languages that it asks for."""

    accepts: str = "en"
    cookies: dict[str, str] = field(default_factory=dict)
    csrf: str = ""

    def get(self, path: str, *, partial: bool = False) -> Shown:
        """One page below /console, by its path with its query."""
        return self._ask("GET", path, None, partial=partial)

    def post(self, path: str, form: dict[str, str] | None = None, *, partial: bool = False) -> Shown:
        """One form, with the session's secret in it unless it brings one."""
        return self._ask("POST", path, urlencode({"csrf": self.csrf} | (form or {})), partial=partial)

    def _ask(self, method: str, path: str, body: str | None, *, partial: bool) -> Shown:
        found = urlsplit(path)
        headers = {"accept-encoding": "gzip, br", "accept-language": self.accepts}
        headers |= {"hx-request": "true"} if partial else {}
        headers |= {"content-type": "application/x-www-form-urlencoded"} if body is not None else {}
        event = {
            "version": "2.0",
            "routeKey": f"{method} /console/{{proxy+}}",
            "rawPath": f"/console{found.path}",
            "rawQueryString": found.query,
            "cookies": [f"{name}={value}" for name, value in self.cookies.items()],
            "headers": headers,
            "requestContext": {
                "http": {"method": method, "path": f"/console{found.path}", "sourceIp": "198.51.100.7"},
                "requestId": "JKJaXmPLvHcESHA=",
            },
            "body": base64.b64encode((body or "").encode()).decode(),
            "isBase64Encoded": True,
        }
        with serving("console"):
            answer = handler(event, CONTEXT)
        self._keep(answer.get("cookies", ()))
        raw = base64.b64decode(answer["body"]) if answer["isBase64Encoded"] else answer["body"].encode()
        headers = {name.lower(): value for name, value in answer["headers"].items()}
        text = (gzip.decompress(raw) if headers.get("content-encoding") == "gzip" else raw).decode()
        return Shown(answer["statusCode"], headers, tuple(answer.get("cookies", ())), text)

    def _keep(self, cookies: Any) -> None:
        for cookie in cookies:
            name, _, rest = cookie.partition("=")
            value = rest.partition(";")[0]
            if "Max-Age=0" in cookie:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value


def make_pool(monkeypatch: pytest.MonkeyPatch) -> str:
    """Makes the pool of the stage's people, sets the variables that name it, and gives its id."""
    made = boto3.client("cognito-idp").create_user_pool(
        PoolName="portavoce-test",
        UsernameAttributes=["email"],
        AdminCreateUserConfig={"AllowAdminCreateUserOnly": True},
    )
    pool: str = made["UserPool"]["Id"]
    name_sign_in(monkeypatch, pool)
    return pool


def name_sign_in(monkeypatch: pytest.MonkeyPatch, pool: str = "eu-south-1_Aurora001") -> None:
    """Sets the variables that name the pool of the stage's people and its page."""
    monkeypatch.setenv("PORTAVOCE_USER_POOL", pool)
    monkeypatch.setenv("PORTAVOCE_LOGIN_CLIENT", "client-of-console")
    monkeypatch.setenv("PORTAVOCE_LOGIN_URL", LOGIN_URL)


def sign_in(
    *roles: Role,
    brand: str = "aurora",
    email: str = "ada@aurora.example",
    language: Any = "en",
    now: datetime | None = None,
) -> Browser:
    """A browser in which somebody with these roles for a brand has signed in."""
    moment = now or datetime.now(UTC)
    user = User(
        user_id=f"user-of-{email}",
        email=email,
        language=language,
        roles={brand: roles} if roles else {},
        invited_by="test",
        invited_at=moment,
    )
    if users().find(user.user_id) is None:
        users().records.add(user)
    opened = sessions().open(user, moment)
    return Browser(cookies={"__Host-session": opened.token}, csrf=opened.session.csrf)


def id_token(**claims: Any) -> str:
    """A token as the sign-in makes it; nobody looks at its signature."""
    parts = ({"alg": "RS256", "kid": "k"}, claims)
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return ".".join((*encoded, "c2lnbmF0dXJl"))


def query_of(address: str) -> dict[str, str]:
    """What an address asks with, each name once."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
