"""What a process keeps in memory to be quick, with a bound."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Memory(Generic[K, V]):
    """The values last used, as many as weigh no more than `room` together; threads may share it.

    Without `weigh`, every value weighs one.
    """

    def __init__(self, room: int, weigh: Callable[[V], int] = lambda value: 1) -> None:
        self._room, self._weigh, self.weight = room, weigh, 0
        self._kept: OrderedDict[K, V] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: K, default: V | None = None) -> V | None:
        with self._lock:
            if key not in self._kept:
                return default
            self._kept.move_to_end(key)
            return self._kept[key]

    def __setitem__(self, key: K, value: V) -> None:
        with self._lock:
            self._drop(key)
            self._kept[key] = value
            self.weight += self._weigh(value)
            while self.weight > self._room:
                self._drop(next(iter(self._kept)))

    def forget(self, unwanted: Callable[[K], bool]) -> None:
        with self._lock:
            for key in [key for key in self._kept if unwanted(key)]:
                self._drop(key)

    def _drop(self, key: K) -> None:
        if key in self._kept:
            self.weight -= self._weigh(self._kept.pop(key))
