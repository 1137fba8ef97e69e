"""Alive, and ready: what a load balancer asks."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from uhis_portal.celery import heartbeat

pytestmark = pytest.mark.django_db


def test_alive_says_so_without_asking_anyone(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert client.get("/health/").json() == {"status": "alive"}


def test_ready_names_each_part(client: Client) -> None:
    cache.delete("heartbeat")
    answer = client.get("/health/ready/")
    assert answer.status_code == 503
    assert answer.json() == {"database": "ready", "redis": "ready", "worker": "not ready"}
    heartbeat()
    assert client.get("/health/ready/").status_code == 200


def test_without_redis_it_is_not_ready_and_says_so(client: Client, settings: object) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "unix:///nowhere/valkey.sock?db=1",
        }
    }
    answer = client.get("/health/ready/")
    assert answer.status_code == 503 and answer.json()["redis"] == "not ready"
