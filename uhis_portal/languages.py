"""Which language an answer is in: the path's, for the API the one asked for, else the one chosen before, else Arabic."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import is_valid_path
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_path
from django.utils.translation.trans_real import parse_accept_lang_header

SUPPORTED = dict(settings.LANGUAGES)
WITHOUT_PREFIX = ("/api/", "/static/", "/health/")


def chosen_before(request: HttpRequest) -> str:
    """The language in the cookie, or Arabic."""
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return cookie if cookie in SUPPORTED else settings.LANGUAGE_CODE


def asked_for(request: HttpRequest) -> str:
    """The language that `Accept-Language` asks for, else the one chosen before."""
    for tag, quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        language = tag.split("-")[0]
        if quality > 0 and language in SUPPORTED:
            return language
    return chosen_before(request)


class LanguageMiddleware:
    """Sets the language of the request; remembers the path's language; sends a page without prefix to its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        in_path = get_language_from_path(request.path_info)
        api = request.path_info.startswith("/api/")
        language = in_path or (asked_for(request) if api else chosen_before(request))
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        if response.status_code == 404 and not in_path and self.has_page(request, language):
            return HttpResponseRedirect(f"/{language}{request.get_full_path()}")
        shared = "public" in response.headers.get("Cache-Control", "")
        if in_path and not shared and request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != in_path:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                in_path,
                max_age=settings.LANGUAGE_COOKIE_AGE,
                samesite="Lax",
                secure=settings.HTTPS,
                httponly=True,
            )
        if api:
            patch_vary_headers(response, ["Accept-Language", "Cookie"])
        response.headers.setdefault("Content-Language", language)
        return response

    def has_page(self, request: HttpRequest, language: str) -> bool:
        """Whether the path exists once the language is put before it."""
        if request.method != "GET" or request.path_info.startswith(WITHOUT_PREFIX):
            return False
        path = f"/{language}{request.path_info}"
        return bool(is_valid_path(path if path.endswith("/") else f"{path}/"))
