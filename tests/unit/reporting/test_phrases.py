"""Why a post did not leave, and what to do, is told in the brand's language; the platform's own words stay theirs."""

import ast
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from portavoce.brands.model import Language
from portavoce.platforms import discovery
from portavoce.platforms.bluesky import error_table as bluesky
from portavoce.platforms.graph import error_table as graph
from portavoce.platforms.manifest import LookupRule
from portavoce.platforms.mastodon import error_table as mastodon
from portavoce.platforms.outcomes import Absent, AuthFailed, Refused, Throttled, Unclear, Unknown
from portavoce.platforms.x import error_table as x
from portavoce.platforms.x_ads import error_table as x_ads
from portavoce.publishing import approval, outcomes, states
from portavoce.publishing.fee_hold import FeeHold
from portavoce.publishing.model import Approval, Content, Freeze, Part, Publication, SentPart
from portavoce.publishing.resume_plan import miss_by_freeze
from portavoce.reporting import phrases
from portavoce.reporting.compose import Speaker, compose
from portavoce.reporting.model import AlertKind
from portavoce.reporting.phrases import translate
from tests.english import ENGLISH, OTHERS
from tests.faults.world import NINE, planned
from tests.unit.platforms.wire import LIST, SENDING

ROWS = [
    *(row for rows in (graph.SUBCODES, graph.CODES, x.NUMBERS, x.STATUSES, mastodon.STATUSES) for row in rows.values()),
    *(row for rows in (x.TYPES, x.WORDS, bluesky.NAMES, mastodon.WORDS) for row in rows.values()),
    *bluesky.STATUSES.values(),
    *(row for rows in (x_ads.CODES, x_ads.STATUSES) for row in rows.values()),
    *(x_ads.OTHERWISE, graph.OTHERWISE, x.OTHERWISE, x.TYPED_FORBIDDEN, bluesky.OTHERWISE, mastodon.OTHERWISE),
]
THREAD = planned(content=Content(text="One", thread=(Part(text="Two"), Part(text="Three"))))
HALF = THREAD.model_copy(
    update={"sent": (SentPart(remote_id="1", url="https://n.test/1", attempts=1, started_at=NINE),)}
)
NO_LIST = LookupRule(by="none", settle_seconds=0, source="test")
LATE = NINE + timedelta(days=2)


def ended() -> Iterator[Publication]:
    """A publication after each thing that a person is told of."""
    words, dead = Refused(code="100", reason="Zu lang"), AuthFailed(code="190", reason="Abgelaufen")
    for one in (planned(), HALF):
        for refusal in (words, dead, words.model_copy(update={"next_step": "Export the file anew as Meta says."})):
            yield outcomes.after_refusal(one, refusal, NINE).publication
        yield states.miss_late_limit(one, NINE)
        yield outcomes.after_release(
            states.claim_publication(one, NINE), Unknown(reason="X failed (503)"), NO_LIST, NINE
        )[0]
    busy = Throttled(retry_after_seconds=99_999, reason="Meta's call limit is reached (4)")
    yield outcomes.after_release(SENDING, busy, LIST, NINE).publication
    yield outcomes.after_repeat(planned().model_copy(update={"guard_days": 1}), "aurora.early.x", NINE).publication
    yield outcomes.after_repeat(planned().model_copy(update={"guard_days": 30}), "aurora.early.x", NINE).publication
    yield outcomes.after_look_up(SENDING, Unclear(reason="no look-up has worked for an hour"), LIST, LATE).publication
    yield outcomes.after_look_up(SENDING, Absent(), LIST, LATE).publication
    tired = SENDING.model_copy(update={"attempts": outcomes.MAX_ATTEMPTS})
    yield outcomes.after_look_up(tired, Absent(is_sure=True), LIST, NINE).publication
    freeze = Freeze(freeze_id="4f1c", reason="Sturm", by="ada", since=NINE)
    yield states.freeze_publication(planned(), freeze, NINE)
    hold = FeeHold(platform="x", month="2026-11", would_cost_minor=3_015, cap_minor=3_000, currency="USD", decimals=2)
    held = outcomes.after_fee_hold(planned(), hold, NINE).publication
    yield held
    yield miss_by_freeze(held, NINE)
    yield miss_by_freeze(states.freeze_publication(planned(), freeze, NINE), NINE)
    for needed in ("internal", "client"):
        asked = planned().model_copy(update={"approval": Approval(needed_from=needed)})
        yield approval.miss_unapproved(asked, NINE)
        wished = asked.model_copy(update={"approval": Approval(needed_from=needed, decision="changes_requested")})
        yield approval.miss_unapproved(wished, NINE)
    yield approval.miss_unapproved(planned(), NINE)


@pytest.mark.parametrize("language", OTHERS)
def test_every_cause_and_step_of_a_publication_is_told_in_the_brands_language(language: Language) -> None:
    told = [text for one in ended() for text in (one.cause, one.next_step) if text]
    assert len(told) > 30
    left = [text for text in told if ENGLISH.search(re.sub("`[^`]*`", "", translate(text, language)))]
    assert left == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_row_of_a_platforms_errors_is_told_in_the_brands_language(language: Language) -> None:
    told = {text for row in ROWS for text in (row.what, row.next_step) if text}
    left = [text for text in told if translate(text, language) == text or ENGLISH.search(translate(text, language))]
    assert left == []


def faults() -> set[str]:
    """What every probe may find, and its remedy, with a name for each value."""
    found = set[str]()
    for file in Path(discovery.__file__).parent.glob("*/*.py"):
        calls = [one for one in ast.walk(ast.parse(file.read_text())) if isinstance(one, ast.Call)]
        for call in calls:
            if isinstance(call.func, ast.Name) and call.func.id == "Fault":
                given = [one.value for one in call.keywords if one.arg in {"what", "remedy"}]
                found |= {said(one) for one in given if isinstance(one, ast.Constant | ast.JoinedStr)}
    return found


def said(text: ast.expr) -> str:
    parts = text.values if isinstance(text, ast.JoinedStr) else [text]
    return "".join(str(one.value) if isinstance(one, ast.Constant) else "name_1" for one in parts)


@pytest.mark.parametrize("language", OTHERS)
def test_what_a_probe_finds_is_told_in_the_brands_language(language: Language) -> None:
    told = faults()
    assert len(told) > 15
    left = [text for text in told if ENGLISH.search(re.sub(r"\(.*\)", "", translate(text, language)))]
    assert left == []


def test_both_languages_have_every_phrase_with_the_same_names() -> None:
    folder = Path(phrases.__file__).parent / "templates"
    italian, arabic = (json.loads((folder / f"phrases.{one}.json").read_text()) for one in OTHERS)
    assert italian.keys() == arabic.keys()
    names = [
        english
        for known in (italian, arabic)
        for english, said in known.items()
        if sorted(re.findall(r"{\w+}", english)) != sorted(re.findall(r"{\w+}", said))
    ]
    assert names == []


@pytest.mark.parametrize(
    "words",
    [
        "Invalid parameter",
        "Feld zu lang (max. 5)",
        "the client has no right. Then nothing: X",
        "سبب",
        "",
        "`",
        "(" * 99,
    ],
)
def test_a_platforms_own_words_stay_as_they_are(words: str) -> None:
    told = translate(f"Meta refuses the token: {words}", "it")
    assert told == f"Meta rifiuta il token: {words}"
    assert translate(words, "en") == words


def test_days_agree_with_their_number() -> None:
    said = "aurora.x has said the same within {}, as a.b.x, so a.c.x did not leave."
    for number, italian, arabic in (("1 day", "1 giorno,", "يوم واحد"), ("30 days", "30 giorni,", "30 يومًا")):
        assert italian in translate(said.format(number), "it")
        assert arabic in translate(said.format(number), "ar")


def test_a_mail_tells_cause_and_advice_in_its_language_and_its_commands_name_the_stage() -> None:
    refusal = AuthFailed(code="190", reason="Meta refuses the token: Abgelaufen")
    failed = outcomes.after_refusal(planned(), refusal, NINE).publication
    facts = {"publication_id": failed.publication_id, "channel": "facebook"}
    facts |= {"cause": failed.cause or "", "next_step": failed.next_step or ""}
    mail = compose(AlertKind.PUBLICATION_FAILED, facts, Speaker("aurora", "Aurora", "it", "Europe/Rome", "prod"))
    assert "Meta rifiuta il token: Abgelaufen (190)." in mail.text
    assert (
        f"Ricollega {failed.channel_id} con `portavoce channel connect {failed.channel_id} --stage prod`" in mail.text
    )
