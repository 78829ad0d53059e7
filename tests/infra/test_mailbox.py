"""The demo's mailbox, as a browser sees it."""

from urllib.request import urlopen

from infra.local.mailbox import serve_mailbox
from infra.local.ports import Ports, free_base

MAIL = {"To": ["ada@aurora.example"], "Subject": "<b>Ciao", "BodyText": "…", "Timestamp": 1796817600.5}


def test_a_mail_says_when_it_came_in_words_for_people() -> None:
    with serve_mailbox(lambda: [MAIL], Ports(free_base(23_400))) as address, urlopen(address, timeout=5) as page:
        said = page.read().decode()
    assert "2026-12-09 12:00:00 UTC" in said
    assert "1796817600" not in said
    assert "&lt;b&gt;Ciao" in said


def test_a_button_of_a_mail_opens_a_page_of_its_own_and_a_mail_runs_no_script() -> None:
    with serve_mailbox(lambda: [MAIL], Ports(free_base(23_400))) as address, urlopen(address, timeout=5) as page:
        said = page.read().decode()
    assert "&lt;base target=&quot;_blank&quot;&gt;" in said
    assert "allow-popups" in said
    assert "allow-scripts" not in said
