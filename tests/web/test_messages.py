"""Translations without GNU gettext: what is collected, what is refused, what is written."""

from __future__ import annotations

import gettext
import importlib.util
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def messages(tmp_path, monkeypatch):
    """The tool on a small product of its own."""
    spec = importlib.util.spec_from_file_location("messages", ROOT / "tools/messages.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "messages", module)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "PACKAGE", tmp_path / "guyub")
    for name in ("exchange", "registry"):
        folder = tmp_path / "guyub/apps" / name
        folder.mkdir(parents=True)
        (folder / "apps.py").write_text("")
    return module


def write(messages, place: str, text: str) -> None:
    path = messages.PACKAGE / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def collected(messages, name: str = "exchange") -> set[object]:
    (domain,) = messages.domains([name])
    return {message.id for message in messages.collect(domain).values()}


def translate(messages, text: str, name: str = "exchange") -> None:
    (domain,) = messages.domains([name])
    domain.po.parent.mkdir(parents=True, exist_ok=True)
    domain.po.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
        + text
    )


def test_python_and_templates_are_read(messages):
    write(
        messages,
        "apps/exchange/views.py",
        'from x import gettext as _\n_("Stored.")\nngettext("%(n)d row", "%(n)d rows", n)\npgettext("month", "May")\n',
    )
    write(
        messages,
        "apps/exchange/templates/x.html",
        '{% load i18n %}\n  <c-head title="{% trans "Submissions" %}">\n {% blocktrans count n=n %}{{ n }} file{% plural %}{{ n }} files{% endblocktrans %}\n'
        '{% trans "80 %" %} {{ _("By (us)") }} {% trans \'It "is" so\' %}{% blocktrans trimmed %}\n one\n two\n{% endblocktrans %}',
    )

    assert collected(messages) == {
        "Stored.", ("%(n)d row", "%(n)d rows"), "May", "Submissions", ("%(n)s file", "%(n)s files"), "80 %%", "By (us)",
        'It "is" so', "one two",
    }  # fmt: skip


def test_each_app_keeps_its_own_strings_and_the_rest_go_to_the_package(messages):
    write(messages, "errors.py", '_("Refused.")')
    write(messages, "apps/exchange/views.py", '_("Stored.")')

    assert (collected(messages), collected(messages, "guyub"), collected(messages, "registry")) == (
        {"Stored."},
        {"Refused."},
        set(),
    )


def test_an_update_keeps_what_is_translated_and_drops_what_is_unused(messages):
    write(messages, "apps/exchange/views.py", '_("Stored.")\n_("Gone.")')
    messages.main(["update"])
    (domain,) = messages.domains(["exchange"])
    domain.po.write_text(
        domain.po.read_text().replace('msgid "Stored."\nmsgstr ""', 'msgid "Stored."\nmsgstr "Tersimpan."')
    )
    write(messages, "apps/exchange/views.py", '_("Stored.")\n_("New.")')
    messages.main(["update"])
    text = domain.po.read_text()

    assert 'msgstr "Tersimpan."' in text and '"New."' in text and "Gone." not in text


def test_an_update_that_changes_nothing_writes_the_same_file(messages):
    write(messages, "apps/exchange/views.py", '_("Stored.")\nngettext("row", "rows", 2)')
    messages.main(["update"])
    (domain,) = messages.domains(["exchange"])
    before = domain.po.read_bytes()
    messages.main(["update"])

    assert domain.po.read_bytes() == before
    assert b"Date" not in before and b"Generated" not in before


@pytest.mark.parametrize(
    ("po", "said"),
    [
        ("", "is not in the file"),
        ('msgid "%(n)s rows"\nmsgstr ""\n', "has no translation"),
        ('#, fuzzy\nmsgid "%(n)s rows"\nmsgstr "%(n)s baris"\n', "fuzzy"),
        ('msgid "%(n)s rows"\nmsgstr "%(m)s baris"\n', "differ in %(m)s, %(n)s"),
        ('msgid "%(n)s rows"\nmsgstr "baris"\n', "differ in %(n)s"),
        ('msgid "%(n)s rows"\nmsgstr "%(n)s baris"\n\nmsgid "Old"\nmsgstr "Lama"\n', "no longer used"),
        ('msgid "%(n)s rows"\nmsgstr "%(n)s baris"\n\n#~ msgid "Old"\n#~ msgstr "Lama"\n', "kept as a comment"),
    ],
)
def test_a_wrong_catalogue_fails_and_says_where(messages, capsys, po, said):
    write(messages, "apps/exchange/views.py", '_("%(n)s rows")')
    translate(messages, po)

    assert messages.main(["check"]) == 1
    assert said in (error := capsys.readouterr().err)
    assert "guyub/apps/exchange/locale/id/LC_MESSAGES/django.po" in error


def test_a_whole_catalogue_passes(messages):
    write(messages, "apps/exchange/views.py", 'ngettext("%(n)s row", "%(n)s rows", 2)')
    translate(messages, 'msgid "%(n)s row"\nmsgid_plural "%(n)s rows"\nmsgstr[0] "%(n)s baris"\n')

    assert messages.main(["check"]) == 0


def test_one_english_string_has_one_indonesian_text(messages, capsys):
    for name, text in (("exchange", "Keberatan"), ("registry", "Objek")):
        write(messages, f"apps/{name}/views.py", '_("Object")')
        translate(messages, f'msgid "Object"\nmsgstr "{text}"\n', name)

    assert messages.main(["check"]) == 1
    assert "'Object' is 'Keberatan' in exchange but 'Objek' in registry" in capsys.readouterr().err


def test_what_is_compiled_is_what_gettext_reads(messages):
    write(messages, "apps/exchange/views.py", '_("Stored.")\nngettext("row", "rows", 2)')
    translate(messages, 'msgid "Stored."\nmsgstr "Tersimpan."\n\nmsgid "row"\nmsgid_plural "rows"\nmsgstr[0] "baris"\n')
    messages.main(["compile"])
    (domain,) = messages.domains(["exchange"])
    with domain.po.with_suffix(".mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)

    assert catalogue.gettext("Stored.") == "Tersimpan."
    assert (catalogue.ngettext("row", "rows", 1), catalogue.ngettext("row", "rows", 2)) == ("baris", "baris")


def test_an_unknown_app_is_named(messages):
    with pytest.raises(SystemExit, match="no app named exchnge; known: guyub, exchange, registry"):
        messages.main(["check", "exchnge"])


def test_the_whole_product_is_read_in_under_three_seconds(messages, monkeypatch):
    monkeypatch.setattr(messages, "ROOT", ROOT)
    monkeypatch.setattr(messages, "PACKAGE", ROOT / "guyub")
    before = time.process_time()
    for domain in messages.domains([]):
        messages.check(domain)

    assert time.process_time() - before < 3
