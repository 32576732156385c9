"""HTML and CSS as the Nu checker of the W3C reads them: every page and state in every language."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils.text import slugify

from tests.pages import PAGES
from tests.site import LANGUAGES, read

NU = Path(__file__).parent / "node/node_modules/vnu-jar/build/dist/vnu.jar"
NEWER_THAN_NU = ("field-sizing", "container-type", "@container")  # properties its tables do not hold yet


@pytest.fixture(scope="module")
def nu() -> list[str]:
    """The command. Without Java or the checker there is nothing to run; `make node` brings both."""
    if not (shutil.which("java") and NU.exists()):
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("no Nu checker here: run make node")
    return ["java", "-jar", str(NU), "--stdout", "--exit-zero-always", "--format", "json"]


def said(command: list[str]) -> list[str]:
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    return sorted({_line(message) for message in json.loads(result.stdout)["messages"]})


def _line(message: dict[str, Any]) -> str:
    where = Path(message.get("url", "")).name
    return f"{where}: {message['message']} {message.get('extract', '')!r}"


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_html_is_valid(nu, tmp_path, language):
    """One start of Java for all pages of a language: a start costs more than a page."""
    for page in PAGES:
        (tmp_path / f"{slugify(page.name)}.html").write_bytes(read(page, language).content)
    assert said([*nu, str(tmp_path)]) == []


def test_style_sheet_is_valid(nu):
    sheets = sorted(str(path) for path in (settings.BASE_DIR / "static").rglob("*.css"))
    assert [line for line in said([*nu, "--css", *sheets]) if not any(word in line for word in NEWER_THAN_NU)] == []
