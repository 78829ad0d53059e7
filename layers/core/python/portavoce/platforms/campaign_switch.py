"""Switching campaigns of an ad account off and on: the part of a platform's client that changes what is spent."""

from typing import Protocol

from portavoce.platforms.ad_spend import CampaignStand
from portavoce.platforms.outcomes import ActionOutcome


class CampaignSwitch(Protocol):
    """BRAKE. Pausing campaigns of the account, and letting them run again: safe to repeat, as each sets a state.

    `campaign` raises ReadFailed, ReadRefused."""

    def campaign(self, campaign_id: str) -> CampaignStand: ...
    def pause_campaign(self, campaign_id: str) -> ActionOutcome: ...
    def restart_campaign(self, campaign_id: str) -> ActionOutcome: ...
