"""Ads and the posts that they show (Marketing API, Ad and Ad Creative)."""

from infra.local.simulators.meta.ads import Ad, AdAccount
from infra.local.simulators.meta.calls import Call, route
from infra.local.simulators.meta.errors import bad_parameter
from infra.local.simulators.meta.fields import ABSENT, DEFAULTS, EDGES, READERS, Field, read
from infra.local.simulators.meta.graph import Graph
from infra.local.simulators.meta.pages import page_of

STATUSES = frozenset(
    {"ACTIVE", "PAUSED", "ARCHIVED", "DELETED", "IN_PROCESS", "WITH_ISSUES", "CAMPAIGN_PAUSED", "ADSET_PAUSED",
     "PENDING_REVIEW", "DISAPPROVED", "PREAPPROVED", "PENDING_BILLING_INFO"}
)  # fmt: skip


@route("GET", "ad_account", "ads", params="fields effective_status limit after", scope="ads_read")
def list_ads(graph: Graph, call: Call, account: AdAccount) -> object:
    """The account's ads; archived and deleted ones only when asked for by status."""
    wanted = call.parse_json("effective_status") if "effective_status" in call.params else sorted(STATUSES)
    if not isinstance(wanted, list) or not set(wanted) <= STATUSES:
        raise bad_parameter("Param effective_status must be an array of ad statuses")
    found = [one for one in graph.store.ads.values() if one.account_id == account.id and one.status in wanted]
    fields = call.fields()
    return page_of(found, call.params, lambda one: one.id, lambda one: read(graph, "ad", one, fields), call)


def _creative(_graph: Graph, ad: Ad, asked: Field) -> object:
    """The creative's id, and of what is asked inside it the fields that have a value."""
    known = {
        "id": f"7{ad.id}",
        "effective_object_story_id": ad.story_id,
        "effective_instagram_media_id": ad.instagram_media_id,
    }
    names = {"id", *(child.name for child in asked.children)}
    if unknown := names - known.keys():
        raise bad_parameter(f"{min(unknown)} is not simulated for a creative")
    return {name: known[name] for name in known if name in names and known[name] is not None} or ABSENT


READERS["ad"] = {
    "id": lambda _g, ad, _f: ad.id,
    "name": lambda _g, ad, _f: ad.name,
    "campaign_id": lambda _g, ad, _f: ad.campaign_id,
    "status": lambda _g, ad, _f: "ACTIVE" if ad.status == "WITH_ISSUES" else ad.status,
    "effective_status": lambda _g, ad, _f: ad.status,
}
EDGES["ad"]["creative"] = _creative
DEFAULTS["ad"] = "id"
