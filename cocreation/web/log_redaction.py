"""What a log line says: never who, by name or address; never a path, since paths hold tokens; never what was typed."""

import logging
import logging.config
import re
import threading
import traceback
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

Handler = Callable[[HttpRequest], HttpResponse]

REFUSED = frozenset({403, 404, 410, 429})
OWN_LOGGERS = frozenset({"cocreation", "phases", "projects", "toolkit", "security"})
WARNING = re.compile(r"([\w.]+:\d+: \w+):")
"""Of what Python warns of: the file, the line and the kind; then come the words, which may be anybody's."""
WORKER_LOGGERS = ("celery.apps", "celery.beat", "celery.worker")
security = logging.getLogger("security")


def route_of(request: Any) -> str:
    """Return the name of the route that was asked for; addresses that nothing stands at have none."""
    match = getattr(request, "resolver_match", None)
    return match.view_name if match else "none"


def actor_of(request: Any) -> str:
    """Return the id of who asked."""
    user = getattr(request, "user", None)
    if isinstance(user, SimpleLazyObject) and not hasattr(request, "_cached_user"):
        return "unknown"  # nobody asked yet, and a log line does not ask the database
    return str(user.pk) if user is not None and user.is_authenticated else "nobody"


class RedactPathFilter(logging.Filter):
    """Writes lines of others as what they are about: a route, a task, a place in a library; never what they say.

    A line of Django about a request becomes the route, who asked and the status. What any other library says may hold
    whatever it was given: of that only the place in its source stays.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        request, room = getattr(record, "request", None), record.name.partition(".")[0]
        if isinstance(request, HttpRequest):
            status = str(getattr(record, "status_code", record.levelname))
            self._say(record, "%s route=%s actor=%s", status, route_of(request), actor_of(request))
        elif record.name == "gunicorn.access" and isinstance(record.args, Mapping):
            self._say(record, "%s %s", record.args.get("m", "-"), record.args.get("s", "-"))
        elif record.name == "celery.app.trace" and isinstance(record.args, Mapping):
            self._say(record, "task %s[%s]", record.args.get("name", "-"), record.args.get("id", "-"))
        elif record.name == "py.warnings":
            self._say(record, "%s", " ".join(WARNING.findall(record.getMessage())[:1]))
        elif room not in OWN_LOGGERS and not self._is_of_the_worker(record):
            self._say(record, "(%s:%s)", record.module, record.lineno)
        return True

    @staticmethod
    def _say(record: logging.LogRecord, words: str, *parts: Any) -> None:
        record.msg, record.args, record.stack_info = words, parts, None

    @staticmethod
    def _is_of_the_worker(record: logging.LogRecord) -> bool:
        """Tell whether it is Celery about itself; with a fault it may repeat what it was given."""
        return record.name.startswith(WORKER_LOGGERS) and record.levelno < logging.ERROR


class RedactingFormatter(logging.Formatter):
    """Writes a fault as where it happened and of what kind, without its message: databases put values in that."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the line, whatever another handler made of its fault before."""
        record.exc_text = None
        return super().format(record)

    def formatException(  # noqa: N802 - the name that logging calls
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """Return the frames of each fault in the chain, and its kind."""
        fault, told = ei[1], []
        while fault is not None:
            told.append(type(fault).__name__ + "\n" + "".join(traceback.format_tb(fault.__traceback__)))
            fault = fault.__cause__ or fault.__context__
        return "\n".join(told).rstrip()


class RefusalLogMiddleware:
    """Writes a line for each refusal at a route: which one, by whom it was asked, with what result."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code in REFUSED and getattr(request, "resolver_match", None):
            security.warning(
                "refused %s route=%s actor=%s", response.status_code, route_of(request), actor_of(request)
            )
        return response


def configure(config: dict[str, Any]) -> None:
    """Set logging up as `LOGGING` says; warnings and faults in threads go the same way as everything else."""
    logging.config.dictConfig(config)
    logging.captureWarnings(True)
    threading.excepthook = _fault_in_a_thread


def _fault_in_a_thread(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None and not issubclass(told.exc_type, SystemExit):
        logging.getLogger("cocreation.threads").error(
            "a fault in a thread", exc_info=(told.exc_type, told.exc_value, told.exc_traceback)
        )


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_path": {"()": "cocreation.web.log_redaction.RedactPathFilter"}},
    "formatters": {
        "line": {
            "()": "cocreation.web.log_redaction.RedactingFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_path"]}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "django.security.csrf": {"level": "ERROR"},
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # The web server sets these up before the app; without this they write paths with all that stands in them.
        "gunicorn.error": {"handlers": ["console"], "propagate": False},
        "gunicorn.access": {"handlers": ["console"], "propagate": False},
    },
}
"""One line an event, no bodies, no names; every handler has the filter."""
