"""What may stand on our pages, and what is wrong with one, as a browser reads it."""

import re

import html5lib

HTML, SVG = "{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/2000/svg}"
# Our own elements have a hyphen in their names.
ELEMENTS = set(
    "a api-explorer article aside body button caption code command-field confirm-dialog day-list dd details dialog div dl drop-zone dt duplicate-hints "
    "fieldset file-drop form form-aid h1 h2 h3 head header help-overlay html input kbd label legend li link list-view main meta nav noscript ol "
    "optgroup option output p paste-guard quick-create record-picker script section select small span stage-board strong summary svg:circle svg:rect "
    "svg:svg svg:use table tbody td template textarea th thead theme-switch time title tr ul undo-toast".split()
)
ATTRIBUTES = set(
    "accept action as autocomplete autofocus charset checked class colspan content crossorigin cx cy datetime disabled enctype fill for form "
    "dir formaction formnovalidate height hidden href id inputmode label lang max maxlength method min multiple name open pattern placeholder r readonly "
    "rel required role rows rx scope selected spellcheck src step stroke stroke-dasharray stroke-linecap stroke-width tabindex target title type value "
    "viewBox width".split()
)
ADDRESSES = {"href", "src", "action", "formaction", "poster", "data", "srcset", "cite", "background", "ping", "manifest"}
# One of our own pages, a part of the page, a site, a mailbox, a phone.
SAFE = re.compile(r"(/(?![/\\])|#|\?|$)[^\x00-\x20]*|(https?://|mailto:|tel:)[^\x00-\x20\"'<>]+")


def faults(text: str) -> list[str]:
    """What a page has that no page of ours may have."""
    return [fault for element in html5lib.parse(text).iter() for fault in of_element(element)]


def of_element(element):
    if not isinstance(element.tag, str):
        return
    name = element.tag.removeprefix(HTML).replace(SVG, "svg:")
    if name not in ELEMENTS:
        yield f"<{name}>"
    if name == "script" and (not element.get("src", "").startswith("/assets/") or "".join(element.itertext()).strip()):
        yield "a script that is not ours"
    for key, value in element.attrib.items():
        if key.startswith("on") or not (key in ATTRIBUTES or re.fullmatch(r"(data|aria)-[a-z-]+", key)):
            yield f"<{name} {key}>"
        if (key in ADDRESSES or key.endswith("}href")) and not SAFE.fullmatch(value):
            yield f"<{name} {key}={value[:80]!r}>"
