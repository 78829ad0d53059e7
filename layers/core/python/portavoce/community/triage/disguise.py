"""Words behind a disguise: stars, digits and signs for letters, letters apart or repeated, letters of other scripts.

A disguise is taken off only where a word that triage knows comes out, so that no innocent word becomes a rough one."""

import re
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from itertools import product

from portavoce.community.triage.tokens import find_stem, is_arabic

_LETTERS_APART = re.compile(r"(?<!\w)(?:[^\W\d_][ .\-_*]{1,3}){2,40}[^\W\d_](?!\w)")
_BETWEEN_LETTERS = re.compile(r"[ .\-_*]+")
_CHUNK = re.compile(r"\S{2,40}")
_AROUND = ".,;:?!()[]\"'«»“”…،؛؟"
_SIGNS: Mapping[str, str] = {
    "0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g", "@": "a", "$": "s",
    "!": "i", "|": "il", "€": "e", "+": "t", "£": "l",
}  # fmt: skip
_STARS = "*#_•★☆⭐✱🌟"
_MOST_READINGS, _LONGEST, _FEW_LETTERS, _ROUGH_BEGINNING = 64, 20, 2, 5
_OTHER_SCRIPTS = str.maketrans("авекмнорстухіѕԁјһԛԝαβεικνορτυχ", "abekmhopctyxisdjhqwabeikvoptux")
_LATIN, _OTHER_LETTER = re.compile(r"[a-z]"), re.compile(r"[\u0370-\u04ff]")
_REPEATED, _REPEATED_ARABIC = re.compile(r"(.)\1{2,}"), re.compile(r"([\u0620-\u064a])\1+")


class Disguises:
    """What is known of words: `rough` ones, which are looked for behind stars and apart, likelier ones first, all
    `known` ones, and the `spellings` that stand for others. All of them folded."""

    def __init__(self, rough: Sequence[str], known: frozenset[str], spellings: Mapping[str, str]) -> None:
        """See the class."""
        self._rough, self._known, self._spellings = tuple(rough), known | frozenset(rough), spellings
        self._is_rough = frozenset(rough)
        self._read = cache(self._read_chunk)

    @cached_property
    def _skeletons(self) -> dict[str, str]:
        return {_skeleton(word): word for word in reversed(self._rough)}

    def take_off(self, folded: str) -> str:
        """The folded text with the words that stand behind disguises."""
        joined = _LETTERS_APART.sub(lambda found: self._join(found.group()), folded)
        return _CHUNK.sub(lambda found: self._read_word(found.group()), joined)

    def _join(self, apart: str) -> str:
        letters = _BETWEEN_LETTERS.sub("", apart)
        words = self._part_words(letters)
        return (
            " ".join(words)
            if words and any(word in self._is_rough and len(word) > _FEW_LETTERS for word in words)
            else apart
        )

    def _part_words(self, letters: str) -> list[str] | None:
        """The letters as words that are known, the longest first, or as a rough word and its ending; None if there are
        others between them."""
        if rough := self._find_beginning(letters):
            return [rough, letters[len(rough) :]]
        words = list[str]()
        while letters:
            length = next((n for n in range(len(letters), 1, -1) if letters[:n] in self._known), 0)
            if not length:
                return None
            words.append(letters[:length])
            letters = letters[length:]
        return words

    def _find_beginning(self, letters: str) -> str | None:
        """The rough word that these letters go on from: "fuckwit" of "fuckwits"."""
        if letters in self._known:
            return None
        beginnings = (letters[:n] for n in range(len(letters) - 1, _ROUGH_BEGINNING - 1, -1))
        return next((one for one in beginnings if one in self._is_rough), None)

    def _read_word(self, chunk: str) -> str:
        core = chunk.strip(_AROUND)
        if not core or core in self._known:
            return chunk
        plain = self._spellings.get(core)
        if plain is None and not core.isalpha():
            plain = self._read_signs(core)
        if plain is None and (core.isalpha() or "'" in core):
            plain = self._read_letters(core)
        return chunk if plain is None else chunk.replace(core, plain, 1)

    def _read_letters(self, core: str) -> str | None:
        if _OTHER_LETTER.search(core) and (mapped := core.translate(_OTHER_SCRIPTS)) in self._known:
            return mapped
        if not (_REPEATED.search(core) or _REPEATED_ARABIC.search(core)):
            return None
        once, twice = _REPEATED.sub(r"\1", core), _REPEATED.sub(r"\1\1", core)
        rough = self._skeletons.get(_skeleton(core))
        return next((one for one in (once, twice) if one in self._known), rough or (once if once != core else None))

    def _read_signs(self, core: str) -> str | None:
        if not any(sign.isalpha() for sign in core) or len(core) > _LONGEST:
            return None
        return self._read(core)

    def _read_chunk(self, core: str) -> str | None:
        letters = _BETWEEN_LETTERS.sub("", core)
        if letters in self._is_rough or (letters != core and self._knows_arabic(letters, core)):
            return letters
        choices = [_SIGNS.get(sign, sign) for sign in core.translate(_OTHER_SCRIPTS)]
        readings = 1
        for choice in choices:
            readings *= len(choice)
        if readings > _MOST_READINGS:
            return None
        for reading in map("".join, product(*choices)):
            plain = _REPEATED.sub(r"\1", reading)
            if found := next(
                (one for one in (reading, plain, self._spellings.get(reading)) if one in self._known), None
            ):
                return found
            if any(star in reading for star in _STARS) and (behind := self._look_behind_stars(reading)):
                return behind
            if reading.isalpha() and (beginning := self._find_beginning(reading)):
                return beginning
        return None

    def _knows_arabic(self, letters: str, core: str) -> bool:
        """Whether an Arabic word is left without what stands between its letters: a rough one, or any without stars."""
        sought = self._known if "*" in core else self._is_rough
        return is_arabic(letters) and find_stem(letters, sought) in sought

    def _look_behind_stars(self, reading: str) -> str | None:
        """A rough word that fits, a letter for each star; or, with two letters that show, some for each row of them."""
        parts = [re.escape(part) for part in re.split(rf"[{re.escape(_STARS)}]", reading)]
        exact = re.compile(".".join(parts))
        if found := next((word for word in self._rough if exact.fullmatch(word)), None):
            return found
        if sum(sign.isalpha() for sign in reading) < _FEW_LETTERS:
            return None
        loose = re.compile(".{0,4}".join(part for part in parts if part) + (".{1,4}" if not parts[-1] else ""))
        return next((word for word in self._rough if loose.fullmatch(word)), None)


def _skeleton(word: str) -> str:
    """The word with each row of one letter as that letter."""
    return re.sub(r"(.)\1+", r"\1", word)
