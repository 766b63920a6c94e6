"""Every template of the product against the components: names that exist, attributes that are declared, one heading."""

from __future__ import annotations

import re
from pathlib import Path

import guyub

PACKAGE = Path(guyub.__file__).parent
COMPONENTS = PACKAGE / "web/templates/cotton"
# Quoted values may hold template tags, which may hold the same quotes again.
VALUE = r'"(?:{%.*?%}|{{.*?}}|[^"])*"|\'(?:{%.*?%}|{{.*?}}|[^\'])*\''
TAG = re.compile(rf"<c-([a-z][a-z0-9.-]*)((?:\s+(?:{{%.*?%}}|{{{{.*?}}}}|[:a-zA-Z_-]+(?:=(?:{VALUE}))?))*)\s*/?>", re.S)
ATTRIBUTE = re.compile(rf"([:a-zA-Z_-]+)(?:=(?:{VALUE}))?", re.S)


def uses():
    for path in sorted(PACKAGE.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        for match in TAG.finditer(text):
            bare = re.sub(r"(?<![\"'])\s{%.*?%}", " ", match[2])
            names = {name.lstrip(":").replace("-", "_") for name in (one[1] for one in ATTRIBUTE.finditer(bare))}
            yield f"{path.relative_to(PACKAGE)}:{text.count(chr(10), 0, match.start()) + 1}", match[1], names


def declared() -> dict[str, set[str]]:
    found = {}
    for path in COMPONENTS.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        match = re.search(r"<c-vars(.*?)/>", text, re.S)
        names = {one[1].lstrip(":").replace("-", "_") for one in ATTRIBUTE.finditer(match[1])} if match else set()
        found[path.stem.replace("_", "-")] = names | ({"*"} if "{{ attrs }}" in text else set())
    return found


def test_every_component_that_is_used_exists():
    known = declared().keys() | {"vars", "slot"}

    assert [f"{where}: <c-{name}>" for where, name, _attributes in uses() if name not in known] == []


def test_every_attribute_that_is_given_is_declared():
    known = declared()
    unknown = [
        f"{where}: <c-{name} {attribute}>"
        for where, name, attributes in uses()
        if name in known and "*" not in known[name]
        for attribute in sorted(attributes - known[name])
    ]

    assert unknown == []


def test_every_class_in_a_template_is_in_the_sheet():
    sheet = (PACKAGE / "web/static/web/guyub.css").read_text(encoding="utf-8")
    known = set(re.findall(r"\.([a-zA-Z][\w-]*)", sheet))
    unknown = set()
    for path in PACKAGE.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for value in re.findall(r'\sclass="((?:{%.*?%}|{{.*?}}|[^"])*)"', text, re.S):
            # A condition parts two words; a value makes one whose whole is not known here.
            parted = re.sub(r"{% ?(?:if|elif|else|endif|for|endfor)\b.*?%}", " ", value)
            whole = re.sub(r"{%.*?%}|{{.*?}}", "\0", parted)
            words = [word for word in whole.split() if "\0" not in word]
            unknown |= {f"{path.relative_to(PACKAGE)}: {word}" for word in words if word not in known}

    assert sorted(unknown) == []


FRONT = "apps/monitoring/templates/monitoring/front.html"  # the shell's own trail says where this one is


def test_a_page_of_the_shell_names_itself_and_its_place():
    pages = [
        path
        for path in PACKAGE.rglob("*.html")
        if re.search(r"{% extends [\"']base\.html[\"'] %}", path.read_text(encoding="utf-8"))
        and path.name != "bare.html"
    ]
    without = [
        f"{path.relative_to(PACKAGE)} lacks block {block}"
        for path in pages
        for block in ("title", "crumbs", "main")
        if f"{{% block {block} %}}" not in path.read_text(encoding="utf-8")
        if (path.relative_to(PACKAGE).as_posix(), block) != (FRONT, "crumbs")
    ]

    assert without == []
