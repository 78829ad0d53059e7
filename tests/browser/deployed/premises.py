"""The deployed twin as the people of a brand meet it: they are invited, they sign in, and others speak to them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, expect

from infra.local.accounts import Accounts
from infra.local.figures import Item
from infra.local.twin import Twin, wait_for
from portavoce.people.model import Role
from tests.browser.deployed.looks import Look
from tests.browser.witness import watch
from tests.twin.running import BRAND, Deployment

FIRST_CALL_MS = 20_000
"""A function that has not run yet is started, beside others that are."""
SOON_SECONDS = 30
OWN_PASSWORD = "Chosen-by-myself-1"


@dataclass(frozen=True)
class Premises(Deployment):
    """The twin with a brand on it, one post of which is out. `faults` is what nothing of ours may cause, by browser."""

    accounts: Accounts
    chromium: Chromium
    contexts: list[BrowserContext] = field(default_factory=list)
    faults: list[list[str]] = field(default_factory=list)

    @cached_property
    def post_id(self) -> str:
        """What Facebook calls the post that is out."""
        return str(self.publication("opening", "facebook")["remote_id"])

    @property
    def console(self) -> str:
        """Its address."""
        return f"{self.twin.outputs.api_url}/console"

    def invite(self, name: str, look: Look, *roles: Role) -> str:
        """Somebody who has chosen their password already; gives their address."""
        email = f"{name}.{look.name}@aurora.example"
        wanted = {"email": email, "language": look.language, "brands": [BRAND], "roles": roles}
        asked = self.api.post("/people", json=wanted)
        assert asked.is_success, asked.text
        sign_ins = self.twin.client("cognito-idp")
        pool = sign_ins.list_user_pools(MaxResults=1)["UserPools"][0]["Id"]
        sign_ins.admin_set_user_password(UserPoolId=pool, Username=email, Password=OWN_PASSWORD, Permanent=True)
        return email

    def open_browser(self, look: Look, *, has_script: bool = True) -> Page:
        """A browser of somebody's own, in their language and of their size, signed in nowhere."""
        context = self.chromium.new_context(
            viewport={"width": look.size[0], "height": look.size[1]},
            locale=look.language,
            java_script_enabled=has_script,
            reduced_motion="reduce",
        )
        context.set_default_timeout(FIRST_CALL_MS)
        self.contexts.append(context)
        page = context.new_page()
        self.faults.append(watch(page))
        return page

    def sit_down(self, name: str, look: Look, *roles: Role, has_script: bool = True) -> Page:
        """Somebody who is invited and signs in, as everybody does: their Today."""
        email = self.invite(name, look, *roles)
        page = self.open_browser(look, has_script=has_script)
        page.goto(f"{self.console}/{BRAND}")
        give_password(page, look, email, OWN_PASSWORD)
        expect_title(page, look, "Today")
        return page

    def plan(self, post: str, channel: str, text: str, ahead: timedelta) -> str:
        """Plans a post; gives the publication's name."""
        when = f"{datetime.now(UTC) + ahead:%Y-%m-%d %H:%M:%S}"
        row = {"post": post, "channel": channel, "text": text, "when": when, "zone": "UTC"}
        asked = self.api.post(f"/brands/{BRAND}/posts", json=row)
        assert asked.is_success, asked.text
        return f"{BRAND}.{post}.{channel}"

    def hear(self, text: str, author: str) -> str:
        """Somebody comments on the post that is out; gives what the inbox calls it, once the webhook has brought it."""
        visit = {"action": "add", "network": "facebook", "account_id": self.accounts.id_on("facebook")}
        visit |= {"post_id": self.post_id, "author_id": f"90{abs(hash(author)):019}"[:12], "author_name": author}
        self.twin.networks.visit("meta", [visit | {"text": text}])
        assert wait_for(lambda: self._find(text) is not None, SOON_SECONDS, 0.2), "the comment did not come in"
        found = self._find(text)
        assert found
        return str(found["pk"]).removeprefix("INTERACTION#").replace("#", "/", 1)

    def comments_there(self) -> Sequence[dict[str, Any]]:
        """What stands under posts on the platform."""
        return [one for one in self.twin.networks.state("meta")["comments"] if not one["deleted"]]

    def change(self, item: Item, **values: Any) -> None:
        """Writes texts over those of an item of the table, as if it were older."""
        names = {f"#{name}": name for name in values}
        self.twin.client("dynamodb").update_item(
            TableName=self.twin.outputs.table_name,
            Key={name: {"S": str(item[name])} for name in ("pk", "sk")},
            UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in values),
            ExpressionAttributeNames=names,
            ExpressionAttributeValues={f":{name}": {"S": value} for name, value in values.items()},
        )

    def freeze_ids(self) -> list[str]:
        """Of what is stopped at this moment."""
        return [one["freeze_id"] for one in self.api.get("/freezes").json()["items"]]

    def leave(self) -> None:
        """All close their browsers, and nothing has happened that may not."""
        for context in self.contexts:
            context.close()
        found = [fault for some in self.faults for fault in some]
        self.contexts.clear()
        self.faults.clear()
        assert found == []

    def _find(self, text: str) -> Item | None:
        items = (one for one in self.table() if one["type"] == "interaction")
        return next((one for one in items if one["interaction"].get("text") == text), None)


def open_premises(twin: Twin, accounts: Accounts, chromium: Chromium) -> Premises:
    """Once the brand is there and its accounts are connected: clients say yes to what Mastodon says, and one post is
    out on Facebook."""
    found = Premises(twin, accounts, chromium)
    before = found.api.get(f"/brands/{BRAND}").json()
    channels = [one | ({"approval": "client"} if one["id"] == "mastodon" else {}) for one in before["channels"]]
    people = before["people"] | {"clients": ["client@aurora.example"]}
    changed = found.api.put(f"/brands/{BRAND}", json=before | {"channels": channels, "people": people})
    assert changed.is_success, changed.text
    found.plan("opening", "facebook", "Da oggi siamo aperti anche la sera.", timedelta(seconds=3))
    assert wait_for(lambda: found.publication("opening", "facebook")["state"] == "published", SOON_SECONDS)
    return found


def give_password(page: Page, look: Look, email: str, password: str) -> None:
    """From the console's own page through the one of Amazon Cognito."""
    page.get_by_role("link", name=look.say("Sign in"), exact=True).click()
    page.fill("input[name=username]", email)
    page.fill("input[name=password]", password)
    send(page)


def send(page: Page) -> None:
    """The one button of a page of Amazon Cognito, which speaks no language of ours."""
    page.locator("form button, form input[type=submit]").first.click()


def expect_title(page: Page, look: Look, title: str) -> None:
    """Waits for the page of this English title."""
    heading = page.get_by_role("heading", name=look.say(title), exact=True, level=1)
    expect(heading).to_be_visible()


def expect_told(page: Page, look: Look, text: str) -> None:
    """Waits for the line that says what became of an act."""
    expect(page.locator("#main .told").first).to_contain_text(look.say(text))
