"""What holds for the whole house: import directions, banks without faults, the README's commands in CI."""

import subprocess
import sys
from pathlib import Path

from readiness import bank
from readiness.dimension import built
from readiness.places import banks_folder, dimension_ids

ROOT = Path(__file__).parent.parent


def test_imports_go_one_way() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_bank_has_a_fault() -> None:
    assert bank.check(banks_folder()) == []


def test_every_dimension_has_cases_and_every_bank_a_dimension() -> None:
    assert {path.name for path in banks_folder().iterdir()} <= set(dimension_ids())
    for dimension in built().values():
        assert dimension.cases("quick", 0)


def test_ci_calls_the_test_command_that_the_readme_gives() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    command = next(
        line.strip() for line in lines if line.startswith("    ") and line.endswith("pytest -n auto tests")
    )
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
