"""Money out of the funds of the surplus: to the village, for education … (N07, N08)."""

from __future__ import annotations

import msgspec

from kopdes_desktop.accounting.operations import named_key
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField, InsufficientBalance, NeedsApproval
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.names import short_line
from kopdes_desktop.ledger import journal
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.nearness import require_outsider
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Operation, PostingOrder, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.security import queries as users
from kopdes_desktop.surplus import boxes, postings, queries, rules
from kopdes_desktop.surplus.facts import FundSpent


class PayVillageOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """How much goes to the village (all, where nothing is said), out of which bank, which slip."""

    amount: Rupiah | None = None
    box: str | None = None
    ref: str | None = None


class SpendFundOrder(PayVillageOrder, frozen=True, omit_defaults=True, kw_only=True):
    """Which fund (account, or heading such as `education`), what for, how much, to whom if said."""

    fund: str
    text: str
    party: int | str | None = None


def _spent(
    work: Work, account: str, text: str, *, order: PayVillageOrder, number: str
) -> FundSpent:
    """Money out of a fund that has it. BadField, InsufficientBalance."""
    fund = _fund(work, account)
    asked = fund.left if order.amount is None else order.amount
    if asked <= NOTHING:
        reason = _(N_("{fund} kosong, atau jumlahnya belum diisi")).format(fund=_(fund.name))
        raise BadField(name="amount", reason=reason, field="amount")
    if asked > fund.left:
        raise InsufficientBalance(
            name=_(fund.name),
            balance=wording.rupiah(fund.left),
            amount=wording.rupiah(asked),
            field="amount",
        )
    box = boxes.payer(work, order.box)
    entry = postings.spent(text, account, box, asked)
    journal.require_postable(work, entry, work.bd, work.today)
    return FundSpent(
        number=number,
        fund=account,
        amount=asked,
        box=box.code,
        text=text,
        entry=entry,
        ref=short_line(order.ref or "", field="ref") or None,
    )


def _fund(work: Work, account: str) -> queries.Fund:
    for fund in queries.funds(work, work.today):
        if fund.account == account:
            return fund
    reason = _(N_("{fund} bukan dana SHU")).format(fund=account)
    raise BadField(name="fund", reason=reason, field="fund")


def _party(work: Work, party: int | str | None) -> int | None:
    """The person who gets it: an officer or a member. Raises UnknownMember."""
    if party is None:
        return None
    key = named_key(work, party, "party") if isinstance(party, str) else party
    user = users.user(work, key)
    return user.person if user is not None else members.require_member(work, key, field="party").key


@operation("surplus.pay_village", version=1)
class PayVillage(Operation[PayVillageOrder, FundSpent]):
    """Pay the village its contribution from the surplus."""

    sentence = N_("Menyetor kontribusi SHU kepada desa")
    document = "RKD"

    def decide(self, work: Work, order: PayVillageOrder) -> FundSpent:
        """No more than the meeting gave it."""
        text = N_("Setor kontribusi SHU kepada desa")
        number = work.number(self.document)
        return _spent(work, rules.VILLAGE, text, order=order, number=number)

    def apply(self, books: Books, fact: FundSpent) -> None:
        """The entry."""
        journal.post(books, fact.entry, fact.number)


@operation("surplus.spend_fund", version=1)
class SpendFund(Operation[SpendFundOrder, FundSpent]):
    """Spend money of a fund of the surplus."""

    sentence = N_("Memakai dana SHU")
    document = "DNA"

    def decide(self, work: Work, order: SpendFundOrder) -> FundSpent:
        """A fund that has so much, what it was for; nobody pays himself or his family.

        Raises NeedsApproval: the officers' fund is never paid out by one of them alone.
        """
        known = {head.code: head.account for head in rules.HEADS}
        account = known.get(order.fund, order.fund)
        if account == rules.VILLAGE:
            reason = _(N_("bagian desa dibayar lewat Setor ke desa"))
            raise BadField(name="fund", reason=reason, field="fund")
        missing = _(N_("tulis untuk apa dana itu dipakai, tanpa nama orang"))
        text = short_line(order.text, field="text", missing=missing)
        if order.amount is None:
            reason = _(N_("jumlah harus diisi"))
            raise BadField(name="amount", reason=reason, field="amount")
        party = _party(work, order.party)
        require_outsider(work, [party], self.sentence)
        if account == rules.OFFICERS and work.approver is None:
            raise NeedsApproval(
                N_(
                    "Dana pengurus, pengawas, dan pengelola tidak dibayarkan seorang diri. "
                    "Mintalah persetujuan orang kedua."
                ),
                operation=_(self.sentence),
            )
        number = work.number(self.document)
        made = _spent(work, account, text, order=order, number=number)
        return msgspec.structs.replace(made, party=party)

    def apply(self, books: Books, fact: FundSpent) -> None:
        """The entry."""
        journal.post(books, fact.entry, fact.number)

    def refers_to(self, fact: FundSpent) -> tuple[int, ...]:
        """Who got it."""
        return (fact.party,) if fact.party is not None else ()
