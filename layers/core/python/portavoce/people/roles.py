"""What each role may do: the one table. Pure.

Stopping is wide and going on is narrow, for stopping is cheap to undo."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from portavoce.people.model import Role


class Right(StrEnum):
    """Something that a person may do for a brand; each route of the console names those that open it."""

    SEE = "see Today and the calendar"
    WRITE = "write, edit, move and duplicate posts"
    APPROVE_INTERNAL = "approve for the firm"
    APPROVE_CLIENT = "approve, or ask for a change, for the client"
    SETTLE = "settle what is uncertain, post now, cancel"
    READ_INBOX = "read the inbox"
    ANSWER = "reply, hide, undo, assign, note, close"
    READ_LEADS = "read the leads"
    MAKE_LEADS = "make a lead and note its outcome"
    READ_NUMBERS = "read numbers, goals and reports"
    MAKE_REPORTS = "make a report now and export"
    READ_MONEY = "read budgets and spend"
    STEER_MONEY = "acknowledge and snooze alerts, set and brake budgets"
    READ_BRAND = "read the brand's file: tone, audiences, goals, channels"
    SET_STRATEGY = "set tone, audiences, pillars, goals, cadence and slots"
    SET_RULES = "set moderation rules and saved answers"
    FREEZE = "stop the publishing"
    RESUME = "let the publishing go on"
    CONNECT = "connect accounts"
    MANAGE_PEOPLE = "manage people, read the record, erase a person"


class Reach(StrEnum):
    """How far a right goes: over the whole brand, or over what concerns the person: the posts that ask for a client's
    yes, the leads that are a seller's."""

    ALL = "all"
    OWN = "own"


_OWNER, _STRATEGIST, _CONTENT, _COMMUNITY = Role.OWNER, Role.STRATEGIST, Role.CONTENT, Role.COMMUNITY
_ANALYST, _CAMPAIGNS = Role.ANALYST, Role.CAMPAIGN_MANAGER
_FIRM = (_OWNER, _STRATEGIST, _CONTENT, _COMMUNITY, _ANALYST, _CAMPAIGNS)

_WHOLE: Mapping[Right, tuple[Role, ...]] = {
    Right.SEE: _FIRM,
    Right.WRITE: (_OWNER, _STRATEGIST, _CONTENT),
    Right.APPROVE_INTERNAL: (_OWNER, _STRATEGIST),
    Right.APPROVE_CLIENT: (_OWNER,),
    Right.SETTLE: (_OWNER, _STRATEGIST, _CONTENT),
    Right.READ_INBOX: (_OWNER, _STRATEGIST, _CONTENT, _COMMUNITY, _ANALYST),
    Right.ANSWER: (_OWNER, _COMMUNITY),
    Right.READ_LEADS: (_OWNER, _STRATEGIST, _COMMUNITY, _ANALYST, _CAMPAIGNS),
    Right.MAKE_LEADS: (_OWNER, _COMMUNITY, _CAMPAIGNS),
    Right.READ_NUMBERS: _FIRM,
    Right.MAKE_REPORTS: (_OWNER, _STRATEGIST, _ANALYST, _CAMPAIGNS),
    Right.READ_MONEY: (_OWNER, _STRATEGIST, _ANALYST, _CAMPAIGNS),
    Right.STEER_MONEY: (_OWNER, _CAMPAIGNS),
    Right.READ_BRAND: _FIRM,
    Right.SET_STRATEGY: (_OWNER, _STRATEGIST),
    Right.SET_RULES: (_OWNER, _STRATEGIST, _COMMUNITY),
    Right.FREEZE: (_OWNER, _STRATEGIST, _CONTENT, _COMMUNITY, _CAMPAIGNS),
    Right.RESUME: (_OWNER, _STRATEGIST),
    Right.CONNECT: (_OWNER,),
    Right.MANAGE_PEOPLE: (_OWNER,),
}
_OWN: Mapping[Right, tuple[Role, ...]] = {
    Right.SEE: (Role.CLIENT, Role.SALES),
    Right.APPROVE_CLIENT: (Role.CLIENT,),
    Right.READ_LEADS: (Role.SALES,),
    Right.MAKE_LEADS: (Role.SALES,),
}


def reach_of(roles: Iterable[Role], right: Right) -> Reach | None:
    """How far these roles together let somebody do it; None: not at all."""
    held = frozenset(roles)
    if held & {*_WHOLE[right]}:
        return Reach.ALL
    return Reach.OWN if held & {*_OWN.get(right, ())} else None


def widest_reach(roles: Iterable[Role], rights: Iterable[Right]) -> Reach | None:
    """The same for what any of several rights opens."""
    held = tuple(roles)
    found = {reach_of(held, right) for right in rights}
    return next((one for one in (Reach.ALL, Reach.OWN) if one in found), None)


APPROVING = {"client": Right.APPROVE_CLIENT, "internal": Right.APPROVE_INTERNAL}
"""The right to say yes to a post, by whose yes it needs."""


class OwnPost(StrEnum):
    """Whether somebody may approve a post, for what they have to do with it."""

    ANOTHERS = "another planned it, or nobody knows who"
    ALONE = "they planned it, and the firm is they alone"
    OWN = "they planned it, and others are there to look at it"


def is_of_planner(email: str, planned_by: str | None) -> bool:
    """Whether somebody's address is that of whoever planned a post: the last part of a caller's name."""
    return (planned_by or "").rpartition("/")[2].lower() == email.lower()


def weigh_own_post(
    email: str, roles: Iterable[Role], planned_by: str | None, right: Right, others: Iterable[Iterable[Role]]
) -> OwnPost:
    """Nobody approves what they planned themselves, unless they are an owner and nobody else is there who could:
    `others` are the roles for the brand of everybody else who may come in, `right` is the one that this yes asks for.

    A caller of the API is known by the last part of their name: `Publisher/ada@aurora.example` is Ada's session."""
    if not is_of_planner(email, planned_by):
        return OwnPost.ANOTHERS
    if Role.OWNER not in roles:
        return OwnPost.OWN
    helped = any(frozenset(one) & {*_FIRM} or reach_of(one, right) for one in map(tuple, others))
    return OwnPost.OWN if helped else OwnPost.ALONE


def may(roles: Iterable[Role], right: Right) -> bool:
    """Whether these roles let somebody do it, however far."""
    return reach_of(roles, right) is not None
