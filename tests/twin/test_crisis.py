"""From a storm of comments to a proposal, a mail, a freeze and a resume by a plan, on the deployed emulator."""

import io

import pytest
from rich.console import Console

from infra.local.storm import HELD, StormStory, storm_remarks
from tests.twin.running import BRAND, Running


@pytest.mark.whole
def test_a_storm_leads_to_a_proposal_a_mail_a_freeze_and_a_resume_that_was_shown(running: Running) -> None:
    said = io.StringIO()
    story = StormStory(running.twin, Console(file=said, width=200))
    story.accounts = running.accounts
    story.tell_storm()
    told = said.getvalue()
    assert "mailed: Aurora Coffee: una tempesta di commenti negativi" in told
    assert "use words of alarm" in told
    assert "none of them has left" in told
    spread = [line.split()[:2] for line in told.splitlines() if f"{BRAND}.storm-" in line]
    assert len(spread) == len(HELD)
    assert "Lifted: freeze" in told
    moments = {one["planned_at"] for one in running.twin.evidence().of_type("publication") if "storm-" in one["pk"]}
    assert len(moments) == len(HELD), "they leave one by one"

    (mail,) = [one for one in running.twin.emulator.mails() if "fermiamo le pubblicazioni?" in one["Subject"]]
    texts = {one.text for one in storm_remarks()}
    words = " ".join(mail["BodyText"].split())
    assert sum(text in words for text in texts) == 5

    past = running.api.get(f"/brands/{BRAND}/crisis").json()
    assert (past["standing"], past["policy"]) == (None, "propose")
    (crisis,) = past["history"]
    assert (crisis["stage"], crisis["freeze_id"]) == ("crisis", None)
    assert crisis["ended_by"]
