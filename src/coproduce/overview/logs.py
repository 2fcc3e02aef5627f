"""Structured logs that hold no words: one line an event, and only fields on a list."""

import logging
import logging.config
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog

# Whatever else is handed to a log call is dropped: names, words, addresses of pages, codes, form fields.
ALLOWED = (
    "event",
    "level",
    "at",
    "logger",
    "reference",
    "route",
    "method",
    "status",
    "ms",
    "network",
    "where",
    "kind",
    "number",
    "port",
)


def only_allowed(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drops fields that are not on the list, and turns an exception into its kind and places, without its message."""
    trouble = event.pop("exc_info", None)
    if isinstance(trouble, tuple) and trouble[0] is not None:
        event["kind"] = trouble[0].__name__
        event["where"] = places_in(trouble[2])
    return {name: event[name] for name in ALLOWED if name in event}


def places_in(trace: TracebackType | None) -> list[str]:
    """File, line and function of each frame: enough to find the fault, and no value of anything."""
    return [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]


def without_message(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A library's own log line keeps its template and loses what was put into it (paths, addresses, words)."""
    record: logging.LogRecord | None = event.get("_record")
    if record is not None and not event.get("_from_structlog"):
        event["event"] = str(record.msg)
        if record.exc_info:
            event["exc_info"] = record.exc_info
    return event


def configure(wanted: MutableMapping[str, Any]) -> None:
    """Django calls this with settings.LOGGING."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "lines": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "processors": [
                        without_message,
                        only_allowed,
                        structlog.processors.JSONRenderer(),
                    ],
                    "foreign_pre_chain": [*shared, structlog.stdlib.add_logger_name],
                }
            },
            "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "lines"}},
            "root": {"handlers": ["out"], "level": wanted.get("level", "INFO")},
            "loggers": {
                "django.server": {"level": "WARNING"},
                "django.request": {"level": "CRITICAL"},  # overview.middleware tells it, without paths
                "django.security": {"level": "ERROR"},
                "uvicorn.access": {"level": "CRITICAL", "propagate": False},
                "uvicorn": {"level": "WARNING"},
            },
        }
    )
