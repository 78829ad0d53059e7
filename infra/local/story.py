"""The story that the demo tells, step by step; each step is done with the product's own commands and read back."""

import shutil
from collections import deque
from collections.abc import Sequence
from contextlib import chdir, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zlib import crc32
from zoneinfo import ZoneInfo

from rich.table import Table

from infra.assembly import StepFailed
from infra.local import seed
from infra.local.accounts import Accounts
from infra.local.figures import Evidence, live_posts
from infra.local.narrator import Narrator, show_heading
from infra.local.networks import SERVES
from infra.local.news import News
from infra.local.numbers import RAISED_AMOUNT, SPENT_AGAIN_MINOR, ads, post_numbers
from infra.local.shop import Shop
from infra.local.twin import wait_for
from infra.local.visitors import DUPLICATED, REMARKS, VOICES, Remark
from portavoce.brands.brand_file import read_brand
from portavoce.cli.stages import connect
from portavoce.community.acts.model import TRIAGE
from portavoce.connections.model import ConnectionState, holders
from portavoce.platforms import discovery
from portavoce.reporting.model import MailDelivery
from portavoce.reporting.service import LEADS

PUBLISH_LIMIT_SECONDS = 120
SETTLE_LIMIT_SECONDS = 60
REMARKS_AT_ONCE = 3


@dataclass
class Story(Narrator):
    """One telling. Raises StepFailed as soon as a step does not do what it should."""

    accounts: Accounts = field(init=False)
    _shop: Shop = field(init=False)
    _news: News = field(init=False)
    _unsaid: deque[Remark] = field(default_factory=lambda: deque(REMARKS))

    def tell(self) -> None:
        """The whole story, in order."""
        self.set_up()
        self.plan()
        self.publish_and_listen()
        self.answer_people()
        self.measure_and_spend()
        self.sell()
        self.raise_and_spend_again()
        self.show_mails()

    def set_up(self) -> None:
        """A brand, its accounts, their secrets, their webhooks."""
        show_heading(self.console, "A brand speaks: who, in what voice, through which accounts")
        self.twin.wake_publishers()
        self.open_accounts()

    def open_accounts(self) -> None:
        """The brand itself: its file is applied, its accounts are made on the networks and connected."""
        file = self._write_brand(seed.brand(datetime.now(UTC)))
        self.accounts = Accounts(read_brand(file.read_bytes(), file.name, discovery.of_brands()))
        self._shop = Shop(self.accounts.brand, self.twin.outputs.api_url)
        self._news = News(ZoneInfo(self.accounts.brand.zone))
        self.accounts.open(self.twin.networks)
        self._portavoce("brand", "apply", self._path(file), last_lines=1)
        with chdir(self.twin.home), closing(connect(self.twin.stage)) as api:
            self.accounts.hand_over(api)
        self.accounts.subscribe(self.twin.networks, self.twin.outputs.api_url)
        self._say("tokens are SSM SecureString parameters; the three webhooks answered the platforms' challenges")

    def plan(self) -> None:
        """The calendar: shown, applied, applied again."""
        show_heading(self.console, "A calendar becomes a plan")
        calendar = self._path(self._write_calendar())
        self._portavoce("plan", calendar)
        self._portavoce("apply", calendar, last_lines=1)
        again = self._portavoce("apply", calendar, last_lines=1)
        if "nothing to do" not in again.lower():
            raise StepFailed(f"applying the same calendar again should find nothing to do, but said:\n{again}")

    def publish_and_listen(self) -> None:
        """Posts leave at their second, one answer is lost; people comment, one batch comes twice."""
        show_heading(self.console, "Posts leave at their second, people comment; one of Facebook's answers gets lost")
        self._say(f"times are {self.accounts.brand.zone}'s, as in the calendar")
        self.twin.networks.fault("meta", kind="lost_answer", method="POST", path="/feed$")
        if not wait_for(self._everything_due_is_published, PUBLISH_LIMIT_SECONDS):
            raise StepFailed(f"not everything that was due is published: {self._states()}")
        self._say("one more batch of webhooks arrives, twice")
        self._visit(DUPLICATED, duplicated=True)
        if not wait_for(self._everything_said_is_decided, SETTLE_LIMIT_SECONDS):
            raise StepFailed(
                f"not every comment was taken in and acted upon: {_reception(self.twin.evidence(), self._sales)}"
            )
        self._portavoce("status")

    def answer_people(self) -> None:
        """A message, a mention, a review and a comment come in; each is answered, or it is said why it cannot be."""
        show_heading(self.console, "Four people wait for an answer, each in another way")
        self._visit(VOICES)
        if not wait_for(lambda: len(self._names_of(VOICES)) == len(VOICES), SETTLE_LIMIT_SECONDS):
            raise StepFailed(f"not everybody was heard: {sorted(self._names_of(VOICES))}")
        self._everything_said_is_decided()
        names = self._names_of(VOICES)
        message, mention, review, comment = (names[one.text] for one in VOICES)
        self._portavoce("comments", "reply", message, "--message", "Ciao! Venerdì alle 20 va bene?", last_lines=2)
        self._portavoce("comments", "reply", mention, "Thank you, see you tomorrow ☕", last_lines=2)
        self._portavoce("comments", "reply", comment, "Sì, la password è sullo scontrino.", "--done", last_lines=2)
        self._portavoce("comments", "reply", review, "Ci dispiace, Dario.", fails=True)
        self._portavoce("comments", "done", review, last_lines=1)

    def measure_and_spend(self) -> None:
        """Numbers arrive, ads spend, the quarter of an hour strikes."""
        show_heading(self.console, "What it brought and what it cost (the quarter-hour's tick, brought forward)")
        for simulator, state in self.twin.networks.states().items():
            numbers = [post_numbers(one, at) for at, one in enumerate(live_posts(state))]
            self.twin.networks.seed(simulator, "accounts", {"posts": numbers})
        self.twin.networks.seed("meta", "ads", ads(self.accounts.brand, datetime.now(UTC)))
        for function in ("collect_metrics", "collect_spend", "keep_channels"):
            self.twin.tick(function)
        self._say("meanwhile two people follow the link in a post to the shop's page, and one of them buys")
        self._shop.receive(live_posts(self.twin.networks.state("meta")))
        if not wait_for(self._measured_and_warned, SETTLE_LIMIT_SECONDS):
            raise StepFailed(
                "no metrics, no budget alert, or a connection that was not seen to work within the limit: "
                f"see the logs in {self.twin.folder}"
            )
        self._portavoce("metrics")
        self._portavoce("budget")

    def sell(self) -> None:
        """The clicks and visits are there; the shop confirms what was bought, and a goal is on track."""
        shop = self._shop
        show_heading(
            self.console, "What the link in a post has brought: clicks, visits, an order that the shop confirms"
        )
        if not wait_for(lambda: shop.is_counted(self.twin.evidence()), SETTLE_LIMIT_SECONDS):
            raise StepFailed(f"not every click and visit was counted: see the logs in {self.twin.folder}")
        self._portavoce("links")
        orders = self._path(shop.write_orders(self.twin.folder))
        self._portavoce("visits", "confirm", orders, "--currency", shop.currency)
        self._portavoce("visits")
        goals = self._portavoce("goals")
        if "on track" not in goals:
            raise StepFailed(f"one goal should be on track, but what was said is:\n{goals}")

    def raise_and_spend_again(self) -> None:
        """The campaign's budget is spent, raised in the brand's file, and spent again: each is told once."""
        show_heading(self.console, "A budget that is spent is raised, and spent again")
        raised = self._write_brand(seed.raise_budget(seed.brand(datetime.now(UTC)), RAISED_AMOUNT))
        self._portavoce("brand", "apply", self._path(raised), "--yes", last_lines=1)
        self.twin.networks.seed("meta", "ads", ads(self.accounts.brand, datetime.now(UTC), SPENT_AGAIN_MINOR))
        self.twin.tick("collect_spend")
        if not wait_for(self._told_of_each_revision, SETTLE_LIMIT_SECONDS):
            raise StepFailed(f"a raised budget that was spent again was not told: see the logs in {self.twin.folder}")

    def show_mails(self) -> None:
        """Who was written to."""
        show_heading(self.console, "The mails that were sent")
        table = Table("to", "subject", box=None, pad_edge=False)
        for mail in self.twin.emulator.mails():
            table.add_row(", ".join(mail["To"]), mail["Subject"])
        self.console.print(table)

    def _everything_due_is_published(self) -> bool:
        evidence = self.twin.evidence()
        for line in self._news.since(evidence):
            self._say(line)
        self._let_some_speak(evidence)
        soon = datetime.now(UTC) + timedelta(minutes=5)
        due = [one for one in evidence.of_type("publication") if datetime.fromisoformat(one["planned_at"]) <= soon]
        return not self._unsaid and all(one["state"] == "published" for one in due)

    def _let_some_speak(self, evidence: Evidence) -> None:
        """One person first; when sales has had its mail about that one, a few people at a time.

        The emulator starts a process for each function that is called while its others are busy, and two cores do
        not bear many such starts at once: the first remark wakes every function on the way, once."""
        networks = {post["network"] for state in evidence.networks.values() for post in live_posts(state)}
        first = len(self._unsaid) == len(REMARKS)
        at_once = 1 if first else REMARKS_AT_ONCE
        if (
            self._unsaid
            and networks >= {one.platform for one in list(self._unsaid)[:at_once]}
            and (first or _count_mails(evidence, self._sales))
        ):
            self._visit([self._unsaid.popleft() for _ in range(min(at_once, len(self._unsaid)))])

    def _everything_said_is_decided(self) -> bool:
        evidence = self.twin.evidence()
        for line in self._news.since(evidence):
            self._say(line)
        return all(done == wanted for done, wanted in _reception(evidence, self._sales).values())

    def _measured_and_warned(self) -> bool:
        evidence = self.twin.evidence()
        budget = [one for one in evidence.of_type("alert") if "budget" in one["kind"]]
        told = _count_mails(evidence, frozenset(self.accounts.brand.people.alerts))
        works = [one for one in evidence.of_type("connection") if one.get("state") == ConnectionState.CONNECTED]
        looked_after = len(works) == len(holders(self.accounts.brand))
        return bool(evidence.of_type("snapshot")) and bool(budget) and told > 0 and looked_after

    def _told_of_each_revision(self) -> bool:
        whole = [one for one in self.twin.evidence().of_type("alert") if one["facts"].get("threshold_percent") == "100"]
        return len([one for one in whole if one.get("mail") == MailDelivery.SENT]) > 1

    def _names_of(self, remarks: Sequence[Remark]) -> dict[str, str]:
        """What the inbox calls those of them that were heard, by their words."""
        heard = {str(one["interaction"].get("text")): one["pk"] for one in self.twin.evidence().of_type("interaction")}
        parts = {one.text: str(heard[one.text]).split("#", 2) for one in remarks if one.text in heard}
        return {text: f"{platform}/{interaction_id}" for text, (_, platform, interaction_id) in parts.items()}

    def _write_brand(self, text: str) -> Path:
        file = self.twin.folder / seed.BRAND_FILE.name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return file

    def _write_calendar(self) -> Path:
        shutil.copytree(seed.FOLDER / "images", self.twin.folder / "images", dirs_exist_ok=True)
        calendar = self.twin.folder / "calendar.csv"
        calendar.write_text(seed.calendar(datetime.now(UTC), self.accounts.brand.zone), "utf-8")
        return calendar

    def _path(self, file: Path) -> str:
        return str(file.relative_to(self.twin.home, walk_up=True))

    def _visit(self, remarks: Sequence[Remark], *, duplicated: bool = False) -> None:
        for simulator, state in self.twin.networks.states().items():
            posts = live_posts(state)
            visits = [
                {
                    "action": one.action,
                    "network": one.platform,
                    "account_id": self.accounts.id_on(one.platform),
                    "post_id": next(post["id"] for post in posts if post["network"] == one.platform),
                    "author_id": f"90{crc32(one.author.encode()):010}",
                    "author_name": one.author,
                    "text": one.text,
                }
                for one in remarks
                if SERVES[one.platform] == simulator
            ]
            if visits:
                self.twin.networks.visit(simulator, visits, duplicated=duplicated)

    @property
    def _sales(self) -> frozenset[str]:
        return frozenset(self.accounts.brand.people.sales)

    def _states(self) -> dict[str, str]:
        return {one["publication_id"]: one["state"] for one in self.twin.evidence().of_type("publication")}


def _count_mails(evidence: Evidence, addresses: frozenset[str]) -> int:
    return sum(not addresses.isdisjoint(mail["To"]) for mail in evidence.mails)


def _reception(evidence: Evidence, sales: frozenset[str]) -> dict[str, tuple[int, int]]:
    """How many comments were taken in, acted upon and mailed about, each with how many should be."""
    heard = evidence.of_type("interaction")
    wanted = [action for one in heard for action in one["decision"].get("actions", [])]
    acted = [one for one in evidence.of_type("action") if one["progress"] != "doing"]
    acted += [act for one in heard for act in one.get("acts", []) if act["by"] == TRIAGE]
    return {
        "comments": (len(heard), len(REMARKS) + len(DUPLICATED)),
        "actions": (len(acted), len(wanted)),
        # What is more comes together, within the hour.
        "mails to sales": (_count_mails(evidence, sales), min(wanted.count("lead"), LEADS.alone)),
    }
