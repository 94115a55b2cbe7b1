"""Where the banks and the fixtures lie: in the checkout, or inside the installed package."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def banks_folder() -> Path:
    """The folder with one folder of banks a dimension."""
    return _folder("cases")


def fixtures_folder() -> Path:
    """The folder of the reference endpoint."""
    return _folder("fixtures")


def _folder(name: str) -> Path:
    bundled = _PACKAGE / "_bundled" / name
    checkout = _PACKAGE.parent / name
    return checkout if (_PACKAGE.parent / "pyproject.toml").is_file() else bundled


def dimension_ids() -> list[str]:
    """The dimensions that this version holds, by their modules `test_<id>.py`."""
    return sorted(path.stem.removeprefix("test_") for path in _PACKAGE.glob("test_*.py"))
