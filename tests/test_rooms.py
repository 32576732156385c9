"""The way of data is one-directional, and the contract in docs/answers.md is the code's."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from guide.questions import QUESTIONS

ROOT = Path(__file__).resolve().parent.parent


def test_carriers_never_import_guide() -> None:
    importing = re.compile(r"^\s*(?:from|import) guide\b", re.MULTILINE)
    assert [path for path in (ROOT / "carriers").rglob("*.py") if importing.search(path.read_text())] == []


@pytest.mark.parametrize("module", ["guide.plan", "guide.deadlines", "guide.flow"])
def test_the_engine_loads_without_models_and_views(module: str) -> None:
    code = f"import sys, {module}; print([m for m in sys.modules if m.startswith(('carriers.models', 'guide.views'))])"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


def documented_values() -> dict[str, list[str]]:
    rows = re.findall(r"^\| `(\w+)`[^|]*\|[^|]*\|([^|]*)\|$", (ROOT / "docs/answers.md").read_text(), re.MULTILINE)
    return {key: re.findall(r"`([^`]+)`", values) for key, values in rows}


@pytest.mark.parametrize("key", [key for key in QUESTIONS if key not in ("carrier", "leaving", "cycle")])
def test_documented_values_are_the_options(key: str) -> None:
    assert documented_values()[key] == [option.value for option in QUESTIONS[key].options]


def test_every_question_is_documented_in_order() -> None:
    assert list(documented_values()) == list(QUESTIONS)
