"""The cache that the web processes share: Redis, and while that is away the memory of each process.

Only counters of attempts stand in it. Without it they are counted by each process for itself; nobody is kept from
signing in.
"""

import logging
import time
from typing import Any

from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

RETRY_SECONDS = 5.0
"""Seconds in which Redis is not asked again after a fault, so that not every request waits for it."""


class FallbackCache(BaseCache):
    """Asks Redis, or its own memory when Redis does not answer."""

    away_until = 0.0

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._redis = RedisCache(server, params)
        self._memory = LocMemCache("while Redis is away", params)

    def _ask(self, method: str, *args: Any, **options: Any) -> Any:
        if time.monotonic() >= FallbackCache.away_until:
            try:
                return getattr(self._redis, method)(*args, **options)
            except (RedisError, OSError) as error:
                FallbackCache.away_until = time.monotonic() + RETRY_SECONDS
                logger.warning("the shared cache is away: %s", type(error).__name__)
        return getattr(self._memory, method)(*args, **options)

    def add(self, *args: Any, **options: Any) -> Any:
        """Set a value that is not there yet; tell whether it was set."""
        return self._ask("add", *args, **options)

    def get(self, *args: Any, **options: Any) -> Any:
        return self._ask("get", *args, **options)

    def set(self, *args: Any, **options: Any) -> Any:
        return self._ask("set", *args, **options)

    def incr(self, *args: Any, **options: Any) -> Any:
        """Count up at once, also when others do so at the same moment; ValueError when there is no such value."""
        return self._ask("incr", *args, **options)

    def touch(self, *args: Any, **options: Any) -> Any:
        return self._ask("touch", *args, **options)

    def delete(self, *args: Any, **options: Any) -> Any:
        return self._ask("delete", *args, **options)

    def clear(self) -> Any:
        return self._ask("clear")
