"""Amazon Bedrock in memory, as its API reference describes Converse, and no more generous.

What is asked is held against botocore's own description of the request, what is answered against that of the answer."""

import json
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from typing import Any
from urllib.parse import unquote, urlsplit

from botocore.awsrequest import AWSResponse, HeadersDict
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.validate import ParamValidator
from moto.core.models import botocore_stubber

SILENCE, UNREACHED = "silence", "unreached"
MODELS = ("amazon.nova-lite-v1:0", "amazon.nova-micro-v1:0", "eu.amazon.nova-lite-v1:0")
OK = 200
# The errors of Converse with their HTTP status (Amazon Bedrock API Reference, Converse, Errors).
STATUSES = {
    "AccessDeniedException": 403,
    "InternalServerException": 500,
    "ModelErrorException": 424,
    "ModelNotReadyException": 429,
    "ModelTimeoutException": 408,
    "ResourceNotFoundException": 404,
    "ServiceUnavailableException": 503,
    "ThrottlingException": 429,
    "ValidationException": 400,
}


@cache
def converse() -> Any:
    return ServiceModel(Loader().load_service_model("bedrock-runtime", "service-2")).operation_model("Converse")


class _Body(BytesIO):
    def stream(self, *_: object, **__: object) -> Any:
        yield self.read()


@dataclass
class StrictBedrock:
    """Answers requests. `says` is what it writes, `stop` why it stops; `failing` are the errors that it gives first,
    or SILENCE or UNREACHED; `instead` is what it answers in the place of what the reference promises; `asked` are the
    requests that it has billed, `refused` all others."""

    says: str = "Grazie! Apriamo alle 8."
    stop: str = "end_turn"
    instead: dict[str, Any] | None = None
    read: int = 812
    written: int = 31
    failing: list[str] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def attach(self, client: Any) -> Any:
        """The client, whose requests come here instead of over the network."""
        client.meta.events.unregister("before-send", botocore_stubber)  # moto would answer in its place
        client.meta.events.register("before-send.bedrock-runtime", self.answer)
        return client

    def answer(self, request: Any, **_: object) -> AWSResponse:
        """The answer to a signed request."""
        first, model, last = urlsplit(request.url).path.strip("/").split("/")
        assert (request.method, first, last) == ("POST", "model", "converse")
        assert "/bedrock/aws4_request" in request.headers["Authorization"].decode()
        status, told = self._converse(unquote(model), json.loads(request.body))
        headers: Any = HeadersDict({"Content-Type": "application/json"})
        if status != OK:
            headers["x-amzn-errortype"] = told.pop("__type")
        return AWSResponse(request.url, status, headers, _Body(json.dumps(told).encode()))

    def _converse(self, model: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if self.failing:
            code = self.failing.pop(0)
            self.refused.append(code)
            if code == SILENCE:
                raise ReadTimeoutError(endpoint_url="https://bedrock-runtime.test")
            if code == UNREACHED:
                raise EndpointConnectionError(endpoint_url="https://bedrock-runtime.test")
            return STATUSES[code], {"message": f"a word about {code}", "__type": code}
        problems = ParamValidator().validate(body | {"modelId": model}, converse().input_shape)
        if problems.has_errors() or model not in MODELS or body["messages"][0]["role"] != "user":
            self.refused.append("ValidationException")
            return 400, {"message": "The provided model identifier is invalid.", "__type": "ValidationException"}
        self.asked.append(body | {"modelId": model})
        if self.instead is not None:
            return OK, self.instead
        content = [{"text": self.says}] if self.says else []
        told = {
            "output": {"message": {"role": "assistant", "content": content}},
            "stopReason": self.stop,
            "usage": {
                "inputTokens": self.read,
                "outputTokens": self.written,
                "totalTokens": self.read + self.written,
            },
            "metrics": {"latencyMs": 431},
        }
        assert not ParamValidator().validate(told, converse().output_shape).has_errors()
        assert self.stop in converse().output_shape.members["stopReason"].enum
        return OK, told
