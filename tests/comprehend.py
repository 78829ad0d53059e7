"""Amazon Comprehend in memory, as its API reference describes BatchDetectSentiment, and no more generous.

At most 25 documents, each of 1 byte to 5 KB; all in one of twelve languages. A document that is too long is an entry of
ErrorList and the others are answered; a request that breaks another rule is answered with an exception."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from botocore.awsrequest import AWSResponse, HeadersDict
from moto.core.models import botocore_stubber

LANGUAGES = ("en", "es", "fr", "de", "it", "pt", "ar", "hi", "ja", "ko", "zh", "zh-TW")
TARGET = "Comprehend_20171127.BatchDetectSentiment"
_SCORES = {
    "NEGATIVE": (0.91, 0.02, 0.05, 0.02),
    "POSITIVE": (0.01, 0.95, 0.03, 0.01),
    "NEUTRAL": (0.03, 0.05, 0.91, 0.01),
    "MIXED": (0.12, 0.10, 0.04, 0.74),
}


class _Body(BytesIO):
    def stream(self, *_: object, **__: object) -> Any:
        yield self.read()


@dataclass
class StrictComprehend:
    """Answers requests. `moods` says how a text is read, NEUTRAL if it does not; `asked` are the requests that were
    billed; `failing` times it answers with a 500."""

    moods: Mapping[str, str] = field(default_factory=dict)
    asked: list[tuple[str, list[str]]] = field(default_factory=list)
    failing: int = 0

    def attach(self, client: Any) -> Any:
        """The client, whose requests come here instead of over the network."""
        client.meta.events.unregister("before-send", botocore_stubber)  # moto knows nothing of this call
        client.meta.events.register("before-send.comprehend", self.answer)
        return client

    def answer(self, request: Any, **_: object) -> AWSResponse:
        """The answer to a signed request."""
        assert request.headers["X-Amz-Target"].decode() == TARGET
        status, body = self._detect(**json.loads(request.body))
        headers: Any = HeadersDict({"Content-Type": "application/x-amz-json-1.1"})
        return AWSResponse(request.url, status, headers, _Body(json.dumps(body).encode()))

    def _detect(self, *, TextList: list[str], LanguageCode: str) -> tuple[int, dict[str, Any]]:  # noqa: N803
        if self.failing:
            self.failing -= 1
            return 500, _error("InternalServerException", "An internal server error occurred")
        if LanguageCode not in LANGUAGES:
            return 400, _error("UnsupportedLanguageException", f"{LanguageCode} is not supported")
        if len(TextList) > 25:
            return 400, _error("BatchSizeLimitExceededException", "Input document list size exceeds limit of 25")
        if not TextList or not all(TextList):
            return 400, _error("InvalidRequestException", "Member must have length greater than or equal to 1")
        self.asked.append((LanguageCode, TextList))
        sizes = [len(text.encode()) for text in TextList]
        return 200, {
            "ResultList": [self._read(at, TextList[at]) for at, size in enumerate(sizes) if size <= 5000],
            "ErrorList": [
                {"Index": at, "ErrorCode": "TEXT_SIZE_LIMIT_EXCEEDED", "ErrorMessage": f"{size} bytes"}
                for at, size in enumerate(sizes)
                if size > 5000
            ],
        }

    def _read(self, at: int, text: str) -> dict[str, Any]:
        mood = self.moods.get(text, "NEUTRAL")
        scores = dict(zip(("Negative", "Positive", "Neutral", "Mixed"), _SCORES[mood], strict=True))
        return {"Index": at, "Sentiment": mood, "SentimentScore": scores}


def _error(code: str, message: str) -> dict[str, str]:
    return {"__type": code, "Message": message}
