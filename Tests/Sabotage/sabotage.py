"""Takes one guard of the program out at a time and looks whether the test that shall notice does: a test that can't fail proves nothing.

usage: bin/test --sabotage [GUARD]

Each guard is an edit of one place, the tests that are run without it, and the one of them that must fail then, and passes with the guard.
The sources are put back in any case.
"""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYTEST = [".venv/bin/python", "-m", "pytest", "-q"]

# By what tests of each kind are built, run and joined.
SWIFT, FAULTS, API, COUNTS = KINDS = [
    (["--build-tests"], ["swift", "test", "--skip-build", "--filter"], "|"),
    (["--product", "krug"], [*PYTEST, "Tests/Faults", "-k"], " or "),
    (["--product", "krug"], [*PYTEST, "Tests/Security/test_api.py", "-k"], " or "),
    (["--product", "bench"], ["bin/counts"], " "),
]

# What is guarded, the file, what stands there and what instead, the kind of the tests, which of them are run, and which must fail.
GUARDS = [
    (
        "row rule", "Sources/RecordEngine/Query/ListPlan.swift", "let rules = try alternatives(rule, under: query.filter)",
        "let rules = Array(try alternatives(rule, under: query.filter).prefix(0))", SWIFT, "APIRightsTests",
        "another team's record does not exist and stays as it is",
    ),
    (
        "field rule", "Sources/RecordEngine/Query/QueryCompiler.swift", "!isGuarded || role.access(object.name, name) >= .read else",
        "!isGuarded || !name.isEmpty else", SWIFT, "FieldRightsTests",
        "a field that may not be read can't be asked about in any way",
    ),
    (
        "rule of references", "Sources/RecordEngine/Writing/Records+Check.swift", "let rule = principal.role.grant(link.object).read",
        "let rule = RowRule.all", SWIFT, "ReferenceMatrixTests",
        "a record that one may not read is answered like one that is not there, wherever a request names it",
    ),
    (
        "closed columns", "Sources/RecordEngine/Record/Record.swift", "guard !field.isReadOnly, role.access(object.name, name) == .write else",
        "guard role.access(object.name, name) == .write else", SWIFT, "MassAssignmentTests",
        "no column is set that is not a field for it, whichever way it is sent",
    ),
    (
        "escape", "Sources/Markup/Escaping.swift", 'case UInt8(ascii: "\\""): "&quot;"', 'case UInt8(ascii: "\\""): nil', SWIFT, "HTMLTests",
        "no text from the corpus opens a tag or leaves its attribute",
    ),
    (
        "CSRF", "Sources/Web/Site/Visit.swift", "guard session.isGenuine(token) else { throw Visit.foreignForm }", "_ = (session, token)",
        SWIFT, "PageAccessTests", "a form without the session's token changes nothing",
    ),
    (
        "keyset bound", "Sources/RecordEngine/Query/Cursor.swift", 'return ["(\\(key.expression), \\(id.expression)) > (', 'return ["(\\(key.expression), \\(id.expression)) >= (',
        SWIFT, "APIListTests", "pages follow each other without a gap or a double",
    ),
    (
        "idempotency row", "Sources/Identity/Idempotency/Idempotency+Queries.swift", ") == 1\n", ") >= 0\n", SWIFT, "IdempotencyTests",
        "the same order again gets the same answer, another order under the key is refused",
    ),
    (
        "savepoint", "Sources/SQLiteStorage/GroupCommit.swift", 'try handle.execute("ROLLBACK TO unit")', "", SWIFT, "WritingTests",
        "a unit that fails takes only its own changes along",
    ),
    (
        "lease token", "Sources/Jobs/Lease+Queries.swift", '"id = \\(job) AND lease_token = \\(token)"', '"id = \\(job)"', SWIFT, "LeaseTests",
        "a lease that ran out goes to another, and the one before changes nothing any more",
    ),
    (
        "search in closed fields", "Sources/RecordEngine/Search/Records+Search.swift", "guard isGuarded, readable.count < searched.count else",
        "guard isGuarded, readable.count > searched.count else", SWIFT, "NonInterferenceTests",
        "what one may not read changes no byte of any answer",
    ),
    (
        "fsync", "Sources/SQLiteStorage/SQLiteFile.swift", ["PRAGMA synchronous = FULL", "== 2 else"], ["PRAGMA synchronous = NORMAL", "!= nil else"],
        FAULTS, "power_cut", "test_after_a_power_cut_everything_acknowledged_is_there",
    ),
    # No guards, but faults that an instrument shall find.
    (
        "a fault for schemathesis", "Sources/API/SearchRoute.swift",
        'throw Failure.malformed(Label("Say in “q” what to find.", ru: "Укажите в «q», что искать."))', "throw CancellationError()", API, "salesperson",
        "test_the_api_answers_as_its_document_says[salesperson]",
    ),
    (
        "an answer for schemathesis", "Sources/API/OpenAPI/PathItem.swift", "default: true", "default: status != 404", API, "salesperson",
        "test_the_api_answers_as_its_document_says[salesperson]",
    ),
    (
        "work for bin/counts", "Sources/Filters/Filter.swift", "self = try parser.filter()",
        "var twice = parser; _ = try twice.filter(); self = try parser.filter()", COUNTS, "", "filter",
    ),
]


class Trouble(Exception):
    """What keeps a guard from being proven."""


def build(kind):
    done = subprocess.run(["swift", "build", *kind[0]], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        errors = [line for line in done.stdout.splitlines() if "error:" in line]
        raise Trouble("does not build: " + "\n".join(errors or [done.stderr[-2000:]]))


def failed(kind, tests):
    """The tests that fail, by the lines that tell of them."""
    done = subprocess.run(["bin/postgres", "--fast", "run", *kind[1], tests], cwd=ROOT, capture_output=True, text=True)
    lines = [line for line in done.stdout.splitlines() if line.startswith(("✘ Test ", "FAILED ", "bin/counts: more"))]
    if done.returncode and not lines:
        raise Trouble(f"{tests} do not run: {(done.stdout + done.stderr)[-2000:]}")
    return [line for line in lines if " recorded an issue" not in line and "✘ Test run" not in line]


def listed(value):
    return value if isinstance(value, list) else [value]


def broken(source, before, after):
    """The source without its guard."""
    for old, new in zip(listed(before), listed(after)):
        if source.count(old) != 1:
            raise Trouble(f"what the guard is stands there {source.count(old)} times")
        source = source.replace(old, new)
    return source


def prove(name, file, before, after, kind, tests, test):
    """Says which tests notice that the guard is gone. The program is left built without it."""
    path = ROOT / file
    source = path.read_text()
    try:
        path.write_text(broken(source, before, after))
        build(kind)
        lines = failed(kind, tests)
    finally:
        path.write_text(source)
    if not any(test in line for line in lines):
        raise Trouble(f"NOBODY NOTICED, though “{test}” should")
    others = len(lines) - 1
    return f"noticed by “{test}”" + (f" and {others} more of {tests}" if others else "")


def main():
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    guards = [guard for guard in GUARDS if only in guard[0]]
    if not guards:
        raise SystemExit(f"There is no guard “{only}”; there are: " + ", ".join(guard[0] for guard in GUARDS))
    kinds = [kind for kind in KINDS if any(guard[4] is kind for guard in guards)]
    for kind in kinds:
        build(kind)
        joint = kind[2].join(sorted({guard[5] for guard in guards if guard[4] is kind}))
        if lines := failed(kind, joint):
            raise SystemExit("With all guards in their places these fail already:\n" + "\n".join(lines))
    unproven = 0
    for guard in guards:
        start = time.monotonic()
        try:
            said = prove(*guard)
        except Trouble as trouble:
            unproven, said = unproven + 1, str(trouble)
        print(f"{guard[0]}: {said} ({time.monotonic() - start:.0f} s)", flush=True)
    for kind in kinds:
        build(kind)
    return 1 if unproven else 0


sys.exit(main())
