"""Takes one guard of the program out at a time and looks whether the test that shall notice does: a test that can't fail proves nothing.

usage: bin/test --sabotage [GUARD]

Each guard is an edit of one place, the build that it needs, and one test. The sources are put back in any case.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SWIFT, FAULTS = "swift", "faults"

# What is guarded, the file, what stands there and what instead, the kind of the test and its name.
GUARDS = [
    (
        "row rule", "Sources/RecordEngine/Query/ListPlan.swift", "let rules = try alternatives(rule, under: query.filter)",
        "let rules = Array(try alternatives(rule, under: query.filter).prefix(0))", SWIFT, "APIRightsTests",
    ),
    (
        "field rule", "Sources/RecordEngine/Query/QueryCompiler.swift", "!isGuarded || role.access(object.name, name) >= .read else",
        "!isGuarded || !name.isEmpty else", SWIFT, "FieldRightsTests",
    ),
    (
        "search in closed fields", "Sources/RecordEngine/Search/Records+Search.swift", "guard isGuarded, readable.count < searched.count else",
        "guard isGuarded, readable.count > searched.count else", SWIFT, "NonInterferenceTests",
    ),
    (
        "escape", "Sources/Markup/Escaping.swift", 'case UInt8(ascii: "\\""): "&quot;"', 'case UInt8(ascii: "\\""): nil', SWIFT, "HTMLTests",
    ),
    (
        "CSRF", "Sources/Web/Site/Visit.swift", "guard session.isGenuine(token) else { throw Visit.foreignForm }", "_ = (session, token)",
        SWIFT, "PageAccessTests",
    ),
    (
        "savepoint", "Sources/SQLiteStorage/GroupCommit.swift", 'try handle.execute("ROLLBACK TO unit")', "", SWIFT, "WritingTests",
    ),
    (
        "fsync", "Sources/SQLiteStorage/SQLiteFile.swift", ["PRAGMA synchronous = FULL", "== 2 else"], ["PRAGMA synchronous = NORMAL", ">= 0 else"],
        FAULTS, "power_cut",
    ),
    (
        "lease token", "Sources/Jobs/Lease+Queries.swift", '"id = \\(job) AND lease_token = \\(token)"', '"id = \\(job)"', SWIFT, "LeaseTests",
    ),
    (
        "idempotency row", "Sources/Identity/Idempotency/Idempotency+Queries.swift", ") == 1\n", ") >= 0\n", SWIFT, "IdempotencyTests",
    ),
    (
        "keyset bound", "Sources/RecordEngine/Query/Cursor.swift", 'return ["(\\(key.expression), \\(id.expression)) > (', 'return ["(\\(key.expression), \\(id.expression)) >= (',
        SWIFT, "APIListTests",
    ),
]


def build(kind):
    words = ["swift", "build"] + (["--build-tests"] if kind == SWIFT else ["--product", "krug"])
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit("does not build: " + "\n".join(line for line in done.stdout.splitlines() if "error:" in line))


def passes(kind, test):
    words = ["swift", "test", "--skip-build", "--filter", test] if kind == SWIFT else [".venv/bin/python", "-m", "pytest", "-q", "Tests/Faults", "-k", test]
    return subprocess.run(["bin/postgres", "--fast", "run", *words], cwd=ROOT, capture_output=True).returncode == 0


def listed(value):
    return value if isinstance(value, list) else [value]


def main():
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    kept, used = [], set()
    for name, file, before, after, kind, test in GUARDS:
        if only not in name:
            continue
        path, used = ROOT / file, used | {kind}
        source = path.read_text()
        broken = source
        for old, new in zip(listed(before), listed(after)):
            if source.count(old) != 1:
                raise SystemExit(f"{name}: what the guard is in {file} is there {source.count(old)} times")
            broken = broken.replace(old, new)
        try:
            path.write_text(broken)
            build(kind)
            unnoticed = passes(kind, test)
        finally:
            path.write_text(source)
        print(f"{name}: {'NOBODY NOTICED, though ' + test + ' should' if unnoticed else 'noticed by ' + test}", flush=True)
        kept += [name] if unnoticed else []
    for kind in used:
        build(kind)
    return 1 if kept else 0


sys.exit(main())
