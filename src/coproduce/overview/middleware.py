"""Around every request: one line in the log, a reference for errors, and the same headers on every answer."""

import secrets
import time
from collections.abc import Callable
from ipaddress import ip_address, ip_network

import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponseBase

log = structlog.get_logger("coproduce.request")
Respond = Callable[[HttpRequest], HttpResponseBase]

HEADERS = {
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), interest-cohort=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


class OneLineARequest:
    """The route's name, never its address or its query: those can hold a link that opens a door."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.reference = secrets.token_hex(4)  # type: ignore[attr-defined]
        began = time.perf_counter()
        response = self.get_response(request)
        route = request.resolver_match.view_name if request.resolver_match else ""
        log.info(
            "request",
            reference=request.reference,  # type: ignore[attr-defined]
            route=route,
            method=request.method if request.method in ("GET", "POST", "HEAD") else "other",
            status=response.status_code,
            ms=round((time.perf_counter() - began) * 1000, 1),
            network=network_of(request.META.get("REMOTE_ADDR", "")),
        )
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if isinstance(exception, Http404 | PermissionDenied | SuspiciousOperation):
            return  # an answer, not a fault
        log.error(
            "error",
            reference=request.reference,  # type: ignore[attr-defined]
            route=request.resolver_match.view_name if request.resolver_match else "",
            exc_info=(type(exception), exception, exception.__traceback__),
        )


class SameHeadersEverywhere:
    """Headers that Django's own middleware does not set, on static files and errors too."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "private, no-store")  # static files that exist bring their own
        if settings.SECURE_HSTS_SECONDS:  # Django's own waits for the proxy to say that it brought TLS
            response.headers.setdefault("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}")
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Vary", "Cookie, Save-Data")
        return response


class OwnFormsUnderNoReferrer:
    """With `no-referrer` a browser sends `Origin: null` with our own forms, and Django would refuse them all.

    Newer browsers say where a form stood in Sec-Fetch-Site, which no page can set; older ones say nothing. In both
    cases the CSRF token decides, as it does elsewhere: its cookie is tied to this host and never sent from another
    site. Whatever names an origin, or says that it comes from another, is left for Django to refuse.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        names_none = request.META.get("HTTP_ORIGIN", "null") == "null" and "HTTP_REFERER" not in request.META
        if names_none and request.META.get("HTTP_SEC_FETCH_SITE", "same-origin") == "same-origin":
            request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"
        return self.get_response(request)


def network_of(address: str) -> str:
    """An address cut to its network, /24 or /48: enough to see a flood, too little to find a person."""
    try:
        bits = 24 if ip_address(address).version == 4 else 48
    except ValueError:
        return ""
    return str(ip_network(f"{address}/{bits}", strict=False))
