"""The deposit's papers, made from its fact: a slip for the roll, a kuitansi for the file."""

from __future__ import annotations

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.office.log import LoggedFact, logged
from kopdes_desktop.office.settings import PLACE, ZONE, setting
from kopdes_desktop.paper.document import Receipt, Signer, Slip, SlipRow
from kopdes_desktop.savings import queries
from kopdes_desktop.savings.operations import Deposited, DepositedLine
from kopdes_desktop.security import queries as users


def _deposit(read: Reading, key: int) -> tuple[LoggedFact, Deposited]:
    found = logged(read, key)
    if found is None or not isinstance(found.fact, Deposited):
        reason = _(N_("bukan bukti setoran"))
        raise BadField(name="key", reason=reason, field="key")
    return found, found.fact


def _name(read: Reading, key: int) -> str:
    row = members.member(read, key)
    if row is None:
        return "?"
    return " · ".join(part for part in (row.name or _(N_("(nama dihapus)")), row.number) if part)


def _purpose(read: Reading, line: DepositedLine) -> str:
    """The product's name, with the months it covers."""
    name = _(queries.product(read, line.product).name)
    months = [Month(month) for month, _part, _owed in line.months]
    if not months:
        return name
    if len(months) == 1:
        return f"{name} {wording.month(months[0])}"
    return f"{name} {wording.month(months[0])} – {wording.month(months[-1])}"


def _rows(read: Reading, fact: Deposited) -> list[tuple[str, DepositedLine]]:
    several = len({line.member for line in fact.lines}) > 1
    return [
        (
            f"{_name(read, line.member)}: {_purpose(read, line)}"
            if several
            else _purpose(read, line),
            line,
        )
        for line in fact.lines
    ]


def slip(read: Reading, key: int, *, copy: bool = False) -> Slip:
    """The slip of a deposit, 32 to 48 columns wide. Raises BadField for another kind of fact."""
    found, fact = _deposit(read, key)
    zone = setting(read, ZONE)
    rows = [
        SlipRow(fact.number, wording.short_day(found.stamp.bd)),
        SlipRow(_(N_("Pukul")), wording.clock(found.moment, zone)),
        SlipRow(_name(read, fact.member)),
        SlipRow("", kind="rule"),
    ]
    rows += [SlipRow(text, wording.number(line.amount)) for text, line in _rows(read, fact)]
    rows += [
        SlipRow("", kind="rule"),
        SlipRow(_(N_("JUMLAH")), wording.rupiah(fact.total), kind="bold"),
    ]
    for line in {(each.member, each.product): each for each in fact.lines}.values():
        name = _(queries.product(read, line.product).name)
        now = queries.balance_after(read, line.member, line.product, key)
        text = _(N_("Saldo {product}")).format(product=name)
        rows.append(SlipRow(text, wording.number(now), kind="small"))
    cashier = users.user(read, found.stamp.user)
    footer = (
        _(N_("Petugas: {name}")).format(name=(cashier and cashier.login) or "?"),
        _(N_("Kode {digits}")).format(digits=wording.proof_digits(found.stamp.hash)),
        _(N_("Terima kasih. Simpan bukti ini.")),
    )
    return Slip(letterhead(read), _(N_("BUKTI SETORAN")), tuple(rows), footer, copy=copy)


def receipt(read: Reading, key: int, *, copy: bool = False) -> Receipt:
    """The kuitansi of a deposit. Raises BadField for another kind of fact."""
    found, fact = _deposit(read, key)
    cashier = users.user(read, found.stamp.user)
    return Receipt(
        letterhead=letterhead(read),
        title=_(N_("KUITANSI")),
        number=fact.number,
        day=found.stamp.bd,
        place=setting(read, PLACE),
        received_from=_name(read, fact.payer or fact.member),
        amount=fact.total,
        purpose=_(N_("Setoran simpanan")),
        rows=tuple((text, line.amount) for text, line in _rows(read, fact)),
        signers=(
            Signer(_(N_("Penyetor")), ""),
            Signer(_(N_("Penerima")), (cashier and (cashier.name or cashier.login)) or ""),
        ),
        copy=copy,
        proof=wording.proof_digits(found.stamp.hash),
    )
