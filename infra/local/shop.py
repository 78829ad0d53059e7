"""The shop of the demo's brand: people come to its page from a post, and it says what they have bought.

The page's own script is run by no browser here; what it would say is said in its words, after consent."""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2

from infra.assembly import StepFailed
from infra.local.figures import Evidence
from infra.local.twin import ANSWER_LIMIT_SECONDS
from portavoce.brands.model import Brand
from portavoce.visits.model import CODE_TAG

ORDER, AMOUNT = "a8Zk-2026-117", "49.90"
_FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:{0}.0) Gecko/20100101 Firefox/{0}.0"
_LOOKER, _BUYER = _FIREFOX.format(139), _FIREFOX.format(140)


@dataclass(frozen=True)
class Shop:
    """The brand's shop. `api_url` is where its page tells of visits."""

    brand: Brand
    api_url: str

    @property
    def currency(self) -> str:
        """Of its prices."""
        return str(self.brand.visits.currency)

    def receive(self, posts: Sequence[Mapping[str, Any]]) -> None:
        """Two people follow the link of the first of these posts that has one: one looks, the other buys.

        Raises StepFailed."""
        link = next(str(post["link"]) for post in posts if post.get("link"))
        self._tell(_LOOKER, self._follow(link, _LOOKER), kind="view")
        landed = self._follow(link, _BUYER)
        self._tell(_BUYER, landed, kind="view")
        bought = {"name": "order", "value": AMOUNT, "currency": self.currency, "reference": ORDER}
        self._tell(_BUYER, landed, kind="conversion", **bought)

    def is_counted(self, evidence: Evidence) -> bool:
        """Whether what these two did stands in the table."""
        clicks = sum(one.get("clicks", 0) for one in evidence.of_type("traffic"))
        days = evidence.of_type("visit_day")
        visits, orders = (sum(one.get(name, 0) for one in days) for name in ("visits", "conversions"))
        return (clicks, visits, orders) == (2, 2, 1)

    def write_orders(self, folder: Path) -> Path:
        """The shop's own list of what was bought."""
        file = folder / "orders.csv"
        with file.open("w", newline="") as text:
            csv.writer(text, lineterminator="\n").writerows((("reference", "amount"), (ORDER, AMOUNT)))
        return file

    def _follow(self, link: str, browser: str) -> Mapping[str, str]:
        """What the address of the page says where the link leads."""
        # The link names the API as AWS would; on the twin it answers behind the emulator's port.
        code = link.rpartition("/")[2]
        answer = httpx2.get(f"{self.api_url}/l/{code}", headers={"user-agent": browser}, timeout=ANSWER_LIMIT_SECONDS)
        target = urlsplit(answer.headers.get("location", ""))
        if f"{target.scheme}://{target.netloc}" not in self.brand.visits.sites:
            raise StepFailed(f"{link} should lead to the shop, but answered {answer.status_code}")
        tags = {name: values[0] for name, values in parse_qs(target.query).items()}
        return {"link": tags[CODE_TAG], "source": tags["utm_source"]}

    def _tell(self, browser: str, landed: Mapping[str, str], **said: str) -> None:
        headers = {"origin": self.brand.visits.sites[0], "user-agent": browser, "content-type": "text/plain"}
        body = json.dumps({"brand": self.brand.id, **landed, **said})
        answer = httpx2.post(f"{self.api_url}/t", content=body, headers=headers, timeout=ANSWER_LIMIT_SECONDS)
        if answer.status_code != httpx2.codes.NO_CONTENT:
            raise StepFailed(f"the shop's page should be heard, but was answered {answer.status_code}")
