"""What a caller of a write hears: an answer, or a refusal by its name."""

from collections.abc import Callable

from portavoce.advertising.brake.records import WrittenMeanwhile
from portavoce.api.idempotency_records import InProgress, KeyReused
from portavoce.brands.records import AccountHeld, VersionMoved
from portavoce.community.acts.records import AskedAlready
from portavoce.community.crisis.model import StoodOtherwise
from portavoce.community.drafts.records import NotAfforded
from portavoce.community.leads.records import LeadGone
from portavoce.community.moods.records import ReadByAnother
from portavoce.community.records import Taken
from portavoce.community.watch.records import WatchedByAnother
from portavoce.connections.records import ConnectionBusy
from portavoce.people.records import UserMoved
from portavoce.planning.series.records import SeriesMoved
from portavoce.publishing.records import Moved
from portavoce.reporting.model import MailBusy
from portavoce.table.table import ConditionFailed
from portavoce.visits.records import VisitsMoved

REFUSALS = (
    AccountHeld,
    AskedAlready,
    ConditionFailed,
    ConnectionBusy,
    InProgress,
    KeyReused,
    LeadGone,
    MailBusy,
    Moved,
    NotAfforded,
    ReadByAnother,
    SeriesMoved,
    StoodOtherwise,
    Taken,
    UserMoved,
    VersionMoved,
    VisitsMoved,
    WatchedByAnother,
    WrittenMeanwhile,
)


def heard(act: Callable[[], object]) -> object:
    """What the caller hears: an answer, or a refusal by its name."""
    try:
        return act()
    except REFUSALS as refusal:
        return type(refusal).__name__
