"""The whole book of the annual meeting in one command, with what is missing told beside it."""

from pathlib import Path

from pypdf import PdfReader

from tests.cli.speaker import TODAY, Speaker


def test_the_book_is_written_and_what_it_lacks_is_told(shell: Speaker, tmp_path: Path) -> None:
    file = tmp_path / "buku-rat.pdf"

    told = shell.say(
        *("report", "meeting_pack", "--year", "2026", "--out", file, "--today", TODAY, "--json")
    )

    assert told.code == 0
    assert any(words.startswith("bertentangan: Tahun buku 2026") for words in told.json["gaps"])
    assert told.json["gaps"][-1].startswith("kosong: ")
    assert "Daftar isi" in PdfReader(file).pages[1].extract_text()


def test_the_members_copy_is_a_file_of_its_own(shell: Speaker, tmp_path: Path) -> None:
    file = tmp_path / "salinan.pdf"

    told = shell.say(
        *("report", "meeting_pack", "--part", "members", "--out", file, "--today", TODAY)
    )

    assert told.code == 0
    assert "kosong: " in told.text
    assert len(PdfReader(file).pages) <= 12
