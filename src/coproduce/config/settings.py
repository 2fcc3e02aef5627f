"""All settings of a site, from the environment alone. `docs/reference/settings.md` lists every variable.

Safe by default: without COPRODUCE_MODE a site is in production and refuses to start until it has its secrets.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from coproduce.config.environment import database_from, missing_in_production, mode_of, secret_kept_in

MODE = mode_of(os.environ)
DATA = Path(os.environ.get("COPRODUCE_DATA", "data")).resolve()
DATA.mkdir(parents=True, exist_ok=True)

if MODE == "production" and (missing := missing_in_production(os.environ, DATA)):
    raise ImproperlyConfigured("This site cannot start yet. Still missing:\n- " + "\n- ".join(missing))

# Secrets. SECRET_KEY is Django's own (forms, sessions); codes, links and columns use the key ring.
SECRET_KEY = os.environ.get("COPRODUCE_SECRET_KEY") or secret_kept_in(DATA / "secret-key")
KEYS_FILE = Path(os.environ.get("COPRODUCE_KEYS", DATA / "keys.json"))

# Where the site is. Links in letters come from here, never from the request.
ADDRESS = os.environ.get("COPRODUCE_ADDRESS", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}").rstrip("/")
_here = urlsplit(ADDRESS)
SECURE = _here.scheme == "https"
ALLOWED_HOSTS = [_here.hostname or "127.0.0.1"] if MODE == "production" else ["127.0.0.1", "localhost", "testserver"]
CSRF_TRUSTED_ORIGINS = [f"{_here.scheme}://{_here.netloc}"]
TRUSTED_PROXIES = int(os.environ.get("COPRODUCE_TRUSTED_PROXIES", "0"))
SITE_NAME = os.environ.get("COPRODUCE_SITE_NAME", "Coproduce")

DEBUG = False
ROOT_URLCONF = "coproduce.config.urls"
AUTH_USER_MODEL = "accounts.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ROOMS = [
    "coproduce.overview",
    "coproduce.cycle.report_back",
    "coproduce.cycle.feedback",
    "coproduce.cycle.draft",
    "coproduce.cycle.capture",
    "coproduce.cycle.convene",
    "coproduce.people.contribute",
    "coproduce.people.projects",
    "coproduce.people.accounts",
    "coproduce.ground.live",
    "coproduce.ground.record",
    "coproduce.ground.ui",
]
INSTALLED_APPS = [
    *ROOMS,
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "django_cotton",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "coproduce.overview.middleware.OneLineARequest",
    "coproduce.overview.middleware.SameHeadersEverywhere",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # adds random bytes, so that its length tells no secret (BREACH)
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "coproduce.overview.middleware.OwnFormsUnderNoReferrer",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "coproduce.people.projects.middleware.Doors",
]

DATABASES = {"default": database_from(os.environ.get("COPRODUCE_DATABASE", ""), DATA)}
ATOMIC_REQUESTS = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "coproduce.overview.page.around_the_page",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

MESSAGE_STORAGE = "coproduce.ground.ui.done.DoneCookie"

# Words, time and place
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English")), ("cy", _("Welsh"))]
LOCALE_PATHS = [Path(__file__).resolve().parent.parent / "locale"]
TIME_ZONE = "Europe/London"
USE_TZ = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("COPRODUCE_STATIC", DATA / "static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 60 * 60 * 24 * 365
WHITENOISE_ALLOW_ALL_ORIGINS = False  # no other site has a use for them

# What one request may carry. The front door reads bodies before a page thread is taken.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_500

# Cookies: never read by scripts, never sent elsewhere, tied to this host where the site is https.
_prefix = "__Host-" if SECURE else ""
SESSION_COOKIE_NAME = f"{_prefix}session"
CSRF_COOKIE_NAME = f"{_prefix}csrf"
LANGUAGE_COOKIE_NAME = f"{_prefix}language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 90  # no time limit of ours logs a guest out in the middle of something
CSRF_FAILURE_VIEW = "coproduce.overview.views.form_too_old"

# Headers
SECURE_SSL_REDIRECT = False  # the proxy's work; see the guide to hosting
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_REFERRER_POLICY = "no-referrer"  # addresses can open doors; see OwnFormsUnderNoReferrer
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["default"],
    },
}

# Sign-in: an e-mailed code or a passkey, no passwords.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "coproduce.people.accounts.adapter.OnlyPeopleWhoWereAsked"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_REQUIRED = False
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"length": 8, "dashed": True}  # of 20 letters: 2.6e10 codes
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_RATE_LIMITS = {"request_login_code": "30/m/ip,5/h/key"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_NOTIFICATIONS = False
MFA_ADAPTER = "coproduce.people.accounts.adapter.Passkeys"
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_RATE_LIMITS = {"webauthn_login": "30/m/ip"}  # two requests a sign-in
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE

# Letters out
EMAIL_BACKEND = os.environ.get(
    "COPRODUCE_MAIL",
    "django.core.mail.backends.console.EmailBackend"
    if MODE != "production"
    else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_HOST = os.environ.get("COPRODUCE_MAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("COPRODUCE_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("COPRODUCE_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("COPRODUCE_MAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("COPRODUCE_MAIL_TLS", "yes") == "yes"
DEFAULT_FROM_EMAIL = os.environ.get("COPRODUCE_MAIL_FROM", f"coproduce@{_here.hostname}")
EMAIL_TIMEOUT = 20

# Logs: structured, allow-listed fields only (see coproduce.overview.logs).
LOGGING_CONFIG = "coproduce.overview.logs.configure"
LOGGING = {"level": os.environ.get("COPRODUCE_LOG_LEVEL", "WARNING" if MODE == "demo" else "INFO")}

if not (SECURE or MODE in ("demo", "test")):  # pragma: no cover - missing_in_production says it first
    raise ImproperlyConfigured("A production site needs an https address.")
