"""What a platform is called where people read, without its manifest, is what its manifest says."""

from portavoce.platforms import discovery
from portavoce.platforms.titles import title_of


def test_causes_mails_and_pages_call_each_platform_by_the_title_of_its_manifest() -> None:
    named = {name: title_of(name) for name in discovery.of_brands().channels}
    assert named == {name: discovery.manifest(name).title for name in named}
    assert named == {
        "bluesky": "Bluesky",
        "facebook": "Facebook",
        "instagram": "Instagram",
        "mastodon": "Mastodon",
        "x": "X",
    }
