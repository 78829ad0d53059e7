"""Every manifest says what its platform's folder can do, and where it knows that from."""

import ast
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from pydantic import SecretStr

from portavoce.platforms import discovery
from portavoce.platforms.campaign_switch import CampaignSwitch
from portavoce.platforms.contract import (
    Advertiser,
    ChannelAccess,
    Checker,
    Measurer,
    Moderator,
    Poller,
    Publisher,
    Reader,
    Rereader,
)
from portavoce.platforms.conversation import Answerer
from portavoce.platforms.http import Http
from portavoce.platforms.manifest import Capability
from portavoce.platforms.visit_rows import VisitReader

PROTOCOLS = {
    Capability.PUBLISH: Publisher,
    Capability.CHECK: Checker,
    Capability.LISTEN: Reader,
    Capability.POLL: Poller,
    Capability.REREAD: Rereader,
    Capability.ANSWER: Answerer,
    Capability.MODERATE: Moderator,
    Capability.MEASURE: Measurer,
    Capability.ADVERTISE: Advertiser,
    Capability.BRAKE: CampaignSwitch,
    Capability.COUNT_VISITS: VisitReader,
}


def test_a_platform_is_named_after_its_folder(platform: str) -> None:
    assert discovery.manifest(platform).name == platform


def test_the_client_has_the_methods_of_every_capability_and_of_no_other(platform: str) -> None:
    manifest = discovery.manifest(platform)
    secrets = {one.name: SecretStr("s") for one in manifest.secrets}
    access = ChannelAccess(channel_id="aurora.one", account_id="1@one.example", secrets=secrets)
    client = discovery.part(platform, "client").connect(access, Http("https://one.example"))
    capabilities = manifest.capabilities
    for capability, protocol in PROTOCOLS.items():
        methods = [name for name in vars(protocol) if not name.startswith("_")]
        assert all(hasattr(client, name) == (capability in capabilities) for name in methods), capability


def test_a_platform_that_listens_has_a_webhook_an_inbox_and_their_secrets(platform: str) -> None:
    capabilities = discovery.manifest(platform).capabilities
    listens = Capability.LISTEN in capabilities
    assert (find_spec(f"portavoce.platforms.{platform}.webhook") is not None) == listens
    is_heard = listens or Capability.POLL in capabilities
    assert (find_spec(f"portavoce.platforms.{platform}.inbox") is not None) == is_heard
    assert bool(discovery.manifest(platform).webhook_secrets) == listens


def test_every_limit_and_metric_names_its_source(platform: str) -> None:
    found = discovery.manifest(platform)
    kinds = [one for kind in found.kinds.values() for one in (kind.text, kind.images, kind.videos, kind.gifs)]
    rules = (*kinds, found.thread, found.first_comment, found.poll, found.post_address, found.link_card, found.reread)
    assert all(one.source for one in (*found.metrics, *rules) if one)
    assert (Capability.PUBLISH in found.capabilities) == ("post" in found.kinds) == bool(found.lookup.source)
    assert (Capability.MEASURE in found.capabilities) == bool(found.metrics)
    assert (Capability.REREAD in found.capabilities) == bool(found.reread)


def test_on_each_day_a_metric_is_named_once_per_level(platform: str) -> None:
    specs = discovery.manifest(platform).metrics
    for day in {day for spec in specs for day in (spec.valid_from, spec.valid_to) if day} | {date(2026, 11, 28)}:
        named = [(spec.level, spec.name) for spec in specs if spec.is_valid_on(day)]
        assert len(named) == len(set(named)), day


def test_a_platform_imports_no_other_and_reaches_itself_by_a_relative_name(platform: str) -> None:
    """So that the folder may be copied under another name."""
    absolute = {f"portavoce.platforms.{name}" for name in discovery.names()}
    for file in (Path(discovery.__file__).parent / platform).glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            imported = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                imported = [f"{node.module}.{alias.name}" for alias in node.names]
            for name in imported:
                assert not any(name == one or name.startswith(f"{one}.") for one in absolute), f"{file.name}: {name}"
