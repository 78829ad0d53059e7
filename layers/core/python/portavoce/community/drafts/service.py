"""The use case of drafting: one answer, when a person asks for it. It sends nothing and stores no word."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from portavoce.brands.drafts.model import DEFAULT_MODEL, TRILLIONTHS_A_CENT, ModelPrice, price_of
from portavoce.brands.model import Brand
from portavoce.community.answers.answer_text import fill_words
from portavoce.community.answers.records import AnswerRecords
from portavoce.community.drafts.checks import clean_draft, find_flags
from portavoce.community.drafts.model import (
    AnswerDraft,
    DraftCapReached,
    DraftPrompt,
    DraftRefused,
    DraftsOff,
    DraftSpending,
    DraftWriter,
    ModelFailed,
    NothingToDraft,
    Stop,
    Written,
)
from portavoce.community.drafts.prompt import DraftTask, compose_prompt
from portavoce.community.drafts.records import DraftRecords, NotAfforded
from portavoce.community.model import StoredInteraction
from portavoce.community.records import CommunityRecords
from portavoce.community.sentiment.reader import guess_language, primary_language
from portavoce.platforms.conversation import AnswerKind
from portavoce.platforms.rules.conversation_rule import AnswerRule, ConversationRule

_GONE = "There is nothing to answer: it holds no words, or they were taken back or erased."


@dataclass(frozen=True)
class DraftDesk:
    """Where drafts are asked for. `models` are those that the installation may ask; `ways` gives the kinds of answers
    that are open for a comment now, `post_of` the words of ours that it is under."""

    records: CommunityRecords
    answers: AnswerRecords
    spending: DraftRecords
    writer: DraftWriter
    models: tuple[str, ...]
    rule_of: Callable[[str], ConversationRule]
    ways: Callable[[StoredInteraction, datetime], list[AnswerKind]]
    post_of: Callable[[StoredInteraction], str]

    def is_on(self, brand: Brand) -> bool:
        """Whether drafts are offered for the brand."""
        return bool(brand.inbox.drafts.month_minor) and self._find_model(brand) in self.models

    def propose(self, brand: Brand, row: StoredInteraction, kind: AnswerKind | None, now: datetime) -> AnswerDraft:
        """Asks the model once for an answer to what the brand was told, of this kind or of the first that is open.

        Raises NoDraft, in all its kinds."""
        model = self._choose_model(brand)
        price = price_of(model)
        if price is None:  # the file names priced ones only, the installation any
            raise DraftsOff(
                f"Nothing was drafted: the price of {model} is not known; inbox.drafts.model names another."
            )
        rule = self._choose_rule(row, kind, now)
        prompt = compose_prompt(brand, self._make_task(brand, row, rule))
        written = self._ask(brand, model, price, prompt, now)
        said, talk = row.interaction, self.rule_of(row.interaction.platform)
        standing = self.records.get(said.platform, said.interaction_id)
        if standing is None or standing.row.removed:
            raise NothingToDraft(_GONE)
        text = clean_draft(fill_words(written.text, said, brand))
        if written.stop is Stop.REFUSED or not text:
            raise DraftRefused("The model gave no answer to this. Write one yourself, or use a saved answer.")
        return AnswerDraft(
            text=text,
            kind=rule.kind,
            language=_language_of(row),
            flags=tuple(find_flags(written, text, rule.text, brand)),
            platform_asks=talk.machine_words.asks if talk.machine_words else "",
            model=model,
            read_tokens=written.read,
            written_tokens=written.written,
            cost_trillionths=price.cost(written.read, written.written),
        )

    def month_of(self, brand: Brand, now: datetime) -> DraftSpending | None:
        """What drafts have cost the brand this month; None where they are off. It reads nothing then."""
        return self.spending.get(brand.id, _month(now)) if brand.inbox.drafts.month_minor else None

    def default_model(self, brand: Brand) -> str:
        """The model that drafts for the brand, or would."""
        return self._find_model(brand) or DEFAULT_MODEL

    def _find_model(self, brand: Brand) -> str | None:
        return brand.inbox.drafts.model or next(iter(self.models), None)

    def _choose_model(self, brand: Brand) -> str:
        if not brand.inbox.drafts.month_minor:
            raise DraftsOff(
                f"Nothing was drafted: drafts are not switched on for {brand.id}. inbox.drafts.month_minor in its file "
                "switches them on, and says what they may cost."
            )
        wanted = self._find_model(brand)
        if wanted is None or wanted not in self.models:
            name = self.default_model(brand)
            raise DraftsOff(
                f"Nothing was drafted: this installation may not ask the model {name}. Whoever runs it deploys with "
                f"DRAFT_MODELS={name}."
            )
        return wanted

    def _choose_rule(self, row: StoredInteraction, kind: AnswerKind | None, now: datetime) -> AnswerRule:
        if row.removed or not (row.interaction.text or "").strip():
            raise NothingToDraft(_GONE)
        opened = self.ways(row, now)
        wanted = kind if kind in opened else next(iter(opened), None) if kind is None else None
        rule = wanted and self.rule_of(row.interaction.platform).answer_rule(wanted, row.interaction.kind)
        if not rule:
            raise NothingToDraft("Nothing was drafted: it cannot be answered in this way from here.")
        return rule

    def _make_task(self, brand: Brand, row: StoredInteraction, rule: AnswerRule) -> DraftTask:
        return DraftTask(
            comment=row.interaction.text or "",
            kind=rule.kind,
            language=_language_of(row),
            most_letters=rule.text.limit,
            post=self.post_of(row),
            answers=tuple(self.answers.list_all(brand.id)),
            proposed=row.decision.saved_answer,
        )

    def _ask(self, brand: Brand, model: str, price: ModelPrice, prompt: DraftPrompt, now: datetime) -> Written:
        """Counts it, asks, and sets the count right: whoever dies in between has counted too much, never too little."""
        spending = DraftSpending(brand_id=brand.id, month=_month(now))
        most = price.cost(prompt.most_read, prompt.most_tokens)
        cents = brand.inbox.drafts.month_minor
        try:
            self.spending.reserve(spending, most, cents * TRILLIONTHS_A_CENT, now)
        except NotAfforded:
            raise DraftCapReached(
                f"Nothing was drafted: {brand.id} has spent what drafts may cost in {spending.month}, {cents} cents. "
                "They go on next month, or once inbox.drafts.month_minor in its file is raised."
            ) from None
        try:
            written = self.writer.write(model, prompt)
        except ModelFailed as failed:
            if not failed.may_be_billed:
                self.spending.give_back(spending, most)
            raise
        cost = price.cost(written.read, written.written)
        self.spending.settle(spending, cost - most, written.read, written.written)
        return written


def _language_of(row: StoredInteraction) -> str:
    said = row.interaction
    return primary_language(said.language) or guess_language(said.text or "")


def _month(now: datetime) -> str:
    return f"{now.astimezone(UTC):%Y-%m}"
