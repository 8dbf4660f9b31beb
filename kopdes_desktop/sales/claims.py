"""What others pay of a sale (D16): a claim stands under its sale until their money comes."""

from __future__ import annotations

from msgspec import Struct

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ledger import balances, chart, journal
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.operation import Fact, Operation, PostingOrder, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.sales import postings, queries
from kopdes_desktop.sales.facts import Sold
from kopdes_desktop.tills.rules import DRAWER


class ClaimOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """The sale (key or number) for which others pay, how much of it (all), and into which box."""

    claim: int | str
    box: str
    amount: Rupiah | None = None


class ClaimSettled(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """Money of others for a sale, named by its key."""

    number: str
    claim: int
    amount: Rupiah
    box: str
    unit: str
    entry: Entry


@operation("sales.settle_claim", version=1)
class SettleClaim(Operation[ClaimOrder, ClaimSettled]):
    """Note that somebody else has paid his part of a sale."""

    sentence = N_("Mencatat pembayaran klaim")
    document = "KLM"

    def decide(self, work: Work, order: ClaimOrder) -> ClaimSettled:
        """No more than is left of the claim; not into a drawer. Raises BadField."""
        entry = balances.posted(work, order.claim)
        held = balances.of_key(work, postings.CLAIM, entry.key) if entry is not None else []
        left = [(unit, amount) for unit, amount in held if amount > NOTHING]
        if entry is None or not left or not _is_sale(work, entry.key):
            reason = _(N_("tidak ada klaim yang belum dibayar untuk struk {number}"))
            raise BadField(name="claim", reason=reason.format(number=order.claim), field="claim")
        unit, whole = left[0]
        amount = whole if order.amount is None else order.amount
        if not NOTHING < amount <= whole:
            reason = _(N_("klaim ini tinggal {left}; isi jumlah sampai sebesar itu")).format(
                left=wording.rupiah(whole)
            )
            raise BadField(name="amount", reason=reason, field="amount")
        box = chart.box(work, order.box)
        if box.account == DRAWER or box.in_transit:
            reason = _(N_("uang klaim masuk rekening bank atau brankas, bukan laci kasir"))
            raise BadField(name="box", reason=reason, field="box")
        posting = postings.claim_settled(N_("Pembayaran klaim"), box, entry.key, unit, amount)
        journal.require_postable(work, posting, work.bd, work.today)
        return ClaimSettled(
            number=work.number(self.document),
            claim=entry.key,
            amount=amount,
            box=box.code,
            unit=unit,
            entry=posting,
        )

    def apply(self, books: Books, fact: ClaimSettled) -> None:
        """The entry: what is left follows the ledger."""
        journal.post(books, fact.entry, fact.number)

    def refers_to(self, fact: ClaimSettled) -> set[int]:
        """The sale."""
        return {fact.claim}


def _is_sale(read: Reading, key: int) -> bool:
    found = read.original(key)
    return found is not None and isinstance(found[1], Sold)


class Claim(Struct, frozen=True):
    """A sale for which others still owe: who, by their own number, and how much."""

    sale: int
    number: str
    of: str
    left: Rupiah


def open_claims(read: Reading, unit: str | None = None) -> list[Claim]:
    """Every claim of a unit, or of all, that nobody has paid, the oldest first."""
    made = []
    for key in sorted(balances.key_balances(read, queries.CLAIM_ACCOUNT)):
        found = read.original(key)
        if found is None or not isinstance(found[1], Sold):
            continue
        held = dict(balances.of_key(read, queries.CLAIM_ACCOUNT, key))
        left = sum(int(amount) for of, amount in held.items() if unit in {None, of})
        if left > 0:
            said = ", ".join(x.ref or "" for x in found[1].tenders if x.kind == "claim")
            made.append(Claim(key, found[1].number, said, Rupiah(left)))
    return made
