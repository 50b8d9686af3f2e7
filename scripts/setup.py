"""Set-up for `make`: finds Python 3.10, makes `.venv` and installs the locked requirements.

Runs on any Python 3.8 or later with nothing installed. Does nothing when nothing changed.
uv lives in a venv of its own; it is given the interpreter's path, because by itself it does not
look into pyenv's folder and would try to download one.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
TOOLS = ROOT / ".venv" / ".uv"
STAMP = VENV / "installed.sha256"
NO_PYTHON = (
    "Python 3.10 was not found. Rasa needs it: install it with 'pyenv install 3.10' or "
    "'uv python install 3.10' and run make again."
)


def is_310(path):
    """Tell whether *path* is a Python 3.10 that runs."""
    try:
        code = "import sys, ensurepip; print(sys.version_info[:2] == (3, 10))"
        found = subprocess.run([str(path), "-c", code], capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return found.stdout.strip() == "True"


def candidates():
    """Yield where a Python 3.10 may be: PATH, pyenv's versions, uv's own."""
    for name in ("python3.10", "python3", "python"):
        found = shutil.which(name)
        if found:
            yield found
    pyenv = Path(os.environ.get("PYENV_ROOT", str(Path.home() / ".pyenv")))
    yield from sorted(pyenv.glob("versions/3.10*/bin/python3.10"), reverse=True)
    data = os.environ.get("UV_PYTHON_INSTALL_DIR")
    uv = Path(data) if data else Path.home() / ".local" / "share" / "uv" / "python"
    yield from sorted(uv.glob("cpython-3.10*/bin/python3.10"), reverse=True)


def find_310():
    """Return the path of a Python 3.10; ends with one clear sentence when there is none."""
    for path in candidates():
        if is_310(path):
            return str(path)
    sys.exit(NO_PYTHON)


def wanted():
    """Return the hash of everything that decides what is installed."""
    digest = hashlib.sha256()
    for name in (
        "requirements-uv.txt",
        "requirements-dev.txt",
        "pyproject.toml",
        "scripts/setup.py",
    ):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def run(*command):
    """Run a command; its output is shown only when it fails."""
    done = subprocess.run([str(c) for c in command], cwd=ROOT, capture_output=True, text=True)
    if done.returncode != 0:
        sys.stderr.write(done.stdout + done.stderr)
        sys.exit(f"Set-up failed at: {' '.join(str(c) for c in command)}")


def install():
    """Make the venv and install the lock into it."""
    python = find_310()
    print("Setting up (a minute or two, once) ...", flush=True)
    if VENV.exists():
        shutil.rmtree(VENV)
    run(python, "-m", "venv", VENV)
    run(python, "-m", "venv", TOOLS)
    pip = (TOOLS / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*pip, "--require-hashes", "-r", "requirements-uv.txt")
    uv, target = TOOLS / "bin" / "uv", VENV / "bin" / "python"
    run(uv, "pip", "sync", "--python", target, "--require-hashes", "requirements-dev.txt")
    run(uv, "pip", "install", "--python", target, "--no-deps", "--no-build-isolation", "-e", ".")
    STAMP.write_text(wanted())


if __name__ == "__main__":
    try:
        if not (STAMP.exists() and STAMP.read_text() == wanted()):
            install()
    except KeyboardInterrupt:
        sys.exit("Stopped: the set-up was ended by Ctrl-C. Run make again to finish it.")
