"""What the tests tell a simulated Instagram of its account."""

from tests.contract.platforms.stands import INSTAGRAM_USER, PAGE, Stand

DAY = 86_400


def seed_user(stand: Stand, **more: object) -> None:
    user = {"id": INSTAGRAM_USER, "username": "auroracoffee", "page_id": PAGE, **more}
    stand.network.platform.seeds["accounts"]({"instagram_users": [user]})
