"""Make a virtual environment with readiness in it: `python3 bootstrap.py [FOLDER [EXTRA]]`.

Needs Python 3.11 or newer and nothing else. Debian and Ubuntu ship Python without pip; where neither pip
nor ensurepip is there, pip's own wheel is taken out of the distribution's package, without installing it.
"""

import importlib.util
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

PROJECT = Path(__file__).resolve().parent


def main() -> None:
    """Create FOLDER (default `.venv`) and install this checkout, editable, with EXTRA."""
    if sys.version_info < (3, 11):
        sys.exit(f"readiness needs Python 3.11 or newer; this is {sys.version.split()[0]}")
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".venv").resolve()
    extra = f"[{sys.argv[2]}]" if len(sys.argv) > 2 else ""
    what = ["-e", f"{PROJECT}{extra}"]
    with_pip = importlib.util.find_spec("ensurepip") is not None and _wheels_are_there()
    venv.create(folder, with_pip=with_pip, clear=False)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if with_pip:
        pip([str(python), "-m", "pip"], what)
    elif importlib.util.find_spec("pip") is not None:
        pip([sys.executable, "-m", "pip", "--python", str(python)], what)
    else:
        with tempfile.TemporaryDirectory() as scratch:
            pip([sys.executable, f"{pip_wheel(Path(scratch))}/pip", "--python", str(python)], what)
    print(f"{folder} is ready")


def _wheels_are_there() -> bool:
    """Debian keeps the module but moves its wheels into a package of their own."""
    import ensurepip

    try:
        return bool(ensurepip.version())
    except (OSError, RuntimeError, SystemExit):
        return False


def pip(command: list[str], what: list[str]) -> None:
    """Install `what`, quietly."""
    done = subprocess.run([*command, "install", "--quiet", "--disable-pip-version-check", *what], check=False)  # noqa: S603
    if done.returncode != 0:
        sys.exit("bootstrap.py: the packages could not be installed; what pip says stands above")


def pip_wheel(scratch: Path) -> Path:
    """Pip's wheel out of Debian's `python3-pip-whl`, with package lists of our own, so without root."""
    (scratch / "lists" / "partial").mkdir(parents=True)
    options = ["-o", f"Dir::State::Lists={scratch / 'lists'}", "-o", f"Dir::Cache={scratch}"]
    options += ["-o", "APT::Sandbox::User=", "-qq"]
    for step in (["update"], ["download", "python3-pip-whl"]):
        subprocess.run(["apt-get", *options, *step], cwd=scratch, check=True)  # noqa: S603, S607
    package = next(scratch.glob("python3-pip-whl*.deb"))
    subprocess.run(["dpkg-deb", "-x", str(package), str(scratch / "package")], check=True)  # noqa: S603, S607
    return next(scratch.glob("package/usr/share/python-wheels/pip-*.whl"))


if __name__ == "__main__":
    main()
