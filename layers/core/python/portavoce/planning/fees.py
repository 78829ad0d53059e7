"""What a platform bills for the posts of a plan, and has billed for those that are out. Pure."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from portavoce.platforms.rules.fee_table import FeeTable
from portavoce.platforms.text.links import find_links
from portavoce.publishing.model import Content
from portavoce.value import Value


class PlatformFees(Value):
    """What one platform bills: for so many posts, of which so many hold a link, and for what others said and we were
    told of. `mills` are thousandths of `currency`, `amount_minor` its minor units, a part of one counted as a whole
    one; by the prices of `prices_of` (yyyy-mm-dd)."""

    platform: str
    posts: int = 0
    posts_with_link: int = 0
    heard_posts: int = 0
    heard_messages: int = 0
    mills: int
    amount_minor: int
    currency: str
    decimals: int
    prices_of: str


def count_fees(
    platform: str, fees: FeeTable, contents: Iterable[Content], heard_posts: int = 0, heard_messages: int = 0
) -> PlatformFees:
    """The fees of these posts, each part of a thread and each first comment being one, and of what was heard."""
    links = [has_link for content in contents for has_link in _list_said(content)]
    dear = sum(links)
    heard = heard_posts * fees.heard_post_mills + heard_messages * fees.heard_message_mills
    mills = _price_posts(links, fees) + heard
    return PlatformFees(
        platform=platform,
        posts=len(links),
        posts_with_link=dear,
        heard_posts=heard_posts,
        heard_messages=heard_messages,
        mills=mills,
        amount_minor=fees.to_minor(mills),
        currency=fees.currency,
        decimals=fees.decimals,
        prices_of=fees.seen_on.isoformat(),
    )


def sum_part_mills(content: Content, fees: FeeTable, parts: int | None = None) -> int:
    """What a post costs in thousandths of the currency, or so many of its first parts."""
    return _price_posts([*_list_said(content)][:parts], fees)


def add_fees(parts: Iterable[PlatformFees]) -> list[PlatformFees]:
    """Those of the pieces of one plan, together: one for each platform."""
    found: dict[str, PlatformFees] = {}
    for one in parts:
        before = found.get(one.platform)
        found[one.platform] = _add(before, one) if before else one
    return [found[name] for name in sorted(found)]


def _add(one: PlatformFees, other: PlatformFees) -> PlatformFees:
    names = ("posts", "posts_with_link", "heard_posts", "heard_messages", "mills")
    sums: dict[str, int] = {name: getattr(one, name) + getattr(other, name) for name in names}
    minor_units: int = 10**one.decimals
    return one.model_copy(update=sums | {"amount_minor": -(-sums["mills"] * minor_units // 1000)})


def write_mills(mills: int, fees: FeeTable) -> str:
    """A price with as many digits as it needs, two at least: $0.20, $0.015."""
    written = f"{Decimal(mills).scaleb(-3):.3f}"
    amount = written.removesuffix("0")
    return f"${amount}" if fees.currency == "USD" else f"{amount} {fees.currency}"


def _price_posts(links: Iterable[bool], fees: FeeTable) -> int:
    """The price of posts, of which each says whether it holds a link."""
    return sum(fees.post_with_link_mills if has_link else fees.post_mills for has_link in links)


def _list_said(content: Content) -> Iterator[bool]:
    """For each post that the content makes, whether it holds a link."""
    yield content.link is not None or _holds_link(content.text)
    yield from (_holds_link(part.text) for part in content.thread)
    if content.first_comment:
        yield _holds_link(content.first_comment)


def _holds_link(text: str) -> bool:
    return next(find_links(text), None) is not None
