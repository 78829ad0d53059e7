"""Each sample on the bus reaches the functions that it is for: by the rules that are deployed, not by a copy."""

import json
from pathlib import Path
from typing import Any

import pytest
from moto.events.models import EventPattern

from infra import topology
from infra.shapes import OnEvent
from tests.contract.events.samples import of_trigger, read, samples
from tests.infra.template import Deployable, flat


def matches(pattern: Any, event: Any) -> bool:
    """Whether EventBridge would hand the event to a rule of this pattern."""
    return bool(EventPattern.load(json.dumps(pattern)).matches_event(event))


def started(stage: Deployable, event: Any) -> list[str]:
    """The functions that the deployed rules start for an event."""
    by_reference = {f"<{name}.Arn>": function for function, (name, _) in stage.functions().items()}
    return sorted(
        by_reference[flat(target["Arn"])]
        for rule in stage.of_type("AWS::Events::Rule").values()
        if "EventPattern" in rule and matches(rule["EventPattern"], event)
        for target in rule["Targets"]
    )


@pytest.mark.parametrize("path", [*of_trigger("bus"), *of_trigger("mail")], ids=lambda path: path.stem)
def test_the_deployed_rules_start_exactly_the_functions_that_the_topology_names(dev: Deployable, path: Path) -> None:
    event = read(path)
    assert started(dev, event) == sorted(sample.function for sample in samples() if sample.path == path)


def test_an_event_that_is_not_ours_starts_nothing(dev: Deployable) -> None:
    for path in of_trigger("bus"):
        event = read(path)
        assert started(dev, event | {"source": "someone.else"}) == []
        assert started(dev, event | {"detail-type": event["detail-type"].lower()}) == []


def test_every_event_that_a_function_waits_for_is_an_event_that_we_send() -> None:
    waited = {
        trigger.detail_type
        for function in topology.FUNCTIONS
        for trigger in function.triggers
        if isinstance(trigger, OnEvent)
    }
    assert waited <= {read(path)["detail-type"] for path in of_trigger("bus")}


def test_a_mail_of_somebody_else_in_the_account_that_bounces_starts_nothing(dev: Deployable) -> None:
    for path in of_trigger("mail"):
        event = read(path)
        event["detail"]["mail"]["tags"]["ses:configuration-set"] = ["newsletter"]
        assert started(dev, event) == []
