"""`portavoce rules`: try a brand's rules on what was said, see what they did, take back a rule's day."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from portavoce.brands.model import Brand
from portavoce.cli.brand_choice import BrandName, chosen_brand
from portavoce.cli.brand_files import read_brand_file
from portavoce.cli.client import Api
from portavoce.cli.display import count_things, new_table, print_whole
from portavoce.cli.frame import common, connect, show
from portavoce.cli.refusal import Refusal
from portavoce.cli.terminal import progress

app = typer.Typer(help="A brand's rules: try them, list what they did, undo a day.", no_args_is_help=True)

DaysBack = Annotated[int, typer.Option("--days", min=1, max=365, help="How many days back, today counted.")]
_COUNTED = ("speaks", "hides", "assigns", "leads", "spoke", "hid", "corrected")


@app.command("test")
@common
def test_rules(
    context: typer.Context,
    brand: BrandName = None,
    days: DaysBack = 30,
    file: Annotated[Path | None, typer.Option("--file", help="The rules of this brand file, not those in use.")] = None,
) -> None:
    """Try rules on the comments that stand, without changing anything: what each would do, and what would differ."""
    api = connect(context)
    wanted = read_brand_file(file) if file else None
    show(context, _try_days(context, api, chosen_brand(api, brand), days, wanted), _render_trial)


@app.command("list")
@common
def list_rules(context: typer.Context, brand: BrandName = None, days: DaysBack = 30) -> None:
    """List the rules that spoke: how often, how much each hid, and how much of that people took back."""
    api = connect(context)
    show(context, _try_days(context, api, chosen_brand(api, brand), days, None), _render_list)


@app.command("undo")
@common
def undo_day(
    context: typer.Context,
    rule: Annotated[str, typer.Option("--rule", help="The rule's name, as `portavoce rules list` shows it.")],
    day: Annotated[str, typer.Option("--day", help="The day, such as 2026-11-23.")],
    brand: BrandName = None,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would be taken back, and change nothing.")
    ] = False,
) -> None:
    """Take back what a rule did on one day, where no person has acted since."""
    api = connect(context)
    place = ("brands", chosen_brand(api, brand), "rules", rule.removeprefix("rule."), "undo")
    sums: dict[str, Any] = {}
    with progress(context) as bars:
        bar = bars.add_task(f"Undoing {rule}", total=None)
        while True:
            part = api.post(*place, body={"day": _read_day(day), "dry_run": dry_run}).body
            sums = _add_part(sums, part)
            bars.update(bar, advance=1)
            if not part["remaining"] or part["failed"]:
                break
    show(context, sums | {"dry_run": dry_run}, _render_undone)


def _read_day(day: str) -> str:
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        raise Refusal(f"{day} is not a day such as 2026-11-23. Nothing was undone.") from None


def _add_part(sums: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """What came before is counted; what stands at the beginning, and what remains, is told once."""
    if not sums:
        return part
    done = {name: sums[name] + part[name] for name in ("shown_again", "unassigned", "leads_removed", "untagged")}
    return sums | done | {"failed": part["failed"], "remaining": part["remaining"]}


def _try_days(context: typer.Context, api: Api, brand: str, days: int, wanted: Brand | None) -> dict[str, Any]:
    body = wanted.model_dump(mode="json", include={"rules", "triage"}) if wanted else {}
    found = []
    with progress(context) as bars:
        bar = bars.add_task("Reading what was said", total=days)
        for back in reversed(range(days)):
            found.append(api.post("brands", brand, "rules", "trials", body={"back": back, **body}).body)
            bars.update(bar, advance=1)
    return _sum_days(found)


def _sum_days(days: list[dict[str, Any]]) -> dict[str, Any]:
    """All days as one: counts added, the first examples of each rule, what differs."""
    rules: dict[str, dict[str, Any]] = {}
    more, fewer = Counter[str](), Counter[str]()
    for day in days:
        more.update(day["more"])
        fewer.update(day["fewer"])
        for one in day["rules"]:
            so_far = rules.setdefault(one["rule"], dict.fromkeys(_COUNTED, 0) | {"rule": one["rule"], "examples": []})
            so_far |= {name: so_far[name] + one[name] for name in _COUNTED}
            so_far["examples"] = (so_far["examples"] + list(one["examples"]))[:3]
            rules[one["rule"]] = so_far
    return {
        "comments": sum(day["comments"] for day in days),
        "from": days[0]["day"],
        "to": days[-1]["day"],
        "items": list(rules.values()),
        "more": dict(more),
        "fewer": dict(fewer),
        "irreversible": [f"{day['day']}: {one}" for day in days for one in day["irreversible"]],
    }


def _say_span(answer: Any) -> str:
    return f"{count_things(answer['comments'], 'comment')} from {answer['from']} to {answer['to']}"


def _render_trial(console: Console, answer: Any) -> None:
    print_whole(console, f"{_say_span(answer)}; nothing was changed.")
    table = new_table("rule", "speaks", "hides", "assigns", "leads", "an example", whole=("rule",))
    for one in answer["items"]:
        example = one["examples"][0]["text"] if one["examples"] else ""
        table.add_row(one["rule"], *(str(one[name]) for name in _COUNTED[:4]), Text(example))
    console.print(table, markup=False)
    for word, counts in (("More", answer["more"]), ("Fewer", answer["fewer"])):
        for action, number in counts.items():
            print_whole(console, f"{word} than there was, {action}: {number}")
    for one in answer["irreversible"]:
        print_whole(console, f"! {one}")


def _render_list(console: Console, answer: Any) -> None:
    print_whole(console, f"{_say_span(answer)}.")
    table = new_table("rule", "spoke", "hid", "taken back by people", whole=("rule",))
    for one in answer["items"]:
        table.add_row(one["rule"], str(one["spoke"]), str(one["hid"]), str(one["corrected"]))
    console.print(table, markup=False)


def _render_undone(console: Console, answer: Any) -> None:
    would = "Would be taken back" if answer["dry_run"] else "Taken back"
    print_whole(
        console,
        f"{would}: {answer['shown_again']} shown again, {answer['unassigned']} assigned to nobody, "
        f"{count_things(answer['leads_removed'], 'lead')} removed, {answer['untagged']} without its tags or priority.",
    )
    for name in answer["left"]:
        print_whole(console, f"Left, for a person has seen to it since: {name}")
    for name in answer["failed"]:
        print_whole(console, f"! Not taken back, try again: {name}")
    for one in answer["irreversible"]:
        print_whole(console, f"! {one}")
