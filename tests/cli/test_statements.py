"""Statements from the command line are proven before they go to people."""

from pathlib import Path

from tests.cli.speaker import Speaker


def test_the_proofs_run_before_a_statement_goes_to_paper(shell: Speaker, tmp_path: Path) -> None:
    program = shell.say("report", "balance_sheet", "--format", "json").json
    assert program["draft"] is True, "programs are told so, and wait for no proof"

    text = shell.say("report", "balance_sheet").text
    assert "DRAF" not in text
    assert "Laporan posisi keuangan" in text
    assert "draft" not in shell.say("report", "balance_sheet", "--format", "json").json

    paper = tmp_path / "phu.pdf"
    assert shell.say("report", "income_statement", "--year", "2026", "--out", paper).code == 0
    assert paper.read_bytes().startswith(b"%PDF")


def test_the_chair_may_prove_a_statement_and_a_cashier_reads_none(shell: Speaker) -> None:
    shell.user("ketua")
    assert "DRAF" not in shell.say("report", "ratios").text
    shell.user("kasir")

    assert shell.say("report", "balance_sheet", "--json").code == 1
