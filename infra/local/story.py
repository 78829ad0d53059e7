"""The story that the demo tells, step by step; each step is done with the product's own commands and read back."""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from infra.assembly import ROOT, StepFailed
from infra.local import seed
from infra.local.accounts import Accounts
from infra.local.figures import Item
from infra.local.networks import SERVES
from infra.local.numbers import ads, post_numbers
from infra.local.twin import LOGS, Twin, wait_for
from infra.local.visitors import DUPLICATED, REMARKS, Remark
from portavoce.brands.brand_file import read_brand
from portavoce.cli.stages import connect
from portavoce.platforms import discovery

COMMAND_LIMIT_SECONDS = 60
PUBLISH_LIMIT_SECONDS = 90
SETTLE_LIMIT_SECONDS = 45


@dataclass
class Story:
    """One telling. Raises StepFailed as soon as a step does not do what it should."""

    twin: Twin
    console: Console
    accounts: Accounts = field(init=False)
    _told: set[str] = field(default_factory=set)

    def tell(self) -> None:
        """The whole story, in order."""
        self.set_up()
        self.plan()
        self.publish_and_listen()
        self.measure_and_spend()
        self.show_mails()

    def set_up(self) -> None:
        """A brand, its accounts, their secrets, their webhooks."""
        self._chapter("A brand speaks: who, in what voice, through which accounts")
        self.accounts = Accounts(read_brand(seed.BRAND_FILE.read_bytes(), seed.BRAND_FILE.name, discovery.names()))
        self.accounts.open(self.twin.networks)
        self._portavoce("brand", "apply", str(seed.BRAND_FILE.relative_to(ROOT)), last_lines=1)
        self.accounts.hand_over(connect("local"))
        self.accounts.subscribe(self.twin.outputs.api_url)
        self._say("tokens are SSM SecureString parameters; the three webhooks answered the platforms' challenges")

    def plan(self) -> None:
        """The calendar: shown, applied, applied again."""
        self._chapter("A calendar becomes a plan")
        calendar = self._write_calendar()
        self._portavoce("plan", str(calendar))
        self._portavoce("apply", str(calendar))
        again = self._portavoce("apply", str(calendar), shown=False)
        if "nothing to do" not in again.lower():
            raise StepFailed(f"applying the same calendar again should find nothing to do, but said:\n{again}")
        self._say("applied a second time: nothing to do")

    def publish_and_listen(self) -> None:
        """Posts leave at their second, one answer is lost; people comment, one batch comes twice."""
        self._chapter("Posts leave at their second; one answer of Facebook will be lost on the way")
        self.twin.networks.fault("meta", kind="lost_answer", method="POST", path="/feed$")
        if not wait_for(self._every_network_has_a_post, PUBLISH_LIMIT_SECONDS):
            raise StepFailed("no post reached every network: see the states above and the logs in .local/twin")
        self._say("meanwhile people comment")
        self._visit(REMARKS)
        if not wait_for(self._everything_due_has_ended, PUBLISH_LIMIT_SECONDS):
            states = {one["publication_id"]: one["state"] for one in self._due()}
            raise StepFailed(f"not everything that was due has ended: {states}")
        self._say("the same batch of webhooks arrives twice")
        self._visit(DUPLICATED, duplicated=True)
        if not wait_for(self._everything_said_is_decided, SETTLE_LIMIT_SECONDS):
            raise StepFailed("not every comment was taken in and acted upon: see the logs in .local/twin")
        self._portavoce("comments", self.accounts.brand.id)

    def measure_and_spend(self) -> None:
        """Numbers arrive, ads spend, the quarter of an hour strikes."""
        self._chapter("What it brought and what it cost (the quarter-hour's tick, brought forward)")
        self._let_numbers_grow()
        self._let_ads_spend()
        for function in ("collect_metrics", "collect_spend"):
            self.twin.tick(function)
        if not wait_for(lambda: self._count("metrics") > 0 and self._mailed_alerts() > 0, SETTLE_LIMIT_SECONDS):
            raise StepFailed("no metrics or no budget alert within the limit: see the logs in .local/twin")
        self._portavoce("metrics", self.accounts.brand.id)
        self._portavoce("budget", self.accounts.brand.id)

    def show_mails(self) -> None:
        """Who was written to."""
        self._chapter("The mails that were sent")
        table = Table("to", "subject", box=None, pad_edge=False)
        for mail in self.twin.emulator.mails():
            table.add_row(", ".join(mail["To"]), mail["Subject"])
        self.console.print(table)

    def _every_network_has_a_post(self) -> bool:
        self._tell_news()
        states = self.twin.networks.states()
        return {one["network"] for state in states.values() for one in _live(state)} >= set(SERVES) - {"meta_ads"}

    def _everything_due_has_ended(self) -> bool:
        self._tell_news()
        soon = datetime.now(UTC) + timedelta(minutes=5)
        return all(one["state"] == "published" for one in self._publications() if _moment(one["planned_at"]) <= soon)

    def _everything_said_is_decided(self) -> bool:
        evidence = self.twin.evidence()
        heard = evidence.of_type("interaction")
        wanted = [action for one in heard for action in one["decision"].get("actions", [])]
        acted = [one for one in evidence.of_type("action") if one["state"] != "doing"]
        written = len(REMARKS) + len(DUPLICATED)
        leads = sum(1 for action in wanted if action == "lead")
        return len(heard) == written and len(acted) == len(wanted) and len(evidence.mails) >= leads

    def _write_calendar(self) -> Path:
        shutil.copytree(seed.FOLDER / "images", LOGS / "images", dirs_exist_ok=True)
        calendar = LOGS / "calendar.csv"
        calendar.write_text(seed.calendar(datetime.now(UTC), self.accounts.brand.zone), "utf-8")
        return calendar.relative_to(ROOT)

    def _visit(self, remarks: Sequence[Remark], *, duplicated: bool = False) -> None:
        for simulator in ("meta", "x"):
            posts = _live(self.twin.networks.state(simulator))
            of_network = {name: cycle([one for one in posts if one["network"] == name]) for name in SERVES}
            visits = [
                {
                    "action": "add",
                    "network": one.platform,
                    "account_id": self.accounts.id_on(one.platform),
                    "post_id": next(of_network[one.platform])["id"],
                    "author_id": f"90{abs(hash(one.author)) % 10**9}",
                    "author_name": one.author,
                    "text": one.text,
                }
                for one in remarks
                if SERVES[one.platform] == simulator
            ]
            if visits:
                self.twin.networks.visit(simulator, visits, duplicated=duplicated)

    def _let_numbers_grow(self) -> None:
        for simulator, state in self.twin.networks.states().items():
            numbers = [post_numbers(one, at) for at, one in enumerate(_live(state))]
            self.twin.networks.seed(simulator, "accounts", {"posts": numbers})

    def _let_ads_spend(self) -> None:
        self.twin.networks.seed("meta", "ads", ads(self.accounts.brand, datetime.now(UTC)))

    def _publications(self) -> list[Item]:
        return [one for one in self.twin.evidence().items if one.get("type") == "publication"]

    def _due(self) -> list[Item]:
        return [one for one in self._publications() if _moment(one["planned_at"]) <= datetime.now(UTC)]

    def _count(self, kind: str) -> int:
        return sum(1 for one in self.twin.evidence().items if one.get("type", "").startswith(kind))

    def _mailed_alerts(self) -> int:
        evidence = self.twin.evidence()
        budget = [one for one in evidence.of_type("alert") if "budget" in one["kind"]]
        return len(budget) if len(evidence.mails) > len(evidence.of_type("lead")) else 0

    def _tell_news(self) -> None:
        for one in sorted(self._publications(), key=lambda one: one["planned_at"]):
            news = f"{one['publication_id']} {one['state']}"
            if one["state"] in {"scheduled", "sending"} or news in self._told:
                continue
            self._told.add(news)
            self._say(_news(one))

    def _portavoce(self, *arguments: str, shown: bool = True, last_lines: int = 0) -> str:
        if shown:
            self.console.print(f"[bold cyan]$ portavoce {' '.join(arguments)}[/]", highlight=False)
        command = ["portavoce", *arguments, "--stage", "local"]
        try:
            done = subprocess.run(
                command, cwd=ROOT, check=False, capture_output=True, text=True, timeout=COMMAND_LIMIT_SECONDS
            )
        except subprocess.TimeoutExpired as late:
            raise StepFailed(f"portavoce {' '.join(arguments)} did not end in {COMMAND_LIMIT_SECONDS} s") from late
        if done.returncode:
            raise StepFailed(f"portavoce {' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}")
        if shown:
            lines = done.stdout.rstrip().splitlines()
            self.console.print("\n".join(lines[-last_lines:]), markup=False, highlight=False)
        return done.stdout

    def _chapter(self, title: str) -> None:
        self.console.print()
        self.console.rule(f"[bold]{title}", align="left")

    def _say(self, text: str) -> None:
        self.console.print(f"  {text}", highlight=False)


def _live(state: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in state["posts"] if one["published"] and not one["deleted"]]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _news(publication: Item) -> str:
    planned = _moment(publication["planned_at"])
    line = (
        f"{planned:%H:%M:%S} {publication['platform']:<10} {publication['publication_id']:<38} {publication['state']}"
    )
    if publication.get("started_at"):
        delay = (_moment(publication["started_at"]) - planned).total_seconds()
        line += f", {delay:+.2f} s"
    return line
