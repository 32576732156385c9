"""A shared cache the site can do without."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


class Redis(RedisCache):
    """A Redis that has gone holds nothing: what is asked for is made again, and the log says so.

    Counting (`incr`) still fails: whoever counts must know when nothing counts.
    """

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._or(default, super().get, key, default, version)

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        return self._or({}, super().get_many, keys, version)

    def set(self, *args: Any, **options: Any) -> None:
        self._or(None, super().set, *args, **options)

    def set_many(self, data: Any, *args: Any, **options: Any) -> list[Any]:
        return self._or(list(data), super().set_many, data, *args, **options)

    def add(self, *args: Any, **options: Any) -> bool:
        return self._or(False, super().add, *args, **options)

    def delete(self, key: Any, version: int | None = None) -> bool:
        return self._or(False, super().delete, key, version)

    @staticmethod
    def _or(otherwise: Any, ask: Callable[..., Any], *args: Any, **options: Any) -> Any:
        try:
            return ask(*args, **options)
        except RedisError as error:
            log.warning("The cache does not answer: %s", error)
            return otherwise
