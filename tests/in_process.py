"""The command line's network, without sockets: the API's own handler, and the media bucket in memory."""

from urllib.parse import unquote, urlsplit

import boto3
import httpx2
from botocore.credentials import Credentials

from portavoce.cli.client import PREFIX, Api, Stage
from tests.http_api import call
from tests.stage import BUCKET, REGION

API_URL = "https://api.test"


class InProcess(httpx2.BaseTransport):
    """Answers what the API would; an unsigned request is refused as the gateway does. `requests` keeps them all."""

    def __init__(self) -> None:
        self.requests: list[httpx2.Request] = []

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        request.read()
        self.requests.append(request)
        if request.url.host != urlsplit(API_URL).hostname:
            return self._store(request)
        if "authorization" not in request.headers:
            return httpx2.Response(403, json={"message": "Forbidden"})
        answered = call(
            request.method,
            unquote(request.url.path).removeprefix(PREFIX),
            text=request.content.decode() or None,
            query=request.url.query.decode(),
            headers=dict(request.headers),
        )
        return httpx2.Response(answered.status, headers=dict(answered.headers), content=answered.text.encode())

    def _store(self, request: httpx2.Request) -> httpx2.Response:
        key = request.url.path.removeprefix("/").removeprefix(f"{BUCKET}/")
        boto3.client("s3").put_object(Bucket=BUCKET, Key=key, Body=request.content)
        return httpx2.Response(200)


def connector(transport: httpx2.BaseTransport) -> object:
    """How a test's command line connects to a stage, whatever its name."""
    return lambda name: Api(Stage(name, API_URL, REGION, Credentials("test", "test")), transport)
