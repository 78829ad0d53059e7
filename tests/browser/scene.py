"""A Monday morning at Aurora's: something of everything that the pages show, in calm words or in hostile ones."""

from datetime import timedelta
from typing import NamedTuple
from urllib.parse import quote

import time_machine

from portavoce.brands.links.model import LinkRules
from portavoce.brands.model import AdAccountRef, Budget
from portavoce.brands.rules.model import Rule
from portavoce.brands.strategy.model import Audience, Goal
from portavoce.platforms.outcomes import Refused
from portavoce.platforms.x.error_table import NUMBERS
from portavoce.publishing.model import PublicationState
from portavoce.publishing.outcomes import after_refusal
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.ledger import freezes
from tests.browser.desk import Desk, add_lead, lose_answer, plan, store_photo, wait_for_yes
from tests.console_rows import add_alerts, add_numbers, add_people, add_series, add_spend, judge_goals
from tests.faults.world import planned
from tests.review import NOW


class Cast(NamedTuple):
    """What the people of the scene say, and how they are called; the first of them want to buy."""

    authors: tuple[str, ...]
    comments: tuple[str, ...]
    posts: tuple[str, ...]
    reason: str
    cause: str
    remedy: str
    buyers: int
    tone: str
    audience: str
    campaign: str


_REFUSAL = Refused(code="326", reason=NUMBERS[326].what, next_step=NUMBERS[326].next_step)
_REFUSED = after_refusal(
    planned().model_copy(update={"publication_id": "aurora.old-beans.x", "channel": "x", "platform": "x"}),
    _REFUSAL,
    NOW,
).publication
CALM = Cast(
    authors=("Marta Bianchi", "سارة القحطاني", "Jonas", "Ana"),
    comments=(
        "Posso avere due chicchi d'Etiopia per casa? Vorrei ordinare oggi.",
        "هل المقهى مفتوح يوم الأحد؟",
        "The flat white this morning was the best of my week. Thank you!",
        "Avete l'avena?",
    ),
    posts=(
        "Nuovi chicchi di Etiopia: gelsomino, bergamotto, una tazza pulita. Da domani al banco.",
        "Il calendario dell'Avvento è qui: 24 caffè, uno al giorno.",
        "Staff: la domenica apriamo alle 9.",
        "Serata di assaggi, giovedì alle 18. Posti: 12.",
    ),
    reason="Un richiamo del fornitore",
    cause=_REFUSED.cause or "",
    remedy=_REFUSED.next_step or "",
    buyers=1,
    tone="Caldo e breve. Si dà del tu, non si scherza sui prezzi.",
    audience="Studenti",
    campaign="Avvento",
)
SIZES = ((1200, 900), (900, 1200), (1600, 900))
MARKS = "e" + "\u0301" * 10_000
HOSTILE = Cast(
    authors=(
        "<script>alert(1)</script>",
        "\u202eevil gnp.exe",
        MARKS[:200],
        "W" * 90,
    ),
    comments=(
        "<img src=x onerror=alert(1)><script>alert(1)</script>{{ 7*7 }}",
        MARKS,
        "\x1b[2J\x1b[31mrosso\x07 \u202eopposta\u2067 fine",
        "https://example.com/" + "a" * 700,
    ),
    posts=(
        "'\"><svg onload=alert(1)><style>*{display:none}</style>",
        MARKS,
        "A" * 1500,
        '<a href="javascript:alert(1)" hx-get="/console" hx-trigger="load">qui</a>',
    ),
    reason='"><img src=x onerror=alert(1)>' + "Z" * 300,
    cause=MARKS,
    remedy="<b onclick=alert(1)>" + "Y" * 300,
    buyers=4,
    tone=MARKS + "<script>alert(1)</script>",
    audience="W" * 300,
    campaign="<i>" + "V" * 300,
)


def fill(desk: Desk, cast: Cast, *, is_stopped: bool = False) -> list[tuple[str, str]]:
    """Puts the people on the stage; gives every page's name and path for an owner."""
    comments = []
    for number, (author, words) in enumerate(zip(cast.authors, cast.comments, strict=True)):
        with time_machine.travel(NOW - timedelta(minutes=50 - 10 * number), tick=False):
            comments.append(desk.hear(words, author))
        if number < cast.buyers:
            add_lead(desk.house, author, words)
    first, second, third, fourth = cast.posts
    lose_answer(desk.house, "bar-news", first)
    wait_for_yes(desk.house, "advent-box", second)
    photos = tuple(store_photo(f"box-{number}", size, cast.comments[0]) for number, size in enumerate(SIZES))
    wait_for_yes(desk.house, "advent-box", f"{second}\n\n{second} {second}", channel="instagram", media=photos)
    wait_for_yes(desk.house, "advent-box", second, channel="x", media=photos)
    wait_for_yes(desk.house, "sunday-hours", third, "internal", link="https://aurora.example/opening-hours")
    plan(desk.house, "tasting", fourth, NOW + timedelta(hours=2))
    plan(desk.house, "old-beans", third, NOW - timedelta(days=1), state=PublicationState.FAILED, cause=cast.cause,
         next_step=cast.remedy, channel="x")  # fmt: skip
    _keep_lists(desk, cast)
    pages = [
        ("today", "/aurora"),
        ("calendar", "/aurora/calendar"),
        ("numbers", "/aurora/numbers"),
        ("people-reached", "/aurora/numbers/people"),
        ("posts", "/aurora/posts"),
        ("money", "/aurora/money"),
        ("brand", "/aurora/brand"),
        ("reports", "/aurora/reports"),
        ("inbox", "/aurora/inbox"),
        ("thread", f"/aurora/inbox/thread?comment={quote(comments[0], safe='')}"),
        ("approvals", "/aurora/approvals"),
        ("leads", "/aurora/leads"),
        ("freeze", "/aurora/freeze"),
        ("connections", "/aurora/connections"),
        ("people", "/aurora/people"),
        ("record", "/aurora/record"),
        ("start", "/?choose=1"),
        ("sign_in", "/sign_in"),
        ("problem", "/aurora/nothing"),
    ]
    if is_stopped:
        one = freezes().freeze(
            brand_id="aurora", channel=None, campaign=None, reason=cast.reason, by="ada@aurora.example", now=NOW
        )
        pages.append(("resume", f"/aurora/freeze/resume?freeze={one.freeze_id}"))
    return pages


def _keep_lists(desk: Desk, cast: Cast) -> None:
    """What the pages that only show have to show, in the same words."""
    account = AdAccountRef(id="meta", platform="meta_ads", account_id="act_1")
    asked = {"words": cast.audience[:100], "not": {"links": "own"}}
    found = brands().brand_of("aurora")
    assert found is not None
    changes = {
        "tone_of_voice": cast.tone,
        "audiences": (Audience(name=cast.audience, description=cast.comments[3]),),
        "channels": tuple(one.model_copy(update={"posts_per_week": 2}) for one in found.channels),
        "goals": tuple(
            Goal.model_validate({"metric": metric, "target": target, "from": "2026-11-20", "by": "2026-12-31"})
            for metric, target in (("audience_growth", 1200), ("engagement_rate", 4), ("interactions", 900))
        ),
        "rules": (Rule.model_validate({"name": "lots", "when": {"any": [asked]}, "then": ["hide", {"tag": "spam"}]}),),
        "links": LinkRules(track=True, domain="go.aurora.example"),
        "ad_accounts": (account,),
        "budgets": (Budget(id="month", ad_account="meta", campaign_id="c1", amount_minor=80000, currency="EUR"),),
    }
    said = found.model_copy(update=changes)
    brands().put(said, NOW)
    add_series(desk.house.table, cast.posts[0], NOW)
    add_numbers(desk.house.table, NOW)
    add_people(desk.house.table, NOW)
    add_spend(desk.house.table, NOW, cast.campaign)
    add_alerts(desk.house.table, cast.cause, cast.remedy, NOW)
    judge_goals(desk.house.table, said, NOW)
