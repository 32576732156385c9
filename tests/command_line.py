"""manage.py as an operator calls it: a process of its own, with its own database."""

import os
import subprocess
import sys

from django.conf import settings


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "guide.settings", **environment},
        capture_output=True,
        text=True,
    )


def manage(*arguments: str, **environment: str) -> str:
    """What the command said; it must succeed."""
    done = run(*arguments, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


def refused(*arguments: str, **environment: str) -> str:
    """Why the command did nothing: one line."""
    done = run(*arguments, **environment)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr
