"""init and demo: new books, real or for practice."""

from __future__ import annotations

from pathlib import Path

from kopdes_desktop.cli import terminal
from kopdes_desktop.cli.call import Call
from kopdes_desktop.cli.complaint import WrongUsage
from kopdes_desktop.cli.verb import Given, Verbs
from kopdes_desktop.kernel.i18n import N_, _

MEMBERS, MONTHS, SEED = 40, 3, 1


def add(verbs: Verbs) -> None:
    """Enter the verbs of this file."""
    line = verbs.add("init", N_("Buat buku koperasi baru di laptop ini."), init)
    ways = line.add_mutually_exclusive_group(required=True)
    ways.add_argument(
        "--profile", metavar=_("BERKAS"), type=Path, help=_("dari profil koperasi (TOML)")
    )
    ways.add_argument(
        "--join", metavar=_("BERKAS"), type=Path, help=_("sebagai perangkat kedua, dari undangan")
    )
    ways.add_argument("--example", action="store_true", help=_("tampilkan contoh profil saja"))

    line = verbs.add("demo", N_("Buat koperasi latihan."), demo)
    line.add_argument(
        "--members", metavar=_("ANGKA"), type=int, default=MEMBERS, help=_("banyaknya anggota")
    )
    line.add_argument(
        "--months", metavar=_("ANGKA"), type=int, default=MONTHS, help=_("lamanya dalam bulan")
    )


def init(call: Call, given: Given) -> None:
    """Found from a profile, or join by an invitation."""
    if given.example:
        text = call.program.example_profile()
        call.answer({"profile": text}, text.splitlines())
    elif given.profile is not None:
        _require_file(given.profile)
        words = call.program.found(call.folder, given.profile, call.new_password())
        for name, once in words.items():
            terminal.TerminalSecrets().show_words(name, once)
        call.answer(
            {"ok": True, "folder": str(call.folder), "users": sorted(words)},
            [_("Buku koperasi sudah dibuat di {folder}.").format(folder=call.folder)],
        )
    else:
        _require_file(given.join)
        joined = call.program.join(call.folder, given.join, call.user, call.new_password())
        call.answer(
            {"ok": True, "folder": str(call.folder), **joined},
            [
                _("Laptop ini siap menerima buku koperasi, di {folder}.").format(
                    folder=call.folder
                ),
                _("Di sini {user} yang masuk.").format(user=joined["user"]),
            ],
        )


def _require_file(file: Path) -> None:
    if not file.is_file():
        raise WrongUsage(N_("Berkas {name} tidak ditemukan."), name=file)


def demo(call: Call, given: Given) -> None:
    """A practice cooperative that has lived for a while."""
    if given.members < 0 or given.months < 0:
        raise WrongUsage(N_("Banyaknya anggota dan bulan tidak boleh kurang dari nol."))
    seed = SEED if call.seed is None else call.seed
    progress = terminal.Watched()
    try:
        call.program.practise(call.folder, given.members, given.months, seed, call.today, progress)
    finally:
        progress.end()
    call.answer(
        {
            "ok": True,
            "folder": str(call.folder),
            "members": given.members,
            "months": given.months,
            "seed": seed,
        },
        [
            _("Koperasi latihan siap di {folder}.").format(folder=call.folder),
            _("Masuk sebagai bendahara, kasir, ketua, pengawas, pendamping atau admin."),
            _("Kata sandi semuanya: latihan (PIN 123456)."),
        ],
    )
