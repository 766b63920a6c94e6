"""The product's settings with what a test needs otherwise: throw-away keys and folder, a cheap password hash."""

import os
import tempfile

os.environ.setdefault("GUYUB_SECRET_KEY", "only-for-tests-" * 4)
os.environ.setdefault("GUYUB_REGISTRY_KEY", "only-for-tests")
os.environ.setdefault("GUYUB_DATA_DIR", tempfile.mkdtemp(prefix="guyub-tests-"))
os.environ["GUYUB_DEMO"] = "0"
# The synchronous ORM may be used beside the browser tests' event loop.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

from guyub.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# WhiteNoise warns of a folder that is not there
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
