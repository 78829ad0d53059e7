"""Insight names that are valid in late 2026 (platforms/facebook.md §6, instagram.md §6)."""

PAGE = frozenset(
    [
        "page_media_view",
        "page_total_media_view_unique",
        "page_views_total",
        "page_video_views",
        "page_post_engagements",
        "page_total_actions",
        "page_follows",
        "page_daily_follows",
        "page_daily_follows_unique",
        "page_daily_unfollows_unique",
        "page_actions_post_reactions_like_total",
        "page_actions_post_reactions_love_total",
        "page_actions_post_reactions_wow_total",
        "page_actions_post_reactions_haha_total",
        "page_actions_post_reactions_sorry_total",
        "page_actions_post_reactions_anger_total",
        "page_follows_city",
        "page_follows_country",
    ]
)
POST = frozenset(
    [
        "post_media_view",
        "post_total_media_view_unique",
        "post_clicks",
        "post_clicks_by_type",
        "post_reactions_by_type_total",
        "post_video_views",
    ]
)
PERIODS = {"day": 1, "week": 7, "days_28": 28}
"""Periods of Page insights, in days."""

IG_DAILY = frozenset({"reach", "follower_count"})
IG_TOTALS = frozenset(
    [
        "views",
        "accounts_engaged",
        "total_interactions",
        "likes",
        "comments",
        "shares",
        "saves",
        "replies",
        "reposts",
        "profile_links_taps",
        "follows_and_unfollows",
        "total_views",
        "total_likes",
        "total_comments",
    ]
)
IG_DEMOGRAPHICS = frozenset({"follower_demographics", "engaged_audience_demographics"})
IG_BREAKDOWNS = frozenset({"age", "gender", "city", "country"})
IG_TIMEFRAMES = frozenset({"this_week", "this_month"})
IG_MEDIA = frozenset(
    [
        "reach",
        "views",
        "likes",
        "comments",
        "saved",
        "shares",
        "total_interactions",
        "reposts",
        "follows",
        "profile_visits",
        "profile_activity",
    ]
)
