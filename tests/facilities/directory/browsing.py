"""What a browser and a program send to the pages and endpoints that keep the directory, and what a person reads there."""

import json
import re
from typing import Any

from django.test import Client


def values_of(page: Any) -> dict[str, Any]:
    """What a browser would send of the page's form without anybody typing."""
    form, sent = page.context["form"], {}
    for name in form.fields:
        bound = form[name]
        value = bound.value()
        if hasattr(bound.field.widget, "widgets"):
            parts = value if isinstance(value, list) else bound.field.widget.decompress(value)
            sent |= {f"{name}_{at}": "" if part is None else str(part) for at, part in enumerate(parts)}
        elif isinstance(value, list):
            sent[name] = value
        elif value not in (None, False):
            sent[name] = str(value)
    html = page.content.decode()
    for hidden in ("key", "version"):
        found = re.search(rf'name="{hidden}" value="([^"]*)"', html)
        if found:
            sent[hidden] = found[1]
    return sent


def fill(client: Client, address: str, **typed: str) -> Any:
    page = client.get(address)
    assert page.status_code == 200, page.status_code
    return client.post(address, {**values_of(page), **typed})


def send(client: Client, method: str, address: str, body: Any = None, **headers: str) -> Any:
    return client.generic(
        method,
        address,
        json.dumps(body or {}),
        content_type="application/json",
        headers={"Accept-Language": "en", **headers},
    )


def edit(code: str, section: str) -> str:
    return f"/en/facilities/{code}/edit/{section}/"


def visible(html: str) -> str:
    """The words of the main part of a page."""
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())
