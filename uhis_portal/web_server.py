"""Gunicorn's settings, under `make run` and in the image: `gunicorn -c python:uhis_portal.web_server`."""

import os
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from gunicorn.http import message

from uhis_portal.garbage import spare_what_is_loaded

wsgi_app = "uhis_portal.wsgi"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
# Loaded once and then forked: the workers share what they only read.
preload_app = True
# Bytes: 10,000 Arabic letters in an address. A question far too long is refused by its page, in the reader's language;
# gunicorn's own answer, which is bare English, begins at 8,190, and no setting of it goes further.
limit_request_line = message.MAX_REQUEST_LINE = 65_536
timeout = 60  # seconds
graceful_timeout = 5  # seconds
control_socket_disable = True


def when_ready(server: Any) -> None:
    """Before the first worker is forked: make what all of them read."""
    for path in settings.PREPARED_FOR_SERVING:
        import_string(path)()
    spare_what_is_loaded()
