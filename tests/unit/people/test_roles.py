"""What each role may do, as the design's table has it."""

import pytest

from portavoce.people.model import Role
from portavoce.people.roles import Reach, Right, may, reach_of, widest_reach

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
