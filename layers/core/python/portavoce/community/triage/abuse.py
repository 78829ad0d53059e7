"""Whether a text abuses whoever reads it: the brand, its people, or somebody else in the conversation. Pure.

In doubt it does not: what is hidden wrongly harms more than what is left standing until a person has seen it."""

from collections.abc import Mapping

from portavoce.community.triage.tokens import QUOTE, SENTENCE_END
from portavoce.community.triage.words import Span, Wording

_BEFORE, _BEHIND, _NEGATED_WITHIN = 7, 4, 3
_LONGEST_BARE, _WISHED_WITHIN, _DAMNED_WITHIN = 9, 9, 2
ROUGH = ("curse", "insult", "mild", "trait", "animal")
_WHO = ("you", "staff", "tale", "self", "other", "thing", "pronoun", "possessive", "not")
_THEIRS = frozenset(("you", "staff", "possessive"))
_SAYS_YOU = ("كم", "كو", "iate")
_GOES_ON = ("who", "which", "that", "che", "اللي")
_SURE_OF_PEOPLE = ("insult", "mild")


class AbuseFinding:
    """The rough words of one text, and which of them are meant for whoever reads it."""

    def __init__(self, wording: Wording) -> None:
        """See the class."""
        self._wording = wording
        self._who = _mark_tokens(wording)
        self._likenesses = {n for span in wording.spans("addressee", "like") for n in range(*span)}
        self._frames = {n for span in wording.spans("addressee", "frame") for n in range(*span)}
        self._harmless = wording.spans("abuse", "harmless")
        self.rough = self._find(*ROUGH)
        self.praises = wording.has("addressee", "praise")
        self._own_words = {n for span in self.rough for n in range(*span)}
        self._own_words |= {n for span in wording.spans("addressee", "filler", "you") for n in range(*span)}
        self.curses = [span for span in self._find("curse") if self._is_said(span)]
        self.insults = [span for span in self.rough if self._is_meant(span)]
        self.wishes = self._find_wishes()

    def _find(self, *sections: str) -> list[Span]:
        """Where such words stand, but for those within a saying that harms nobody: "guinea pig", "fool me once"."""
        return [
            span
            for span in self._wording.spans("abuse", *sections)
            if not any(one.start <= span.start and span.end <= one.end for one in self._harmless)
        ]

    @property
    def first_meant(self) -> Span | None:
        """The first that is meant for whoever reads it."""
        return next(iter(self.curses or self.wishes or self.insults), None)

    @property
    def is_grave(self) -> bool:
        """Whether it is abuse even in a complaint: a curse, a wish of harm, or insults one after the other."""
        return bool(self.curses or self.wishes) or len(self._strong) > 1

    @property
    def is_strong(self) -> bool:
        """Whether it calls people what no complaint needs to call them."""
        return bool(self._strong)

    @property
    def _strong(self) -> set[Span]:
        return set(self._wording.spans("abuse", "insult")).intersection(self.insults)

    @property
    def may_be_meant(self) -> bool:
        """Whether one of them is said of nobody else, so that it may be meant for whoever reads it."""
        return any(self._may_be_meant(span) for span in self.rough)

    def _may_be_meant(self, span: Span) -> bool:
        """What is not said to them or their people is meant for them only if it is what people are called."""
        whom = self._addressee(span)
        if self._is_quoted(span) or whom in {"self", "other", "thing", "not"}:
            return False
        return whom in {"you", "staff"} or self._is_sure_of_people(span)

    def _is_sure_of_people(self, span: Span) -> bool:
        return any(span in self._wording.spans("abuse", one) for one in ("curse", *_SURE_OF_PEOPLE))

    @property
    def circumstances(self) -> set[str]:
        """How its rough words stand, and whom it names, in words for a model to weigh."""
        said = {f"names {who}" for who in self._who.values()}
        for section in ROUGH:
            for span in self._find(section):
                whom = "quoted" if self._is_quoted(span) else self._addressee(span) or "nobody"
                said |= {f"{section} to {whom}", f"rough to {whom}"}
        if self.insults or self.curses or self.wishes:
            said.add("meant")
        return said

    def _is_said(self, span: Span) -> bool:
        if self._is_quoted(span):
            return False
        return self._addressee(span) not in {"self", "other", "not"}

    def _is_meant(self, span: Span) -> bool:
        sections = [one for one in ROUGH if span in self._wording.spans("abuse", one)]
        if self._is_quoted(span) or sections == ["curse"]:
            return False
        match self._addressee(span):
            case "you" | "staff":
                return not ("animal" in sections and len(sections) == 1) or self._is_close(span)
            case "self" | "other" | "thing" | "not" | "possessive":
                return False
        is_said = self._is_bare(span) or (self._is_framed(span) and not self._speaks_of_self_alone)
        return is_said and any(one in _SURE_OF_PEOPLE for one in sections)

    def _addressee(self, span: Span) -> str | None:
        """Who is named nearest to these words, in the same clause: before them, or else shortly behind."""
        clause = self._whole_clause(span)
        if self._is_told(clause):
            return "other"
        before = [self._who.get(n) for n in range(span.start - 1, max(clause.start, span.start - _BEFORE) - 1, -1)]
        if next((who for who in before[:_NEGATED_WITHIN] if who in {"not", "you"}), None) == "not":
            return "not"
        within = {self._who.get(n) for n in range(*span)}
        if "you" in within or any(token.endswith(_SAYS_YOU) for token in self._wording.tokens[span.start : span.end]):
            return "you"
        behind = [self._who.get(n) for n in range(span.end, min(clause.end, span.end + _BEHIND))]
        named = self._choose_named(before, behind)
        if named == "thing" and self._is_sure_of_people(span):
            named = "staff" if "staff" in before else None if self._is_framed(span) else named
        if self._is_likened(span):
            return named if named in {"you", "staff"} and named in before else "other"
        if named is None and self._is_said_alone(clause):
            named = self._name_next(clause)
        return "thing" if self._is_attribute(span, clause) else named

    def _is_said_alone(self, clause: Span) -> bool:
        return all(n in self._own_words or not self._wording.tokens[n].isalpha() for n in range(*clause))

    def _name_next(self, clause: Span) -> str | None:
        """Whom a verdict is on that stands before them: "Smug and useless, that's your board"."""
        begins = min(clause.end + 1, len(self._wording.tokens))
        after = (self._who.get(n) for n in range(*self._wording.clause(begins)))
        named = next((who for who in after if who not in {None, "possessive"}), None)
        return named if named in {"you", "staff"} else None

    @staticmethod
    def _choose_named(before: list[str | None], behind: list[str | None]) -> str | None:
        at = next((n for n, who in enumerate(before) if who not in {None, "not"}), None)
        if at is None:
            return next((who for who in behind if who not in {None, "not"}), None)
        named = before[at]
        if named == "possessive":
            around = (*before[at + 1 : at + 2], *behind[:2])
            return next((who for who in around if who in {"staff", "you"}), "possessive")
        return "thing" if behind[:1] == ["thing"] and named != "other" else named

    def _is_framed(self, span: Span) -> bool:
        """Whether people are called it, whatever comes after: "such a bunch of cowards"."""
        at = span.start - 1
        while at in self._own_words and at not in self._frames:
            at -= 1
        return at in self._frames

    def _is_likened(self, span: Span) -> bool:
        """Whether it is a likeness: "we danced like idiots"."""
        return not self._likenesses.isdisjoint(range(span.start - 2, span.start))

    def _is_attribute(self, span: Span, clause: Span) -> bool:
        """Whether it says how the thing behind it is: "stupid rain"."""
        if span not in self._wording.spans("abuse", "attribute") or span.end >= clause.end:
            return False
        return span.end not in self._own_words and self._who.get(span.end) is None

    def _is_told(self, clause: Span) -> bool:
        """Whether it tells of somebody in a film, a song, the news: there, and to nobody."""
        within = {self._who.get(n) for n in range(*clause)}
        named = set(self._who.values())
        return ("tale" in within and "you" not in within) or (
            ("tale" in named or self._wording.holds_link) and "you" not in named
        )

    def _whole_clause(self, span: Span) -> Span:
        """Its clause, with the one before if it goes on about it: "my cousin, who is an idiot"."""
        clause = self._wording.clause(span.start)
        if clause.start > 1 and self._wording.tokens[clause.start] in _GOES_ON:
            return Span(self._wording.clause(clause.start - 2).start, clause.end)
        return clause

    def _is_close(self, span: Span) -> bool:
        """An animal is an insult right behind whom it is said of: "you donkeys", "your staff are pigs"."""
        between = range(span.start - 1, max(0, span.start - _BEFORE) - 1, -1)
        nearest = next((n for n in between if self._who.get(n) in {"you", "staff"} or n not in self._own_words), None)
        return nearest is not None and self._who.get(nearest) in {"you", "staff"}

    def _is_bare(self, span: Span) -> bool:
        """Whether its sentence says nothing else: "Thieves! Filthy thieves"."""
        clause = self._whole_clause(span)
        if clause.end - clause.start > _LONGEST_BARE or self._speaks_of_self_alone:
            return False
        return self._is_said_alone(clause) and self._wording.tokens[clause.end : clause.end + 1] != ["?"]

    @property
    def _speaks_of_self_alone(self) -> bool:
        named = self._who.values()
        return "self" in named and "you" not in named

    def _is_quoted(self, span: Span) -> bool:
        tokens = self._wording.tokens
        return tokens[: span.start].count(QUOTE) % 2 == 1 and QUOTE in tokens[span.end :]

    def _find_wishes(self) -> list[Span]:
        """Wishes of harm: "I hope your shop burns"."""
        dooms = self._find("doom")
        return self._find_damned() + [
            Span(wish.start, doom.end)
            for wish in self._wording.spans("abuse", "wish")
            for doom in dooms
            if 0 <= doom.start - wish.end <= _WISHED_WITHIN and self._is_wished_to_them(wish, doom)
        ]

    def _find_damned(self) -> list[Span]:
        """What is damned right away is theirs: "God break your hands"."""
        return [
            span
            for span in self._wording.spans("abuse", "damn")
            if not self._is_quoted(span)
            and any(self._who.get(n) in _THEIRS for n in range(span.end, span.end + _DAMNED_WITHIN))
        ]

    def _is_wished_to_them(self, wish: Span, doom: Span) -> bool:
        said = self._wording.tokens[wish.start : doom.end]
        named = {self._who.get(n) for n in range(wish.start, min(doom.end + _BEHIND, len(self._wording.tokens)))}
        is_theirs = said[-1].endswith(_SAYS_YOU) or not named.isdisjoint(_THEIRS)
        is_for_others = self._who.get(wish.end) == "other" or self._who.get(wish.end - 1) == "other"
        return is_theirs and SENTENCE_END not in said and "not" not in named and not is_for_others


def _mark_tokens(wording: Wording) -> dict[int, str]:
    """Who or what each token names: what the longest phrase over it says, and of two as long the first of _WHO. What is
    written in one with "your" is something of theirs."""
    marked: dict[int, tuple[int, str]] = {}
    for who in _WHO:
        for span in wording.spans("addressee", who):
            length = span.end - span.start
            for n in range(*span):
                if n not in marked or marked[n][0] < length:
                    marked[n] = (length, who)
    named = dict.fromkeys(wording.yours, "possessive") | {n: who for n, (_, who) in marked.items()}
    return named | _mark_near_ones(wording, named) | _mark_pronouns(named)


def _mark_near_ones(wording: Wording, named: Mapping[int, str]) -> dict[int, str]:
    """ "Your dog" is somebody else than who reads it, and so is "my boss"."""
    animals = {span.start for span in wording.spans("abuse", "animal")}
    pets = {n for n in animals if "possessive" in (named.get(n), named.get(n - 1))}
    ours = {n for n, who in named.items() if who == "staff" and named.get(n - 1) == "self"}
    return dict.fromkeys(pets | ours, "other")


def _mark_pronouns(named: Mapping[int, str]) -> dict[int, str]:
    """ "He" is who was named last, if it is one of their people: "tell your boss that he is …"."""
    resolved, last = dict[int, str](), "other"
    for n in sorted(named):
        if named[n] in {"staff", "other", "tale"}:
            last = "staff" if named[n] == "staff" else "other"
        elif named[n] == "pronoun":
            resolved[n] = last
    return resolved


def names_readers(wording: Wording) -> bool:
    """Whether it speaks to or of whoever reads it, their people, or something of theirs."""
    return not _THEIRS.isdisjoint(_mark_tokens(wording).values())
