"""Settings of the portal. Everything that differs between two installations comes from the environment.

`make run` writes that environment to `.local/portal/portal.env`; a server gives it to the processes itself.
A missing variable ends the start with a paragraph that says what to set.
"""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import environ
import pgtrigger
from csp.constants import NONE, SELF
from whitenoise.compress import Compressor

from uhis_portal.logging import CONFIGURATION as LOGGING  # noqa: F401  (Django reads the name)

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
EMBEDDED_ENVIRONMENT = BASE_DIR / ".local" / "portal" / "portal.env"
if "DATABASE_URL" not in os.environ and EMBEDDED_ENVIRONMENT.exists():
    env.read_env(EMBEDDED_ENVIRONMENT)

REQUIRED = {
    "DATABASE_URL": "the serving role's database, such as postgres://uhis_app:…@host/uhis",
    "REDIS_URL": "the broker and cache, such as redis://host:6379",
    "SECRET_KEY": "a long random text that signs sessions",
    "SEALING_KEYS": "the keys that seal identifiers, as name:base64 of 32 bytes, the current one first, parted by commas",
    "INDEX_KEY": "the key that finds sealed identifiers, base64 of 32 bytes",
}
missing = [name for name in REQUIRED if not os.environ.get(name)]
if missing:
    sys.exit(
        "The portal cannot start: its environment is not complete. Set\n"
        + "\n".join(f"  {name}  {REQUIRED[name]}" for name in missing)
        + "\nTo look at the portal or to work on it, run `make run`: it prepares all of this under .local/."
    )

DEMO = env.bool("DEMO", default=False)
DEBUG = False
SECRET_KEY = env("SECRET_KEY")
SEALING_KEYS = env("SEALING_KEYS")
INDEX_KEY = env("INDEX_KEY")
SMS_GATEWAY_URL = env("SMS_GATEWAY_URL", default="")
SMS_GATEWAY_TOKEN = env("SMS_GATEWAY_TOKEN", default="")
AUDIT_HEADS_FILE = env("AUDIT_HEADS_FILE", default="")
# Within how many days a family is promised an answer to its application, and whether it must photograph a paper.
REVIEW_DAYS = env.int("REVIEW_DAYS", default=7)
PAPERS_NEEDED = env.bool("PAPERS_NEEDED", default=False)
# How many families may begin to register in a second at each web process; when more come, they wait for a turn.
# 0: as many as keep it quick, which the process reckons from how long its pages take.
REGISTRATIONS_PER_SECOND = env.float("REGISTRATIONS_PER_SECOND", default=0.0)
LATEST_ENTRY_DAYS = env.int("LATEST_ENTRY_DAYS", default=90)
HTTPS = env.bool("HTTPS", default=not DEMO)
# Tiles under the outlines of the map, such as https://tiles.example/{z}/{x}/{y}.png; none by default.
TILE_SERVER = env("TILE_SERVER", default="")
TILE_ATTRIBUTION = env("TILE_ATTRIBUTION", default="") or "© OpenStreetMap contributors"

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# With what links begin that the worker sends: it knows no request that could tell.
PORTAL_ADDRESS = (
    env("PORTAL_ADDRESS", default="")
    or [*CSRF_TRUSTED_ORIGINS, f"http{'s' if HTTPS else ''}://{ALLOWED_HOSTS[0]}"][0]
)

INSTALLED_APPS = [
    "modeltranslation",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "axes",
    "pgtrigger",
    "pghistory",
    "uhis_portal",
    "uhis_portal.audit",
    "uhis_portal.accounts",
    "uhis_portal.notices",
    "uhis_portal.api",
    "uhis_portal.files",
    "facilities.geography",
    "facilities.catalogue",
    "facilities.directory",
    "facilities.staff",
    "registry.people",
    "registry.applications",
    "registry.coverage",
    "services.records",
    "services.statistics",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "uhis_portal.logging.RequestLog",
    "django.middleware.gzip.GZipMiddleware",  # pads each answer at random, against BREACH
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "uhis_portal.languages.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "uhis_portal.page.PrivateByDefault",
    "uhis_portal.reach.ReachMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "uhis_portal.urls"
WSGI_APPLICATION = "uhis_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "uhis_portal.page.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "uhis_portal.templatetags.portal",
                "uhis_portal.templatetags.forms",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                ),
            ],
        },
    },
]

# Two roles: the serving one neither owns tables nor passes row-level security; the owner migrates.
OWNER_COMMANDS = {"migrate", "makemigrations", "sqlmigrate", "showmigrations", "squashmigrations"}
as_owner = os.environ.get("DATABASE_ROLE") == "owner" or (len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS)
if as_owner and not os.environ.get("DATABASE_OWNER_URL"):
    sys.exit(
        "The tables belong to the owner role: set DATABASE_OWNER_URL, such as postgres://uhis_owner:…@host/uhis"
    )
DATABASES = {"default": env.db("DATABASE_OWNER_URL" if as_owner else "DATABASE_URL")}
DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"].setdefault("OPTIONS", {})["connect_timeout"] = 5
if not as_owner:
    DATABASES["default"]["OPTIONS"]["options"] = "-c statement_timeout=20s -c lock_timeout=10s"
SERVING_ROLE = env.db("DATABASE_URL")["USER"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL")
REDIS_TIMEOUT = 1.0  # seconds; a stopped Redis must not hold a request
redis_address = urlsplit(REDIS_URL)
if redis_address.scheme == "unix":
    redis_socket = redis_address.path
    CELERY_BROKER_URL = f"redis+socket://{redis_socket}?virtual_host=0"
    cache_location = f"unix://{redis_socket}?db=1"
else:
    CELERY_BROKER_URL = REDIS_URL.rstrip("/") + "/0"
    cache_location = REDIS_URL.rstrip("/") + "/1"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": cache_location}}

# State lives in PostgreSQL: no result backend. A lost task is repaired by the next tick.
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": REDIS_TIMEOUT,
    "socket_connect_timeout": REDIS_TIMEOUT,
    "visibility_timeout": 300,
    # Publishing tries once: the request goes on, and the clock asks again.
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
CELERY_TIMEZONE = "Africa/Cairo"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "uhis_portal.accounts.backends.Accounts",
]
PASSWORD_HASHERS = ["uhis_portal.accounts.passwords.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "sign-in"
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # limits are per account, never per clinic's shared address
AXES_LOCKOUT_CALLABLE = "uhis_portal.accounts.views.locked_out"
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True
AXES_IPWARE_META_PRECEDENCE_ORDER = ["REMOTE_ADDR"]

# What a signed-in person may touch is said by these, see uhis_portal/reach.py.
REACH_SOURCES = ["facilities.staff.reach.of_staff", "registry.people.reach.of_citizen"]
# Requests that read many numbers, which have to agree with each other.
ONE_SNAPSHOT = r"/(ar|en|api/v1)/(statistics|public-figures)/"
# Reference data, in the order in which the rooms need each other, see uhis_portal/reference.py.
REFERENCE_SOURCES = [
    "facilities.geography.reference.load",
    "facilities.catalogue.reference.load",
    "facilities.directory.reference.load",
    "registry.coverage.reference.load",
    "services.statistics.reference.load",
]
# What can be imported from files, by kind, see uhis_portal/files/importing.py.
IMPORTERS = {
    "facilities": "facilities.directory.keeping.imports.FacilityImporter",
    "staff": "facilities.staff.imports.StaffImporter",
    "households": "registry.people.imports.importer.HouseholdImporter",
    "services": "services.records.imports.importer.ServiceRecordImporter",
    "diagnoses": "services.records.imports.diagnoses.DiagnosisNameImporter",
}
# What can be had as a file, by kind, see uhis_portal/files/exports/exporting.py.
EXPORTERS = {
    "services-by-month": "services.statistics.exports.kinds.ServicesByMonthExporter",
    "services-by-day": "services.statistics.exports.kinds.ServicesByDayExporter",
    "registered": "services.statistics.exports.kinds.RegisteredExporter",
    "reached": "services.statistics.exports.kinds.ReachedExporter",
    "records": "services.statistics.exports.ledger.LedgerExporter",
    "dhis2": "services.statistics.exports.dhis2.Dhis2Exporter",
}
# What the web server makes before its first request, see uhis_portal/web_server.py.
PREPARED_FOR_SERVING = ["facilities.directory.finder.live.prepare"]
# Which links the head of the page shows, see uhis_portal/page.py.
NAVIGATION_SOURCE = "facilities.staff.navigation.links"
# Who a person is taken to be on a page: the first page after signing in.
FIRST_PAGE_SOURCE = "facilities.staff.navigation.first_page"
# By which category an adult pays, as an application asks for it, see registry/applications/work.py.
WORK_CATEGORIES_SOURCE = "registry.coverage.offered.work_categories"
# Which post a person held on a day, for histories, see uhis_portal/accounts/titles.py.
TITLES_SOURCE = "facilities.staff.titles.held"

SESSION_ENGINE = "uhis_portal.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "uhis_portal.page.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
tiles = urlsplit(TILE_SERVER.replace("{s}", "*"))
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", *([f"{tiles.scheme}://{tiles.netloc}"] if TILE_SERVER else [])],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # bytes
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
FILE_UPLOAD_HANDLERS = [
    "uhis_portal.files.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", "العربية"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
MODELTRANSLATION_DEFAULT_LANGUAGE = "ar"
MODELTRANSLATION_FALLBACK_LANGUAGES = ()
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["uhis_portal.formats"]
USE_THOUSAND_SEPARATOR = False
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Africa/Cairo"
FIRST_DAY_OF_WEEK = 6

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static-built"
STATICFILES_DIRS = [
    ("leaflet", BASE_DIR / "node_modules" / "leaflet" / "dist"),
    ("chart.js", BASE_DIR / "node_modules" / "chart.js" / "dist"),
]
PRINT_FONTS = BASE_DIR / "uhis_portal" / "assets" / "print"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
# Maps of others' scripts are megabytes that no reader fetches: compressing them took most of a first start.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]

PGHISTORY_LEVEL = pgtrigger.Statement  # once per statement: a change of many rows costs one trigger

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["uhis_portal.api.authentication.Session"],
    "DEFAULT_PERMISSION_CLASSES": ["uhis_portal.api.permissions.SignedIn"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["uhis_portal.api.parsing.StrictJSON"],
    "DEFAULT_PAGINATION_CLASS": "uhis_portal.api.paging.Pages",
    "DEFAULT_FILTER_BACKENDS": ["uhis_portal.api.filters.StrictFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "uhis_portal.api.schema.Schema",
    "EXCEPTION_HANDLER": "uhis_portal.api.errors.answer",
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_METADATA_CLASS": None,
    "COERCE_DECIMAL_TO_STRING": False,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "UHIS portal",
    "DESCRIPTION": "The portal of Egypt's Universal Health Insurance System, Law 2/2018.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["uhis_portal.api.permissions.Anyone"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "FacilityKind": "facilities.directory.models.Facility.Kind",
        "LikenessSign": "registry.people.duplicates.likeness.Sign",
        "ApplicationStatus": "registry.applications.models.Application.Status",
        "LifeEventStatus": "registry.people.models.LifeEvent.Status",
        "LifeEventKind": "registry.people.models.LifeEvent.Kind",
        "PaperKind": "registry.applications.models.Paper.Kind",
        "UnitRequestStatus": "registry.people.models.UnitRequest.Status",
        "PossibleDuplicateStatus": "registry.people.models.PossibleDuplicate.Status",
        "OtherPatientKind": "services.records.models.OtherPatient.Kind",
        "RecordOutcome": ["logged", "refused"],
    },
}
