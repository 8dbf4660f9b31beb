"""Prove that dist/kopdes-desktop needs nothing of this machine: a copy tests itself, alone.

    prove_package.py [FOLDER]

As root on Linux it runs in a room of its own, which holds the copy, the system's libraries and an
empty /tmp: no Python, no source, no shell, no home. Elsewhere it runs in an empty environment.
Prints what the program says and the folder's size; the exit code is the program's.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MADE = ROOT / "dist" / "kopdes-desktop"
PROGRAM = "kopdes-desktop.exe" if os.name == "nt" else "kopdes-desktop"
MEGABYTE = 10**6
#: What a Linux has for everybody: its libraries and locales. Python's modules lie elsewhere.
LIBRARIES = (
    *("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/lib64", "/usr/lib64"),
    "/usr/lib/locale",
)
#: $1 is the room, the rest are the folders of libraries that it gets to see.
BUILD_ROOM = """
set -e
room=$1; shift
for each in "$@"; do mkdir -p "$room$each"; mount --rbind "$each" "$room$each"; done
[ -L /lib ] && ln -s usr/lib "$room/lib"
[ -L /lib64 ] && ln -s usr/lib64 "$room/lib64"
mkdir -p "$room/dev" "$room/tmp" "$room/proc"
mount --rbind /dev "$room/dev"
mount -t proc none "$room/proc"
exec env -i "$(command -v chroot)" "$room" /program/kopdes-desktop selftest
"""


def size(folder: Path) -> int:
    """Bytes of all files, links not followed."""
    return sum(each.lstat().st_size for each in folder.rglob("*") if not each.is_dir())


def libraries() -> Iterator[str]:
    """The folders that hold the system's libraries, each once, none of them a link."""
    for each in LIBRARIES:
        if Path(each).is_dir() and str(Path(each).resolve()) == each:
            yield each


def may_build_a_room() -> bool:
    """Root, with `unshare` and `chroot`, where the kernel lets it."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        return False
    if not (shutil.which("unshare") and shutil.which("chroot")):
        return False
    tried = ["unshare", "--mount", "--pid", "--fork", "true"]
    return subprocess.run(tried, check=False, capture_output=True).returncode == 0


def run_alone(folder: Path) -> subprocess.CompletedProcess[str]:
    """`selftest` of a copy of this folder, in the emptiest place that this machine allows."""
    with tempfile.TemporaryDirectory(prefix="kopdes-kosong-") as made:
        room = Path(made)
        copy = room / "program"
        shutil.copytree(folder, copy, symlinks=True)
        if may_build_a_room():
            own = ["unshare", "--mount", "--pid", "--fork", "--propagation", "private"]
            line = [*own, "sh", "-c", BUILD_ROOM, "sh", str(room), *libraries()]
            return _done(line, None)
        kept = ("SYSTEMROOT", "TEMP", "TMP") if os.name == "nt" else ()
        few = {name: os.environ[name] for name in kept if name in os.environ}
        return _done([str(copy / PROGRAM), "selftest"], few)


def _done(line: list[str], env: dict[str, str] | None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        line, env=env, check=False, capture_output=True, text=True, encoding="utf-8", cwd="/"
    )


def main() -> int:
    folder = Path(sys.argv[1]) if sys.argv[1:] else MADE
    if not (folder / PROGRAM).is_file():
        print(f"{folder} holds no program; python3 build/dev.py package makes it.")
        return 2
    done = run_alone(folder)
    print(done.stdout + done.stderr, end="")
    where = "in an empty room" if may_build_a_room() else "in an empty environment"
    print(f"{folder.name}: {size(folder) / MEGABYTE:.0f} MB, tried {where}")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
