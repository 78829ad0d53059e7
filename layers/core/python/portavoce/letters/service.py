"""Looking through the dead-letter queue, and bringing each letter back on its own way."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from portavoce.each_alone import EachAlone
from portavoce.letters.mentions import mentions
from portavoce.letters.model import Letter, LetterGroup, LetterKind, QueuedLetter
from portavoce.letters.postmark import group_letters, read_letter
from portavoce.value import Value

MOST = 300
"""Letters that one request looks at: some hundredths of a second each, and a request has 29 seconds."""


class NotReturned(Exception):
    """A letter cannot go back; the message says why, and names nobody."""


class Redriven(Value):
    """What one redrive has done, or would do. `left` waits as it did, each with why it could not go back; `more`: there
    are letters that were not looked at."""

    redriven: tuple[LetterGroup, ...]
    left: tuple[LetterGroup, ...]
    more: bool


@dataclass(frozen=True)
class Letters:
    """The dead-letter queue. `receive` gives up to ten letters and hides them from others for a while, none when there
    are no more; `put_back` shows one again. `ways` brings a letter of a kind back, and `checks` asks whether it would,
    and moves nothing; both raise NotReturned."""

    receive: Callable[[], list[QueuedLetter]]
    put_back: Callable[[QueuedLetter], None]
    remove: Callable[[QueuedLetter], None]
    ways: Mapping[LetterKind, Callable[[Letter], None]]
    checks: Mapping[LetterKind, Callable[[Letter], object]]

    def list_groups(self) -> tuple[list[LetterGroup], bool]:
        """What is parked, and whether there is more than was looked at. Nothing is moved."""
        found = [*self._look()]
        for one in found:
            self.put_back(one)
        return group_letters(map(read_letter, found)), len(found) >= MOST

    def redrive(self, kind: LetterKind | None = None, *, is_dry: bool = False) -> Redriven:
        """Brings back all that is parked, or what is of one kind. One that cannot go back holds up none.

        `is_dry`: says the same of each as far as it can be known without moving anything."""
        done, left, count = list[Letter](), list[Letter](), 0
        for found in [*self._look()]:
            count += 1
            letter = read_letter(found)
            if kind not in (None, letter.kind):
                self.put_back(found)
                continue
            refusal = _try_way(self.checks if is_dry else self.ways, letter)
            if refusal:
                left.append(letter.model_copy(update={"reason": refusal}))
            else:
                done.append(letter)
            if refusal or is_dry:
                self.put_back(found)
            else:
                self.remove(found)
        return Redriven(redriven=tuple(group_letters(done)), left=tuple(group_letters(left)), more=count >= MOST)

    def take(
        self, ids: Collection[str], divide: Callable[[Letter], Sequence[str]], *, is_dry: bool
    ) -> tuple[list[str], bool]:
        """Takes out what speaks of one of `ids`, and gives it; True: a letter may be left that does. `divide` cuts a
        letter into what it says, piece by piece: those that speak of none of them go back on the letter's own way."""
        taken, count, failed = list[str](), 0, False
        for found in [*self._look()]:
            count += 1
            letter = read_letter(found)
            pieces = list(divide(letter)) if mentions(found.body, ids) else []
            about = [one for one in pieces if mentions(one, ids)]
            refusals = [] if is_dry else self._send_pieces(letter, [one for one in pieces if one not in about])
            if refusals or is_dry or not pieces:
                self.put_back(found)
            else:
                self.remove(found)
            failed = failed or bool(refusals)
            taken += [] if refusals else about or ([found.body] if pieces else [])
        return taken, failed or count >= MOST

    def _send_pieces(self, letter: Letter, pieces: Iterable[str]) -> list[str]:
        """Why some could not go back."""
        reasons = [_try_way(self.ways, letter.model_copy(update={"payload": one})) for one in pieces]
        return [one for one in reasons if one]

    def _look(self) -> Iterator[QueuedLetter]:
        seen = set[str]()
        while len(seen) < MOST:
            fresh = [one for one in self.receive() if one.message_id not in seen]
            if not fresh:
                return
            for one in fresh:
                seen.add(one.message_id)
                yield one


def _try_way(ways: Mapping[LetterKind, Callable[[Letter], object]], letter: Letter) -> str | None:
    """None when it is on its way, else why it is not."""
    way = ways.get(letter.kind)
    if way is None:
        return "nobody knows where it belongs: look at it in the queue"
    trouble = EachAlone()
    with trouble:
        way(letter)
    for error in trouble.errors:
        return str(error) if isinstance(error, NotReturned) else f"it failed with {type(error).__name__}: try again"
    return None
