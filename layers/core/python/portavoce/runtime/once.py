"""Making a thing once per process, also when several threads ask for it at the same moment."""

from collections.abc import Callable
from functools import cache
from threading import RLock

_making = RLock()


class Once[T]:
    """A function without parameters, called at most once. One thing is made at a time: boto3 makes no two clients side
    by side (boto3.amazonaws.com/v1/documentation, "Multithreading or multiprocessing with clients")."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._kept = cache(make)
        self.cache_clear = self._kept.cache_clear

    def __call__(self) -> T:
        with _making:
            return self._kept()
