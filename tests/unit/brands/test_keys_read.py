"""Whatever a brand file may say is read by something beyond the file: what nobody reads would be promised and not done.

Each key names who reads it, by a file of the product and by what stands there. A key that is new is refused here until
somebody reads it."""

import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from portavoce.brands.keys import BRAND_KEYS
from tests.house import ROOT

PRODUCT = ROOT / "layers/core/python/portavoce"

READ_BY = {
    "id": ("publishing/service/ledger.py", "brand_id"),
    "name": ("planning/diff.py", "brand.name"),
    "zone": ("measuring/service/dashboard.py", "brand.zone"),
    "language": ("reporting/service.py", ".language"),
    "tone_of_voice": ("api/routes/community.py", "brand.tone_of_voice"),
    "audiences[].name": ("measuring/profiles/report.py", "audience.name"),
    "audiences[].description": ("console/pages/inbox/thread.html", "one.description"),
    "audiences[].countries": ("measuring/profiles/report.py", "audience.countries"),
    "audiences[].languages": ("measuring/profiles/report.py", "audience.languages"),
    "audiences[].ages": ("measuring/profiles/report.py", "audience.ages"),
    "pillars[].id": ("planning/diff.py", "brand.pillars"),
    "pillars[].title": ("console/pages/brand/page.html", "one in brand.pillars"),
    "pillars[].share": ("measuring/figures/plan.py", "Decimal(one.share)"),
    "products[].id": ("planning/diff.py", "brand.products"),
    "products[].title": ("measuring/profiles/report.py", "one.title for one in self.brand.products"),
    "products[].audience": ("measuring/profiles/report.py", "one.audience == audience.name"),
    "products[].landing_page": ("console/pages/brand/page.html", "one.landing_page"),
    "products[].conversion_minor": ("console/pages/brand/page.html", "one.conversion_minor"),
    "products[].currency": ("console/pages/brand/page.html", "one.conversion_minor, one.currency"),
    "goals[].metric": ("measuring/service/goals.py", "goal.metric"),
    "goals[].target": ("measuring/goal_progress.py", "goal.target"),
    "goals[].by": ("measuring/goal_progress.py", "goal.by"),
    "goals[].from": ("measuring/goal_progress.py", "goal.begins"),
    "goals[].only": ("measuring/service/goals.py", "goal.only"),
    "channels[].id": ("measuring/service/collect.py", "channel.id"),
    "channels[].platform": ("measuring/service/collect.py", "channel.platform"),
    "channels[].account_id": ("measuring/service/collect.py", "channel.account_id"),
    "channels[].posts_per_week": ("measuring/figures/plan.py", "channel.posts_per_week"),
    "channels[].slots": ("planning/slots.py", "channel.slots"),
    "channels[].approval": ("planning/diff.py", "brand.reviewer_of(channel)"),
    "channels[].track_links": ("planning/link_replacement.py", "channel.track_links"),
    "channels[].posts_elsewhere": ("measuring/outside/service.py", "channel.posts_elsewhere"),
    "links.track": ("planning/link_replacement.py", "brand.links.track"),
    "links.domain": ("planning/link_replacement.py", "brand.links.domain"),
    "links.utm.*": ("planning/link_replacement.py", "brand.links.utm"),
    "visits.sites": ("visits/service/door.py", "brand.visits.sites"),
    "visits.currency": ("runtime/wiring/visits.py", "found.visits.currency"),
    "returns.margin_percent": ("measuring/figures/ad_costs.py", "rules.margin_percent"),
    "returns.currency": ("measuring/figures/ad_costs.py", "rules.currency"),
    "returns.costs[].*": ("measuring/figures/ad_costs.py", "one.{last}"),
    "ad_accounts[].id": ("advertising/service.py", "brand.ad_accounts"),
    "ad_accounts[].platform": ("advertising/service.py", ".platform"),
    "ad_accounts[].account_id": ("runtime/wiring/brakes.py", "ref.account_id"),
    "ad_accounts[].campaigns[].id": ("measuring/figures/ad_costs.py", "one.id"),
    "ad_accounts[].campaigns[].*": ("measuring/figures/ad_costs.py", "ad_campaign.{last}"),
    "budgets[].id": ("advertising/alerts.py", "budget.id"),
    "budgets[].name": ("advertising/pacing.py", "budget.name"),
    "budgets[].ad_account": ("advertising/alerts.py", "budget.ad_account"),
    "budgets[].campaign_id": ("advertising/pacing.py", "budget.campaign_id"),
    "budgets[].amount": ("advertising/pacing.py", "budget.amount_minor"),
    "budgets[].currency": ("advertising/pacing.py", "budget.currency"),
    "budgets[].first_day": ("advertising/pacing.py", "budget.first_day"),
    "budgets[].last_day": ("advertising/pacing.py", "budget.last_day"),
    "budgets[].thresholds": ("advertising/pacing.py", "budget.thresholds"),
    "budgets[].curve": ("advertising/pacing.py", "budget.curve"),
    "budgets[].brake": ("advertising/brake/judgement.py", "budget.brake"),
    "budgets[].brake_at": ("advertising/brake/judgement.py", "budget.brake_at"),
    "accounting.*": ("advertising/month_costs.py", "rules.{last}"),
    "fees.x_month_minor": ("community/listening_cost/service.py", "brand.fees.of(platform)"),
    "analytics[].goals": ("visits/imports/service.py", "ref.goals"),
    "analytics[].*": ("runtime/wiring/visit_imports.py", "ref.{last}"),
    "people.alerts": ("reporting/service.py", "brand.people.alerts"),
    "people.sales": ("reporting/service.py", "brand.people.sales"),
    "people.approvers": ("reporting/requests/service.py", "people.approvers"),
    "people.clients": ("reporting/requests/service.py", "people.clients"),
    "approval": ("planning/diff.py", "brand.reviewer_of(channel)"),
    "triage.hide_keywords": ("community/triage/decision.py", "triage.hide_keywords"),
    "triage.lead_keywords": ("community/triage/decision.py", "triage.lead_keywords"),
    "triage.own_domains": ("community/triage/decision.py", "triage.own_domains"),
    "triage.hide_abuse": ("community/triage/decision.py", "triage.hide_abuse"),
    "triage.hide_links": ("community/triage/decision.py", "triage.hide_links"),
    "triage.sell_to_buyers": ("community/triage/decision.py", "triage.sell_to_buyers"),
    "triage.assign_questions": ("community/triage/decision.py", "triage.assign_questions"),
    "triage.assign_complaints": ("community/triage/decision.py", "triage.assign_complaints"),
    "triage.assign_to": ("community/triage/decision.py", "triage.assign_to"),
    "triage.retention_days": ("community/service/inbox.py", "brand.triage.retention_days"),
    "rules[].name": ("community/triage/rule_outcome.py", "one.rule.name"),
    "rules[].when.all": ("community/triage/rule_book.py", "when.all"),
    "rules[].when.any": ("community/triage/rule_book.py", "when.any"),
    "rules[].when.not": ("community/triage/rule_book.py", "when.unless"),
    "rules[].when.links": ("community/triage/rule_book.py", "when.links"),
    "rules[].when.directed": ("community/triage/rule_book.py", "when.directed"),
    "rules[].when.hour": ("community/triage/rule_book.py", "when.hour"),
    "rules[].when.author.*": ("community/triage/rule_book.py", "author.{last}"),
    "rules[].when.*": ("community/triage/rule_book.py", '"{last}"'),
    "rules[].then.hide": ("community/triage/rule_outcome.py", "one.hides"),
    "rules[].then.hide_for": ("community/triage/rule_outcome.py", "first.hide_for"),
    "rules[].then.lead": ("community/triage/rule_outcome.py", "then.lead"),
    "rules[].then.*": ("community/triage/rule_outcome.py", "one.{last}"),
    "rules[].priority": ("community/triage/rule_book.py", "priority"),
    "late_minutes": ("planning/diff.py", "brand.late_minutes"),
    "blackouts[].from": ("planning/quiet_times.py", "one.first"),
    "blackouts[].to": ("planning/quiet_times.py", "one.last"),
    "blackouts[].reason": ("planning/quiet_times.py", ".reason"),
    "quiet_hours.from": ("planning/quiet_times.py", "quiet.first"),
    "quiet_hours.to": ("planning/quiet_times.py", "quiet.end"),
    "holidays[].date": ("community/desk/business_time.py", "one.date for one in brand.holidays"),
    "holidays[].name": ("console/pages/brand/page.html", "one.name"),
    "inbox.answer_within.*": ("community/desk/deadlines.py", "getattr(brand.inbox.answer_within"),
    "inbox.business_hours.*": ("community/desk/business_time.py", "brand.inbox.business_hours"),
    "inbox.special_hours[].from": ("community/desk/business_time.py", "one.first"),
    "inbox.special_hours[].to": ("community/desk/business_time.py", "one.last"),
    "inbox.special_hours[].name": ("console/pages/brand/page.html", "one in brand.inbox.special_hours"),
    "inbox.special_hours[].hours.*": (
        "community/desk/business_time.py",
        "one.hours for one in",
    ),
    "inbox.drafts.month_minor": ("community/drafts/service.py", "brand.inbox.drafts.month_minor"),
    "inbox.drafts.model": ("community/drafts/service.py", "brand.inbox.drafts.model"),
    "inbox.drafts.prefer": ("community/drafts/prompt.py", "brand.inbox.drafts.prefer"),
    "inbox.drafts.avoid": ("community/drafts/checks.py", "brand.inbox.drafts.avoid"),
    "inbox.warn_minutes": ("community/watch/windows.py", "brand.inbox.warn_minutes"),
    "listening.x_month_minor": (
        "community/listening_cost/service.py",
        'brand.listening, f"{platform}_month_minor',
    ),
    "sentiment.comprehend_month_minor": ("community/moods/service.py", "brand.sentiment.comprehend_month_minor"),
    "crisis.policy": ("community/crisis/service.py", "brand.crisis.policy"),
    "crisis.words": ("community/crisis/service.py", "brand.crisis.words"),
    "duplicate_days": ("planning/diff.py", "brand.duplicate_days"),
}
"""By key, the first that fits: a star stands for the last part of several, `{last}` for that part."""


@pytest.mark.parametrize("path", [one.path for one in BRAND_KEYS])
def test_each_key_of_a_brand_file_is_read_by_something(path: str) -> None:
    literal = {name.replace("[]", "()"): reader for name, reader in READ_BY.items()}
    fits = [reader for name, reader in literal.items() if fnmatchcase(path.replace("[]", "()"), name)]
    assert fits, f"nobody is said to read {path}: use it, or take it out"
    file, written = fits[0]
    assert written.replace("{last}", path.rpartition(".")[2]) in _source(PRODUCT / file), (path, file)


def test_no_reader_is_named_for_a_key_that_is_gone() -> None:
    paths = [one.path.replace("[]", "()") for one in BRAND_KEYS]
    unused = [name for name in READ_BY if not any(fnmatchcase(one, name.replace("[]", "()")) for one in paths)]
    assert unused == []


def _source(file: Path) -> str:
    """Without its docstrings and comments: what is only spoken of is not read."""
    text = file.read_text("utf-8")
    return re.sub(r'"""[\s\S]*?"""|^\s*#.*$', "", text, flags=re.MULTILINE) if file.suffix == ".py" else text
