"""The shared cache: several processes count together in Redis; when that is away, signing in goes on."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cocreation.web.fallback_cache import FallbackCache
from cocreation.web.rate_limits import shared_cache
from tests.faults.workers import RedisBroker, wait_for

pytestmark = pytest.mark.fault

COUNT = """
import sys
from cocreation.web.fallback_cache import FallbackCache
cache = FallbackCache("unix://{socket}", {{"KEY_PREFIX": "t"}})
print(cache.get("attempts", 0))
"""


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisBroker]:
    """Start a Redis of our own."""
    FallbackCache.away_until = 0.0
    broker = RedisBroker(tmp_path)
    broker.start()
    wait_for(broker.socket.exists, seconds=10, said="Redis")
    yield broker
    broker.stop()
    FallbackCache.away_until = 0.0


def cache_of(redis: RedisBroker) -> FallbackCache:
    """Return the cache as the settings make it."""
    made = shared_cache(f"redis+socket://{redis.socket}")
    return FallbackCache(made["LOCATION"], {"KEY_PREFIX": "t", "OPTIONS": made["OPTIONS"]})


def test_another_process_sees_the_same_count(redis: RedisBroker) -> None:
    cache = cache_of(redis)
    assert cache.add("attempts", 3)
    assert not cache.add("attempts", 4)
    told = subprocess.run(
        [sys.executable, "-c", COUNT.format(socket=redis.socket)], check=True, capture_output=True, text=True
    )
    assert told.stdout.strip() == "3"


def test_without_redis_each_process_counts_for_itself_at_once_and_comes_back(redis: RedisBroker) -> None:
    cache = cache_of(redis)
    cache.set("attempts", 3)
    redis.break_down()
    began = time.monotonic()
    assert cache.get("attempts") is None
    assert cache.add("lock", 1)
    assert not cache.add("lock", 1)
    for number in range(50):
        cache.set(f"key{number}", number)
        assert cache.get(f"key{number}") == number
    cache.delete("lock")
    assert cache.touch("key1", 5)
    assert time.monotonic() - began < 2
    redis.bring_back()
    wait_for(redis.socket.exists, seconds=10, said="Redis")
    FallbackCache.away_until = 0.0
    assert cache.get("key1") is None, "Redis answers again, and it is empty"


def test_a_machine_without_redis_counts_in_its_one_process() -> None:
    assert shared_cache("")["BACKEND"].endswith("LocMemCache")
