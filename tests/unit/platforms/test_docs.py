"""The page on platforms says what the manifests say."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest

from portavoce.measuring.figures.page import replace_figures
from portavoce.platforms import discovery
from portavoce.platforms.audience import AudienceSpec
from portavoce.platforms.manifest import (
    ImageRule,
    KindRule,
    Manifest,
    VideoRule,
)
from portavoce.platforms.rules.conversation_rule import AnswerRule
from portavoce.platforms.rules.metric_spec import MetricSpec
from portavoce.platforms.rules.text_rule import TextRule

PAGE = (Path(__file__).parents[3] / "docs" / "platforms.md").read_text("utf-8")
NONE = "–"


def length(text: TextRule) -> str:
    """How long a text may be."""
    return f"{text.limit:,} {text.counted_as}{f', {text.max_bytes:,} bytes' if text.max_bytes else ''}"


def types(rule: ImageRule | VideoRule) -> str:
    return ", ".join(sorted(kind.partition("/")[2] for kind in rule.mime_types))


def size(rule: ImageRule | VideoRule) -> str:
    return f"{Decimal(rule.max_bytes) / 1_000_000:,.6f}".rstrip("0").rstrip(".") + " MB"


def images(rule: ImageRule) -> str:
    least = f"{rule.min_count} to " if rule.min_count else "up to "
    return f"{least}{rule.max_count} ({types(rule)}; {size(rule)})"


def videos(rule: VideoRule) -> str:
    return f"up to {rule.max_count} ({types(rule)}; {rule.min_seconds} to {rule.max_seconds} s; {size(rule)})"


def kinds(manifest: Manifest) -> list[str]:
    """The platform's rows in the table of kinds."""
    return [kind_row(manifest, kind, rule) for kind, rule in sorted(manifest.kinds.items())]


def kind_row(manifest: Manifest, kind: str, rule: KindRule) -> str:
    cells = [
        manifest.title,
        kind,
        length(rule.text) if rule.text else NONE,
        images(rule.images) if rule.images else NONE,
        videos(rule.videos) if rule.videos else NONE,
        images(rule.gifs) if rule.gifs else NONE,
        f"up to {rule.max_media} mixed" if rule.mixed else NONE,
        length(manifest.first_comment) if manifest.first_comment and kind != "story" else NONE,
    ]
    return f"| {' | '.join(cells)} |"


def limits(manifest: Manifest) -> str:
    """The platform's row in the table of limits."""
    text, images = manifest.post.text, manifest.post.images
    cells = [
        f"{manifest.title} (`{manifest.name}`)",
        ", ".join(sorted(manifest.capabilities)),
        length(text) if text else NONE,
        f"{images.min_count} to {images.max_count}" if images else NONE,
        types(images) if images else NONE,
        f"{images.max_bytes // 1_000_000} MB" if images else NONE,
        f"by {manifest.lookup.by}, believed after {manifest.lookup.settle_seconds} s" if text else NONE,
    ]
    return f"| {' | '.join(cells)} |"


def numbers(manifest: Manifest) -> list[str]:
    """The platform's rows in the table of numbers."""
    return [
        f"| {manifest.title} | {one.level} | {one.name} | `{one.remote}` | {one.unit} | {one.period} | {valid(one)} |"
        for one in manifest.metrics
    ]


def people(manifest: Manifest) -> list[str]:
    """The platform's rows in the table of who its people are."""
    return [
        f"| {manifest.title} | {one.group} | {one.by} | `{one.remote}` | {one.least} | {one.top or 'all'} |"
        f" {valid(one)} |"
        for one in manifest.audience
    ]


def lists(manifest: Manifest) -> list[str]:
    """The platform's row in the table of lists."""
    rule = manifest.listing
    return [f"| {manifest.title} | {rule.per_page} | {cost(rule.post_mills * 10)} |"] if rule else []


def valid(spec: MetricSpec | AudienceSpec) -> str:
    """Between which days the platform gives it."""
    parts = [f"since {spec.valid_from}" if spec.valid_from else "", f"until {spec.valid_to}" if spec.valid_to else ""]
    return " ".join(filter(None, parts)) or "always"


def listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(name.replace("_", " ") for name in names))


def window(rule: AnswerRule) -> str:
    """For how long."""
    if rule.hours is None:
        return "any time"
    since = "they last wrote" if rule.since_heard else "it was said"
    longer = f", {rule.person_hours} h for a person" if rule.person_hours else ""
    return f"{rule.hours} h after {since}{longer}"


def cost(micros: int) -> str:
    return f"${Decimal(micros) / 1_000_000:.3f}" if micros else NONE


def answers(manifest: Manifest) -> list[str]:
    """The platform's rows in the table of answers."""
    return [
        f"| {manifest.title} | {listed([rule.kind])} | {listed(rule.to)} | {length(rule.text)} | {window(rule)}"
        f"{', once' if rule.once else ''} | {'no' if rule.is_final else 'yes'} | {cost(rule.cost_micros)} |"
        for rule in manifest.conversation.answers
    ]


def deeds(manifest: Manifest) -> list[str]:
    """The platform's rows in the table of deeds."""
    rules = manifest.conversation.deeds
    return [
        f"| {manifest.title} | {listed(one.deeds)} | {listed(one.about)} | {cost(one.cost_micros)} |" for one in rules
    ]


def closed(manifest: Manifest) -> list[str]:
    """The platform's rows in the table of what is left to people."""
    return [
        f"| {manifest.title} | {listed(row.what)} | {listed(row.about) or 'all'} | {row.why} | {row.instead} |"
        for row in manifest.conversation.closed
    ]


def rows_of(manifest: Manifest) -> list[str]:
    """Every row of the page that stands for the platform."""
    talk = (*answers(manifest), *deeds(manifest), *closed(manifest))
    return [limits(manifest), *kinds(manifest), *talk, *numbers(manifest), *people(manifest), *lists(manifest)]


@pytest.mark.parametrize("platform", discovery.names())
def test_the_page_has_a_row_for_every_platform_every_kind_and_every_number(platform: str) -> None:
    manifest = discovery.manifest(platform)
    missing = [row for row in rows_of(manifest) if row not in PAGE.splitlines()]
    assert not missing, "put into docs/platforms.md:\n" + "\n".join(missing)


def rows_under(heading: str) -> set[str]:
    """The rows of the table in one part of the page, without its head."""
    part = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return set([line for line in part.splitlines() if line.startswith("|")][2:])


def test_the_page_has_no_row_that_no_manifest_stands_for() -> None:
    manifests = [discovery.manifest(name) for name in discovery.names()]
    assert rows_under("What each can do") == {limits(manifest) for manifest in manifests}
    assert rows_under("Answers") == {row for manifest in manifests for row in answers(manifest)}
    assert rows_under("Deeds") == {row for manifest in manifests for row in deeds(manifest)}
    assert rows_under("Left to people") == {row for manifest in manifests for row in closed(manifest)}
    assert rows_under("Kinds") == {row for manifest in manifests for row in kinds(manifest)}
    assert rows_under("Numbers") == {row for manifest in manifests for row in numbers(manifest)}
    assert rows_under("People") == {row for manifest in manifests for row in people(manifest)}
    assert rows_under("Lists of posts") == {row for manifest in manifests for row in lists(manifest)}


METRICS = (Path(__file__).parents[3] / "docs" / "metrics.md").read_text()


def test_the_page_of_metrics_says_of_each_number_which_platforms_tell_it() -> None:
    head, _, *rows = [
        line.strip("| ").split(" | ") for line in METRICS.split("| Our name ")[1].split("\n\n")[0].split("\n")
    ]
    manifests = {one.title: one for one in map(discovery.manifest, discovery.names()) if one.metrics}
    assert set(head) == manifests.keys()
    told = {
        (title, row[0].split("`")[1])
        for row in rows
        for title, cell in zip(head, row[1:], strict=True)
        if cell != "not told"
    }
    assert told == {(title, spec.name) for title, one in manifests.items() for spec in one.metrics}


def test_the_page_of_metrics_has_every_figure_as_it_is_defined() -> None:
    assert replace_figures(METRICS) == METRICS, (
        "print it with: python -m portavoce.measuring.figures.page < docs/metrics.md"
    )
