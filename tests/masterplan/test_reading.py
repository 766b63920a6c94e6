"""A workbook that is made to be large is read as small as it is."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from guyub.apps.masterplan.sheet.reading import read_lines


def workbook(*, sheet: bytes = b"", dimension: bytes = b"") -> bytes:
    book, file, grown = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    book.active.append(["Nama program", "Dimensi"])
    book.save(file)
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(grown, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/"):
                content = content.replace(b"</sheetData>", sheet + b"</sheetData>")
                content = content.replace(b'ref="A1:B1"', b'ref="%s"' % (dimension or b"A1:B1"))
            new.writestr(name, content)
    return grown.getvalue()


def test_a_sheet_that_claims_the_whole_grid_has_the_lines_that_are_written():
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'

    [lines] = read_lines(workbook(sheet=far, dimension=b"A1:XFD1048576"))

    assert lines[0].cells == ("Nama program", "Dimensi")
    assert len(lines) <= 2


@pytest.mark.parametrize("number", ["1e300", "-1e300", "123456789012345678901234567890"])
def test_a_number_that_is_no_amount_is_kept_as_it_is_written(number):
    [lines] = read_lines(workbook(sheet=b'<row r="2"><c r="A2"><v>%s</v></c></row>' % number.encode()))

    assert lines[1].cells[0] == str(float(number)) or lines[1].cells[0] == number
