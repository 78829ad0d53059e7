"""What a page calls the figures that `measuring` makes. Pure."""

from portavoce.console.texts import mark

FIGURE_NAMES = {
    "audience": mark("Followers"),
    "audience_growth": mark("New followers"),
    "audience_growth_percent": mark("Growth of the followers"),
    "interactions": mark("Interactions"),
    "engagement_rate": mark("Interactions by reach"),
    "negative_feedback": mark("Negative feedback"),
    "negative_share": mark("Negative comments"),
    "comments_received": mark("Comments"),
    "leads": mark("Leads"),
}
