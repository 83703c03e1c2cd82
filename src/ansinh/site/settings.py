"""Settings of the one Django project. Everything that differs between machines comes from the environment."""

import datetime as dt
import ipaddress
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environ.fileaware_mapping import FileAwareMapping

from ansinh.site.database import database_from
from ansinh.site.keys import FEWEST_SIGNS, BadKeys, read_key, read_keys, write_key


class _Trimmed(FileAwareMapping):  # type: ignore[misc]
    """Variables, or the files named by ``<name>_FILE``, without the line end that editors put there."""

    def __getitem__(self, key: str) -> str:
        return str(super().__getitem__(key)).strip()


class _Env(environ.Env):  # type: ignore[misc]
    ENVIRON = _Trimmed()


env = _Env()


class NotReadyForProduction(ImproperlyConfigured):
    """A setting that would be dangerous where real work is done."""


BASE_DIR = Path(__file__).resolve().parent
DATA_DIR = Path(env.str("ANSINH_DATA_DIR", default=str(Path.cwd() / ".ansinh")))

DEBUG = env.bool("ANSINH_DEBUG", default=False)
PRODUCTION = env.bool("ANSINH_PRODUCTION", default=False)
DEFAULT_SECRET_KEY = "insecure-for-demo-and-tests-only-" + "0" * 40
SECRET_KEY = env.str("SECRET_KEY", default=DEFAULT_SECRET_KEY)
if PRODUCTION and (SECRET_KEY == DEFAULT_SECRET_KEY or len(SECRET_KEY) < 50):
    raise NotReadyForProduction(
        "Chưa chạy thật được: thiếu SECRET_KEY, hoặc khóa ngắn hơn 50 ký tự. "
        "Đặt SECRET_KEY hoặc SECRET_KEY_FILE bằng một chuỗi ngẫu nhiên rồi chạy lại."
    )
if PRODUCTION and DEBUG:
    raise NotReadyForProduction("Chưa chạy thật được: bỏ ANSINH_DEBUG, vì trang lỗi sẽ lộ dữ liệu.")
# What seals personal numbers: the master keys, newest first, and the key of the index by which whole numbers are found.
DEFAULT_PERSONAL_KEYS = f"demo:{write_key(b'insecure-for-demo-and-tests-only')}"
DEFAULT_INDEX_KEY = write_key(b"insecure-index-for-demo-and-test")
try:
    PERSONAL_KEYS = read_keys(env.str("ANSINH_PERSONAL_KEYS", default=DEFAULT_PERSONAL_KEYS))
    INDEX_KEY = read_key(env.str("ANSINH_INDEX_KEY", default=DEFAULT_INDEX_KEY), of="ANSINH_INDEX_KEY")
except BadKeys as bad:
    raise NotReadyForProduction(str(bad)) from bad
_KNOWN_KEYS = {*read_keys(DEFAULT_PERSONAL_KEYS).values(), read_key(DEFAULT_INDEX_KEY, of="")}
if INDEX_KEY in PERSONAL_KEYS.values():
    raise NotReadyForProduction(
        "ANSINH_INDEX_KEY trùng một khóa trong ANSINH_PERSONAL_KEYS: ai có khóa tìm sẽ mở được mọi số. "
        "Tạo khóa riêng bằng `ansinh people new-key`."
    )
if PRODUCTION and _KNOWN_KEYS & {*PERSONAL_KEYS.values(), INDEX_KEY}:
    raise NotReadyForProduction(
        "Chưa chạy thật được: thiếu ANSINH_PERSONAL_KEYS hoặc ANSINH_INDEX_KEY, số định danh và tài khoản của dân sẽ "
        "được niêm phong bằng khóa ai cũng biết. Tạo khóa bằng `ansinh people new-key` rồi đặt cả hai."
    )
if PRODUCTION and any(len(set(key)) < FEWEST_SIGNS for key in (*PERSONAL_KEYS.values(), INDEX_KEY)):
    raise NotReadyForProduction(
        "Chưa chạy thật được: ANSINH_PERSONAL_KEYS hoặc ANSINH_INDEX_KEY là khóa dễ đoán (lặp lại vài ký tự). "
        "Tạo khóa ngẫu nhiên bằng `ansinh people new-key`."
    )
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])

INSTALLED_APPS = [
    "ansinh.site",
    "ansinh.apps.ui",
    "ansinh.apps.audit",
    "ansinh.apps.jobs",
    "ansinh.apps.territory",
    "ansinh.apps.accounts",
    "ansinh.apps.planning",
    "ansinh.apps.people",
    "ansinh.apps.benefits",
    "ansinh.apps.reporting",
    "ansinh.apps.law",
    "ansinh.apps.privacy",
    "ansinh.apps.interop",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "django_tables2",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "ansinh.site.limits.RequestLimits",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "ansinh.apps.accounts.middleware.SessionLimits",
    "django_htmx.middleware.HtmxMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "ansinh.site.urls"
WSGI_APPLICATION = "ansinh.site.wsgi.application"
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
                "ansinh.site.context.page",
            ],
            "builtins": ["ansinh.site.templatetags.ansinh"],
        },
    }
]

# The application role reads and writes rows; only the owner role (migrations, backup) may change tables.
DATABASES = {
    "default": {
        **database_from(env.str("DATABASE_URL", default="postgresql:///ansinh")),
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": env.int("ANSINH_CONN_MAX_AGE", default=60),
        # After the server was restarted each kept connection would cost somebody an error page.
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "ansinh.apps.accounts.adapter.AccountBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Login: names given by administrators, no sign-up, nothing remembered beyond the browser.
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "ansinh.apps.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# Locking out is done in the database (below); these limits of the library only stand behind it.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "60/m/ip,20/300s/key"}
ACCOUNT_FORMS = {
    "login": "ansinh.apps.accounts.forms.LoginForm",
    "change_password": "ansinh.apps.accounts.forms.ChangePasswordForm",
    "reauthenticate": "ansinh.apps.accounts.forms.ReauthenticateForm",
}
MFA_ADAPTER = "ansinh.apps.accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "ansinh.apps.accounts.forms.CodeForm",
    "reauthenticate": "ansinh.apps.accounts.forms.CodeAgainForm",
    "activate_totp": "ansinh.apps.accounts.forms.ActivateForm",
}
# Roles that must log in with a second factor.
MFA_ROLES = env.list("ANSINH_MFA_ROLES", default=["admin", "chair", "accountant"] if PRODUCTION else [])

# How many proxies of ours stand before the server: that many entries of X-Forwarded-For are believed, from the right.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("ANSINH_PROXY_COUNT", default=0)
# Networks in which many officials share one address; there only the login name is locked.
OFFICE_NETWORKS = env.list("ANSINH_OFFICE_NETWORKS", default=[])
for network in OFFICE_NETWORKS:
    try:
        ipaddress.ip_network(network)
    except ValueError as error:
        raise NotReadyForProduction(
            f"ANSINH_OFFICE_NETWORKS có “{network}” không phải địa chỉ mạng: viết như 10.1.0.0/16, cách nhau bằng dấu phẩy."
        ) from error
AXES_FAILURE_LIMIT = env.int("ANSINH_LOGIN_FAILURES", default=5)
AXES_COOLOFF_TIME = dt.timedelta(minutes=env.int("ANSINH_LOCK_MINUTES", default=15))
AXES_LOCKOUT_PARAMETERS = "ansinh.apps.accounts.lockout.parameters"
AXES_LOCKOUT_CALLABLE = "ansinh.apps.accounts.lockout.lock_page"
AXES_CLIENT_IP_CALLABLE = "ansinh.apps.accounts.lockout.client_address"
AXES_USERNAME_CALLABLE = "ansinh.apps.accounts.lockout.username_of"
AXES_USERNAME_FORM_FIELD = "login"
AXES_SENSITIVE_PARAMETERS = ["login", "password", "code"]
# The page says when the lock opens; trying meanwhile does not put that off.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["ansinh.site.formats"]

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
FORM_RENDERER = "ansinh.site.forms.FormRenderer"
DJANGO_TABLES2_TEMPLATE = "ansinh/table.html"
MEDIA_ROOT = DATA_DIR / "media"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# How many pages with people's data one account may open in a minute, in each process of the site.
PAGES_A_MINUTE = env.int("ANSINH_PAGES_A_MINUTE", default=120)
if PAGES_A_MINUTE < 1:
    raise NotReadyForProduction("ANSINH_PAGES_A_MINUTE là số trang một tài khoản mở được trong một phút, ít nhất 1.")

# The national population database; without an address nobody is asked about. How long a whole answer may take.
POPULATION_URL = env.str("ANSINH_POPULATION_URL", default="")
POPULATION_SECONDS = env.float("ANSINH_POPULATION_SECONDS", default=5.0)
if POPULATION_URL and not POPULATION_URL.startswith(("https://", "http://")):
    raise NotReadyForProduction(
        "ANSINH_POPULATION_URL phải bắt đầu bằng https:// hoặc http://, như https://may-chu:443."
    )
if PRODUCTION and POPULATION_URL.startswith("http://"):
    raise NotReadyForProduction("Dùng thật thì ANSINH_POPULATION_URL phải là https://: số định danh đi trên đường ấy.")
if POPULATION_SECONDS <= 0:
    raise NotReadyForProduction("ANSINH_POPULATION_SECONDS là số giây chờ trả lời, phải lớn hơn 0.")

# Reminders by e-mail; without a host none are sent and people see their reports on the first page only.
EMAIL_HOST = env.str("ANSINH_SMTP_HOST", default="")
EMAIL_PORT = env.int("ANSINH_SMTP_PORT", default=25)
EMAIL_HOST_USER = env.str("ANSINH_SMTP_USER", default="")
EMAIL_HOST_PASSWORD = env.str("ANSINH_SMTP_PASSWORD", default="")
_SMTP_SECURITY = env.str("ANSINH_SMTP_SECURITY", default="none")
if _SMTP_SECURITY not in ("none", "starttls", "ssl"):
    raise NotReadyForProduction(f"ANSINH_SMTP_SECURITY là “{_SMTP_SECURITY}”: chỉ nhận none, starttls hoặc ssl.")
EMAIL_USE_TLS, EMAIL_USE_SSL = _SMTP_SECURITY == "starttls", _SMTP_SECURITY == "ssl"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("ANSINH_MAIL_FROM", default="ansinh@localhost")
SITE_URL = env.str("ANSINH_SITE_URL", default="").rstrip("/")

# The largest file taken in (planning.services.uploading) and the form around it.
MOST_REQUEST_BYTES = 26 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler", "ansinh.site.uploads.PutDown"]

# A session ends after 30 minutes without use, and after 12 hours in any case.
SESSION_IDLE_SECONDS = env.int("ANSINH_SESSION_IDLE_MINUTES", default=30) * 60
SESSION_ABSOLUTE_SECONDS = env.int("ANSINH_SESSION_HOURS", default=12) * 3600
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
X_FRAME_OPTIONS = "DENY"
# The library believes any X-Forwarded-For; the address is added by accounts.middleware instead.
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False

# One JSON object a line, on standard error; ANSINH_LOG_FORMAT=plain is for reading at a terminal.
LOGGING_CONFIG = "ansinh.site.logs.configure"
LOGGING = {
    "json": env.str("ANSINH_LOG_FORMAT", default="json") != "plain",
    "level": env.str("ANSINH_LOG_LEVEL", default="INFO"),
}
