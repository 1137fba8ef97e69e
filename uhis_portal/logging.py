"""One line of JSON per event on standard output; no identifiers of people in it."""

import time
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse

timestamps = structlog.processors.TimeStamper(fmt="iso", utc=True)
shared: list[Any] = [structlog.contextvars.merge_contextvars, structlog.stdlib.add_log_level, timestamps]

CONFIGURATION: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
            ],
            "foreign_pre_chain": [*shared, structlog.stdlib.add_logger_name],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "celery": {"level": "WARNING"},
        "axes": {"level": "WARNING"},
    },
}

structlog.configure(
    processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
log = structlog.get_logger("portal")


class RequestLog:
    """Gives each request an id, and writes one line when it ends: route, never the path with its values."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = str(uuid.uuid4())  # type: ignore[attr-defined]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=request.id)  # type: ignore[attr-defined]
        begun = time.monotonic()
        response = self.get_response(request)
        match = request.resolver_match
        if match is None or match.url_name not in ("health", "ready"):
            log.info(
                "request",
                method=request.method,
                route=match.route if match else "-",
                status=response.status_code,
                ms=round((time.monotonic() - begun) * 1000, 1),
            )
        return response
