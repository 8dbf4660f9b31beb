"""The parts of the meeting's book that people write, and what the law asks of the meeting.

UU 25/1992 Pasal 26 (within six months), 30, 35-40; standard AD of Juklak Menkop 1/2025: invitation
14 days before, quorum more than half of the members, at a second meeting a third, no proxies.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from msgspec import Struct

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_

#: The invitation is with the members so many days before.
NOTICE_DAYS: Final = 14
#: A second meeting follows within so many days when the first had no quorum.
SECOND_WITHIN: Final = 30
#: The law's last month for the meeting, counted from the end of the year; the ministry's.
LAW_MONTHS, MINISTRY_MONTHS = 6, 3
LONGEST: Final = 20_000
#: A NIK stands in no free text: texts are not sealed as members' records are.
_TIME = re.compile(r"([01]?\d|2[0-3])[.:]([0-5]\d)")


class Part(Struct, frozen=True):
    """A text that people write: its code and title, and what belongs there.

    A `needed` one is a blank as long as nobody has written it; one that `stays` goes on from year
    to year until it is written anew.
    """

    code: str
    title: str
    about: str
    needed: bool = False
    stays: bool = False


_WRITTEN = (
    Part(
        "invitation",
        N_("Tambahan undangan"),
        N_("Kalimat sesudah acara, misalnya yang harus dibawa. Boleh kosong."),
    ),
    Part("agenda", N_("Susunan acara"), N_("Satu acara satu baris, bernomor."), stays=True),
    Part(
        "minutes",
        N_("Notulen rapat"),
        N_("Diisi sesudah rapat: jalannya rapat dan keputusannya. Kuorum dihitung sendiri."),
    ),
    Part("foreword", N_("Kata pengantar"), N_("Kata pengantar pengurus."), stays=True),
    Part(
        "organisation",
        N_("Organisasi dan kepengurusan"),
        N_(
            "Susunan pengurus, pengawas, pengelola dan karyawan, masa jabatan, rapat yang diadakan."
        ),
        needed=True,
        stays=True,
    ),
    Part(
        "management",
        N_("Usaha dan kegiatan"),
        N_("Apa yang dikerjakan tahun ini, hambatannya, dan jalan keluarnya."),
        needed=True,
    ),
    Part(
        "work_plan",
        N_("Rencana kerja"),
        N_("Administrasi, pendidikan, permodalan, usaha, sarana, dan lain-lain tahun depan."),
        needed=True,
    ),
    Part(
        "supervisors",
        N_("Hasil pemeriksaan pengawas"),
        N_("Disalin dari laporan pengawas. Bila kosong, formulir untuk ditulis tangan dicetak."),
        needed=True,
    ),
)
#: Paragraphs of the notes; the figures between them come from the ledger.
_NOTES = (
    Part("notes_general", N_("Umum"), N_("Pendirian, alamat, dan kegiatan koperasi."), stays=True),
    Part(
        "notes_policies",
        N_("Kebijakan akuntansi"),
        N_("Cara mencatat dan menilai; bawaannya menurut SAK EP dan cara kerja program ini."),
        stays=True,
    ),
    Part("notes_cash", N_("Kas dan setara kas"), N_("Misalnya saldo yang dibatasi.")),
    Part("notes_receivables", N_("Piutang"), N_("Misalnya piutang yang diragukan.")),
    Part("notes_stock", N_("Persediaan"), N_("Misalnya hasil opname dan barang rusak.")),
    Part("notes_prepaid", N_("Uang muka dan beban dibayar di muka"), N_("Boleh kosong.")),
    Part("notes_fixed", N_("Aset tetap"), N_("Termasuk bangunan program yang bukan milik.")),
    Part("notes_other_assets", N_("Investasi dan aset lain"), N_("Boleh kosong.")),
    Part("notes_payables", N_("Utang usaha dan titipan"), N_("Boleh kosong.")),
    Part("notes_savings", N_("Simpanan anggota di luar modal"), N_("Misalnya dasar dan bunganya.")),
    Part("notes_accrued", N_("Utang pajak dan beban akrual"), N_("Boleh kosong.")),
    Part("notes_funds", N_("SHU yang belum dibayar dan dana-dana"), N_("Penggunaan dana.")),
    Part("notes_borrowings", N_("Pinjaman"), N_("Pemberi, jaminan, dan keputusan rapatnya.")),
    Part("notes_equity", N_("Ekuitas"), N_("Misalnya perubahan besar simpanan wajib.")),
    Part("notes_income", N_("Pendapatan"), N_("Boleh kosong.")),
    Part("notes_cost", N_("Beban pokok"), N_("Boleh kosong.")),
    Part("notes_expenses", N_("Beban usaha dan pajak"), N_("Boleh kosong.")),
    Part("notes_related", N_("Pihak berelasi"), N_("Hubungan usaha dengan pengurus dan pengawas.")),
    Part(
        "notes_commitments",
        N_("Komitmen, jaminan, dan tunggakan"),
        N_("Perjanjian, jaminan, dan perkara yang belum selesai."),
    ),
    Part(
        "notes_after",
        N_("Peristiwa sesudah tanggal laporan"),
        N_("Yang penting antara akhir tahun dan rapat."),
    ),
)
PARTS: Final[Mapping[str, Part]] = {part.code: part for part in (*_WRITTEN, *_NOTES)}


def cleaned(text: str) -> str:
    """The text as it is kept: composed letters, plain line ends, nothing at its edges."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(sign for sign in text if sign == "\n" or sign.isprintable() or sign == "\t")
    return "\n".join(line.rstrip() for line in kept.replace("\t", " ").split("\n")).strip()


def time_of_day(text: str) -> str | None:
    """A time as it is kept, 09.30; None for what is none."""
    found = _TIME.fullmatch(text.strip())
    return f"{int(found[1]):02d}.{found[2]}" if found else None


def quorum(registered: int, *, second: bool) -> int:
    """How many members have to be there: more than half, at a second meeting a third."""
    return -(-registered // 3) if second else registered // 2 + 1


def invited_by(meeting: date) -> date:
    """The last day on which the invitation is in time."""
    return meeting - timedelta(days=NOTICE_DAYS)


def meeting_by(last: date, months: int) -> date:
    """The last day for the meeting, so many months after a year that ended on this day."""
    return Month.of(last).plus(months).last()
