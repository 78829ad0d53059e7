"""What X bills for its API: each post, each part of a thread, each first comment, a link more."""

from portavoce.planning.fees import add_fees, count_fees, write_mills
from portavoce.planning.model import PlanRow
from portavoce.platforms.x.manifest import MANIFEST
from portavoce.publishing.model import Content
from portavoce.publishing.records import PublicationRecords
from portavoce.publishing.service.ledger import Ledger
from portavoce.table.table import Table
from tests.planning import NOW, brand, planner_over

assert MANIFEST.fees
FEES = MANIFEST.fees
LINK = "https://aurora.example/menu"


def content(**given: object) -> Content:
    return Content.model_validate({"text": "Ciao"} | given)


def test_a_post_costs_three_tenths_of_five_cents_and_one_with_a_link_twenty() -> None:
    # docs.x.com, pricing: 0.015 and 0.20 dollars.
    found = count_fees("x", FEES, [content(), content(text=f"Qui: {LINK}")])
    assert (found.posts, found.posts_with_link, found.mills, found.amount_minor) == (2, 1, 215, 22)


def test_each_part_of_a_thread_and_the_first_comment_are_posts_of_their_own() -> None:
    thread = [{"text": "Due"}, {"text": f"Tre {LINK}"}]
    found = count_fees("x", FEES, [content(thread=thread), content(first_comment=f"Link: {LINK}")])
    assert (found.posts, found.posts_with_link, found.mills) == (5, 2, 3 * 15 + 2 * 200)


def test_what_others_say_is_billed_as_what_it_holds() -> None:
    assert count_fees("x", FEES, [], heard_posts=3, heard_messages=2).mills == 3 * 5 + 2 * 10


def test_a_part_of_a_cent_is_a_whole_one_once_for_all_and_not_for_each_piece() -> None:
    pieces = [count_fees("x", FEES, [content()]) for _ in range(4)]
    (whole,) = add_fees(pieces)
    assert (whole.posts, whole.mills, whole.amount_minor) == (4, 60, 6)


def test_prices_have_the_digits_that_they_need() -> None:
    assert [write_mills(one, FEES) for one in (200, 15, 5, 1_000)] == ["$0.20", "$0.015", "$0.005", "$1.00"]


def rows(*texts: str, day: str = "2026-11-24", name: str = "p") -> list[PlanRow]:
    return [
        PlanRow.model_validate(
            {"row": at + 2, "post": f"{name}{at}", "channel": "x", "when": f"{day} {9 + at:02}:30", "text": text}
        )
        for at, text in enumerate(texts)
    ]


def test_what_goes_beyond_the_months_cap_is_refused_with_the_sum_and_the_next_month_begins_anew(table: Table) -> None:
    planner = planner_over(Ledger(PublicationRecords(table)))
    capped = brand(fees={"x_month_minor": 43})
    assert len(planner.apply(capped, rows(f"Uno {LINK}", "Due"), NOW).diff.new) == 2, "0.215 dollars"
    beyond = rows("Tre", f"Quattro {LINK}?", f"Cinque {LINK}!", name="q")
    found = planner.diff(capped, beyond, NOW)
    assert [one.row for one in found.refused] == [4], "0.43 and 0.63, the earliest first"
    assert "the posts of 2026-11 would cost 0.63 USD, and the brand allows 0.43" in found.refused[0].message
    assert not planner.diff(capped, rows(f"Sei {LINK}", day="2026-12-02", name="r"), NOW).refused
    again = planner.diff(capped, rows(f"Uno {LINK}", "Due, un'altra volta"), NOW)
    assert not again.refused, "what stands is not counted twice"


def test_without_a_cap_nothing_is_refused_and_nothing_more_is_read(table: Table) -> None:
    planner = planner_over(Ledger(PublicationRecords(table)))
    before = table.consumed.requests
    planner.diff(brand(), rows(*[f"Numero {at} {LINK}" for at in range(12)]), NOW)
    without = table.consumed.requests - before
    planner.diff(brand(fees={"x_month_minor": 100_000}), rows(*[f"Numero {at} {LINK}" for at in range(12)]), NOW)
    assert table.consumed.requests - before == 2 * without + 1
