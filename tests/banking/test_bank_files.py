"""Statements in the form of each bank, made up; every one of them says the same three movements."""

from datetime import date
from io import BytesIO

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from kopdes_desktop.banking import rules
from kopdes_desktop.banking.bank_files import BankFile, read_bank_file
from kopdes_desktop.paper.grid import BadFile, read_book

TODAY = date(2026, 3, 2)
#: 5 January: 1,500,000 in; 31 January: 8,000 interest in, 6,000 fee out; 1,000,000 before.
MOVED = [
    (date(2026, 1, 5), 1_500_000),
    (date(2026, 1, 31), 8_000),
    (date(2026, 1, 31), -6_000),
]

BRI = """\
ID,NOREK,TGL_TRAN,TGL_EFEKTIF,JAM_TRAN,SEQ,DESK_TRAN,SALDO_AWAL_MUTASI,MUTASI_DEBIT,MUTASI_KREDIT
1,012301,2026-01-05 00:00:00,2026-01-05,09:12:33,11,SETOR TUNAI,1000000.00,0.00,1500000.00
2,012301,2026-01-31 00:00:00,2026-01-31,23:59:01,12,BUNGA,2500000.00,0.00,8000.00
3,012301,2026-01-31 00:00:00,2026-01-31,23:59:02,13,BIAYA ADM,2508000.00,6000.00,0.00
"""
BNI = """No.,Tanggal Kirim,Cabang,Journal No.,Deskripsi,Amount,Db/Cr
1,05/01/2026,KLATEN,554433,SETORAN TUNAI,"1,500,000.00",C
2,31/01/2026,KLATEN,554434,JASA GIRO,"8,000.00",C
3,31/01/2026,KLATEN,554435,BIAYA ADMINISTRASI,"6,000.00",D
"""
MANDIRI_A = """Tgl.;Tgl. Val.;Rincian Transaksi;No. Referensi;Debit;Kredit;Saldo;Branch Code
05/01/2026;05/01/2026;SETOR TUNAI;A1;0,00;1.500.000,00;2.500.000,00;13000
31/01/2026;31/01/2026;BUNGA REKENING;A2;0,00;8.000,00;2.508.000,00;13000
31/01/2026;31/01/2026;BIAYA ADM;A3;6.000,00;0,00;2.502.000,00;13000
"""
MANDIRI_B = """\
Account No,Date,Val. Date,Transaction Code,Description,Description,Reference No.,Debit,Credit
137001,05/01/26,05/01/26,6010,SETOR TUNAI,KANTOR KLATEN,R1,.00,"1,500,000.00"
137001,31/01/26,31/01/26,6020,BUNGA,,R2,.00,"8,000.00"
137001,31/01/26,31/01/26,6030,BIAYA ADM,,R3,"6,000.00",.00
"""
BCA = """Date,Description,Branch,Amount,,Balance
'05/01/2026,SETORAN TUNAI,0123,1500000.00,CR,2500000.00
'31/01/2026,BUNGA,0000,8000.00,CR,2508000.00
'31/01/2026,BIAYA ADM,0000,6000.00,DB,2502000.00
PEND,TRSF E-BANKING,0000,25000.00,CR,2527000.00
"""
BCA_BISNIS = """Informasi Rekening - Mutasi Rekening
Periode : 01/01/2026 - 31/01/2026
Tanggal Transaksi,Keterangan,Cabang,Jumlah,Saldo
05/01/2026,SETORAN TUNAI,0123,"1,500,000.00 CR","2,500,000.00"
31/01/2026,BUNGA,0000,"8,000.00 CR","2,508,000.00"
31/01/2026,BIAYA ADM,0000,"6,000.00 DB","2,502,000.00"
PEND,TRSF E-BANKING,0000,"25,000.00 CR",""
Saldo Awal : 1,000,000.00
Mutasi Kredit : 1,508,000.00
"""
BCA_VIEW = (
    "No\tTanggal\tKeterangan\tDebit\tKredit\tSaldo\n"
    "1\t31/01/2026\tBIAYA ADM\t6.000,00\t\t2.502.000,00\n"
    "2\t31/01/2026\tBUNGA\t\t8.000,00\t2.508.000,00\n"
    "3\t05/01/2026\tSETORAN TUNAI\t\t1.500.000,00\t2.500.000,00\n"
)
BPD = """\
Post Date,Effective Date,Account,Name,Description,Currency,Debit,Credit,Balance,Reference No
05/01/2026,05/01/2026,0011,KDMP,SETOR TUNAI,IDR,0,1500000,2500000,J1
31/01/2026,31/01/2026,0011,KDMP,JASA GIRO,IDR,0,8000,2508000,J2
31/01/2026,31/01/2026,0011,KDMP,ADMINISTRASI,IDR,6000,0,2502000,J3
"""
COOPERATIVE = """Tanggal,Keterangan,Debit,Kredit,Jumlah
05/01/2026,Setor tunai,,1500000,1500000
31/01/2026,Bunga,,8000,8000
31/01/2026,Administrasi,6000,,-6000
"""
OWN_BOOK = """No,Tanggal,Uraian Transaksi,Bukti,Debet (Rp),Kredit (Rp),Saldo (Rp),Keterangan
1,01/01/2026,Saldo Bulan Lalu,,1000000,0,1000000,
2,05/01/2026,Setor tunai,BKM-1,1500000,0,2500000,
3,31/01/2026,Bunga bank,,8000,0,2508000,
4,31/01/2026,Biaya administrasi bank,,0,6000,2502000,
5,,,,,,,
Transaksi Bulan ini,,,,1508000,6000,2502000,
"""
BSI = """PT BANK SYARIAH INDONESIA TBK
Tanggal,Uraian,Nominal,DB/CR,Saldo
05/01/2026 09:00:00,Setor tunai,"1,500,000.00",CR,"2,500,000.00"
31/01/2026 23:00:00,Bagi hasil,"8,000.00",CR,"2,508,000.00"
31/01/2026 23:00:01,Biaya adm,"6,000.00",DB,"2,502,000.00"
"""
BSI_LIST = """TrxId,Tanggal,Trx Time,D/K,Mutasi,Saldo,Keterangan
FT26005,05/01/2026,09:00:00,K,"1,500,000.00","2,500,000.00",SETOR TUNAI
FT26031,31/01/2026,23:00:00,K,"8,000.00","2,508,000.00",BONUS WADIAH
FT26032,31/01/2026,23:00:01,D,"6,000.00","2,502,000.00",BIAYA ADM
"""
BRI_PRINT = """Tanggal Transaksi,Uraian Transaksi,Teller,Debet,Kredit,Saldo
05/01/26 09:12:33,SETOR TUNAI,0123051,0.00,"1,500,000.00","2,500,000.00"
31/01/26 23:59:01,Interest on Account,SYSTEM,0.00,"8,000.00","2,508,000.00"
31/01/26 23:59:02,BIAYA ADM,SYSTEM,"6,000.00",0.00,"2,502,000.00"
"""
BNI_DIRECT = """\
Posting Date,Effective Date,Branch,Journal,Transaction Description,Amount,DB/CR,Balance
05/01/2026,05/01/2026,KLATEN,554433,SETORAN TUNAI,"1,500,000.00",C,"2,500,000.00"
31/01/2026,31/01/2026,KLATEN,554434,JASA GIRO,"8,000.00",C,"2,508,000.00"
31/01/2026,31/01/2026,KLATEN,554435,BIAYA ADMINISTRASI,"6,000.00",D,"2,502,000.00"
"""
MANDIRI_C = """Posting Date,Remark,Reference No,Debit,Credit,Balance
05/01/2026,SETOR TUNAI,R1,0.00,"1,500,000.00","2,500,000.00"
31/01/2026,BUNGA,R2,0.00,"8,000.00","2,508,000.00"
31/01/2026,BIAYA ADM,R3,"6,000.00",0.00,"2,502,000.00"
"""
BCA_SYARIAH = """\
Tanggal Efektif,Tanggal Transaksi,Kode Transaksi,Keterangan,Keterangan Tambahan,D/C,Nominal,Saldo,\
Nomor Referensi
05/01/2026,05/01/2026,01,SETOR TUNAI,,C,"1,500,000.00","2,500,000.00",R1
31/01/2026,31/01/2026,02,BONUS,,C,"8,000.00","2,508,000.00",R2
31/01/2026,31/01/2026,03,BIAYA ADM,,D,"6,000.00","2,502,000.00",R3
"""

ALL = {
    "BRI": BRI,
    "BNI": BNI,
    "Mandiri": MANDIRI_A,
    "Mandiri (B)": MANDIRI_B,
    "BCA": BCA,
    "BCA (bisnis)": BCA_BISNIS,
    "BCA (pratinjau)": BCA_VIEW,
    "BPD": BPD,
    "Daftar koperasi": COOPERATIVE,
    "Buku bank sendiri": OWN_BOOK,
    "BSI": BSI,
    "BSI (mutasi)": BSI_LIST,
    "BRI (cetak)": BRI_PRINT,
    "BNI (Direct)": BNI_DIRECT,
    "Mandiri (C)": MANDIRI_C,
    "BCA Syariah": BCA_SYARIAH,
}


def read(text: str, name: str = "mutasi.csv") -> BankFile:
    return read_bank_file(read_book(text.encode(), name), TODAY)


@pytest.mark.parametrize("bank", ALL)
def test_each_bank_s_file_says_the_same_movements(bank: str) -> None:
    made = read(ALL[bank])

    assert made.bank == bank.split(" (", maxsplit=1)[0]
    assert [(row.day, int(row.amount)) for row in made.rows] == MOVED
    assert made.breaks == ()


@pytest.mark.parametrize("bank", [bank for bank in ALL if bank not in {"BNI", "Mandiri (B)"}])
def test_balances_are_read_where_the_bank_tells_them(bank: str) -> None:
    made = read(ALL[bank])

    if bank == "Daftar koperasi":
        assert made.closing is None
    else:
        assert (made.opening, made.closing) == (1_000_000, 2_502_000)


def test_an_excel_file_is_read_like_its_text() -> None:
    file = BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("Mutasi")
    for at, line in enumerate(BPD.splitlines()):
        for column, cell in enumerate(line.split(",")):
            number = column in {6, 7, 8} and at
            sheet.write(at, column, int(cell) if number else cell)
    book.close()

    made = read_bank_file(read_book(file.getvalue(), "bpd.xlsx"), TODAY)

    assert [(row.day, int(row.amount)) for row in made.rows] == MOVED


def test_rows_that_the_bank_has_not_booked_are_left_out_and_listed() -> None:
    made = read(BCA)

    assert [(each.row, each.reason) for each in made.left_out] == [(5, "belum dibukukan bank")]


def test_a_row_to_which_the_balance_does_not_lead_is_told_by_its_number() -> None:
    made = read(BPD.replace("6000,0,2502000", "6000,0,2602000"))

    assert made.breaks == (4,)


def test_sen_are_rounded_and_counted() -> None:
    made = read(BNI.replace('"8,000.00"', '"8,000.50"').replace('"6,000.00"', '"6,000.49"'))

    assert [int(row.amount) for row in made.rows] == [1_500_000, 8_001, -6_000]
    assert made.rounded == 2


def test_a_book_of_debit_for_money_in_is_turned_round_where_its_balances_prove_it() -> None:
    made = read(
        "Tanggal,Keterangan,Debet,Kredit,Saldo\n"
        "05/01/2026,Setor,1500000,,2500000\n"
        "31/01/2026,Bunga,8000,,2508000\n"
        "31/01/2026,Adm,,6000,2502000\n"
    )

    assert [(row.day, int(row.amount)) for row in made.rows] == MOVED


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Kode,Nama Barang,Harga,Stok\nA1,Beras,12000,5\n", "kolomnya: Kode, Nama Barang"),
        ("No,Nama,NIK\n1,Melati,3310010101600001\n", "bukan rekening koran"),
        (BNI.splitlines()[0] + "\n", "tidak ada mutasi"),
    ],
)
def test_another_file_is_refused_by_its_name(text: str, said: str) -> None:
    with pytest.raises(BadFile) as refused:
        read(text, "stok-toko.csv")

    assert "stok-toko.csv" in refused.value.message
    assert said in refused.value.message


def test_the_same_days_in_another_bank_s_words_give_the_same_marks() -> None:
    marks = [list(rules.marked(read(text).rows)) for text in ALL.values()]

    assert all(each == marks[0] for each in marks)
    assert marks[0][0] == "2026-01-05:1500000:1"


def test_two_equal_amounts_of_one_day_are_two_rows() -> None:
    made = read(BNI.replace("8,000.00", "1,500,000.00").replace("31/01/2026", "05/01/2026", 1))

    assert len(rules.marked(made.rows)) == len(made.rows)


CELL = st.one_of(
    st.text(alphabet="0123456789.,-+()RpDCrb /'#!", max_size=14),
    st.sampled_from(["PEND", "Saldo awal", "#REF!", "05/01/2026", "31/02/2026", "1,5", "DB"]),
    st.text(max_size=8),
)


@given(
    head=st.sampled_from([text.splitlines() for text in ALL.values()]),
    rows=st.lists(st.lists(CELL, max_size=11), max_size=6),
)
def test_whatever_stands_in_the_cells_the_file_is_read_or_refused(
    head: list[str], rows: list[list[str]]
) -> None:
    mark = "\t" if "\t" in head[-1] else ";" if ";" in head[-1] else ","
    lines = [mark.join(f'"{cell.replace(chr(34), "")}"' for cell in row) for row in rows]
    try:
        made = read("\n".join([*head, *lines]))
    except BadFile:
        return
    assert all(int(row.amount) for row in made.rows)
    assert sorted(row.day for row in made.rows) == [row.day for row in made.rows]
