"""Files as people have them, and files that nobody should have: read right, or refused in one clear sentence."""

import io
import struct
import tracemalloc
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tests.uhis_portal.files.workbooks import HEADS, by_hand, written
from uhis_portal.files import export, limits, reading, workbooks
from uhis_portal.files.cells import Cells
from uhis_portal.files.columns import Column, Kind
from uhis_portal.files.defence import EDGES, defended, kept_apart, undone
from uhis_portal.files.importing import Row
from uhis_portal.files.reading import Table
from uhis_portal.files.refusals import TooLarge, Unreadable
from uhis_portal.files.workbook_values import unescaped

COLUMNS = (
    Column("code", ar="الكود", en="Code", also=("كود المنشأة",), required=True, kind=Kind.CODE),
    Column("name", ar="الاسم", en="Name"),
    Column("places", ar="عدد الأماكن", en="Places", kind=Kind.WHOLE),
    Column("since", ar="تاريخ البدء", en="Since", kind=Kind.DAY),
    Column("seen_at", ar="وقت الزيارة", en="Seen at", kind=Kind.MOMENT),
    Column("latitude", ar="خط العرض", en="Latitude", kind=Kind.DECIMAL),
    Column("open", ar="مفتوح", en="Open", kind=Kind.YES_NO),
)


def table(content: bytes) -> Table:
    return Table(io.BytesIO(content), COLUMNS)


def rows(content: bytes) -> list[tuple[int, list[str]]]:
    return [(row.number, row.cells) for row in table(content).rows()]


def refusal(content: bytes) -> tuple[str, str]:
    """(code, sentence in English) with which a file is refused, when it is opened or while it is read."""
    with pytest.raises(Unreadable) as refused:
        for _row in table(content).rows():
            pass
    said = refused.value.said()
    assert said["ar"] and said["en"] and "%(" not in said["ar"] + said["en"]
    return refused.value.code, said["en"]


TEXT = "الكود,الاسم\r\nLX-1,مستشفى الأقصر\r\nLX-2,أرمنت\r\n"
READ = [(2, ["LX-1", "مستشفى الأقصر"]), (3, ["LX-2", "أرمنت"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "windows-1256"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_encoding_and_delimiter_reads_the_same(encoding: str, delimiter: str) -> None:
    text = TEXT.replace(",", delimiter)
    content = text.encode(encoding)
    if encoding == "utf-16-be":
        content = b"\xfe\xff" + content
    read = table(content)
    assert [(row.number, row.cells) for row in read.rows()] == READ
    assert read.read_as["delimiter"] == delimiter
    assert read.read_as["encoding"].startswith(encoding[:6])


@settings(deadline=None)  # two cores are shared
@given(
    st.lists(
        st.text("ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأؤإئ 0123456789abcXYZ-،؛؟", min_size=1).filter(str.strip),
        min_size=1,
    )
)
def test_windows_1256_comes_back_as_it_was(names: list[str]) -> None:
    names = [" ".join(name.split()) for name in names]
    text = "الكود;الاسم\r\n" + "".join(f"{at};{name}\r\n" for at, name in enumerate(names))
    assert [cells[1] for _number, cells in rows(text.encode("windows-1256"))] == names


def test_what_excel_calls_its_delimiter_is_believed() -> None:
    assert rows(b"sep=;\r\nCode;Name\r\nA,1;B\r\n") == [(3, ["A,1", "B"])]


def test_headings_are_known_in_any_spelling_order_and_language_below_a_title() -> None:
    text = "كشف المنشآت,\r\n,\r\n اَلأسم , كود المنشاه\r\nأرمنت,LX-2\r\n"
    assert rows(text.encode()) == [(4, ["أرمنت", "LX-2"])]


def test_rows_keep_the_numbers_that_a_spreadsheet_shows() -> None:
    content = b'Code,Name\r\n\r\nA,"two\r\nlines"\r\n,\r\nB,x\r\n'
    assert rows(content) == [(3, ["A", "two\r\nlines"]), (5, ["B", "x"])]


def test_short_rows_have_empty_cells_and_long_ones_a_fault() -> None:
    found = list(table(b"Code,Name\r\nA\r\nB,x,y\r\nC,x,\r\n").rows())
    assert [row.cells for row in found] == [["A", ""], ["B", "x"], ["C", "x"]]
    assert [row.faults for row in found] == [[], [("", "too_many_cells")], []]


def test_something_below_an_empty_heading_is_a_fault() -> None:
    found = list(table(b"Code,,Name\r\nA,odd,x\r\nB,,y\r\n").rows())
    assert [row.faults for row in found] == [[("", "too_many_cells")], []]


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "empty", "empty"),
        (b"\r\n \r\n", "empty", "empty"),
        (b"Code,Name\r\n", "no_rows", "no rows below"),
        (b"Code,code\r\nA,B\r\n", "heading_twice", "Two columns"),
        ("الكود,Code\r\nA,B\r\n".encode(), "heading_twice", "Two columns"),
        (b"Code,Colour\r\nA,B\r\n", "heading_unknown", "Colour"),
        (b"Code,Nmae\r\nA,B\r\n", "heading_unknown", "Did you mean “Name”"),
        (b"Name\r\nA\r\n", "heading_missing", "“Code” is missing"),
        (b'Code,Name\r\nA,"never closed\r\nB,c\r\n', "broken_row", "Row 2"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not_a_table", "neither"),
        (b"%PDF-1.7\n\x00\x01", "not_a_table", "neither"),
        (TEXT.encode() + b"LX-3,\xd9\r\n", "damaged_text", "damaged"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le")[:-1], "damaged_text", "damaged"),
        ("Code,Name\r\nA,Île d'Été à côté\r\n".encode("latin-1"), "unknown_encoding", "encoding"),
        (workbooks.OLD_OR_LOCKED + b"\x00" * 600, "other_format", ".xlsx"),
        (workbooks.OLD_OR_LOCKED + b"\x00" * 600 + workbooks.LOCKED, "locked_workbook", "password"),
        (b"PK\x03\x04 and nothing more", "damaged_workbook", "damaged"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(content: bytes, code: str, words: str) -> None:
    found, said = refusal(content)
    assert (found, words in said) == (code, True), said


def test_too_many_rows_and_columns_and_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 100)
    assert refusal(b"Code\r\n" + b"A\r\n" * 101)[0] == "too_many_rows"
    assert len(rows(b"Code\r\n" + b"A\r\n" * 100)) == 100
    assert refusal(b"Code" + b"," * 300 + b"x\r\nA\r\n")[0] == "too_many_columns"
    monkeypatch.setattr(reading, "LARGEST_FILE", limits.MEGABYTE)
    with pytest.raises(TooLarge):
        table(b"Code\r\n" + b"A" * limits.MEGABYTE)


def test_a_cell_with_a_control_character_or_of_endless_length_is_a_fault_of_its_row() -> None:
    found = list(table(b"Code,Name\r\nA,b\x07c\r\nB," + b"x" * 40_000 + b"\r\nC,ok\r\n").rows())
    assert [row.faults for row in found] == [
        [("name", "unwritten_character")], [("name", "cell_too_long")], [],
    ]  # fmt: skip


# Workbooks


def test_a_workbook_reads_as_what_it_shows() -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    hidden, sheet, _more = (book.add_worksheet(name) for name in ("مخفية", "المنشآت", "أخرى"))
    hidden.hide()
    sheet.activate()
    sheet.set_first_sheet()
    day, hour = (book.add_format({"num_format": form}) for form in ("dd/mm/yyyy", '[$-x]"at" hh:mm'))
    red = book.add_format({"num_format": '[Red]0.0" days"'})
    sheet.write_row(0, 0, ["Code", "Name", "Places", "Since", "Seen at", "Latitude", "Open"])
    sheet.write_row(2, 0, [29001010100000, "أرمنت", 12])
    sheet.write_datetime(2, 3, datetime(2026, 4, 1), day)
    sheet.write_datetime(2, 4, datetime(2026, 4, 1, 13, 45), hour)
    sheet.write_number(2, 5, 25.1 + 0.2, red)
    sheet.write_boolean(2, 6, True)
    sheet.write_rich_string(3, 0, "LX", book.add_format({"bold": True}), "-2")
    sheet.write_formula(3, 1, '="x"&"y"', None, "xy")
    sheet.write_formula(3, 2, "=2+3", None, 5)
    book.close()
    read = table(file.getvalue())
    assert read.read_as == {"sheet": "المنشآت", "sheets": 3}
    assert [(row.number, row.cells, row.faults) for row in read.rows()] == [
        (3, ["29001010100000", "أرمنت", "12", "2026-04-01", "2026-04-01 13:45", "25.3", "TRUE"], []),
        (4, ["LX-2", "xy", "5", "", "", "", ""], []),
    ]


def test_days_counted_from_1904_are_read_too() -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "date_1904": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Code", "Since"])
    sheet.write(1, 0, "A")
    sheet.write_datetime(1, 1, datetime(2026, 4, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()
    assert rows(file.getvalue()) == [(2, ["A", "2026-04-01"])]


def test_a_formula_without_a_value_and_one_with_an_error_are_faults_of_their_row() -> None:
    data = HEADS + (
        '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><f>A1&amp;A2</f></c></row>'
        '<row r="3"><c r="A3"><v>1</v></c><c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        '<row r="4"><c r="A4"><v>1</v></c><c r="B4" t="str"><f>""</f><v></v></c></row>'
    )
    found = list(table(by_hand(data)).rows())
    assert [row.faults for row in found] == [
        [("name", "formula_without_value")],
        [("name", "formula_error")],
        [],
    ]


def test_merged_cells_below_the_headings_are_named_by_row_and_column() -> None:
    data = (
        HEADS
        + '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row><row r="3"><c r="A3"><v>2</v></c></row>'
    )
    read = table(
        by_hand(data, after='<mergeCells><mergeCell ref="B2:B3"/><mergeCell ref="A1:B1"/></mergeCells>')
    )
    assert len(list(read.rows())) == 2
    assert read.merged() == [(2, 3, "name")]


def test_a_cell_at_each_end_of_the_sheet_costs_nothing() -> None:
    data = HEADS + '<row r="1048576"><c r="A1048576"><v>1</v></c><c r="XFD1048576"><v>2</v></c></row>'
    found = list(table(by_hand(data)).rows())
    assert [(row.number, row.faults) for row in found] == [(1048576, [("", "too_many_cells")])]


def with_sizes(content: bytes, name: str, size: int) -> bytes:
    """The archive with another unpacked size written into its directory for one member."""
    at = content.rindex(name.encode()) - 46
    return content[: at + 24] + struct.pack("<I", size) + content[at + 28 :]


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (by_hand(HEADS + "<row>" + " " * (320 * limits.MEGABYTE) + "</row>"), "too_large_unpacked"),
        (with_sizes(by_hand(HEADS), "xl/worksheets/sheet1.xml", 10), "damaged_workbook"),
        (by_hand(HEADS + '<row r="2"><c r="A2"><v>&b;</v></c></row>', before=ENTITIES), "damaged_workbook"),
        (by_hand(HEADS + "<x>" * 1000 + "</x>" * 1000), "damaged_workbook"),
        (by_hand(HEADS + '<row r="2"><c r="A2"'), "damaged_workbook"),
        (by_hand(HEADS + f'<row r="2" s="{"x" * 3 * limits.MEGABYTE}"/>'), "damaged_workbook"),
        (by_hand(HEADS + '<row r="1"><c r="A1"><v>1</v></c></row>'), "damaged_workbook"),
        (by_hand(HEADS + '<row r="2"><c r="A2" t="s"><v>7</v></c></row>'), "damaged_workbook"),
        (by_hand(HEADS + '<row r="2"><c r="AAAA2"><v>7</v></c></row>'), "damaged_workbook"),
        (by_hand(HEADS + '<row r="x"/>'), "damaged_workbook"),
        (by_hand(HEADS, members={"xl/workbook.xml": "<workbook/>"}), "damaged_workbook"),
        (by_hand(HEADS, members={f"x/{n}": "" for n in range(2100)}), "too_large_unpacked"),
        (by_hand(HEADS, members={"_rels/.rels": b"\xff\xfe\x00"}), "damaged_workbook"),
        (by_hand("<row r='1'/>"), "empty"),
    ],
)  # fmt: skip
def test_a_hostile_workbook_is_refused_before_it_does_harm(content: bytes, code: str) -> None:
    assert refusal(content)[0] == code


def test_other_formats_in_a_zip_file_are_named() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    assert refusal(file.getvalue())[0] == "other_format"


@settings(deadline=None)  # two cores are shared
@given(st.binary(max_size=400))
def test_no_bytes_at_all_break_the_reader(content: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"Code,Name\r\n", workbooks.OLD_OR_LOCKED, b"\xff\xfe"):
        try:
            list(table(start + content).rows())
        except Unreadable as refused:
            refused.said()


SMALL = written([["Code", "Name"], ["A", "x"], [1, 2.5]])


@settings(deadline=None)  # two cores are shared
@given(st.data())
def test_a_workbook_with_damaged_bytes_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(SMALL)
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=5)):
        content[at] = data.draw(st.integers(0, 255))
    try:
        list(table(bytes(content)).rows())
    except Unreadable as refused:
        refused.said()


@settings(deadline=None)  # two cores are shared
@given(
    st.lists(
        st.lists(
            st.one_of(st.integers(-(10**14), 10**14), st.text(max_size=20), st.booleans()),
            min_size=1,
            max_size=4,
        ),
        min_size=1,
        max_size=8,
    )
)
def test_our_reader_and_calamine_see_the_same_cells(cells: list[list[Any]]) -> None:
    texts = [[c.replace("\x00", "") if isinstance(c, str) else c for c in row] for row in cells]
    content = written([["first"], *texts])
    ours = {row.number: row.cells for row in workbooks.Workbook(io.BytesIO(content)).rows()}
    theirs = (
        CalamineWorkbook.from_filelike(io.BytesIO(content))
        .get_sheet_by_index(0)
        .to_python(skip_empty_area=False)
    )
    for number, row in enumerate(theirs, 1):
        for at, cell in enumerate(row):
            said = {True: "TRUE", False: "FALSE"}[cell] if isinstance(cell, bool) else cell
            said = str(int(said)) if isinstance(said, float) else str(said)
            assert unescaped(ours.get(number, {}).get(at, "")) == unescaped(said)


def test_memory_stays_flat_however_long_the_file_is() -> None:
    def peak(number: int) -> int:
        content = io.BytesIO(
            b"Code,Name\r\n" + b"".join(b"%d,name of %d\r\n" % (at, at) for at in range(number))
        )
        tracemalloc.start()
        assert sum(1 for _row in Table(content, COLUMNS).rows()) == number
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    peak(1000)
    assert peak(60_000) < peak(15_000) + 2 * limits.MEGABYTE


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_memory_stays_flat_however_much_is_written(form: str) -> None:
    def peak(number: int) -> int:
        given_rows = ({"code": f"C{at}", "name": f"مستشفى {at}", "places": at} for at in range(number))
        tracemalloc.start()
        if form == "csv":
            assert sum(1 for _line in export.csv_lines(COLUMNS, given_rows)) == number + 1
        else:
            export.xlsx_file(COLUMNS, given_rows).close()
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    peak(100)
    assert peak(12_000) < peak(3_000) + limits.MEGABYTE


# Writing what can be read again


VALUES = st.tuples(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=30),
    st.one_of(st.none(), st.integers(-(10**6), 10**6)),
    st.one_of(st.none(), st.dates(date(1901, 1, 1), date(2100, 1, 1))),
    st.one_of(st.none(), st.decimals(-90, 90, places=6)),
    st.one_of(st.none(), st.booleans()),
)


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
@settings(deadline=None)  # two cores are shared
@given(values=st.lists(VALUES, min_size=1, max_size=6))
def test_what_is_exported_is_imported_as_it_was(
    form: str, language: str, values: list[tuple[Any, ...]]
) -> None:
    given_rows = [
        {"code": f"C{at}", "name": text, "places": number, "since": day, "latitude": part, "open": yes}
        for at, (text, number, day, part, yes) in enumerate(values)
    ]
    with translation.override(language):
        if form == "csv":
            content = "".join(export.csv_lines(COLUMNS, given_rows)).encode()
        else:
            content = export.xlsx_file(COLUMNS, given_rows).read()
    for row, wanted in zip(table(content).rows(), given_rows, strict=True):
        cells = Cells(Row(row.number, dict(zip((column.name for column in COLUMNS), row.cells, strict=True))))
        assert row.faults == []
        assert cells.row["name"] == wanted["name"].strip(EDGES)
        assert cells.whole("places", least=-(10**6)) == wanted["places"]
        assert cells.day("since") == wanted["since"]
        read = cells.decimal("latitude", least=-90, most=90)
        assert read == wanted["latitude"] or (
            read is not None and abs(read - wanted["latitude"]) < Decimal("1e-9")
        )
        assert cells.yes_no("open") is wanted["open"]
        assert cells.faults == []


@settings(deadline=None)  # two cores are shared
@given(st.text())
def test_what_the_defence_adds_it_takes_away_again(text: str) -> None:
    assert undone(defended(text)) == undone(kept_apart(text)) == text.strip(EDGES)


@pytest.mark.parametrize("text", ["=1+1", "+201", "-5", "@x", "\t=1", "＝1", "'=1", "''-x", " =1"])
def test_text_cannot_run_as_a_formula(text: str) -> None:
    assert defended(text).startswith("'")
    assert undone(defended(text)) == text.strip()


@pytest.mark.parametrize("text", ["O'Brien", "'quoted'", "مستشفى", "12", "a=b", "'"])
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert defended(text) == kept_apart(text) == text == undone(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("١٢٣", 123), ("1,250", 1250), ("١٬٢٥٠", 1250), ("12.0", 12), ("-3", -3), (" 7\u200f", 7)],
)
def test_numbers_are_read_as_people_write_them(text: str, number: int) -> None:
    assert Cells(Row(1, {"n": text})).whole("n", least=-10, most=10_000) == number


@pytest.mark.parametrize("text", ["1.5", "12a", "1,2", "--1", "1e3", "½", "𝟏"])
def test_what_is_no_whole_number_is_a_fault(text: str) -> None:
    cells = Cells(Row(1, {"n": text}))
    assert cells.whole("n") is None and cells.faults[0].code == "not_a_number"


@pytest.mark.parametrize(
    "text", ["2026-04-01", "1/4/2026", "٠١-٠٤-٢٠٢٦", "2026/4/1", "1.4.2026", "2026-04-01 00:00"]
)
def test_days_are_read_day_before_month(text: str) -> None:
    assert Cells(Row(1, {"d": text})).day("d") == date(2026, 4, 1)


@pytest.mark.parametrize("text", ["2026-02-30", "13", "4/13/26", "1/2/3/4", "اليوم"])
def test_what_is_no_day_is_a_fault(text: str) -> None:
    cells = Cells(Row(1, {"d": text}))
    assert cells.day("d") is None and cells.faults[0].code == "not_a_day"
