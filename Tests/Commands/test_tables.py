"""Tables in and out by command: on both engines, alone and beside a server."""

import csv
import io
import json
import signal
import sqlite3
import subprocess
import time

COMPANIES = "Company,INN,City\nAcme,7707083893,Moscow\nBeta,,Tver\nGamma,,\n"
# Nothing to recognise a record by: done twice, every row would be there twice.
BLIND = {"objects": [{"object": "company", "fields": {"title": {"column": "Company"}}}]}
ROWS = 12_000


def table(text):
    return list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))


def counts(out):
    return {words[0]: int(words[1]) for words in map(str.split, out.splitlines()) if len(words) == 2 and words[1].isdigit()}


def test_a_table_becomes_records_and_is_recognised_again(desk):
    file = desk.file("companies.csv", COMPANIES)
    out, err = desk.call("import", file)
    assert counts(out) == {"read": 3, "created": 3, "merged": 0, "updated": 0, "unchanged": 0, "empty": 0, "rejected": 0}
    assert counts(desk.call("import", file)[0])["unchanged"] == 3
    filled = counts(desk.call("import", desk.file("filled.csv", COMPANIES.replace("Gamma,,", "Gamma,,Omsk")), "--object", "company")[0])
    assert (filled["updated"], filled["unchanged"]) == (1, 2)
    assert desk.count("company") == 3
    assert not list(desk.folder.glob("*.rejected.csv*"))


def test_rejected_rows_come_back_with_reasons_and_end_with_2(desk):
    desk.call("import", desk.file("twins.csv", "Company,City\nTwin,Moscow\nTwin,Tver\n"))
    file = desk.file("companies.csv", "Company,Phone\nTwin,+7 495 111-22-33\nOther,\n")
    out, _ = desk.call("import", file, code=2)
    assert (counts(out)["created"], counts(out)["rejected"]) == (1, 1)
    assert f"{file}.rejected.csv" in out and "Rows rejected:" in out
    with open(f"{file}.rejected.csv", encoding="utf-8") as rejected:
        rows = table(rejected.read())
    assert [row[:2] for row in rows] == [["Company", "Phone"], ["Twin", "+7 495 111-22-33"]]
    assert rows[1][2] == "2" and rows[1][3] != ""
    desk.call("import", file, "--rejected", str(desk.folder / "no.csv"), code=2)
    assert (desk.folder / "no.csv").exists()


def test_the_mapping_that_is_shown_can_be_changed_and_used(desk):
    file = desk.file("companies.csv", COMPANIES)
    shown = desk.call("import", file, "--show-map")[0]
    mapping = json.loads(shown)
    assert mapping["objects"][0]["fields"]["title"] == {"column": "Company"}
    assert desk.count("company") == 0
    del mapping["objects"][0]["fields"]["city"]
    desk.call("import", file, "--map", desk.file("map.json", json.dumps(mapping)))
    assert (desk.count("company"), desk.count("company", "city is not empty")) == (3, 0)


def test_what_can_not_be_imported_is_refused_with_a_reason(desk):
    desk.hire("olga@krug.test", "observer")
    file = desk.file("companies.csv", COMPANIES)
    unknown = {"objects": [{"object": "company", "fields": {"title": {"column": "Company"}, "colour": {"column": "City"}}}]}
    elsewhere = {"objects": [{"object": "company", "fields": {"title": {"column": "Nobody's"}}}]}
    assert "company.colour: " in desk.refuses("import", file, "--map", desk.file("map.json", json.dumps(unknown)))
    assert "company.title: " in desk.refuses("import", file, "--map", desk.file("map.json", json.dumps(elsewhere)))
    desk.refuses("import", file, "--map", desk.file("map.json", "{"))
    assert "missing.json" in desk.refuses("import", file, "--map", "missing.json")
    assert "missing.csv" in desk.refuses("import", "missing.csv")
    assert str(desk.folder) in desk.refuses("import", str(desk.folder))
    desk.refuses("import", desk.file("empty.csv", ""))
    workbook = desk.file("book.xlsx", b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml" + bytes(900_000))
    assert "damaged" in desk.refuses("import", workbook)
    assert "Choose one of" in desk.refuses("import", file, "--object", "planet")
    assert "nobody@krug.test" in desk.refuses("import", file, "--as", "nobody@krug.test")
    desk.refuses("import", file, "--as", "olga@krug.test")
    assert desk.count("company") == 0
    assert list(desk.folder.glob("data/files/default/*")) == []


def test_a_dry_run_says_what_would_happen_and_leaves_nothing(desk):
    desk.call("import", desk.file("before.csv", "Company,City\nAcme,\nTwin,Moscow\nTwin,Tver\n"))
    file = desk.file("companies.csv", "Company,City\nAcme,Omsk\nTwin,\nNew,Perm\nNew,Perm\n")
    out, _ = desk.call("import", file, "--object", "company", "--dry-run", code=2)
    assert counts(out) == {"created": 1, "updated": 1, "unchanged": 1, "conflict": 1, "rejected": 0, "empty": 0}
    assert "    City:  → Omsk" in out and "row 3:" in out and "(Function)" not in out
    assert (desk.count("company"), desk.count("company", "city is not empty")) == (3, 2)
    assert list(desk.folder.glob("data/files/default/*")) == [] and list(desk.folder.glob("data/*.copy-*")) == []
    real = counts(desk.call("import", file, "--object", "company", code=2)[0])
    assert (real["created"], real["updated"], real["unchanged"], real["rejected"]) == (1, 1, 1, 1)


def test_an_import_is_taken_back_by_its_number(desk):
    desk.call("import", desk.file("before.csv", "Company,City\nAcme,\n"))
    desk.call("import", desk.file("companies.csv", COMPANIES.replace("7707083893", "")))
    out, _ = desk.call("import", "--undo", "2")
    assert "Import 2 was taken back: 3 of 3 records." in out
    assert (desk.count("company"), desk.count("company", "city is not empty")) == (1, 0)
    assert "taken back already" in desk.refuses("import", "--undo", "2")
    assert "brought back: 3 of 3" in desk.call("import", "--redo", "2")[0]
    assert desk.count("company", "city is not empty") == 2
    desk.call("import", desk.file("after.csv", "Company,City\nGamma,Omsk\n"), "--object", "company")
    out, _ = desk.call("import", "--undo", "2", code=2)
    assert "2 of 3 records" in out and "company 3: " in out
    desk.refuses("import", "--undo", "77")
    desk.refuses("import", "--undo", "1", "--redo", "1", code=64)


def test_an_import_acts_for_whoever_is_named(desk):
    desk.hire("vera@krug.test", "salesperson")
    desk.call("import", desk.file("companies.csv", COMPANIES), "--as", "vera@krug.test")
    assert desk.count("company", "created_by.email = \"vera@krug.test\"") == 3


def test_a_list_is_exported_with_filter_order_and_columns(desk):
    desk.call("import", desk.file("companies.csv", COMPANIES))
    wish = ["--filter", "city is not empty", "--sort=-title", "--fields", "title,city"]
    out, _ = desk.call("export", "company", *wish)
    assert table(out) == [["Name", "City"], ["Beta", "Tver"], ["Acme", "Moscow"]]
    file = desk.folder / "out.csv"
    assert desk.call("export", "companies", *wish, "--output", str(file)) == ("", "")
    assert file.read_bytes().decode() == out.replace("\n", "\r\n")
    assert ";" in desk.call("export", "company", "--language", "ru")[0].splitlines()[0]
    assert "company, person" in desk.refuses("export", "planet")
    assert "colour" in desk.refuses("export", "company", "--fields", "title,colour")
    desk.refuses("export", "company", "--filter", "title = = 3")
    desk.refuses("export", "company", "--output", str(desk.folder / "no" / "out.csv"))


def test_more_than_a_page_is_exported(desk):
    desk.call("import", desk.file("many.csv", "Company\n" + "".join(f"Company {number}\n" for number in range(1_203))))
    assert sorted(row[0] for row in table(desk.call("export", "company", "--fields", "title")[0])[1:]) == sorted(
        f"Company {number}" for number in range(1_203)
    )


def blind_import(desk):
    text = "Company\n" + "".join(f"Company {number}\n" for number in range(ROWS))
    return ["import", desk.file("many.csv", text), "--map", desk.file("map.json", json.dumps(BLIND))]


def done(place):
    """How many companies there are, read beside whoever writes."""
    if place.engine == "postgres":
        said = subprocess.run(["psql", "-qXAt", place.database, "-c", "SELECT count(*) FROM krug.company"], capture_output=True, text=True)
        return int(said.stdout or 0)
    with sqlite3.connect(f"file:{place.folder}/krug.db?mode=ro", uri=True) as reader:
        return reader.execute("SELECT count(*) FROM company").fetchone()[0]


def half_done(desk, words):
    command = desk.start(*words)
    while not 0 < done(desk.place) < ROWS:
        assert command.poll() is None and done(desk.place) < ROWS
        time.sleep(0.02)
    return command


def test_an_interrupted_import_goes_on_when_it_is_called_again(desk):
    words = blind_import(desk)
    command = half_done(desk, words)
    command.send_signal(signal.SIGINT)
    _, err = command.communicate(timeout=60)
    assert (command.returncode, "the same command again" in err) == (130, True), err
    if not desk.server:
        assert done(desk.place) < ROWS
        out, err = desk.call(*words)
        assert "goes on" in err and counts(out)["read"] == counts(out)["created"] == ROWS
    while done(desk.place) < ROWS:
        time.sleep(0.1)
    assert desk.count("company") == ROWS


def test_a_killed_import_goes_on_and_doubles_nothing(lonely):
    command = half_done(lonely, blind_import(lonely))
    command.kill()
    command.communicate()
    assert done(lonely.place) < ROWS
    # The dead one is waited for until its lease is over.
    out, _ = lonely.call(*blind_import(lonely))
    assert counts(out)["created"] == ROWS
    assert lonely.count("company") == ROWS


def test_a_server_that_is_stopped_leaves_the_rest_of_an_import_to_the_next_program(served):
    words = blind_import(served)
    command = half_done(served, words)
    assert served.server.terminate(seconds=30) == 0
    _, err = command.communicate(timeout=60)
    assert (command.returncode, "when a server is there again" in err) == (1, True), err
    out, err = served.call(*words)
    assert "goes on" in err and counts(out)["created"] == ROWS
    assert served.count("company") == ROWS
