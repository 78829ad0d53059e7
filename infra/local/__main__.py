"""`python -m infra.local` is `make demo`, which a person may end at any moment: also while it is still loaded."""

import sys
from importlib import import_module

from infra.interruption import STOPPED, stop_in_order

INTERRUPTED = 130
"""What a shell says of a program that Ctrl-C has ended."""


def main() -> int:
    """What the demo ends with, or that it was stopped."""
    stop_in_order()
    try:
        return int(import_module("infra.local.demo").main())
    except KeyboardInterrupt:
        sys.stdout.write(f"\n{STOPPED}\n")
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
