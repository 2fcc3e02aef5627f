"""The settings of the tests: the site's own, in test mode, with a data folder that goes away after them."""

import atexit
import os
import shutil
import tempfile

os.environ["COPRODUCE_MODE"] = "test"
# Playwright keeps a loop in the thread of the tests that follow it; none of them awaits anything.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
if "COPRODUCE_DATA" not in os.environ:
    os.environ["COPRODUCE_DATA"] = tempfile.mkdtemp(prefix="coproduce-test-")
    atexit.register(shutil.rmtree, os.environ["COPRODUCE_DATA"], ignore_errors=True)

from coproduce.config.settings import *
from coproduce.config.settings import DATA, DATABASES, STORAGES

# Pages are tested without built files; browser tests start the real server, which has them.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
(DATA / "static").mkdir(exist_ok=True)

if DATABASES["default"]["ENGINE"] == "coproduce.config.sqlite":
    # In memory, one for each test process: pytest-django puts the process's name at the end.
    DATABASES["default"]["TEST"] = {"NAME": "file:coproduce?mode=memory&cache=shared&process="}
