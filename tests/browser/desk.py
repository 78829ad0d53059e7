"""What people do at the console: they sit down with a browser of their own, and things happen meanwhile."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, Route

from infra.local.simulators.visits import Visit
from portavoce.brands.model import Language
from portavoce.community.model import Lead, lead_id_of
from portavoce.community.records import CommunityRecords
from portavoce.people.model import Role, Theme, User
from portavoce.platforms.contract import OutgoingPost
from portavoce.platforms.discovery import manifest
from portavoce.platforms.outcomes import Published, Unclear
from portavoce.publishing.model import Approval, Content, Media, Publication, PublicationState
from portavoce.publishing.outcomes import after_look_up
from portavoce.publishing.records import PublicationRecords
from portavoce.runtime import aws
from portavoce.runtime.wiring.channels import client_for
from portavoce.runtime.wiring.people import sessions, users
from tests.browser.gate import ENTER, Gate
from tests.browser.witness import watch
from tests.contract.events.house import House
from tests.contract.events.invocations import sqs_event
from tests.contract.events.outside import PAGE
from tests.pictures import photo
from tests.review import NOW, in_review
from tests.stage import BUCKET

PHONE, DESKTOP = (390, 844), (1280, 900)
OUT = "https://www.facebook.com/61550000000000001/posts/4242"


@dataclass
class Seat:
    """Somebody's browser. `faults` is what nothing of ours may cause: a script that fails or that is a stranger's, and
    what the policy had to stop."""

    context: BrowserContext
    page: Page
    gate: Gate
    faults: list[str] = field(default_factory=list)

    def open(self, path: str = "/aurora") -> Page:
        """A page below /console, loaded whole."""
        self.page.goto(f"{self.gate.address}/console{path}", wait_until="load")
        return self.page

    def token(self) -> str:
        """What the session's cookie holds."""
        (found,) = [one["value"] for one in self.context.cookies() if one["name"] == "__Host-session"]
        return str(found)

    def focused(self) -> str:
        """The words of what has the focus."""
        return str(self.page.evaluate("document.activeElement.innerText || document.activeElement.tagName"))

    def stamp(self) -> None:
        """Marks the page that stands: a page that is loaded whole has no mark."""
        self.page.evaluate("window.stamped = true")

    def is_stamped(self) -> bool:
        """Whether it still stands, only parts of it being new."""
        return bool(self.page.evaluate("window.stamped === true"))


@dataclass
class Desk:
    """The house, and the browsers that look at it."""

    house: House
    chromium: Chromium
    gate: Gate
    seats: list[Seat] = field(default_factory=list)
    post_id: str = ""

    def sit_down(
        self,
        *roles: Role,
        email: str = "ada@aurora.example",
        language: Language = "en",
        theme: Theme = "light",
        size: tuple[int, int] = DESKTOP,
        has_script: bool = True,
    ) -> Seat:
        """Somebody with these roles for Aurora, signed in."""
        token = _open_session(email, language, theme, roles)
        context = self.chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale=language,
            java_script_enabled=has_script,
            reduced_motion="reduce",
        )
        context.set_default_timeout(8000)
        context.route("https://*.amazonaws.com/**", self._give_media)
        seat = Seat(context, context.new_page(), self.gate)
        seat.faults = watch(seat.page)
        seat.page.goto(f"{self.gate.address}{ENTER}?{urlencode({'token': token, 'to': '/console/aurora'})}")
        self.seats.append(seat)
        return seat

    def return_to(self, seat: Seat, path: str, *roles: Role, email: str = "ada@aurora.example") -> None:
        """Somebody signs in again in the same browser, and comes back to a path below the console."""
        token = _open_session(email, "en", "light", roles)
        query = urlencode({"token": token, "to": f"/console{path}"})
        seat.page.goto(f"{self.gate.address}{ENTER}?{query}", wait_until="load")

    def close(self) -> None:
        """All leave, and nothing has happened that may not."""
        faults = [fault for seat in self.seats for fault in seat.faults]
        for seat in self.seats:
            seat.context.close()
        assert (faults, self.gate.broken) == ([], [])

    def hear(self, words: str, author: str = "Ana") -> str:
        """Somebody comments on the one post that is out; gives the comment's name in the inbox."""
        meta, before = self.house.networks[0], self.house.effects()["table"]
        meta.platform.visit(
            Visit(post_id=self._publish(), text=words, author_name=author, author_id=str(9000 + len(before)))
        )
        meta.courier.carry(meta.platform.parcels(duplicated=False, reordered=False))
        with self.gate.pause():
            self.house.invoke("ingest", sqs_event("inbound", self.house.take("inbound")))
        (found,) = [pk for pk, sk in self.house.effects()["table"].keys() - before.keys() if sk == "INTERACTION"]
        return str(found).removeprefix("INTERACTION#").replace("#", "/")

    def said(self) -> list[str]:
        """What stands under the post on the platform, with the words of others."""
        return [one.text for one in self.house.networks[0].platform.comments.values() if not one.deleted]

    def hidden(self) -> list[str]:
        """Which comments are hidden there."""
        return [one.text for one in self.house.networks[0].platform.comments.values() if one.hidden]

    def _give_media(self, route: Route) -> None:
        """What lies in the bucket at a signed address, as S3 gives it."""
        key = urlsplit(route.request.url).path.removeprefix("/")
        with self.gate.pause():
            found = aws.s3().get_object(Bucket=BUCKET, Key=key.removeprefix(f"{BUCKET}/"))["Body"].read()
        route.fulfill(body=found, content_type="image/jpeg")

    def _publish(self) -> str:
        if not self.post_id:
            going = OutgoingPost(
                publication_id="aurora.beans.facebook", planned_at=NOW, text="Nuovi chicchi di Etiopia"
            )
            outcome = client_for("facebook", "aurora.facebook", PAGE).release(going)
            assert isinstance(outcome, Published)
            self.post_id = outcome.remote_id
        return self.post_id


def _open_session(email: str, language: Language, theme: Theme, roles: tuple[Role, ...]) -> str:
    person = User(
        user_id=f"user-of-{email}-{language}-{theme}",
        email=email,
        language=language,
        theme=theme,
        roles={"aurora": roles},
        invited_by="test",
        invited_at=NOW,
    )
    if users().find(person.user_id) is None:
        users().records.add(person)
    return sessions().open(person, NOW).token


def plan(house: House, post: str, text: str, at: datetime, channel: str = "facebook", **changes: Any) -> Publication:
    """A post that leaves at a time, unless it is told otherwise."""
    fields: dict[str, Any] = {
        "publication_id": f"aurora.{post}.{channel}",
        "post_id": post,
        "planned_at": at,
        "late_after": at + timedelta(minutes=15),
        "watch_at": at,
        "approval": None,
        "state": PublicationState.SCHEDULED,
    }
    one = in_review(channel, **fields | changes)
    one = one.model_copy(update={"content": one.content.model_copy(update={"text": text})})
    PublicationRecords(house.table).add(one)
    return one


def wait_for_yes(
    house: House, post: str, text: str, needed_from: str = "client", channel: str = "facebook", **said: Any
) -> Publication:
    """A post of tomorrow that waits for somebody's yes. `said` is what it holds beside its text."""
    approval = Approval.model_validate({"needed_from": needed_from})
    fields = {"approval": approval, "state": PublicationState.IN_REVIEW, "content": Content(text=text, **said)}
    return plan(house, post, text, NOW + timedelta(days=1), channel, **fields)


def store_photo(name: str, size: tuple[int, int] = (1200, 900), alt_text: str = "") -> Media:
    """A picture in the media bucket."""
    body = photo(size)
    aws.s3().put_object(Bucket=BUCKET, Key=f"media/{name}.jpg", Body=body)
    return Media(
        key=f"media/{name}.jpg",
        mime_type="image/jpeg",
        size_bytes=len(body),
        width=size[0],
        height=size[1],
        alt_text=alt_text,
    )


def lose_answer(house: House, post: str, text: str) -> Publication:
    """A post of this morning of which nobody knows whether it is out."""
    sent_at = NOW - timedelta(hours=1)
    sent: dict[str, Any] = {
        "state": PublicationState.UNCERTAIN,
        "attempts": 1,
        "started_at": sent_at,
        "first_started_at": sent_at,
    }
    one = in_review(**sent, publication_id=f"aurora.{post}.facebook")
    rule = manifest("facebook").lookup
    asked = after_look_up(one, Unclear(reason="no look-up has worked for an hour"), rule, NOW).publication
    return plan(house, post, text, sent_at, **sent, cause=asked.cause, next_step=asked.next_step)


def add_lead(house: House, author: str, text: str) -> None:
    """Somebody who wants to buy."""
    name = f"17_{len(author)}{len(text)}"
    lead = Lead(
        lead_id=lead_id_of("facebook", name),
        brand_id="aurora",
        channel_id="facebook",
        platform="facebook",
        interaction_id=name,
        author_id="9",
        author_name=author,
        text=text,
        permalink="https://www.facebook.com/17",
        created_at=NOW - timedelta(hours=2),
    )
    CommunityRecords(house.table).add_lead(lead, NOW + timedelta(days=90))
