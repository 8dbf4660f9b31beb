"""`members import`, `savings import`, `import undo`, `import list`: as COMMANDLINE promises."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.cli.complaint import Exit
from tests.cli.speaker import Speaker, Told
from tests.house.checkout import ROOT
from tests.imports.registers import HEADER, TITLES, a_row, rows_of, separated, sheet

SHARED = Path(os.environ.get("KOPDES_SHARED", ROOT.parent / "shared")) / "data"
REGISTER = SHARED / "members" / "buku_anggota_612.xlsx"
TEMPLATES = SHARED / "import_templates"
there = pytest.mark.skipif(
    not REGISTER.exists(), reason="the shared pages do not lie beside this checkout"
)
DAY = ("--today", "2026-02-02")
KEYS = ["import", "rows", "ready", "imported", "errors", "warnings", "footers", "totals"]


def a_file(tmp_path: Path, *rows: list[Any], name: str = "buku.xlsx") -> Path:
    file = tmp_path / name
    file.write_bytes(sheet([*TITLES, HEADER, *rows]))
    return file


def facts(shell: Speaker) -> int:
    """How many facts there are, as the checks count them."""
    told = shell.say("check", "--rebuild", "--json", *DAY)
    assert told.code == 0, told.text
    return int(told.json["rebuild"]["facts"])


def balances(shell: Speaker) -> dict[str, tuple[int, int]]:
    told = shell.say("report", "trial_balance", "--day", "2026-02-02", "--format", "json", *DAY)
    return {row["account"]: (row["debit"], row["credit"]) for row in told.json["rows"]}


def test_the_answer_holds_what_is_promised(shell: Speaker, tmp_path: Path) -> None:
    told = shell.say("members", "import", a_file(tmp_path, *rows_of(3)), "--json", *DAY)

    assert told.code == 0, told
    assert list(told.json)[:8] == KEYS
    assert isinstance(told.json["import"], int)
    assert [told.json[key] for key in ("rows", "ready", "imported")] == [3, 3, 3]
    assert told.json["totals"] == {"principal": 300_000, "mandatory": 30_000}
    assert balances(shell)["3-1101"] == (0, 300_000)


def test_a_dry_run_changes_nothing(shell: Speaker, tmp_path: Path) -> None:
    before = facts(shell)

    told = shell.say(
        "members", "import", a_file(tmp_path, *rows_of(3)), "--dry-run", "--json", *DAY
    )

    assert (told.code, told.json["import"], told.json["imported"]) == (0, None, 0)
    assert (told.json["rows"], told.json["ready"]) == (3, 3)
    assert facts(shell) == before


def test_faulty_rows_stop_everything(shell: Speaker, tmp_path: Path) -> None:
    before = facts(shell)
    file = a_file(tmp_path, a_row(1), a_row(2, nik="12"))

    told = shell.say("members", "import", file, "--json", *DAY)

    assert told.code == Exit.REFUSED
    [error] = told.json["errors"]
    assert {name: error[name] for name in ("row", "field", "code")} == {
        "row": 7,
        "field": "nik",
        "code": "nik_format",
    }
    assert (told.json["ready"], told.json["imported"]) == (1, 0)
    assert facts(shell) == before
    said = shell.say("members", "import", file, *DAY)
    assert said.code == Exit.REFUSED
    assert "baris 7: NIK 12 tidak sah" in said.text
    assert "Tidak ada yang dimasukkan" in said.text


def test_good_rows_go_in_and_the_others_come_back_to_be_corrected(
    shell: Speaker, tmp_path: Path
) -> None:
    file = a_file(tmp_path, a_row(1), a_row(2, nik="12"), a_row(3))
    rejects = tmp_path / "ditolak.xlsx"

    told = shell.say(
        *("members", "import", file, "--skip-bad", "--rejects", rejects, "--json", *DAY)
    )

    assert (told.code, told.json["imported"], len(told.json["errors"])) == (0, 2, 1)
    again = shell.say("members", "import", rejects, "--dry-run", "--json", *DAY)
    assert again.code == Exit.REFUSED
    assert [each["code"] for each in again.json["errors"]] == ["nik_format"]
    assert again.json["as_of"] == "2025-12-31"


def test_columns_and_the_day_are_named_on_the_line(shell: Speaker, tmp_path: Path) -> None:
    file = tmp_path / "aneh.csv"
    file.write_bytes(
        separated([["Orang", "Sejak", "Uang"], ["Melati", "1/6/2025", "100.000"]], ";")
    )
    line = ("members", "import", file, "--json", *DAY)

    refused = shell.say(*line)
    taken = shell.say(
        *line,
        "--map",
        "name=Orang",
        "--map",
        "joined=sejak",
        "--map",
        "principal=Uang",
        "--as-of",
        "2025-12-31",
    )

    assert (refused.code, refused.json["refusal"]["code"]) == (1, "NoHeader")
    assert (taken.code, taken.json["imported"]) == (0, 1)
    assert taken.json["totals"]["principal"] == 100_000


def test_what_was_not_read_is_told(shell: Speaker, tmp_path: Path) -> None:
    from io import BytesIO

    from xlsxwriter import Workbook

    out = BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        for name, rows in (("Buku", [[*HEADER, "Agama"], [*a_row(1), "x"]]), ("Catatan", [["x"]])):
            made = book.add_worksheet(name)
            for at, row in enumerate(rows):
                made.write_row(at, 0, row)
    file = tmp_path / "buku.xlsx"
    file.write_bytes(out.getvalue())
    line = ("members", "import", file, "--as-of", "2025-12-31", "--dry-run", *DAY)

    said = shell.say(*line)

    assert "Kolom yang tidak dibaca: Agama." in said.text
    assert "Lembar yang tidak dibaca: Catatan." in said.text
    assert shell.say(*line, "--json").json["other_sheets"] == ["Catatan"]


@pytest.mark.parametrize(
    "wrong",
    [
        ("members", "import"),
        ("members", "import", "tidak-ada.xlsx"),
        ("members", "import", __file__, "--map", "nik"),
        ("members", "import", __file__, "--as-of", "kemarin"),
        ("savings", "import", __file__, "--as", "opening"),
        ("savings", "import", __file__, "--product", "mandatory", "--as", "apa"),
        ("import", "undo", "x"),
    ],
)
def test_a_wrong_line_is_wrong_usage(shell: Speaker, wrong: tuple[str, ...]) -> None:
    assert shell.say(*wrong, *DAY).code == Exit.WRONG_USAGE


def test_an_import_is_listed_and_undone(shell: Speaker, tmp_path: Path) -> None:
    made = shell.say("members", "import", a_file(tmp_path, *rows_of(2)), "--json", *DAY).json
    key = made["import"]

    undone = shell.say("import", "undo", key, "--json", *DAY)

    assert (undone.code, undone.json["ok"], undone.json["import"]) == (0, True, key)
    assert balances(shell) == {}
    [listed] = shell.say("import", "list", "--json", *DAY).json
    assert (listed["import"], listed["undone"], listed["what"]) == (key, True, "members")
    again = shell.say("import", "undo", key, "--json", *DAY)
    assert (again.code, again.json["refusal"]["code"]) == (1, "AlreadyDecided")
    assert facts(shell) > 0


def test_an_import_that_is_in_use_is_refused_with_the_list(shell: Speaker, tmp_path: Path) -> None:
    made = shell.say("members", "import", a_file(tmp_path, *rows_of(2)), "--json", *DAY).json
    lines = [{"product": "mandatory", "months": 1}]
    order = {"member": "KDMP-0001", "lines": lines, "cash": "KAS"}
    paid = json.dumps({"op": "savings.deposit", "order": order}).encode()
    [receipt] = shell.say("perform", "-", *DAY, stdin=paid).lines

    told = shell.say("import", "undo", made["import"], "--json", *DAY)

    assert (told.code, told.json["refusal"]["code"]) == (1, "ImportInUse")
    assert receipt["number"] in told.json["refusal"]["message"]


def test_a_file_that_is_no_register_is_refused_in_words(shell: Speaker, tmp_path: Path) -> None:
    file = tmp_path / "gambar.xlsx"
    file.write_bytes(b"\x89PNG\r\n\x1a\n")

    told = shell.say("members", "import", file, "--json", *DAY)

    assert (told.code, told.json["refusal"]["code"]) == (1, "BadFile")


# --- the real files -------------------------------------------------------------------------------


@there
def test_the_real_register_is_read_exactly_as_its_expected_file_says(shell: Speaker) -> None:
    expected = json.loads(REGISTER.with_suffix(".expected.json").read_text(encoding="utf-8"))

    told = shell.say("members", "import", REGISTER, "--dry-run", "--json", *DAY)

    found = told.json
    assert told.code == Exit.REFUSED
    assert {name: found[name] for name in ("rows", "ready", "as_of")} == {
        name: expected[name] for name in ("rows", "ready", "as_of")
    }
    for name in ("errors", "warnings"):
        assert [{"row": x["row"], "code": x["code"]} for x in found[name]] == expected[name]
    assert found["totals"] == {
        "principal": expected["principal_total"],
        "mandatory": expected["mandatory_total"],
    }
    assert [x["kind"] for x in found["footers"] if x["kind"] in {"carried", "total"}] == [
        *["carried"] * 4,
        "total",
    ]
    assert all(x["agrees"] for x in found["footers"] if "agrees" in x)


@there
def test_the_good_rows_of_the_real_register_stand_in_the_books_and_go_out_again(
    shell: Speaker, tmp_path: Path
) -> None:
    rejects = tmp_path / "ditolak.xlsx"
    told = shell.say(
        *("members", "import", REGISTER, "--skip-bad", "--rejects", rejects, "--json", *DAY)
    )

    assert (told.code, told.json["imported"]) == (0, 580)
    assert balances(shell) == {
        "3-1101": (0, 58_000_000),
        "3-1102": (0, 22_850_000),
        "3-1501": (80_850_000, 0),
    }
    assert facts(shell) > 1_000
    back = shell.say("members", "import", rejects, "--dry-run", "--json", *DAY).json
    assert [x["code"] for x in back["errors"]] == [x["code"] for x in told.json["errors"]]

    assert shell.say("import", "undo", told.json["import"], *DAY).code == 0
    assert balances(shell) == {}
    assert facts(shell) > 1_000


SAVINGS_FILES = {
    "demo/kopkar_contoh_simpanan_pokok_balance.csv": ("principal", "opening", 5),
    "demo/kopkar_contoh_simpanan_wajib_balance.csv": ("mandatory", "opening", 5),
    "demo/kopkar_contoh_simpanan_sukarela_balance.csv": ("voluntary", "opening", 5),
    "demo/kopkar_contoh_upload_simpanan_pokok.csv": ("principal", "deposit", 10),
    "demo/kopkar_contoh_upload_simpanan_wajib.csv": ("mandatory", "deposit", 10),
    "demo/kopkar_CONTOH_SIMPANAN_WAJIB_NOVEMBER_2024.csv": ("mandatory", "deposit", 10),
    "demo/kopkar_CONTOH_SIMPANAN_WAJIB_OKTOBER_2024.csv": ("mandatory", "deposit", 10),
    "demo/kopkar_template_simpanan_wajib_lengkap.csv": ("mandatory", "deposit", 5),
    "jim/setoran-simpanan-sukarela.csv": ("voluntary", "deposit", 7),
    "jim/setoran-simpanan-wajib.csv": ("mandatory", "deposit", 11),
}
MEMBERS_FILE = "demo/kopkar_contoh_data_anggota_lengkap.csv"
OTHERS = {
    **dict.fromkeys(
        (
            "demo/kopkar_template_master_barang.csv",
            "demo/kopkar_template_master_barang_contoh.csv",
            "demo/kopkar_template_master_barang_excel.csv",
            "demo/kopkar_template_master_barang_import.csv",
        ),
        "items import",
    ),
    "jim/pemasukan-kas.csv": "books import",
    "jim/pengeluaran-kas.csv": "books import",
}


@there
def test_every_template_is_known_here() -> None:
    files = {file.relative_to(TEMPLATES).as_posix() for file in TEMPLATES.rglob("*.csv")}

    assert files == {*SAVINGS_FILES, MEMBERS_FILE, *OTHERS}


@there
@pytest.mark.parametrize(("file", "command"), OTHERS.items())
def test_a_file_of_goods_or_cash_is_refused_with_the_command_that_takes_it(
    shell: Speaker, file: str, command: str
) -> None:
    for verb in (("members", "import"), _savings("mandatory", "opening")):
        told = shell.say(*verb[:2], TEMPLATES / file, *verb[2:], "--json", *DAY)
        assert (told.code, told.json["refusal"]["code"]) == (1, "OtherBook")
        assert command in told.json["refusal"]["message"]


def _savings(product: str, how: str) -> tuple[str, ...]:
    return ("savings", "import", "--product", product, "--as", how)


@there
def test_the_templates_of_members_and_their_balances_stand_in_the_books(shell: Speaker) -> None:
    told = shell.say("members", "import", TEMPLATES / MEMBERS_FILE, "--json", *DAY)
    assert (told.code, told.json["imported"]) == (0, 5)

    for file, (product, how, rows) in SAVINGS_FILES.items():
        if how == "opening":
            said = _import(shell, file, product, how)
            assert (said.code, said.json["rows"]) == (0, rows), said.text
    assert balances(shell) == {
        "3-1101": (0, 5_000_000),
        "2-1101": (0, 5_000_000),
        "3-1102": (0, 2_500_000),
        "3-1501": (12_500_000, 0),
    }
    assert facts(shell) > 0


@there
@pytest.mark.parametrize(
    "file", [file for file, (_product, how, _rows) in SAVINGS_FILES.items() if how == "deposit"]
)
def test_the_templates_of_deposits_are_read_row_by_row(shell: Speaker, file: str) -> None:
    product, how, rows = SAVINGS_FILES[file]
    shell.say("members", "import", TEMPLATES / MEMBERS_FILE, *DAY)
    before = facts(shell)

    told = _import(shell, file, product, how, "--cash", "KAS")

    assert told.code == Exit.REFUSED
    assert told.json["rows"] == rows
    reasons = {each["code"] for each in told.json["errors"]}
    assert reasons <= {"unknown_member", "period_closed"}
    assert reasons
    assert facts(shell) == before


def _import(shell: Speaker, file: str, product: str, how: str, *more: str) -> Told:
    verb = _savings(product, how)
    return shell.say(*verb[:2], TEMPLATES / file, *verb[2:], *more, "--json", *DAY)


# --- a shop's goods -----------------------------------------------------------------------------

LIST = "Kode,Nama Barang,Satuan,Harga Beli,Harga Jual,Stok\nB1,Kopi,pcs,1500,2000,10\n"


def a_shop(shell: Speaker, tmp_path: Path) -> None:
    """A place for goods."""
    order = {"code": "TOKO", "name": "Toko", "unit": "G1"}
    file = tmp_path / "tempat.jsonl"
    file.write_text(json.dumps({"op": "inventory.add_place", "order": order}), "utf-8")
    assert shell.say("perform", file, *DAY).code == 0


def test_a_product_list_goes_in_with_its_stock_and_out_again(
    shell: Speaker, tmp_path: Path
) -> None:
    a_shop(shell, tmp_path)
    file, packs = tmp_path / "barang.csv", tmp_path / "kemasan.csv"
    file.write_text(LIST + "B2,Teh,pcs,0,3000,5\n", "utf-8")
    packs.write_text("kode_barang,satuan_multi,konversi_multi\nB1,dus,24\n", "utf-8")
    out = tmp_path / "salah.xlsx"
    names = ("items", "import", file, "--with", packs, "--place", "TOKO", *DAY)

    dry = shell.say(*names, "--dry-run", "--json")
    done = shell.say(*names, "--skip-bad", "--rejects", out, "--json")

    assert (dry.code, dry.json["ready"], dry.json["imported"]) == (Exit.REFUSED, 1, 0)
    assert [each["code"] for each in done.json["errors"]] == ["no_cost"]
    assert (done.code, done.json["imported"], done.json["totals"]) == (0, 1, {"stock": 15_000})
    assert out.exists()
    assert balances(shell)["1-1401"] == (15_000, 0)
    assert shell.say("import", "undo", done.json["import"], *DAY).code == 0
    assert "1-1401" not in balances(shell)


def test_a_product_list_without_a_place_says_what_to_do(shell: Speaker, tmp_path: Path) -> None:
    file = tmp_path / "barang.csv"
    file.write_text(LIST, "utf-8")

    told = shell.say("items", "import", file, *DAY)
    done = shell.say("items", "import", file, "--no-stock", *DAY)

    assert (told.code, "belum ada tempat barang" in told.err) == (Exit.REFUSED, True)
    assert (done.code, "1 baris dimasukkan" in done.text) == (0, True)
