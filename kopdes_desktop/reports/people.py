"""Members in reports: which of them are asked for, and how they are named on paper."""

from __future__ import annotations

from collections.abc import Mapping

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.office.books import Reading
from kopdes_desktop.reports.report import Params

_UNKNOWN = N_("pilih salah satu: {among}")


def group_of(read: Reading, params: Params) -> members.Group | None:
    """The group that is asked for, if one is. Raises BadField."""
    return None if params.group is None else members.group(read, params.group)


def status_of(params: Params) -> str | None:
    """The status that is asked for, if one is. Raises BadField."""
    if params.status is not None and params.status not in members.STATUS_WORDS:
        among = ", ".join(members.STATUS_WORDS)
        raise BadField(name="status", reason=_(_UNKNOWN).format(among=among), field="status")
    return params.status


def chosen(read: Reading, params: Params, *, status: str | None = None) -> list[MemberRow]:
    """Members of the group and status that are asked for, by number; `status` where none is."""
    group = group_of(read, params)
    wanted = status_of(params) or status
    return members.listing(read, status=wanted, group=group.code if group else None)


def about(read: Reading, params: Params) -> tuple[str, ...]:
    """What a list was narrowed to, in words above it."""
    group, status = group_of(read, params), status_of(params)
    lines = (
        _("Kelompok {code} – {name}").format(code=group.code, name=group.name) if group else "",
        _("Hanya yang {status}").format(status=_(members.STATUS_WORDS[status])) if status else "",
    )
    return tuple(line for line in lines if line)


def name(row: MemberRow | None) -> str:
    """A member's name as lists show it; of an erased one, that it was erased."""
    return (row.name if row else None) or _("(nama dihapus)")


def label(row: MemberRow) -> str:
    """Number and name, for headings and notes."""
    return f"{row.number or _('calon anggota')} · {name(row)}"


def home(row: MemberRow) -> str:
    """Street, RT/RW and hamlet on one line; the hamlet once, where the street names it too."""
    rt_rw = _("RT/RW {number}").format(number=row.rt_rw) if row.rt_rw else ""
    named = (row.dusun or "").casefold() in (row.address or "").casefold()
    return ", ".join(filter(None, (row.address, rt_rw, None if named else row.dusun)))


def by_key(read: Reading) -> Mapping[int, MemberRow]:
    """Everybody who ever applied, by key."""
    return {row.key: row for row in members.listing(read)}
