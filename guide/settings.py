"""One settings file; whatever differs between places comes from the environment."""

import datetime as dt
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key

from guide.operating import errors
from guide.server import threads
from guide.store.engines import cache, database

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
VAR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))


def _own_secret_key() -> str:
    """The key in var/, made on the first start, so that a restart signs nobody out."""
    path = VAR / "secret_key"
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(get_random_secret_key())
            path.chmod(0o600)
        return path.read_text().strip()
    except OSError as error:
        raise SystemExit(
            f"Cannot write in {VAR} ({error.strerror}): make it writable, or name another folder in VAR_DIR."
        ) from error


DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or _own_secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Behind TLS: HTTPS=true turns on the secure cookies, the redirect and HSTS. A first start on loopback has no TLS.
HTTPS = env.bool("HTTPS", default=False)

INSTALLED_APPS = [
    # modeltranslation patches the admin's form classes, so it stands before the admin.
    "modeltranslation",
    "guide.apps.DeskConfig",  # the admin, behind a second factor
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    # Static files are served by WhiteNoise under runserver too.
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "nested_admin",
    "crispy_forms",
    "csp",
    "carriers",
    "guide",
]

MIDDLEWARE = [
    # Headers first, so that nothing further in answers without them: errors, static files and redirects have them too.
    "guide.operating.headers.EveryAnswer",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "guide.operating.probes.probed",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Sessions serve the admin alone: no reader's page touches them, so none sets a cookie.
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "guide.operating.limits.bounded",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",  # as lazy as the user: a reader's page asks for neither
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
]

ADMIN_PATH = env.str("ADMIN_PATH", default="admin/").strip("/") + "/"

ROOT_URLCONF = "guide.urls"
WSGI_APPLICATION = "guide.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "guide.language.language_context",
            ],
        },
    },
]

DATABASES = {"default": database(env.str("DATABASE_URL", default=f"sqlite:///{VAR / 'guide.sqlite3'}"), threads)}
CACHES = {"default": cache(env.str("CACHE_URL", default=""))}
# A large carrier's page in the admin has some thousand fields: four languages of every row.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LOGIN_REDIRECT_URL = "admin:index"  # for who comes with another site's address to go on to
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
# An hour without a request ends a session, eight hours end every session (guide/desk/hours.py).
SESSION_COOKIE_AGE = 3600
CSRF_COOKIE_HTTPONLY = True
# No cookie of the admin's is sent to a reader's page, and none is set there.
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = f"/{ADMIN_PATH}"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

OTP_TOTP_ISSUER = "Leaving Line"
OTP_ADMIN_HIDE_SENSITIVE_DATA = True

# Wrong passwords and wrong codes count together, by name and address; unknown names count like known ones.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = dt.timedelta(minutes=30)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the page says when to try again, and that stays true
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code", "csrfmiddlewaretoken"]
AXES_LOCKOUT_CALLABLE = "guide.desk.sign_in.locked_out"
AXES_CLIENT_IP_CALLABLE = "guide.reports.limits.address_of"

# Each language is written with its own name, whoever reads the list.
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("ja", "日本語"), ("en", "English")]
LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "locale"]
# No cookie is asked for the language: it would change answers that are kept for everybody.
LANGUAGE_COOKIE_NAME = None
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Tokyo"

# Fallbacks are shown with a notice by the `say` tag (guide/language.py), never silently by the model layer.
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_ENABLE_FALLBACKS = False

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CRISPY_ALLOWED_TEMPLATE_PACKS = "questions"
CRISPY_TEMPLATE_PACK = "questions"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"  # answers in the address must not leak to the carriers we link to
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Paths are logged, query strings never: the answers stand there (guide/operating/logs.py).
LOG_FORMAT = env.str("LOG_FORMAT", default="line")
if LOG_FORMAT not in ("line", "json"):
    raise SystemExit(f"LOG_FORMAT is {LOG_FORMAT!r}: write line or json.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "guide.operating.logs.Line"},
        "json": {"()": "guide.operating.logs.Json"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "guide.requests": {"level": "INFO" if LOG_FORMAT == "json" else "WARNING"},
    },
}
SLOW_QUERY_MS = env.int("SLOW_QUERY_MS", default=500)  # 0: none is slow
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
if SENTRY_DSN := env.str("SENTRY_DSN", default=""):
    errors.begin(SENTRY_DSN)
