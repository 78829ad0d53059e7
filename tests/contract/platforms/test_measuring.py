"""Every platform that measures gives each number it can, and says why it cannot give another."""

from datetime import date
from decimal import Decimal

import pytest

from portavoce.platforms.contract import ReadFailed, ReadRefused
from portavoce.platforms.outcomes import Published
from portavoce.platforms.rules.metric_spec import MetricSpec
from tests.contract.platforms.preparation import prepared
from tests.contract.platforms.stands import Stand, stand_for

DAY = date(2026, 11, 22)


def published(stand: Stand) -> str:
    client = stand.client()
    outcome = client.release(prepared(client, stand.post()))
    assert isinstance(outcome, Published)
    return outcome.remote_id


def of_level(stand: Stand, level: str) -> list[MetricSpec]:
    return [spec for spec in stand.manifest.metrics if spec.level == level]


def broken(spec: MetricSpec) -> MetricSpec:
    """The same kind of metric under a name that the platform does not know."""
    return spec.model_copy(update={"name": "broken", "remote": f"{spec.remote}_of_the_moon"})


@pytest.mark.parametrize("level", ["post", "channel"])
def test_each_metric_of_the_manifest_gets_one_reading(measured: Stand, level: str) -> None:
    specs = of_level(measured, level)
    client = measured.client()
    post_id = published(measured)
    taken = client.post_metrics(post_id, specs) if level == "post" else client.channel_metrics(specs, DAY)
    assert [one.metric for one in taken] == [spec.name for spec in specs]
    assert all((one.value is None) == bool(one.unavailable_reason) for one in taken)


def test_one_refused_metric_takes_no_other_down(measured: Stand) -> None:
    post_id = published(measured)
    specs = of_level(measured, "post")
    alone = measured.client().post_metrics(post_id, specs)
    with_broken = measured.client().post_metrics(post_id, [broken(specs[0]), *specs])
    assert with_broken[0].value is None
    assert with_broken[0].unavailable_reason
    assert with_broken[1:] == alone


@pytest.mark.parametrize(
    ("meta", "words"),
    [
        ("facebook", "must be a valid insights metric"),
        ("instagram", "must be one of the following values"),
    ],
)
def test_a_name_that_meta_does_not_know_is_unavailable_in_metas_own_words(meta: str, words: str) -> None:
    """Graph API, error 100: one bad name fails a whole call."""
    stand = stand_for(meta)
    valid = [one for one in of_level(stand, "post") if one.valid_to is None]
    reach = next(one for one in valid if one.name == "reach")
    taken = stand.client().post_metrics(published(stand), [broken(reach), *valid])
    assert words in (taken[0].unavailable_reason or "")
    assert all(words not in (one.unavailable_reason or "") for one in taken[1:])


def test_one_metric_that_fails_for_now_is_unavailable_and_not_zero(measured: Stand) -> None:
    post_id = published(measured)
    specs = of_level(measured, "post")
    measured.fault("server_error", measured.numbers_path or post_id, method="GET")
    try:
        taken = measured.client().post_metrics(post_id, specs)
    except ReadFailed:
        return  # the platform answers all of them in one read
    assert next(one.metric for one in taken if one.value is None) == specs[0].name
    assert all(one.value != 0 for one in taken if one.unavailable_reason)


def test_when_nothing_can_be_read_the_caller_hears_it(measured: Stand) -> None:
    post_id = published(measured)
    measured.fault("server_error", measured.numbers_path or post_id, method="GET", count=None)
    with pytest.raises(ReadFailed):
        measured.client().post_metrics(post_id, of_level(measured, "post"))
    with pytest.raises(ReadRefused):
        measured.client("dead").channel_metrics(of_level(measured, "channel"), DAY)


def test_followers_are_the_platforms_own_number(measured: Stand) -> None:
    [spec] = [spec for spec in of_level(measured, "channel") if spec.name == "followers"]
    [taken] = measured.client().channel_metrics([spec], DAY)
    assert taken.value in {Decimal(1200), Decimal(800), Decimal(640)}
