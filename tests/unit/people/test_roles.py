"""What each role may do, as the design's table has it."""

import pytest

from portavoce.people.model import Role
from portavoce.people.roles import OwnPost, Reach, Right, may, reach_of, weigh_own_post, widest_reach

W, S, C, M, A, P, L, K = Role  # W is the owner; strategist, content, community, analyst, campaigns, sales, client

TABLE = {
    Right.SEE: ({W, S, C, M, A, P}, {L, K}),
    Right.WRITE: ({W, S, C}, set()),
    Right.APPROVE_INTERNAL: ({W, S}, set()),
    Right.APPROVE_CLIENT: ({W}, {K}),
    Right.SETTLE: ({W, S, C}, set()),
    Right.READ_INBOX: ({W, S, C, M, A}, set()),
    Right.ANSWER: ({W, M}, set()),
    Right.READ_LEADS: ({W, S, M, A, P}, {L}),
    Right.MAKE_LEADS: ({W, M, P}, {L}),
    Right.READ_NUMBERS: ({W, S, C, M, A, P}, set()),
    Right.MAKE_REPORTS: ({W, S, A, P}, set()),
    Right.READ_MONEY: ({W, S, A, P}, set()),
    Right.STEER_MONEY: ({W, P}, set()),
    Right.READ_BRAND: ({W, S, C, M, A, P}, set()),
    Right.SET_STRATEGY: ({W, S}, set()),
    Right.SET_RULES: ({W, S, M}, set()),
    Right.FREEZE: ({W, S, C, M, P}, set()),
    Right.RESUME: ({W, S}, set()),
    Right.CONNECT: ({W}, set()),
    Right.MANAGE_PEOPLE: ({W}, set()),
}


@pytest.mark.parametrize("right", Right)
def test_each_role_may_do_what_the_table_says_and_nothing_else(right: Right) -> None:
    whole, own = TABLE[right]
    assert {role for role in Role if reach_of((role,), right) is Reach.ALL} == whole
    assert {role for role in Role if reach_of((role,), right) is Reach.OWN} == own


def test_whoever_has_two_roles_has_the_wider_reach_and_whoever_has_none_has_no_right() -> None:
    assert reach_of((K, S), Right.SEE) is Reach.ALL
    assert widest_reach((K,), (Right.APPROVE_INTERNAL, Right.APPROVE_CLIENT)) is Reach.OWN
    assert not any(may((), right) for right in Right)


def test_only_an_owner_manages_people_and_connections() -> None:
    assert [role for role in Role if may((role,), Right.MANAGE_PEOPLE)] == [W]
    assert [role for role in Role if may((role,), Right.CONNECT)] == [W]


ADA = "ada@aurora.example"
INTERNAL, CLIENTS = Right.APPROVE_INTERNAL, Right.APPROVE_CLIENT


@pytest.mark.parametrize(
    ("roles", "planned_by", "right", "others", "whose"),
    [
        ((W,), "ben@aurora.example", INTERNAL, [(S,)], OwnPost.ANOTHERS),
        ((W,), None, INTERNAL, [(S,)], OwnPost.ANOTHERS),
        ((W,), ADA, INTERNAL, [(S,)], OwnPost.OWN),
        ((W,), "Publisher/Ada@Aurora.example", INTERNAL, [(M,)], OwnPost.OWN),
        ((W,), ADA, INTERNAL, [], OwnPost.ALONE),
        ((W,), ADA, INTERNAL, [(K,), (L,)], OwnPost.ALONE),
        ((W,), ADA, CLIENTS, [(K,)], OwnPost.OWN),
        ((W,), ADA, CLIENTS, [()], OwnPost.ALONE),
        ((S,), ADA, INTERNAL, [], OwnPost.OWN),
    ],
)
def test_nobody_approves_their_own_post_but_an_owner_who_is_alone(
    roles: tuple[Role, ...], planned_by: str | None, right: Right, others: list[tuple[Role, ...]], whose: OwnPost
) -> None:
    assert weigh_own_post(ADA, roles, planned_by, right, others) is whose
