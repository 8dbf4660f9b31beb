"""What proves an entry: numbers and pictures of others' paper, and what still lacks both."""

import base64
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zlib import crc32

import pytest
from PIL import Image
from sqlalchemy import bindparam, select

from kopdes_desktop.accounting import templates, vouchers
from kopdes_desktop.accounting.tables import VOUCHER_BODY, VOUCHER_KEY
from kopdes_desktop.app.books import Session
from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.errors import BadField, NeedsApproval
from kopdes_desktop.office.office import Office
from kopdes_desktop.reports.report import Params, make
from tests import builders
from tests.builders import DAY

PDF = b"%PDF-1.4\nnota\nxref\n0 1\ntrailer\n<</Root 1 0 R>>\nstartxref\n14\n%%EOF\n"
_RUBBISH = b"%PDF-1.4\n1 0 obj rubbish /Root startxref 9 %%EOF"
PDF_TEXT = base64.b64encode(PDF).decode()


KEYS = Statement(select(VOUCHER_KEY.c.n).where(VOUCHER_KEY.c.fact == bindparam("of_fact")))
BODIES = Statement(select(VOUCHER_BODY.c.body).where(VOUCHER_BODY.c.fact == bindparam("of_fact")))


def picture(side: int = 60, colour: str = "white") -> str:
    file = BytesIO()
    Image.new("RGB", (side, side), colour).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def unfolding() -> bytes:
    """A small PNG whose head says that it unfolds to forty million pixels."""
    whole = base64.b64decode(picture())
    head = b"IHDR" + (8_000).to_bytes(4) + (5_000).to_bytes(4) + whole[24:29]
    return whole[:12] + head + crc32(head).to_bytes(4) + whole[33:]


def jot(office: Office, amount: int = 250_000, **how: object) -> int:
    order = templates.order("other_income", amount, box="KAS", text="parkir") | how
    return office.perform("accounting.jot", order).id


@pytest.fixture(scope="module")
def village(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    folder = builders.copy(founded, tmp_path_factory.mktemp("vouchers") / "buku")
    with builders.open_books(folder) as session:
        yield session
        builders.require_rebuilt(session.office)


def lacking(office: Office, least: int = 0) -> list[int]:
    return [each.entry.key for each in vouchers.missing(office.reading, DAY, least)]


def test_an_entry_by_hand_lacks_its_paper_until_a_number_is_written_down(village: Session) -> None:
    office = village.office
    key = jot(office)

    assert key in lacking(office)
    office.perform("accounting.note_voucher", {"entry": key, "ref": "  Nota   17 "})

    assert vouchers.reference_of(office.reading, key) == "Nota 17"
    assert key not in lacking(office)


def test_a_number_may_come_with_the_entry_itself(village: Session) -> None:
    jotted = jot(village.office, ref="K-9")
    lines = [
        {"account": "1-1101", "amount": 1_000, "unit": "KTR"},
        {"account": "4-9109", "amount": -1_000, "unit": "KTR"},
    ]
    written = village.office.perform(
        "accounting.record", {"text": "parkir", "lines": lines, "ref": "K-10"}
    ).id

    assert vouchers.reference_of(village.office.reading, jotted) == "K-9"
    assert vouchers.reference_of(village.office.reading, written) == "K-10"


def test_a_number_taken_away_is_lacking_again(village: Session) -> None:
    key = jot(village.office, ref="salah")

    village.office.perform("accounting.note_voucher", {"entry": key, "ref": ""})

    assert key in lacking(village.office)
    with pytest.raises(BadField):
        village.office.perform("accounting.note_voucher", {"entry": key, "ref": " "})


def test_a_photo_is_kept_small_and_comes_back_whole(village: Session) -> None:
    office = village.office
    key = jot(office)

    office.perform("accounting.attach", {"entry": key, "files": [picture(2_400), PDF_TEXT]})

    photo, pdf = vouchers.files_of(office.reading, key)
    body = vouchers.body_of(office.reading, photo)
    assert body is not None
    with Image.open(BytesIO(body)) as opened:
        assert (opened.format, max(opened.size)) == ("JPEG", 1_600)
    assert (pdf.kind, vouchers.body_of(office.reading, pdf)) == (
        "pdf",
        base64.b64decode(PDF_TEXT),
    )
    assert key not in lacking(office)


@pytest.mark.parametrize(
    ("files", "field"),
    [
        ([], "files"),
        (["bukan base64!"], "files[0]"),
        ([base64.b64encode(b"GIF89a").decode()], "files[0]"),
        ([picture(), picture()], "files[1]"),
        ([picture(20 + n) for n in range(7)], "files"),
        (
            [base64.b64encode(b"%PDF-" + b"x" * vouchers.LARGEST_PDF).decode()],
            "files[0]",
        ),
        ([base64.b64encode(b"%PDF-1.4\nrubbish").decode()], "files[0]"),
        ([base64.b64encode(PDF.replace(b"14", b"15")).decode()], "files[0]"),
        ([base64.b64encode(PDF[:-8]).decode()], "files[0]"),
        ([base64.b64encode(PDF.replace(b"/Root", b"")).decode()], "files[0]"),
        ([base64.b64encode(_RUBBISH).decode()], "files[0]"),
        ([base64.b64encode(unfolding()).decode()], "files[0]"),
    ],
)
def test_files_that_are_none_are_refused(village: Session, files: list[str], field: str) -> None:
    key = jot(village.office)

    with pytest.raises(BadField) as refused:
        village.office.perform("accounting.attach", {"entry": key, "files": files})

    assert refused.value.field == field
    assert vouchers.files_of(village.office.reading, key) == []


def test_the_same_photo_lies_there_once(village: Session) -> None:
    key = jot(village.office)
    village.office.perform("accounting.attach", {"entry": key, "files": [picture(colour="red")]})

    with pytest.raises(BadField, match="sudah terlampir"):
        village.office.perform(
            "accounting.attach", {"entry": key, "files": [picture(colour="red")]}
        )


@pytest.mark.parametrize("code", ["accounting.attach", "accounting.note_voucher"])
def test_an_entry_that_is_not_there_gets_no_paper(village: Session, code: str) -> None:
    more = {"files": [PDF_TEXT]} if code == "accounting.attach" else {"ref": "1"}

    with pytest.raises(BadField) as refused:
        village.office.perform(code, {"entry": "JRN-KR-2026-999999", **more})

    assert refused.value.field == "entry"


def test_what_was_taken_back_and_what_is_small_needs_no_paper(village: Session) -> None:
    office = village.office
    taken, small = jot(office), jot(office, 5_000)
    office.perform("accounting.reverse", {"entry": taken, "reason": "keliru"})

    assert taken not in lacking(office)
    assert small in lacking(office)
    assert small not in lacking(office, 100_000)


def test_the_list_of_what_lacks_paper_goes_by_the_limit_and_ties(village: Session) -> None:
    office = village.office
    jot(office, 5_000)
    large = jot(office, 999_000)

    made = make(office.reading, "vouchers_missing", Params(DAY, DAY))

    rows = {row["entry"]: row for row in made.rows}
    assert rows[large]["amount"] == 999_000
    assert rows[large]["age"] == 0
    assert all(int(str(row["amount"])) >= 100_000 for row in made.rows)
    assert made.totals["amount"] == sum(int(str(row["amount"])) for row in made.rows)


def test_no_number_is_ever_missing(village: Session) -> None:
    jot(village.office)

    made = make(village.office.reading, "number_gaps", Params(DAY, DAY))

    rows = {str(row["series"]): row for row in made.rows}
    assert {row["gaps"] for row in made.rows} == {0}
    assert rows["BKM-KR"]["used"] == rows["BKM-KR"]["last"] != 0
    assert made.totals["gaps"] == 0


def test_a_picture_lies_sealed_and_the_fact_says_nothing_of_its_content(village: Session) -> None:
    office = village.office
    key = jot(office)

    made = office.perform("accounting.attach", {"entry": key, "files": [PDF_TEXT]})

    (kept,) = [row[0] for row in office.reading.rows(BODIES, of_fact=made.id)]
    assert b"nota" not in kept
    (file,) = vouchers.files_of(office.reading, key)
    assert file.sha256 == sha256(kept).hexdigest() != sha256(PDF).hexdigest()
    assert vouchers.body_of(office.reading, file) == PDF


def test_a_picture_that_should_not_be_there_is_destroyed_with_its_key(village: Session) -> None:
    office = village.office
    key = jot(office)
    made = office.perform("accounting.attach", {"entry": key, "files": [picture(), PDF_TEXT]})
    wrong = {"entry": key, "file": 1, "reason": "foto KTP"}
    with pytest.raises(NeedsApproval):
        office.perform("accounting.detach", wrong)

    office.perform("accounting.detach", wrong, approval=builders.approval())

    (left,) = vouchers.files_of(office.reading, key)
    assert (left.kind, vouchers.body_of(office.reading, left)) == ("pdf", PDF)
    for table in (BODIES, KEYS):
        assert len(office.reading.rows(table, of_fact=made.id)) == 1
    again = {"entry": key, "files": [picture()]}
    office.perform("accounting.attach", again)
    assert [each.kind for each in vouchers.files_of(office.reading, key)] == ["pdf", "jpeg"]


def test_an_entry_without_its_last_picture_lacks_its_paper_again(village: Session) -> None:
    office = village.office
    key = jot(office)
    office.perform("accounting.attach", {"entry": key, "files": [PDF_TEXT]})
    for file, field in ((0, "file"), (2, "file")):
        order = {"entry": key, "file": file, "reason": "keliru"}
        with pytest.raises(BadField) as refused:
            office.perform("accounting.detach", order, approval=builders.approval())
        assert refused.value.field == field

    order = {"entry": key, "file": 1, "reason": "keliru"}
    office.perform("accounting.detach", order, approval=builders.approval())

    assert key in lacking(office)
