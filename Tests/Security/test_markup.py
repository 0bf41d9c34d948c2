"""No text, wherever it is typed, kept or sent, becomes more of a page than text."""

import html
import re
from collections import Counter, deque
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit

import html5lib
import requests

import markup

TEXTS = [
    "\"><xss7 onx=1>", "'><img src=x onerror=alert(7)>", "</title></textarea></script><script>alert(7)</script>", "<svg/onload=alert(7)>",
    "javascript:alert(7)", "\" onmouseover=\"alert(7)", "' autofocus onfocus='alert(7)", "&lt;xss7&gt;&#60;xss7&#62;", "<!--><xss7>-->",
    "]]><xss7>", "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(7)>", "<iframe srcdoc=\"<script>alert(7)</script>\">",
    "<a href=\"jav&#x09;ascript:alert(7)\">x</a>", "`><xss7>", "<base href=//xss7.example>", "<noscript><p title=\"</noscript><xss7>\">",
    "data:text/html,<script>alert(7)</script>", "{{constructor.constructor('alert(7)')()}}", "${alert(7)}", "<%= 7 * 7 %>",
    "\u2028<xss7>\u2029", "\uff1cxss7\uff1e", "//xss7.example", "\\\\xss7.example", "+ADw-xss7+AD4-",
    "<meta http-equiv=refresh content=0;url=//xss7.example>", "<form action=//xss7.example><button>", "<xss7\x0conx=1>", "<plaintext>", "\"\t\n><xss7>",
]
# Closes whatever it may stand in, and is short enough for any field.
SHORT = "\"'><xss7 onx=1></title></textarea></script><script>x</script><img src=x onerror=x>"
# Items of addresses that pages read.
ITEMS = (
    "q filter sort group columns view object field operator value title about next list done at join for within from to kind after as_of template "
    "pipeline lanes cards layout fragment of recent id stage owner email language toast fill".split()
)


def plant(krug, texts):
    """Records of every object whose texts are the corpus, as far as the fields take them; the count of texts that were taken."""
    schemas = krug.api("GET", "openapi.json")["components"]["schemas"]
    paths = krug.api("GET", "openapi.json")["paths"]
    hints = {
        "custom_fields": {"object": "deal", "type": "text"}, "saved_views": {"object": "deal", "audience": "everyone"}, "segments": {"object": "company"},
        "validation_rules": {"object": "deal", "condition": 'title = "never"'}, "object_layouts": {"object": "deal"},
        "templates": {"audience": "everyone"}, "segment_entries": {"record": {"object": "company", "id": 1}},
        "followers": {"about": {"object": "company", "id": 1}}, "pins": {"about": {"object": "company", "id": 1}, "event": "activity:1"},
        "comments": {"about": {"object": "company", "id": 1}},
    }
    taken = 0
    for path, ways in paths.items():
        operation = ways.get("post", {}).get("operationId", "")
        if not operation.endswith(".create") or path.count("/") != 2:
            continue
        schema = ways["post"]["requestBody"]["content"]["application/json"]["schema"]
        fields = schemas[schema["$ref"].split("/")[-1]]["properties"] if "$ref" in schema else schema["properties"]
        fields = {name: next(iter(field.get("anyOf", [field]))) for name, field in fields.items()}
        for number, text in enumerate(texts):
            values = {name: text for name, field in fields.items() if is_text(field)}
            values |= hints.get(path.split("/")[-1], {})
            taken += make(krug, path.removeprefix("/api/"), values, fields, number)
    return taken


def is_text(field) -> bool:
    kinds = field.get("type", [])
    return "string" in ([kinds] if isinstance(kinds, str) else kinds) and "enum" not in field and "format" not in field


def make(krug, path, values, fields, number) -> int:
    """Makes a record, without the texts that its fields refuse; how many texts it has."""
    for _ in range(6):
        answer = requests.post(f"{krug.address}/api/{path}", json=values, headers={"Authorization": f"Bearer {krug.token}"}, timeout=60)
        if answer.status_code != 422:
            assert answer.status_code < 500, answer.text
            return sum(value in (SHORT, *TEXTS) for value in values.values() if isinstance(value, str)) if answer.status_code == 201 else 0
        for error in answer.json()["errors"]:
            name = error["field"]
            if name in values:
                del values[name]
            elif name in fields:
                values[name] = some(fields[name], number)
    return 0


def some(field, number):
    """Something that a field takes which must be filled."""
    kinds = field.get("type", [])
    if "object" in kinds:
        return {"object": "deal", "id": 1}
    return 1 if "integer" in kinds else f"xss{number}@krug.test"


def places(text, address):
    """The addresses of ours that a page names, in links and in what its scripts read."""
    for element in html5lib.parse(text).iter():
        for key, value in (element.attrib or {}).items():
            if value.startswith(("/", "?")) and not value.startswith("//") and key not in ("action", "formaction"):
                yield urljoin(address, html.unescape(value)).split("#")[0]


def shape(path):
    """What tells one kind of page from another: ids and values do not."""
    parts = urlsplit(path)
    return re.sub(r"\d+", "N", parts.path), tuple(sorted({name for name, _ in parse_qsl(parts.query)}))


def crawl(window, most, each):
    """Pages as far as links lead, of every kind so many."""
    seen, kinds, queue = set(), Counter(), deque(["/", "/settings", "/deals/board", "/profile", "/trash", "/quality", "/import", "/actions", "/developers"])
    while queue and len(seen) < most:
        path = queue.popleft()
        if path in seen or kinds[shape(path)] >= each or path.startswith(("/assets/", "/sign-out", "/live")) or "/export." in path:
            continue
        seen.add(path)
        kinds[shape(path)] += 1
        answer = window.get(path)
        assert answer.status_code < 500, f"{path}: {answer.status_code}"
        if answer.headers.get("content-type", "").startswith("text/html"):
            yield path, answer.text
            queue.extend(places(answer.text, path))


def forms(text, path):
    """Where the forms of a page lead, and the names of what they send."""
    for form in html5lib.parse(text, namespaceHTMLElements=False).iter("form"):
        if form.get("method", "").lower() == "post":
            names = [element.get("name") for element in form.iter() if element.tag in ("input", "textarea", "select", "button") and element.get("name")]
            yield urljoin(path, form.get("action", path)), names


def test_no_text_becomes_more_than_text(krug, window, is_full):
    texts = [SHORT] if not is_full else [SHORT, *TEXTS]
    planted = plant(krug, texts)
    assert planted >= (25 if is_full else 45) * len(texts), planted
    anna = window("administrator")
    wrong, pages, doors, known = [], [], {}, set()
    for path, text in crawl(anna, 4_000 if is_full else 220, 3 if is_full else 1):
        pages.append(path)
        wrong += [f"{path}: {fault}" for fault in markup.faults(text)]
        doors |= {(urlsplit(where).path, tuple(sorted(set(names)))): where for where, names in forms(text, path)}
    assert len(pages) > 150, len(pages)
    # What stands in the address.
    kinds = {re.sub(r"\d+", "N", urlsplit(path).path): urlsplit(path).path for path in pages}
    for path in list(kinds.values())[:None if is_full else 60]:
        asked = [urlencode({name: text for name in ITEMS}) for text in texts]
        # One that a page refuses hides the others.
        asked += [f"{name}={quote(SHORT)}" for name in ITEMS] if is_full else []
        for query in asked:
            wrong += look(f"{path}?{query}", anna.get(f"{path}?{query}"), known)
    # What stands in a form, which comes back with it when it is refused.
    sent = 0
    for (path, names), where in doors.items():
        if re.search(r"sign-out|/delete|sessions/end|/undo|/redo|password|/leave|/revoke|/trash|/erase|/hide", path):
            continue
        sent += 1
        for text in texts:
            wrong += look(f"POST {path}", anna.send(where, [(name, text) for name in names if name not in ("_csrf", "_version")]), known)
    assert sent > 25, sent
    print(f"{len(pages)} pages, {planted} texts planted, {len(kinds)} addresses with {len(ITEMS)} items, {sent} forms, {len(known)} answers read")
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(sorted(set(wrong))[:60])


def test_the_judge_finds_them_where_nothing_is_escaped():
    head = "<!doctype html><html lang=en><head><title>x</title></head><body>"
    # Only a text of an address, a template of a library that we do not have, or other signs for the same is harmless as it stands.
    harmless = re.compile(r"^(javascript|data):|^\{\{|^\$\{|^&lt;|^\uff1c|^//|^\\\\|^\+ADw|^<%=")
    for text in [SHORT, *(text for text in TEXTS if not harmless.search(text))]:
        pages = [f"{head}<p>{text}</p>", f'{head}<input value="{text}">', f"{head}<a title='{text}'>x</a>", f"{head}<textarea>{text}</textarea>"]
        assert any(markup.faults(page) for page in pages), text
    for text in ["javascript:alert(7)", "data:text/html,x", "//xss7.example", "\\\\xss7.example", "java\tscript:x"]:
        assert markup.faults(f'{head}<a href="{text}">x</a>'), text
    assert not markup.faults(f"{head}<p>{html.escape(SHORT)}</p><a href='/deals?q=%22'>x</a></body></html>")


def look(name, answer, known):
    """The faults of an answer, unless it is one that is known, as of a page that heeds no item of its address."""
    assert answer.status_code < 500, f"{name}: {answer.status_code}"
    if not answer.headers.get("content-type", "").startswith("text/html") or hash(answer.text) in known:
        return []
    known.add(hash(answer.text))
    return [f"{name[:300]}: {fault}" for fault in markup.faults(answer.text)]
