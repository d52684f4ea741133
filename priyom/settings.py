"""Django's settings, all of them derived from one Config: base/config.py says what an administrator may change."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.urls import reverse_lazy

from priyom.base.assets import YEAR_SECONDS, assets_digest
from priyom.base.config import load_config
from priyom.base.databases import database_settings
from priyom.base.logs import logging_settings

ROOT = Path(__file__).resolve().parent
PRIYOM = load_config()

# --- the house -------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "priyom.base",
    "priyom.people",
    "priyom.privacy",
    "priyom.desk",
    "priyom.knowledge",
    "priyom.insight",
    "priyom.channels",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "ninja",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "priyom.base.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "priyom.base.uploads.RequestSizeMiddleware",
    "priyom.base.middleware.OddRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "priyom.people.signed_in.SignedInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "priyom.people.middleware.SessionLifeMiddleware",
    "priyom.base.middleware.PersonMiddleware",
    "priyom.people.middleware.SecondFactorMiddleware",
    "priyom.people.middleware.AdmissionMiddleware",
    "priyom.people.calls.ApiCallMiddleware",
    "priyom.base.uploads.FormSizeMiddleware",
    "priyom.base.http.DomainErrorMiddleware",
]
ROOT_URLCONF = "priyom.urls"
WSGI_APPLICATION = "priyom.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DEBUG = False
SECRET_KEY = PRIYOM.secret_key
SECRET_KEY_FALLBACKS: list[str] = []
ALLOWED_HOSTS = PRIYOM.allowed_hosts
USE_X_FORWARDED_HOST = False
LOGGING_CONFIG = None
logging_settings(PRIYOM)

# --- data ------------------------------------------------------------------------------------------------
DATABASES = {"default": database_settings(PRIYOM)}
ATOMIC_REQUESTS = False
FILES_DIR = PRIYOM.files_dir
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# The limits people meet are 500 fields and 50 files: base/uploads.py answers beyond them with a sentence and the form.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 1_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "priyom.base.uploads.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "priyom.base.passing_through.PassingUploadHandler",
]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# --- pages -----------------------------------------------------------------------------------------------
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "priyom.base.jinja.environment",
            "context_processors": [
                "priyom.base.shell.shell",
                "priyom.people.context.person",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    {  # allauth's own pages
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
STATIC_URL = f"/static/{assets_digest()}/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False  # nobody else's page has to read ours
WHITENOISE_MAX_AGE = YEAR_SECONDS
MESSAGE_STORAGE = "priyom.base.flash.FlashStorage"
FORM_RENDERER = "django.forms.renderers.Jinja2"

# --- language and time -----------------------------------------------------------------------------------
LANGUAGE_CODE = PRIYOM.language
LANGUAGES = [("ru", "Russian"), ("en", "English")]
TIME_ZONE = PRIYOM.time_zone
USE_I18N = True
USE_TZ = True

# --- who is who ------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ["login", "email", "last_name"]}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "priyom.people.passwords.ContextWordsValidator"},
]  # fmt: skip
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = reverse_lazy("home")
ACCOUNT_ADAPTER = "priyom.people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # the other sessions end, this one goes on: people/signals.py
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_NOTIFICATIONS = False
# Per address and per account; the counters live in the database, since a cache of one process limits nothing.
# A whole hospital may come from one address at eight in the morning, so only failures are counted strictly.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "20/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = PRIYOM.proxies
MFA_ADAPTER = "priyom.people.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "activate_totp": "priyom.people.forms.second_factors.ActivateCodesForm",
    "add_webauthn": "priyom.people.forms.second_factors.AddKeyForm",
    "login_webauthn": "priyom.people.forms.second_factors.SignInKeyForm",
    "authenticate_webauthn": "priyom.people.forms.second_factors.SecondKeyForm",
    "reauthenticate_webauthn": "priyom.people.forms.second_factors.KeyAgainForm",
}
MFA_TOTP_ISSUER = "Priyom"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRIYOM.https
SESSION_ENGINE = "priyom.people.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600  # how long a session may rest is decided in people/middleware.py
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "base_cache",
        # SECURITY: with Django's 300 a flood of names would push the counters of guessing out.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- walls: shared security notes §5 ---------------------------------------------------------------------
SESSION_COOKIE_NAME = "__Host-sid" if PRIYOM.https else "sid"
CSRF_COOKIE_NAME = "__Host-csrf" if PRIYOM.https else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRIYOM.https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "priyom.base.views.forgery"
CSRF_TRUSTED_ORIGINS = [PRIYOM.site_url]
SECURE_SSL_REDIRECT = False  # the proxy in front redirects; /api refuses plain http by itself
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRIYOM.https and PRIYOM.proxies else None
SECURE_HSTS_SECONDS = 31_536_000 if PRIYOM.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRIYOM.https
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "blob:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}
SILENCED_SYSTEM_CHECKS = [
    "security.W008",  # SECURE_SSL_REDIRECT: the proxy's matter, see above
    "security.W021",  # HSTS preload lists: the owner of the whole domain decides, not one program under it
]

# --- letters ---------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = SERVER_EMAIL = PRIYOM.sender
EMAIL_TIMEOUT = 20
EMAIL_HOST, EMAIL_PORT = PRIYOM.smtp_host, PRIYOM.smtp_port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = PRIYOM.smtp_user, PRIYOM.smtp_password
EMAIL_USE_TLS, EMAIL_USE_SSL = PRIYOM.smtp_security == "starttls", PRIYOM.smtp_security == "tls"
EMAIL_FILE_PATH = str(PRIYOM.outbox_dir)
# In demo mode no address is real, and nothing is mailed to anybody.
EMAIL_BACKEND = (
    "priyom.channels.relay.RelayBackend" if PRIYOM.smtp_host and not PRIYOM.demo else "priyom.base.outbox.PrivateOutbox"
)
