"""
The one settings module. Every knob is an environment variable named GUYUB_…; docs/reference/settings.md lists them.

What an installation needs and does not find says how to set it. The keys are made by `guyub init`, never shipped.
"""

import os
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

if sys.platform == "linux":
    try:
        # Debian 12 links SQLite 3.40.1, which has the WAL-reset corruption bug; pysqlite3's wheel bundles 3.53.
        # Where there is no wheel (Linux arm64) the linked one is used, and `guyub doctor` warns.
        import pysqlite3
        import pysqlite3.dbapi2

        sys.modules["sqlite3"] = pysqlite3
        sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
    except ImportError:
        pass

PACKAGE_DIR = Path(__file__).resolve().parent
BASE_DIR = PACKAGE_DIR.parent


def _flag(name: str, default: bool) -> bool:
    raw = os.environ.get(name)
    if raw is None or raw == "":
        return default
    if raw.lower() in {"1", "true", "yes", "on"}:
        return True
    if raw.lower() in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is {raw!r}: write 1 or 0.")


def _number(name: str, default: int) -> int:
    raw = os.environ.get(name, "")
    if not raw:
        return default
    try:
        return int(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {raw!r}: write a whole number.") from None


def _list(name: str, default: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


# Places ------------------------------------------------------------------------------------------------------------
DATA_DIR = Path(os.environ.get("GUYUB_DATA_DIR", BASE_DIR / "var")).resolve()
CONTENT_DIR = Path(os.environ.get("GUYUB_CONTENT_DIR", BASE_DIR / "content")).resolve()
KEYS_DIR = DATA_DIR / "keys"


def _key(name: str, file: str) -> str:
    """A secret from the environment or from the key file that `guyub init` made."""
    if value := os.environ.get(name):
        return value
    path = KEYS_DIR / file
    if path.exists():
        return path.read_text().strip()
    raise ImproperlyConfigured(f"{name} is not set and {path} does not exist: run `guyub init`, or set {name}.")


SECRET_KEY = _key("GUYUB_SECRET_KEY", "secret.key")
# Person ids and NIK look-ups are keyed hashes: losing this key means rebuilding the registry, leaking it changing it.
REGISTRY_KEY = _key("GUYUB_REGISTRY_KEY", "registry.key")

# What kind of installation -----------------------------------------------------------------------------------------
DEBUG = _flag("GUYUB_DEBUG", False)
DEMO = _flag("GUYUB_DEMO", False)
ALLOWED_HOSTS = _list("GUYUB_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = _list("GUYUB_TRUSTED_ORIGINS", "")
HTTPS = _flag("GUYUB_HTTPS", False)
# The area whose pages open first: one installation may hold a regency, a province's 35 or the ministry's 514.
HOME_AREA = os.environ.get("GUYUB_AREA", "33.13")

# Limits ------------------------------------------------------------------------------------------------------------
UPLOAD_LIMIT_BYTES = _number("GUYUB_UPLOAD_LIMIT_MB", 2048) * 1024 * 1024
JOB_LEASE_SECONDS = _number("GUYUB_JOB_LEASE_SECONDS", 15)

INSTALLED_APPS = [
    "guyub.web",
    "guyub.ledger",
    "guyub.jobs",
    "guyub.apps.areas",
    "guyub.apps.accounts",
    "guyub.apps.exchange",
    "guyub.apps.registry",
    "guyub.apps.indicators",
    "guyub.apps.services",
    "guyub.apps.assessment",
    "guyub.apps.masterplan",
    "guyub.apps.surveys",
    "guyub.apps.improvement",
    "guyub.apps.monitoring",
    "guyub.apps.packages",
    "guyub.apps.evaluation",
    "guyub.apps.selection",
    "guyub.apps.comparison",
    "guyub.apps.portal",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_cotton",
    "django_htmx",
]

MIDDLEWARE = [
    "guyub.web.middleware.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "guyub.web.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "guyub.web.middleware.SecurityHeaders",
    "guyub.web.middleware.PlainAddress",
    "guyub.web.refusals.Refusals",
]
CSRF_FAILURE_VIEW = "guyub.web.errors.expired"

ROOT_URLCONF = "guyub.urls"
WSGI_APPLICATION = "guyub.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django_cotton.cotton_loader.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "guyub.web.context.face",
            ],
        },
    }
]
COTTON_DIR = "cotton"
COTTON_ISOLATE_BY_DEFAULT = True  # a component sees its own attributes, never the page's names

# Database ----------------------------------------------------------------------------------------------------------


def _database() -> dict[str, object]:
    """SQLite in WAL mode by default; PostgreSQL from GUYUB_DATABASE_URL when many officers work at once."""
    from urllib.parse import parse_qsl, unquote, urlsplit

    url = os.environ.get("GUYUB_DATABASE_URL", "")
    if url:
        parts = urlsplit(url)
        if parts.scheme not in {"postgres", "postgresql"}:
            raise ImproperlyConfigured(
                f"GUYUB_DATABASE_URL starts with {parts.scheme!r}: write postgresql://USER@HOST/NAME."
            )
        query = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.pop("host", parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": query,
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "guyub.sqlite3",
        # One writer at a time waits its turn (IMMEDIATE); with Django's default 79 % of concurrent writes failed.
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-20000;"
                "PRAGMA temp_store=MEMORY;PRAGMA mmap_size=134217728;"
            ),
        },
        "CONN_MAX_AGE": None,
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits must be counted by all processes together, so the cache is a table.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "guyub_cache"},
}

# People ------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Officer"
# It hashes a password also for an unknown username, so that the time taken does not tell which usernames exist.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

# Signing in: password, then TOTP or passkey; passkey alone; or the regency's own account by OIDC. Nobody signs up.
ACCOUNT_ADAPTER = "guyub.apps.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {"login": "guyub.apps.accounts.forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = False  # office machines are shared: the session ends with the browser
ACCOUNT_LOGOUT_REDIRECT_URL = "/masuk/"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# The sixth wrong password within five minutes is refused, and so is the right one then. A whole office may share one
# address, so an address gets more room than an account. All processes count in the shared cache table.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "20/m/ip,5/300s/key",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
    "signup": "20/m/ip",
}
# How many proxies of ours stand before Guyub; 0 means that the address of the connection is the client's.
ALLAUTH_TRUSTED_PROXY_COUNT = _number("GUYUB_PROXIES", 0)

MFA_ADAPTER = "guyub.apps.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "login_webauthn": "guyub.apps.accounts.forms.KeyLoginForm",
    "authenticate_webauthn": "guyub.apps.accounts.forms.KeyAuthenticateForm",
    "reauthenticate_webauthn": "guyub.apps.accounts.forms.KeyReauthenticateForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are entered by the secretariat, not proven by the officer
MFA_TOTP_ISSUER = "Guyub"
MFA_TOTP_TOLERANCE = 1  # clocks of phones and of village machines drift: the code before and after is taken too
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers themselves allow passkeys without HTTPS only on localhost

SOCIALACCOUNT_ADAPTER = "guyub.apps.accounts.adapters.SocialAccountAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
# The identity provider says who it is by a verified address, which must be that of a registered officer.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
# A link, not a form: `form-action 'self'` would stop a form that is answered by a redirect to the provider.
SOCIALACCOUNT_LOGIN_ON_GET = True


def _oidc_apps() -> list[dict[str, object]]:
    """The regency's identity provider, from GUYUB_OIDC_URL and its fellows; none when the URL is not set."""
    url = os.environ.get("GUYUB_OIDC_URL", "")
    if not url:
        return []
    # Names are written out, so that docs/reference/settings.md finds them.
    client_id, secret = os.environ.get("GUYUB_OIDC_CLIENT_ID", ""), os.environ.get("GUYUB_OIDC_SECRET", "")
    for name, value in {"CLIENT_ID": client_id, "SECRET": secret}.items():
        if not value:
            raise ImproperlyConfigured(f"GUYUB_OIDC_URL is set, GUYUB_OIDC_{name} is not: copy it from the provider.")
    return [
        {
            "provider_id": "oidc",
            "name": os.environ.get("GUYUB_OIDC_NAME") or "OpenID Connect",
            "client_id": client_id,
            "secret": secret,
            "settings": {"server_url": url, "oauth_pkce_enabled": True, "fetch_userinfo": True},
        }
    ]


SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": _oidc_apps(), "OAUTH_PKCE_ENABLED": True}}

# Language and time -------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "guyub_language"
LOCALE_PATHS = [PACKAGE_DIR / "locale"]  # what stands outside the Django apps: errors, flows, menu, commands
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("GUYUB_TIME_ZONE", "Asia/Jakarta")

# Static files ------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["guyub.apps.exchange.uploads.LimitedUploadHandler"]
FILE_UPLOAD_TEMP_DIR = os.environ.get("GUYUB_TEMP_DIR") or None

# Safety ------------------------------------------------------------------------------------------------------------
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 30 if HTTPS else 0

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "guyub.web.logs.MaskedFormatter", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("GUYUB_LOG_LEVEL", "WARNING")},
    "loggers": {"guyub": {"level": os.environ.get("GUYUB_LOG_LEVEL", "INFO")}},
}
