"""`bank read` and `bank book`: a statement's file, what is certain recorded, the rest listed."""

from pathlib import Path

from tests.cli.speaker import TODAY, Speaker

DAY = ("--today", TODAY)
SHOWN = f"{TODAY[8:]}/{TODAY[5:7]}/{TODAY[:4]}"
STATEMENT = f"""Tanggal Kirim,Journal No.,Deskripsi,Amount,Db/Cr
{SHOWN},1,BUNGA,"8,000.00",C
{SHOWN},2,BIAYA ADM,"6,000.00",D
{SHOWN},3,TRSF DARI 0811,"51,234.00",C
PEND,4,TRSF,"1,000.00",C
"""


def a_file(tmp_path: Path) -> Path:
    path = tmp_path / "mutasi.csv"
    path.write_text(STATEMENT)
    return path


def test_a_file_is_read_once_and_what_is_certain_is_recorded_once(
    shell: Speaker, tmp_path: Path
) -> None:
    tried = shell.say("bank", "read", a_file(tmp_path), "--box", "BRI", "--dry-run", "--json", *DAY)
    assert (tried.json["bank"], tried.json["rows"], "added" in tried.json) == ("BNI", 3, False)
    assert tried.json["left_out"] == [{"row": 5, "reason": "belum dibukukan bank"}]
    assert tried.json["other_bank"]
    said = shell.say("bank", "read", a_file(tmp_path), "--box", "BRI", "--dry-run", *DAY)
    assert b"PERIKSA: ini berkas BNI" in said.out

    made = shell.say("bank", "read", a_file(tmp_path), "--box", "BRI", "--json", *DAY)
    assert made.json["added"] == 3

    again = shell.say("bank", "read", a_file(tmp_path), "--box", "BRI", *DAY)
    assert again.code == 1
    assert "sudah pernah dibaca" in again.err

    booked = shell.say("bank", "book", "--box", "BRI", "--json", *DAY)
    assert [number[:3] for number in booked.json["booked"]] == ["BKM", "BKK"]
    assert [each["proposal"] for each in booked.json["left"]] == ["unknown_deposit"]

    later = shell.say("bank", "book", "--box", "BRI", "--json", *DAY)
    assert later.json["booked"] == []


def test_a_file_that_is_not_there_or_no_statement_is_named(shell: Speaker, tmp_path: Path) -> None:
    gone = shell.say("bank", "read", tmp_path / "tidak-ada.csv", "--box", "BRI", *DAY)
    assert gone.code == 2

    stock = tmp_path / "stok.csv"
    stock.write_text("Kode,Nama,Harga\nB1,Beras,12000\n")
    other = shell.say("bank", "read", stock, "--box", "BRI", *DAY)
    assert other.code == 1
    assert "stok.csv" in other.err
