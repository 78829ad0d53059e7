"""What only the platforms can tell of posts that are being planned."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from portavoce.platforms.contract import Checker
from portavoce.platforms.outcomes import CheckOutcome, Refused, Unclear
from portavoce.publishing import parts
from portavoce.publishing.model import Publication
from portavoce.publishing.service.channel_door import NotConnected

Answers = Mapping[str, Refused | Unclear]
"""By publication id: what a platform has against it, or why it could not be asked."""


@dataclass(frozen=True)
class PlatformChecks:
    """Asks platforms about publications, several at once and for a limited time.

    `asks` says whether a publication's platform is to be asked about it; `connect` raises NotConnected; `run` calls
    each of the functions and gives their results in order, with None for those that took too long."""

    asks: Callable[[Publication], bool]
    connect: Callable[[Publication], Checker]
    run: Callable[[Sequence[Callable[[], CheckOutcome]]], Sequence[CheckOutcome | None]]

    def check(self, publications: Iterable[Publication]) -> Answers:
        """What stands in the way of these; a publication that nothing stands in the way of is left out."""
        asked = [one for one in publications if self.asks(one)]
        # By channel: one without access is found out once, not for each of a hundred rows.
        clients = {name: self._connect(one) for name, one in {one.channel_id: one for one in asked}.items()}
        outcomes = self.run([lambda one=one: _ask(clients[one.channel_id], one) for one in asked])  # type: ignore[misc]
        answers: dict[str, Refused | Unclear] = {}
        for publication, outcome in zip(asked, outcomes, strict=True):
            match outcome:
                case None:
                    answers[publication.publication_id] = Unclear(reason="it did not answer in time")
                case Refused() | Unclear():
                    answers[publication.publication_id] = outcome
        return answers

    def _connect(self, publication: Publication) -> Checker | Unclear:
        try:
            return self.connect(publication)
        except NotConnected as error:
            return Unclear(reason=str(error))


def _ask(client: Checker | Unclear, publication: Publication) -> CheckOutcome:
    if isinstance(client, Unclear):
        return client
    for number in range(parts.count(publication.content)):
        outcome = client.check(parts.outgoing_post(publication, number, lambda _: ""))
        if isinstance(outcome, Refused | Unclear):
            return outcome
    return outcome
