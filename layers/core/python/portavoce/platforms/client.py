"""All that a platform may be asked for, by whoever holds a client of any."""

from typing import Protocol

from portavoce.platforms.audience import Profiler
from portavoce.platforms.campaign_switch import CampaignSwitch
from portavoce.platforms.contract import (
    Advertiser,
    Checker,
    Measurer,
    Moderator,
    Poller,
    Prober,
    Publisher,
    Reader,
    Rereader,
)
from portavoce.platforms.conversation import Answerer
from portavoce.platforms.post_list import Lister
from portavoce.platforms.visit_rows import VisitReader


class Client(
    Publisher,
    Checker,
    Prober,
    Answerer,
    Moderator,
    Reader,
    Poller,
    Rereader,
    Measurer,
    Profiler,
    Lister,
    Advertiser,
    CampaignSwitch,
    VisitReader,
    Protocol,
):
    """What a platform's client may be asked for; the capabilities in its manifest say which of it this one can do."""
