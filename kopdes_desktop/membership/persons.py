"""What an application or an old register says of a person, as it is kept."""

from __future__ import annotations

from typing import Any

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.members import register, rules
from kopdes_desktop.members.operations import plain_fields, require_free_nik
from kopdes_desktop.office.work import Work


def plain_person(
    work: Work,
    order: Any,  # noqa: ANN401  either order
    *,
    as_written: bool = False,
) -> tuple[dict[str, str], str | None]:
    """Personal fields and sex; sex and birth date come from the NIK where they are left out.

    `as_written` leaves e-mail and RT/RW as an old register has them. Raises BadField, BadNik,
    BadDay, and DuplicateNik for a NIK that a living record has.
    """
    plain = plain_fields(_given(order), work.today, as_written=as_written)
    sex, birth_day = order.sex, order.birth_day
    if plain.get("nik"):
        inside = rules.read_nik(plain["nik"])
        sex = sex or inside.sex
        birth_day = birth_day or inside.birth_day(work.today)
        require_free_nik(work, plain["nik"])
    if sex not in {None, "L", "P"}:
        raise BadField(name="sex", reason=_(N_("L atau P")), field="sex")
    if birth_day is not None:
        plain["birth_day"] = rules.require_birth_day(birth_day, work.today).isoformat()
    return plain, sex


def _given(order: Any) -> dict[str, str]:  # noqa: ANN401  as above
    texts = {name: getattr(order, name, None) for name in register.PERSONAL}
    return {
        name: value
        for name, value in texts.items()
        if isinstance(value, str) and (value.strip() or name == "name")
    }
