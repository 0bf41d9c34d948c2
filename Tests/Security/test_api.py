"""The API keeps to its own document, whoever asks: schemathesis makes requests that fit it and requests that don't."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from krug import CAST

FOLDER = Path(__file__).resolve().parent
# An object with verbs, what is no object, and what carries other orders.
SHORT = "^/api/(deals|batch|batches|bulk|files|imports|journal|me|notifications|quality|search|tokens)(/|$)"


@pytest.fixture(scope="session")
def filled(krug):
    for number in range(3):
        company = krug.make("companies", title=f"Acme {number}")
        krug.make("deals", title=f"Deal {number}", company=company)
        krug.make("people", name=f"Ann {number}")
    return krug


@pytest.mark.parametrize("role", ["salesperson", "observer", "head", "administrator"])
def test_the_api_answers_as_its_document_says(filled, role, is_full, tmp_path):
    if not is_full and role != "salesperson":
        pytest.skip("in the full form only")
    token = filled.command("token", "create", "--user", CAST[role].email, "--name", f"schemathesis {role}", *filled.place)
    much = ["--phases", "coverage,fuzzing,stateful", "--max-examples", "5"] if is_full else ["--phases", "coverage", "--include-path-regex", SHORT]
    words = [
        sys.executable, "-m", "schemathesis.cli", "--config-file", FOLDER / "schemathesis.toml", "run", f"{filled.address}/api/openapi.json", *much,
        "--header", f"Authorization: Bearer {token}", "--seed", "7", "--workers", "1", "--continue-on-failure", "--no-color",
        "--suppress-health-check", "all", "--generation-database", "none", "--warnings", "off",
    ]
    more = os.environ | {"SCHEMATHESIS_HOOKS": str(FOLDER / "schemathesis_hooks.py")}
    limit = 7200 if is_full else 1200
    done = subprocess.run([str(word) for word in words], cwd=tmp_path, env=more, capture_output=True, text=True, timeout=limit)
    said = done.stdout.partition("= FAILURES =")[2][:6_000] + done.stdout[-2_000:] + done.stderr[-2_000:]
    cases = re.search(r"(\d+) generated", done.stdout)
    assert done.returncode == 0, said
    print(f"{role}: {cases[1]} cases")
    assert cases and int(cases[1]) > (30_000 if is_full else 500), said
