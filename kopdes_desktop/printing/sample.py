"""Papers of nobody: to try a printer with, and to see what the switches do."""

from __future__ import annotations

from datetime import date
from typing import Final

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.paper import dot_matrix
from kopdes_desktop.paper.document import Letterhead, Receipt, Signer, Slip, SlipRow
from kopdes_desktop.paper.layout import BESIDE_NAME, Layout, arranged
from kopdes_desktop.printing.profiles import Profile, slip_bytes

_WHO: Final = f"Melati Jati{BESIDE_NAME}0001"
_NUMBER: Final = "SMP-KR-2026-000001"
_PROOF: Final = "12345 67890 12345 67890"
_DAY: Final = date(2026, 11, 21)
_MANDATORY, _VOLUNTARY = Rupiah(20_000), Rupiah(50_000)
_SUM: Final = _MANDATORY + _VOLUNTARY
_BEFORE: Final = Rupiah(450_000)
_RULE: Final = SlipRow("", kind="rule")


def slip(letterhead: Letterhead, layout: Layout, title: str = "") -> Slip:
    """A slip with every line that the layout lets stand."""
    rows = (
        SlipRow(_NUMBER, wording.short_day(_DAY)),
        SlipRow(_WHO, part="member"),
        _RULE,
        SlipRow(_(N_("Simpanan Wajib")) + " " + wording.month(_DAY), wording.number(_MANDATORY)),
        SlipRow(_(N_("Simpanan Sukarela")), wording.number(_VOLUNTARY)),
        _RULE,
        SlipRow(_(N_("JUMLAH")), wording.rupiah(_SUM), kind="bold"),
        SlipRow(wording.spelled(_SUM), kind="small", part="words"),
        SlipRow(_(N_("Saldo sebelum")), wording.number(_BEFORE), kind="small", part="before"),
        SlipRow(
            _(N_("Saldo sesudah")), wording.number(_BEFORE + _SUM), kind="small", part="balance"
        ),
        SlipRow("", kind="rule", part="signature"),
        SlipRow(_(N_("Tanda tangan anggota")), part="signature"),
        SlipRow("", part="signature"),
        SlipRow("(" + "." * 28 + ")", kind="center", part="signature"),
    )
    footer = (
        _(N_("Petugas: {name}")).format(name="bendahara"),
        _(N_("Kode {digits}")).format(digits=_PROOF),
    )
    code = f"{_NUMBER} {_PROOF}"
    whole = Slip(letterhead, title or _(N_("BUKTI SETORAN")), rows, footer, qr=code)
    return arranged(whole, layout)


def receipt(letterhead: Letterhead) -> Receipt:
    """A kuitansi that says what it is."""
    return Receipt(
        letterhead=letterhead,
        title=_(N_("CETAKAN UJI")),
        number=_NUMBER,
        day=_DAY,
        place="",
        received_from=_WHO,
        amount=_SUM,
        purpose=_(N_("Mencoba printer; bukan bukti pembayaran")),
        rows=((_(N_("Simpanan Wajib")), _MANDATORY), (_(N_("Simpanan Sukarela")), _VOLUNTARY)),
        signers=(Signer(_(N_("Penyetor"))), Signer(_(N_("Penerima")))),
        proof=_PROOF,
    )


def test_page(profile: Profile, letterhead: Letterhead, layout: Layout) -> bytes:
    """What a printer of slips or of a ribbon is tried with; its columns are ruled."""
    title = _(N_("CETAKAN UJI"))
    if profile.kind == "matrix":
        ruler = "".join(str(n % 10) for n in range(1, profile.columns + 1))
        paper = [ruler, *dot_matrix.receipt(receipt(letterhead), profile.columns), ruler]
        return dot_matrix.encode(paper, profile.columns)
    ruled = slip(letterhead, layout, title)
    return slip_bytes(profile, ruled, drawer=True)
