"""The use cases of saved answers."""

from dataclasses import dataclass

from portavoce.brands.model import Brand, Language
from portavoce.community.answers.model import MOST_ANSWERS, SavedAnswer
from portavoce.community.answers.records import AnswerRecords


class NoAnswer(LookupError):
    """The brand has no answer of this name in this language; the message names those that it has."""


class TooManyAnswers(ValueError):
    """A brand has that many answers that nobody finds one among them."""


@dataclass(frozen=True)
class SavedAnswers:
    """The answers that brands give again and again."""

    records: AnswerRecords

    def put(self, answer: SavedAnswer) -> None:
        """Writes the answer over what stood under its name in its language. Raises TooManyAnswers."""
        standing = self.records.list_all(answer.brand_id)
        others = [one for one in standing if (one.name, one.language) != (answer.name, answer.language)]
        if len(others) >= MOST_ANSWERS:
            raise TooManyAnswers(f"the brand has {MOST_ANSWERS} answers: remove some that are not used")
        self.records.put(answer)

    def choose(self, brand: Brand, name: str, language: Language | None = None) -> SavedAnswer:
        """The answer in this language, otherwise in the brand's own. Raises NoAnswer."""
        for one in dict.fromkeys((language or brand.language, brand.language)):
            if found := self.records.get(brand.id, name, one):
                return found
        known = ", ".join(sorted({one.name for one in self.records.list_all(brand.id)})) or "none"
        raise NoAnswer(f"{brand.id} has no answer {name} in {language or brand.language}; it has: {known}")

    def remove(self, brand_id: str, name: str, language: Language) -> None:
        """Removes the answer. Raises NoAnswer."""
        if self.records.get(brand_id, name, language) is None:
            raise NoAnswer(f"{brand_id} has no answer {name} in {language}")
        self.records.remove(brand_id, name, language)
