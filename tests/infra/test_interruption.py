"""Whoever ends the demo ends it once and in order, and what has just been started is known to be stopped."""

import signal
from collections.abc import Iterator

import pytest

from infra.interruption import ENDING, hold_back, stop_in_order


@pytest.fixture(autouse=True)
def usual_signals() -> Iterator[None]:
    usual = {one: signal.getsignal(one) for one in ENDING}
    yield
    for one, handler in usual.items():
        signal.signal(one, handler)


@pytest.mark.parametrize("number", ENDING)
def test_the_first_signal_interrupts_and_the_next_ones_do_not_interrupt_the_stopping(number: signal.Signals) -> None:
    stop_in_order()
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(number)
    for one in ENDING:
        signal.raise_signal(one)


def test_a_signal_that_comes_between_a_process_and_its_handle_is_acted_upon_afterwards() -> None:
    stop_in_order()
    done = []
    with pytest.raises(KeyboardInterrupt), hold_back():
        signal.raise_signal(signal.SIGINT)
        done.append("the handle is kept")
    assert done == ["the handle is kept"]
