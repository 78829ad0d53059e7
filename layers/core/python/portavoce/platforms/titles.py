"""What a platform is called where people read."""


def title_of(platform: str) -> str:
    """The title of a platform, by its name alone: also in rooms that are handed no manifest, and of what was stored."""
    return platform.replace("_", " ").capitalize()


def title_of_channel(channel: str, platform: str) -> str:
    """The platform's title for a channel that has only the platform's name, else the name that the brand gave it."""
    return title_of(platform) if channel == platform else channel
