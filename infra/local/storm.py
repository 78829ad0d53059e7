"""A short story beside the normal one: a storm of comments, a mail that proposes a freeze, the freeze, and its end."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import batched
from zoneinfo import ZoneInfo

from infra.assembly import StepFailed
from infra.local.narrator import show_heading
from infra.local.story import Story
from infra.local.twin import wait_for
from infra.local.visitors import Remark
from portavoce.publishing.model import PublicationState

HEARD_LIMIT_SECONDS, TOLD_LIMIT_SECONDS, ROUNDS = 120, 30, 3
"""The counters follow the comments; what a round did not find yet, the next does."""
AT_ONCE = 8
SOON, HELD_LIMIT_SECONDS = timedelta(seconds=40), 120
HELD = {
    "storm-cake": "La torta del giorno: pere e cioccolato, fino alle sei.",
    "storm-beans": "Nuovi chicchi dal Guatemala, da oggi al banco.",
    "storm-jazz": "Stasera si suona: trio jazz dalle nove.",
}
_RESUME = re.compile(r"portavoce resume (\w+)")
_SAID = (
    "Mio figlio è stato male tutta la notte dopo il vostro cornetto alla crema. Vergognatevi.",
    "Intossicazione alimentare: siamo finiti al pronto soccorso in tre dopo la colazione da voi.",
    "C'era uno scarafaggio nella vetrina dei dolci e il ragazzo alla cassa rideva.",
    "Ieri mattina latte scaduto da una settimana, mia madre sta ancora vomitando.",
    "Due ore in ospedale per colpa del tramezzino di sabato, voglio una risposta!",
    "Salmonella, dice il medico. L'unica cosa che ho mangiato è il vostro tiramisù.",
    "Ho trovato un pezzo di vetro nel cappuccino, potevo tagliarmi la lingua.",
    "Muffa sul pane dei panini, ho le fotografie e le mando alla ASL.",
    "La mia bambina ha avuto una reazione allergica: noci non dichiarate in etichetta.",
    "Avvelenati in ufficio dopo il vostro rinfresco, sette colleghi a casa con la febbre.",
    "Che schifo, un capello nella crema e un altro nel caffè macchiato.",
    "Ritirate subito quei succhi: sanno di detersivo e bruciano la gola.",
    "Mia nonna è svenuta dopo il vostro gelato, l'ambulanza ci ha messo mezz'ora.",
    "Topi dietro al bancone, li ho visti con i miei occhi giovedì sera.",
    "Servizio pessimo, maleducati con una signora anziana: mai più.",
    "Azienda vergognosa, trattate malissimo chi lavora per voi e chi paga.",
    "Delusa e arrabbiata: mi avete ignorata al telefono per tre giorni.",
    "Peggior bar della città, sporco ovunque e nessuno che chieda scusa.",
    "Truffatori: mi avete fatto pagare due volte e negate pure lo scontrino.",
    "Non ci torno neanche pagato, bagno impraticabile e tavoli appiccicosi.",
    "Orribile esperienza, il caffè era bruciato e il titolare ci ha insultati.",
    "Nausea per tutto il pomeriggio dopo una vostra spremuta, che vergogna.",
    "Siete una delusione totale, clienti da vent'anni e ci cacciate così.",
    "Mio marito è ricoverato da stanotte, l'avvocato vi scriverà domani.",
)


def storm_remarks() -> Iterator[Remark]:
    """Two dozen people, on two platforms, each in words of their own: accounts that say the same are no storm."""
    for number, said in enumerate(_SAID):
        yield Remark("instagram" if number % 3 == 0 else "facebook", f"cliente{number}", said)


class StormStory(Story):
    """The storm, told on a twin on which the normal story was told. Raises StepFailed."""

    def tell_storm(self) -> None:
        """From the first comment to the resume by a plan."""
        show_heading(self.console, "A storm: two dozen people complain, each in words of their own")
        remarks = list(storm_remarks())
        for some in batched(remarks, AT_ONCE, strict=False):
            self._visit(some)
        if not wait_for(lambda: len(self._names_of(remarks)) == len(remarks), HEARD_LIMIT_SECONDS):
            raise StepFailed(f"only {len(self._names_of(remarks))} of {len(remarks)} comments were heard")
        self._await_proposal()
        self._portavoce("crisis", "status")
        self._plan_posts()
        freeze_id = self._freeze()
        if not wait_for(self._is_held_up, HELD_LIMIT_SECONDS):
            raise StepFailed(
                f"the freeze should hold up {len(HELD)} posts, but they stand so: {self._states_of_held()}"
            )
        self._say("their time has passed, and none of them has left")
        self._portavoce("crisis", "end", last_lines=1)
        self._say("it is dealt with; what was held up leaves spread over three hours, shown before it is done")
        self._portavoce("resume", freeze_id, "--spread", "3h", "--dry-run")
        self._portavoce("resume", freeze_id, "--spread", "3h", "--yes", last_lines=1)
        if PublicationState.FROZEN in self._states_of_held().values():
            raise StepFailed(f"what was held up should be planned anew, but stands so: {self._states_of_held()}")

    def _plan_posts(self) -> None:
        """Posts that would leave in this minute, into the storm."""
        at = datetime.now(ZoneInfo(self.accounts.brand.zone)) + SOON
        rows = "".join(f'{name},facebook,{at:%Y-%m-%d %H:%M:%S},"{text}"\n' for name, text in HELD.items())
        calendar = self.twin.folder / "storm.csv"
        calendar.write_text(f"post,channel,when,text\n{rows}", "utf-8")
        self._say(f"{len(HELD)} posts are planned for {at:%H:%M:%S}; somebody decides to stop")
        self._portavoce("apply", self._path(calendar), last_lines=1)

    def _is_held_up(self) -> bool:
        """Whether the time of each has passed, and the freeze holds it."""
        return set(self._states_of_held().values()) == {PublicationState.FROZEN}

    def _states_of_held(self) -> dict[str, str]:
        brand = self.accounts.brand.id
        return {
            name: state
            for name, state in self._states().items()
            if name.removeprefix(f"{brand}.").split(".")[0] in HELD
        }

    def _await_proposal(self) -> None:
        """The five minutes' round, brought forward: of a brand that is new here a freeze is only proposed."""
        told = "fermiamo le pubblicazioni?"

        def subjects() -> list[str]:
            return [mail["Subject"] for mail in self.twin.emulator.mails() if told in mail["Subject"]]

        for _ in range(ROUNDS):
            self.twin.tick("watch_reputation")
            if wait_for(lambda: bool(subjects()), TOLD_LIMIT_SECONDS, pause_seconds=2):
                break
        else:
            raise StepFailed(f"no mail proposes a freeze: see the logs in {self.twin.folder}")
        (subject,) = subjects()
        self._say(f"mailed: {subject}")

    def _freeze(self) -> str:
        said = self._portavoce("freeze", "--brand", self.accounts.brand.id, "--reason", "storm")
        found = _RESUME.search(said)
        if not found:
            raise StepFailed(f"a freeze should name the command that lifts it, but said:\n{said}")
        return found[1]
