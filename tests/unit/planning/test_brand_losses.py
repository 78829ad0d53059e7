"""What a change of a brand takes away is said before it is written."""

from datetime import timedelta
from typing import Any

from portavoce.planning.brand_losses import BrandLoss, find_losses
from portavoce.publishing.model import Publication, PublicationState
from tests.aurora import AURORA, aurora
from tests.review import NOW, in_review

BUDGETS = [{"id": "month", "ad_account": "meta", "amount_minor": 500000, "currency": "EUR"}]
CHANNELS = [
    {"id": "facebook", "platform": "facebook", "account_id": "1"},
    {"id": "x", "platform": "x", "account_id": "2"},
]
OLD = {"channels": CHANNELS, "budgets": BUDGETS, "people": {"alerts": ["ada@aurora.example"]}}


def planned(channel: str, days: int, **changes: Any) -> Publication:
    """One of many posts, so many days from now."""
    at = NOW + timedelta(days=days)
    named = {"publication_id": f"aurora.post-{days}.{channel}", "post_id": f"post-{days}"}
    return in_review(channel, planned_at=at, **named | changes)


def losses(posts: list[Publication], **changes: Any) -> list[BrandLoss]:
    decimals = {"JPY": 0}
    return find_losses(aurora(**OLD), aurora(**OLD | changes), posts, lambda _, currency: decimals.get(currency, 2))


def test_a_channel_that_goes_is_told_with_the_number_and_names_of_what_is_planned_on_it() -> None:
    posts = [planned("x", day) for day in range(29, 0, -1)] + [planned("facebook", 1)]
    (loss,) = losses(posts, channels=CHANNELS[:1])
    assert (loss.kind, loss.field, len(loss.publications)) == ("channel", "channels[x]", 29)
    assert loss.publications[0] == "aurora.post-1.x"
    assert "29 posts are planned on it" in loss.says
    assert "aurora.post-5.x and 24 more." in loss.says


def test_a_channel_on_which_nothing_waits_goes_without_a_word() -> None:
    over = [planned("x", 1, state=state) for state in (PublicationState.PUBLISHED, PublicationState.CANCELLED)]
    assert losses(over, channels=CHANNELS[:1]) == []


def test_an_account_that_changes_under_planned_posts_is_told() -> None:
    other = [CHANNELS[0], CHANNELS[1] | {"account_id": "3"}]
    (loss,) = losses([planned("x", 1)], channels=other)
    assert (loss.kind, loss.publications) == ("account", ("aurora.post-1.x",))
    assert "x 3 instead of x 2; 1 post is planned on it" in loss.says


def test_a_blackout_over_planned_posts_is_told_once_and_not_for_what_may_leave_then() -> None:
    posts = [planned("x", 1), planned("facebook", 2), planned("x", 2, allows=("blackout",)), planned("x", 9)]
    blackouts = [{"from": "2026-11-24", "to": "2026-11-25", "reason": "Mourning"}]
    (loss,) = losses(posts, blackouts=blackouts)
    assert loss.publications == ("aurora.post-1.x", "aurora.post-2.facebook")
    assert "'Mourning' (2026-11-24 to 2026-11-25) 2 posts are planned" in loss.says
    assert (
        find_losses(aurora(**OLD, blackouts=blackouts), aurora(**OLD, blackouts=blackouts), posts, lambda *_: 2) == []
    )


def test_amounts_are_told_as_money_with_the_digits_of_their_currency() -> None:
    (less,) = losses([], budgets=[BUDGETS[0] | {"amount_minor": 250}])
    assert less.says == "Budget Month becomes 2.50 EUR instead of 5,000.00 EUR."
    (yen,) = losses([], budgets=[BUDGETS[0] | {"currency": "JPY"}])
    assert "becomes 500,000 JPY instead of 5,000.00 EUR" in yen.says
    (gone,) = losses([], budgets=[])
    assert gone.says.startswith("Budget Month of 5,000.00 EUR is removed")


def test_an_address_that_goes_is_told_and_one_that_comes_is_not() -> None:
    (loss,) = losses([], people={"alerts": ["bea@aurora.example"]})
    assert loss.says == "No longer written to as alerts: ada@aurora.example; new there: bea@aurora.example."
    assert losses([], people={"alerts": ["ada@aurora.example", "bea@aurora.example"]}) == []


def test_nothing_is_lost_by_what_is_added() -> None:
    assert (
        find_losses(AURORA, AURORA.model_copy(update={"name": "Aurora Tea"}), [planned("facebook", 1)], lambda *_: 2)
        == []
    )
