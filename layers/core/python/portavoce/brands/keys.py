"""The keys of a brand file: what each says, and an example. Pure."""

from typing import NamedTuple

from portavoce.brands.rules.keys import THEN, WHEN


class BrandKey(NamedTuple):
    """One key. `path` names the keys above it, with `[]` after each that holds a list; `example` is YAML."""

    path: str
    says: str
    example: str
    needed: bool = False


BRAND_KEYS = (
    BrandKey("id", "The brand's id: lower-case letters, digits and hyphens. It stays.", "aurora", needed=True),
    BrandKey("name", "The brand's name, as people read it.", "Aurora Coffee", needed=True),
    BrandKey("zone", "The IANA time zone of its clocks.", "Europe/Rome", needed=True),
    BrandKey("language", "The language of its mails and dates: en, it or ar.", "it", needed=True),
    BrandKey("tone_of_voice", "How it speaks.", "Warm, brief, never loud."),
    BrandKey("audiences[].name", "Whom it speaks to.", "Neighbours", needed=True),
    BrandKey("audiences[].description", "More about them.", "People who pass by every day"),
    BrandKey("audiences[].countries", "The countries where they live, by their two letters.", "[IT, CH]"),
    BrandKey("audiences[].languages", "The languages that they speak, by their two letters.", "[it]"),
    BrandKey("audiences[].ages", "How old they are.", '"25-44"'),
    BrandKey("pillars[].id", "A theme that the content stands on; the calendar names it.", "craft", needed=True),
    BrandKey("pillars[].title", "The theme in words.", "How coffee is made", needed=True),
    BrandKey("pillars[].share", "How much of the content it is to be, in percent.", "40"),
    BrandKey("products[].id", "A product that posts may be about; the calendar names it.", "beans", needed=True),
    BrandKey("products[].title", "The product in words.", "Coffee beans", needed=True),
    BrandKey("products[].audience", "The name of the audience that it is for.", "Neighbours"),
    BrandKey("products[].landing_page", "Where its posts lead.", "https://aurora.example/beans"),
    BrandKey("products[].conversion_minor", "What one conversion brings, in the smallest coins.", "1250"),
    BrandKey("products[].currency", "The currency of that, in three letters.", "EUR"),
    BrandKey("goals[].metric", "The figure that the goal is set on.", "audience_growth", needed=True),
    BrandKey("goals[].target", "The number to reach.", "500", needed=True),
    BrandKey("goals[].by", "The day by which it is to be reached.", "2026-12-31", needed=True),
    BrandKey("goals[].from", "The day from which it counts: the first of that quarter if left out.", "2026-10-01"),
    BrandKey("goals[].only", "The id of one channel or product alone; the whole brand without it.", "instagram"),
    BrandKey("channels[].id", "A short id for the account; the calendar names it.", "instagram", needed=True),
    BrandKey("channels[].platform", "facebook, instagram, x, bluesky or mastodon.", "instagram", needed=True),
    BrandKey("channels[].account_id", "The platform's own id for the account.", '"17841400000000000"', needed=True),
    BrandKey("channels[].posts_per_week", "How many posts a week it is to have.", "3"),
    BrandKey("channels[].slots", "Weekly times that next-slot gives out.", "[mon 09:00, thu 18:30]"),
    BrandKey(
        "channels[].approval",
        "Who approves its posts, where it differs from the brand: none, internal, client.",
        "client",
    ),
    BrandKey("channels[].track_links", "Whether its links are counted, where it differs from the brand.", "true"),
    BrandKey(
        "channels[].posts_elsewhere",
        "Whether posts that were made elsewhere are found and measured: true if left out, but on X false, where each"
        " post that is read costs $0.001.",
        "true",
    ),
    BrandKey("links.track", "Whether links in posts are counted (docs/links.md).", "true"),
    BrandKey("links.domain", "A domain of its own, which leads to the API.", "go.aurora.example"),
    BrandKey("links.utm.source", "The tag utm_source of counted links.", '"{platform}"'),
    BrandKey("links.utm.medium", "The tag utm_medium.", "social"),
    BrandKey("links.utm.campaign", "The tag utm_campaign.", '"{campaign}"'),
    BrandKey("links.utm.content", "The tag utm_content.", '"{post}"'),
    BrandKey("links.utm.term", "The tag utm_term; left out while it is empty.", '"{pillar}"'),
    BrandKey("visits.sites", "The sites that may tell of visits (docs/visits.md).", "[https://shop.aurora.example]"),
    BrandKey("visits.currency", "The currency in which their conversions are worth something.", "EUR"),
    BrandKey("returns.margin_percent", "What of the confirmed value stays, in percent.", "60"),
    BrandKey("returns.currency", "The currency of the costs, that of the ad accounts.", "EUR"),
    BrandKey("returns.costs[].kind", "A cost beside ads: labour or fees.", "labour", needed=True),
    BrandKey("returns.costs[].name", "What it is called in a report.", "Editing", needed=True),
    BrandKey("returns.costs[].monthly_minor", "What it is each month, in the smallest coins.", "40000", needed=True),
    BrandKey("ad_accounts[].id", "A short id for an advertising account.", "meta", needed=True),
    BrandKey(
        "ad_accounts[].platform",
        "The platform it is on: meta_ads, that of Facebook and Instagram, or x_ads, that of X.",
        "meta_ads",
        needed=True,
    ),
    BrandKey("ad_accounts[].account_id", "The platform's own id for it.", "act_100000000000000", needed=True),
    BrandKey(
        "ad_accounts[].campaigns[].id",
        "The platform's own id of an ad campaign: with what it is for, its cost is held against that alone.",
        '"120200000000000000"',
        needed=True,
    ),
    BrandKey("ad_accounts[].campaigns[].campaign", "The calendar's campaign that it advertises.", "autumn"),
    BrandKey("ad_accounts[].campaigns[].product", "The product that it advertises.", "beans"),
    BrandKey("ad_accounts[].campaigns[].channel", "The one channel for which it is paid.", "instagram"),
    BrandKey("ad_accounts[].campaigns[].post", "The calendar's id of the one post that it shows there.", "autumn-1"),
    BrandKey("analytics[].id", "A short id for a site in a source of analytics.", "shop", needed=True),
    BrandKey("analytics[].platform", "The source: ga4, plausible, umami or matomo, each once.", "ga4", needed=True),
    BrandKey(
        "analytics[].account_id",
        "The source's own id of the site, with @host behind it where it runs on a host of its own.",
        '"123456789"',
        needed=True,
    ),
    BrandKey("analytics[].goals", "The conversions that count, where the source needs their names.", "[Lead]"),
    BrandKey("budgets[].id", "A short id for a monthly budget.", "all-ads", needed=True),
    BrandKey("budgets[].name", "What people call it, in mails and on pages; its id as words without.", "Autumn blend"),
    BrandKey("budgets[].ad_account", "The ad account's id.", "meta", needed=True),
    BrandKey("budgets[].campaign_id", "One campaign alone; the whole account without it.", '"120200000000000000"'),
    BrandKey(
        "budgets[].amount",
        "The most to spend in a month, or from first_day to last_day, as money is written, in quotes; 1.000 alone is "
        "refused, for it may mean either.",
        '"1000.00"',
        needed=True,
    ),
    BrandKey("budgets[].currency", "The currency's three letters.", "EUR", needed=True),
    BrandKey(
        "budgets[].first_day", "With last_day: the amount is for these days, once, not for each month.", "2026-11-20"
    ),
    BrandKey("budgets[].last_day", "The last of those days, on the ad account's calendar.", "2026-12-24"),
    BrandKey(
        "budgets[].thresholds",
        "Percents of the amount that are told when they are reached; 100 always is.",
        "[50, 80, 100]",
    ),
    BrandKey(
        "budgets[].curve",
        "How it is meant to be spent: even, weekdays (Monday to Friday), front (three quarters in the first half).",
        "even",
    ),
    BrandKey(
        "budgets[].brake",
        "What is done about its campaigns once brake_at is spent: off, propose (a mail asks), apply (they are paused).",
        "off",
    ),
    BrandKey("budgets[].brake_at", "Percent of the amount from which the brake acts.", "100"),
    BrandKey("people.alerts", "Who is written to when something needs a person.", "[ada@aurora.example]", needed=True),
    BrandKey("people.sales", "Who is handed people that want to buy.", "[sales@aurora.example]"),
    BrandKey("people.approvers", "Who approves posts inside the firm.", "[ada@aurora.example]"),
    BrandKey("people.clients", "Who approves posts as the client.", "[client@aurora.example]"),
    BrandKey("approval", "Who approves posts before they leave: none, internal or client.", "internal"),
    BrandKey("triage.hide_keywords", "Words whose comments are hidden.", "[casino]"),
    BrandKey("triage.lead_keywords", "Words that show that somebody wants to buy.", "[wholesale]"),
    BrandKey("triage.own_domains", "Domains whose links are the brand's own.", "[aurora.example]"),
    BrandKey("triage.hide_abuse", "Whether insults meant for the reader are hidden: true if left out.", "true"),
    BrandKey("triage.hide_links", "Whether links to other sites are hidden: false if left out.", "false"),
    BrandKey("triage.sell_to_buyers", "Whether who wants to buy becomes a lead: true if left out.", "true"),
    BrandKey("triage.assign_questions", "Whether questions are assigned: true if left out.", "true"),
    BrandKey("triage.assign_complaints", "Whether complaints are assigned: true if left out.", "true"),
    BrandKey("triage.assign_to", "Who is assigned the comments that need an answer.", "ada@aurora.example"),
    BrandKey("triage.retention_days", "For how many days commenters' words are kept.", "180"),
    BrandKey("rules[].name", "A rule's name; what the rule does is told by it.", "refunds", needed=True),
    *(BrandKey(f"rules[].when.{key}", says, example) for key, says, example in WHEN),
    *(BrandKey(f"rules[].then.{key}", says, example) for key, says, example in THEN),
    BrandKey("rules[].priority", "Which rule has its way where they differ: the highest, -1000 to 1000; 0.", "10"),
    BrandKey("late_minutes", "How late a post may leave; after that it is missed, and a mail says so.", "15"),
    BrandKey("blackouts[].from", "The first day on which nothing is planned.", "2026-12-24", needed=True),
    BrandKey("blackouts[].to", "The last of these days.", "2026-12-26", needed=True),
    BrandKey("blackouts[].reason", "Why.", "Christmas", needed=True),
    BrandKey("quiet_hours.from", "When the hours begin in which nothing is planned.", '"22:00"', needed=True),
    BrandKey("quiet_hours.to", "When they end.", '"07:00"', needed=True),
    BrandKey("holidays[].date", "A day on which nobody answers.", "2026-12-25", needed=True),
    BrandKey("holidays[].name", "What it is.", "Christmas", needed=True),
    BrandKey("inbox.answer_within.comment", "How soon comments are to be answered, in hours of work.", "4h"),
    BrandKey("inbox.answer_within.message", "The same of messages, and of what answers a story.", "1h"),
    BrandKey("inbox.answer_within.review", "The same of reviews.", "24h"),
    BrandKey("inbox.answer_within.mention", "The same of mentions and quotes.", "8h"),
    BrandKey("inbox.answer_within.lead_form", "The same of lead forms.", "2h"),
    *(
        BrandKey(
            f"inbox.business_hours.{day}",
            "When somebody answers on this day; at all times if business_hours is left out.",
            "09:00-18:00" if day != "sat" else "[09:00-12:00, 20:00-02:00]",
        )
        for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    ),
    BrandKey("inbox.special_hours[].from", "The first day of other hours.", "2027-02-08", needed=True),
    BrandKey("inbox.special_hours[].to", "The last of these days.", "2027-03-09", needed=True),
    BrandKey("inbox.special_hours[].name", "What they are.", "Ramadan", needed=True),
    *(
        BrandKey(f"inbox.special_hours[].hours.{day}", "When somebody answers on this day then.", "10:00-15:00")
        for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    ),
    BrandKey("inbox.warn_minutes", "How long before it is late somebody is told, in minutes of work.", "30"),
    BrandKey(
        "inbox.drafts.month_minor",
        "The most that Amazon Bedrock may cost in a month for drafting answers, in US cents; nothing is drafted if "
        "left out. 100 drafts by the model of an installation cost a few cents ([Drafts](drafts.md)).",
        "200",
    ),
    BrandKey(
        "inbox.drafts.model",
        "The id of the model or inference profile that drafts; the installation's first if left out.",
        "eu.amazon.nova-lite-v1:0",
    ),
    BrandKey("inbox.drafts.prefer", "Words that answers use.", "[roastery, neighbours]"),
    BrandKey("inbox.drafts.avoid", "Words that answers never use; a draft with one is flagged.", "[cheap, free]"),
    BrandKey(
        "accounting.currency",
        "The currency that the accounts are kept in: the monthly export converts to it at the rates given.",
        "EUR",
    ),
    BrandKey(
        "accounting.rates",
        "What one unit of another currency is worth in it, in quotes; what has no rate is not converted.",
        '{USD: "0.92"}',
    ),
    BrandKey(
        "fees.x_month_minor",
        "The most that X may bill for its API in a UTC month, posts and listening together, in US cents; without end "
        "if left out. Listening stops first; a post beyond it is neither planned nor sent.",
        "3000",
    ),
    BrandKey(
        "listening.x_month_minor",
        "The most that hearing what others say on X may cost in a month, in US cents: 1000 if left out.",
        "2000",
    ),
    BrandKey(
        "sentiment.comprehend_month_minor",
        "The most that Amazon Comprehend may cost in a month for reading moods, in US cents; it is not asked if left"
        " out. 100 comments of up to 300 letters cost 3 cents.",
        "300",
    ),
    BrandKey(
        "crisis.policy",
        "What is done when a storm of negative comments comes: propose a freeze (when left out), apply it, or off: none"
        " is looked for.",
        "propose",
    ),
    BrandKey("crisis.words", "Words of alarm of its own, beside the built-in ones.", "[lotto 44, aflatossina]"),
    BrandKey("duplicate_days", "For how many days the same words do not leave twice; 0 for never mind.", "30"),
)
