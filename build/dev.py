r"""Two commands for a machine that has Python 3.11 or newer and nothing else.

    python3 build/dev.py run [VERB …]     the program (Windows: py build\dev.py run)
    python3 build/dev.py test [PYTEST …]  everything that CI runs

    setup     only install            check     the fast part of `test`: all but pytest
    catalogs  renew the catalogues    lock      renew the lock files
    package   dist/kopdes-desktop, alone  pictures  renew README's pictures

Packages go into .venv from a lock with hashes. What is installed already stays as it is; an
installation that was cut off is begun anew. Only the standard library is used here.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036  the machine may be older than the project
    sys.exit(f"Kopdes Desktop needs Python 3.11 or newer; this is {sys.version.split()[0]}.")

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
STAMP = VENV / "installed.txt"
RUN_LOCK = ROOT / "build" / "requirements.lock"
TEST_LOCK = ROOT / "build" / "requirements-dev.lock"  # holds everything of RUN_LOCK
EMULATOR_LOCK = ROOT / "build" / "requirements-emulator.lock"
EMULATOR = VENV / "emulator"  # the printer of tests/emulator, which needs a newer Python
EMULATOR_PYTHON = (3, 13)
MEMORY, ROOM_IN_MEMORY = Path("/dev/shm"), 3 << 30  # noqa: S108  pytest makes its own folder there
TRIES = 3
FAILED = 1  # pytest's own code for tests that failed, a crashed worker's among them

OFFSCREEN_LIBRARIES = (
    *("libglib2.0-0", "libegl1", "libgl1", "libxkbcommon0", "libfontconfig1", "libdbus-1-3"),
)
WINDOW_LIBRARIES = (
    *("libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1"),
    *("libxcb-image0", "libxcb-render-util0", "libxcb-randr0", "libxcb-shape0", "libxcb-xkb1"),
)
TEST_TOOLS = (
    *("gcc", "libc6-dev", "hledger", "ledger", "minisign", "age", "poppler-utils"),
    *("xvfb", "xauth"),
)
PACKAGE_TOOLS = ("binutils",)
ON_EVERY_CORE = ("-n", "auto", "--dist", "worksteal")
LINTER = "from importlinter.cli import lint_imports_command as main; main(['--no-logo'])"
#: Takes as long as all the others together, on one core: they give way to it.
LONGEST = "types"
CHECKS = (
    ("format", ("-m", "ruff", "format", "--check", "--quiet")),
    ("ruff", ("-m", "ruff", "check", "--quiet")),
    ("import contracts", ("-c", LINTER)),
    ("types", ("-m", "mypy", "--no-error-summary")),
    ("catalogues", ("build/make_catalogs.py", "--check")),
)
#: Beside the checks, which leave a core idle: compiles every test once for all workers.
COLLECTING = ("collecting", ("-m", "pytest", "--collect-only", "-qq", "-p", "no:cacheprovider"))


def say(text: str) -> None:
    print(f"· {text}", flush=True)


# --- Debian packages --------------------------------------------------------------------------


def installed_packages() -> set[str]:
    """Names of all installed Debian packages and of what they stand in for."""
    wish = "-f=${db:Status-Status}\t${Package}\t${Provides}\n"
    listed = subprocess.run(["dpkg-query", "-W", wish], capture_output=True, text=True, check=True)
    names: set[str] = set()
    for line in listed.stdout.splitlines():
        status, package, provides = line.split("\t")
        if status == "installed":
            names |= {package, *re.findall(r"(?:^|, )([^ ,]+)", provides)}
    return names


def add_debian_packages(needed: tuple[str, ...], useful: tuple[str, ...] = ()) -> None:
    """Install what is missing when we may, else say how; stop when nothing works without it."""
    if not shutil.which("dpkg-query"):
        return
    there = installed_packages()
    missing = [name for name in (*needed, *useful) if name not in there]
    if not missing:
        return
    line = ["apt-get", "install", "--yes", "--no-install-recommends", *missing]
    if os.geteuid() == 0 and apt_get(["apt-get", "update"]) and apt_get(line):
        return
    print(f"Debian packages are missing. As root:\n    apt-get update && {shlex.join(line)}")
    if not there.issuperset(needed):
        sys.exit(1)
    print("Going on without them; tests that need them are skipped.", flush=True)


def apt_get(command: list[str]) -> bool:
    say(shlex.join(command))
    done = subprocess.run(
        [*command, "-qq", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3"],
        env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        print(done.stdout, file=sys.stderr)
    return done.returncode == 0


# --- Python packages --------------------------------------------------------------------------


def mark(lock: Path) -> str:
    """What the stamp of a whole installation of this lock says: which lock, and where."""
    return f"{hashlib.sha256(lock.read_bytes()).hexdigest()} {ROOT}"


def state() -> str:
    """The stamp of the last installation that came to its end, "" when there is none that runs."""
    if not STAMP.is_file() or not PYTHON.is_file():
        return ""
    runs = subprocess.run([PYTHON, "-c", ""], check=False, capture_output=True).returncode == 0
    return STAMP.read_text(encoding="utf-8") if runs else ""


def install(lock: Path) -> None:
    """Bring .venv to the lock; the stamp falls first and is set last."""
    now = state()
    if now in {mark(lock), mark(TEST_LOCK)}:
        return
    STAMP.unlink(missing_ok=True)
    if now != mark(RUN_LOCK):
        make_venv()
    packages = len(re.findall(r"^\S+==", lock.read_text(encoding="utf-8"), re.MULTILINE))
    say(f"installing {packages} packages into {VENV.name} (once; some minutes on a slow line)")
    began = time.monotonic()
    pip_install(PYTHON, "--require-hashes", "--only-binary=:all:", "-r", str(lock))
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    folder = subprocess.run([PYTHON, "-c", where], check=True, capture_output=True, text=True)
    (Path(folder.stdout.strip()) / "kopdes.pth").write_text(f"{ROOT}\n", encoding="locale")
    half = STAMP.with_suffix(".part")
    half.write_text(mark(lock), encoding="utf-8")
    half.replace(STAMP)
    say(f"installed in {time.monotonic() - began:.0f} s")


def install_emulator() -> None:
    """Bring the printer emulator to its lock, where this machine has a Python for it."""
    stamp = EMULATOR / "installed.txt"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == mark(EMULATOR_LOCK):
        return
    newer = newer_python()
    if newer is None:
        say("no Python 3.13 here: the tests that ask the printer emulator will be skipped")
        return
    if EMULATOR.exists():
        shutil.rmtree(EMULATOR)
    subprocess.run([newer, "-m", "venv", str(EMULATOR)], check=True)
    inside = EMULATOR / PYTHON.relative_to(VENV)
    wish = ("--require-hashes", "--only-binary=:all:", "--no-deps", "-r", str(EMULATOR_LOCK))
    pip_install(inside, *wish)
    stamp.write_text(mark(EMULATOR_LOCK), encoding="utf-8")


def newer_python() -> str | None:
    """A Python new enough for the emulator: ours, one on the path, or one that pyenv keeps."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    kept = sorted(pyenv.glob(f"{EMULATOR_PYTHON[0]}.*/bin/python"), reverse=True)
    named = (shutil.which(f"python3.{minor}") for minor in range(EMULATOR_PYTHON[1], 20))
    wanted = f"import sys, ensurepip; sys.exit(sys.version_info < {EMULATOR_PYTHON})"
    for each in (sys.executable, *filter(None, named), *map(str, kept)):
        if subprocess.run([each, "-c", wanted], check=False, capture_output=True).returncode == 0:
            return each
    return None


def make_venv() -> None:
    if VENV.exists():
        shutil.rmtree(VENV)
    base = getattr(sys, "_base_executable", sys.executable)  # not the .venv that was just removed
    subprocess.run([base, "-m", "venv", str(VENV)], check=True)


def pip_install(python: Path, *wish: str) -> None:
    """Run pip, quiet but for errors, whatever constraints this machine sets for other work."""
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "none.txt"
        empty.touch()
        env = os.environ | {"PIP_CONSTRAINT": str(empty), "PIP_USER": "0", "PIP_NO_INPUT": "1"}
        line = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
        for attempt in range(1, TRIES + 1):
            if subprocess.run([*line, *wish], env=env, check=False).returncode == 0:
                return
            say(f"pip failed, try {attempt} of {TRIES}")
            time.sleep(attempt)
    sys.exit("The packages could not be installed; the reason is above. Run this again.")


def compile_catalogues() -> None:
    """Write the .mo files when a .po is newer."""
    for source in (ROOT / "translations").glob("*/LC_MESSAGES/kopdes.po"):
        made = source.with_suffix(".mo")
        if not made.is_file() or made.stat().st_mtime_ns < source.stat().st_mtime_ns:
            python("build/make_catalogs.py", "--compile")
            return


# --- commands ---------------------------------------------------------------------------------


def python(*line: str, **env: str) -> int:
    """Run the .venv's Python in the checkout and give its exit code."""
    return subprocess.run([str(PYTHON), *line], cwd=ROOT, env=utf8(env), check=False).returncode


def utf8(env: dict[str, str]) -> dict[str, str]:
    """Our environment, with bytecode written: else every process compiles everything anew."""
    given = {name: os.environ[name] for name in os.environ if name != "PYTHONDONTWRITEBYTECODE"}
    return given | {"PYTHONUTF8": "1"} | env


def has_display() -> bool:
    named = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(named) or not sys.platform.startswith("linux")


def prepare(lock: Path, libraries: tuple[str, ...], tools: tuple[str, ...] = ()) -> None:
    venv = () if importlib.util.find_spec("ensurepip") else ("python3-venv",)
    add_debian_packages((*venv, *libraries), tools)
    install(lock)
    compile_catalogues()


def run(extra: list[str]) -> int:
    windowed = has_display()
    prepare(RUN_LOCK, OFFSCREEN_LIBRARIES + (WINDOW_LIBRARIES if windowed else ()))
    if extra or windowed:
        return python("-m", "kopdes_desktop", *extra)
    say("no display: a practice cooperative, a day of its work and a picture of every screen → out")
    return python("-m", "kopdes_desktop", "tour", "--out", "out", QT_QPA_PLATFORM="offscreen")


def setup(_extra: list[str]) -> int:
    prepare(TEST_LOCK, OFFSCREEN_LIBRARIES, TEST_TOOLS + WINDOW_LIBRARIES)
    install_emulator()
    return 0


def check(_extra: list[str]) -> int:
    """Everything fast, all at once."""
    setup([])
    return all_at_once(CHECKS)


def all_at_once(lines: tuple[tuple[str, tuple[str, ...]], ...]) -> int:
    """Each beside the others; what one that fails says is shown, in order."""
    began = time.monotonic()
    pipe, both = subprocess.PIPE, subprocess.STDOUT

    def started(name: str, line: tuple[str, ...]) -> subprocess.Popen[bytes]:
        whole = [str(PYTHON), *line]
        env = utf8({"QT_QPA_PLATFORM": "offscreen"})
        made = subprocess.Popen(whole, cwd=ROOT, env=env, stdout=pipe, stderr=both)
        if name != LONGEST and hasattr(os, "setpriority"):
            os.setpriority(os.PRIO_PROCESS, made.pid, 10)
        return made

    failed = 0
    for name, each in [(name, started(name, line)) for name, line in lines]:
        said, _nothing = each.communicate()
        if each.returncode:
            sys.stdout.write(said.decode(errors="replace"))
        say(f"{name}: {'failed' if each.returncode else 'ok'} ({time.monotonic() - began:.1f} s)")
        failed = failed or each.returncode
    return failed


def test(extra: list[str]) -> int:
    """The checks, then every test; what fails beside others is named and tried once more, alone."""
    setup([])
    code = all_at_once(CHECKS if extra else (*CHECKS, COLLECTING))
    code = code or pytest(*(extra or ON_EVERY_CORE))
    if code != FAILED or extra:
        return code
    say("once more, alone: the tests that failed above")
    return pytest("--last-failed", "--last-failed-no-failures=none")


def pytest(*line: str) -> int:
    return python("-m", "pytest", *line, QT_QPA_PLATFORM="offscreen", **in_memory())


def in_memory() -> dict[str, str]:
    """Thousands of books are founded and thrown away: in memory, where there is plenty of it."""
    if not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < ROOM_IN_MEMORY:
        return {}
    return {"PYTEST_DEBUG_TEMPROOT": str(MEMORY)}


def catalogs(extra: list[str]) -> int:
    setup([])
    return python("build/make_catalogs.py", *extra)


def pictures(_extra: list[str]) -> int:
    setup([])
    return python("build/make_pictures.py", QT_QPA_PLATFORM="offscreen")


def lock(_extra: list[str]) -> int:
    """Resolve pyproject.toml for every platform; only names, versions and hashes are written."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        tool = Path(folder) / PYTHON.relative_to(VENV)
        pip_install(tool, "uv")
        line = [str(tool), "-m", "uv", "pip", "compile", "--universal"]
        line += ["--generate-hashes", "--only-binary=:all:", "--quiet"]
        line += ["--upgrade", "--no-header", "--no-annotate", "--no-emit-index-url"]
        test_lock = str(TEST_LOCK.relative_to(ROOT))
        ours = (*line, "pyproject.toml", "--python-version=3.11")
        newer = f"--python-version={'.'.join(map(str, EMULATOR_PYTHON))}"
        emulator = (*line, "--group=pyproject.toml:emulator", "--no-deps", newer)
        for wish in (
            (*ours, "--group=pyproject.toml:dev", "--output-file", test_lock),
            (*ours, "--constraints", test_lock, "--output-file", str(RUN_LOCK.relative_to(ROOT))),
            (*emulator, "--output-file", str(EMULATOR_LOCK.relative_to(ROOT))),
        ):
            subprocess.run(wish, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return 0


def package(_extra: list[str]) -> int:
    """A folder that needs no Python, made by PyInstaller; then a copy of it tests itself, alone."""
    own = f"libpython3.{sys.version_info.minor}" if sys.base_prefix == "/usr" else None
    prepare(TEST_LOCK, (*OFFSCREEN_LIBRARIES, *PACKAGE_TOOLS, *([own] if own else ())))
    began = time.monotonic()
    line = ["--noconfirm", "--log-level=WARN", "--distpath=dist", "--workpath=dist/.work"]
    code = python("-m", "PyInstaller", *line, "build/kopdes.spec")
    say(f"dist/kopdes-desktop: {'failed' if code else 'made'} ({time.monotonic() - began:.0f} s)")
    return code or python("build/prove_package.py")


COMMANDS = {
    made.__name__: made for made in (run, test, setup, check, catalogs, pictures, lock, package)
}


def main() -> int:
    command, *extra = sys.argv[1:] or ["help"]
    if command not in COMMANDS:
        print(__doc__)
        return 0 if command in {"help", "-h", "--help"} else 2
    return COMMANDS[command](extra)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
