"""A short story beside the normal one: a storm of comments, a mail that proposes a freeze, the freeze, and its end."""

import json
from collections.abc import Iterator
from itertools import batched, product

from infra.assembly import StepFailed
from infra.local.story import Story, show_heading
from infra.local.twin import wait_for
from infra.local.visitors import Remark

HEARD_LIMIT_SECONDS, TOLD_LIMIT_SECONDS, ROUNDS = 120, 30, 3
"""The counters follow the comments; what a round did not find yet, the next does."""
AT_ONCE = 8
_SAID = (
    "{who} è stato male dopo il vostro cornetto, {when}. Vergognatevi.",
    "Intossicazione alimentare, {who} al pronto soccorso {when}. Voglio una risposta!",
    "Che schifo, {when} {who} ha trovato uno scarafaggio e il personale rideva.",
    "Azienda pessima: {when} avete trattato malissimo {who}. Mai più.",
)
_WHO = ("mio figlio", "mia madre", "un mio collega", "mia sorella")
_WHEN = ("ieri mattina", "sabato", "dopo pranzo")


def storm_remarks() -> Iterator[Remark]:
    """Forty-eight people, on two platforms, each in words of their own."""
    for number, (said, who, when) in enumerate(product(_SAID, _WHO, _WHEN)):
        platform = "instagram" if number % 3 == 0 else "facebook"
        yield Remark(platform, f"cliente{number}", said.format(who=who, when=when))


class StormStory(Story):
    """The storm, told on a twin on which the normal story was told. Raises StepFailed."""

    def tell_storm(self) -> None:
        """From the first comment to the resume by a plan."""
        show_heading(self.console, "A storm: 48 people complain, each in words of their own")
        remarks = list(storm_remarks())
        for some in batched(remarks, AT_ONCE, strict=False):
            self._visit(some)
        if not wait_for(lambda: len(self._names_of(remarks)) == len(remarks), HEARD_LIMIT_SECONDS):
            raise StepFailed(f"only {len(self._names_of(remarks))} of {len(remarks)} comments were heard")
        self._await_proposal()
        self._portavoce("crisis", "status")
        freeze_id = self._freeze()
        self._portavoce("crisis", "end", last_lines=1)
        self._say("it is dealt with; what was held up leaves spread over three hours, shown before it is done")
        self._portavoce("resume", freeze_id, "--spread", "3h", "--dry-run")
        self._portavoce("resume", freeze_id, "--spread", "3h", "--yes", last_lines=1)

    def _await_proposal(self) -> None:
        """The five minutes' round, brought forward: of a brand that is new here a freeze is only proposed."""
        told = "fermiamo le pubblicazioni?"

        def is_told() -> bool:
            return any(told in mail["Subject"] for mail in self.twin.emulator.mails())

        for _ in range(ROUNDS):
            self.twin.tick("watch_reputation")
            if wait_for(is_told, TOLD_LIMIT_SECONDS, pause_seconds=2):
                break
        else:
            raise StepFailed(f"no mail proposes a freeze: see the logs in {self.twin.folder}")
        (subject,) = [mail["Subject"] for mail in self.twin.emulator.mails() if told in mail["Subject"]]
        self._say(f"mailed: {subject}")

    def _freeze(self) -> str:
        frozen = self._portavoce("freeze", "--brand", self.accounts.brand.id, "--reason", "storm", "--json")
        return str(json.loads(frozen)["freeze_id"])
