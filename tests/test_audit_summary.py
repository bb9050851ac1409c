import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOUND = {"name": "click", "version": "8.1.7", "vulns": []}
WEAK = {
    "name": "jinja2",
    "version": "2.4",
    "vulns": [
        {"id": "PYSEC-1", "fix_versions": ["2.5", "3.0"], "aliases": [], "description": ""},
        {"id": "PYSEC-2", "fix_versions": [], "aliases": [], "description": ""},
    ],
}
SKIPPED = {"name": "ours", "skip_reason": "not on PyPI"}


def audited(report: str, page: Path) -> int:
    """The exit code; the page of a run is filled."""
    ended = subprocess.run(
        [sys.executable, "-m", "tests.audit_summary"],
        env={"GITHUB_STEP_SUMMARY": str(page)},
        cwd=ROOT,
        input=report,
        text=True,
        check=False,
    )
    return ended.returncode


def test_make_audit_tells_what_it_finds() -> None:
    command = ["make", "--dry-run", "--always-make", "audit"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert re.search(
        r"pip-audit .*--format json[ \\\n\t]*\| \S+python -m tests\.audit_summary", told
    )


def test_sound_packages_are_counted(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    assert audited(json.dumps({"dependencies": [SOUND], "fixes": []}), page) == 0
    told = page.read_text(encoding="utf-8")
    assert told.startswith("### Audit of packages\n")
    assert "| packages | 1 |\n| not looked up | 0 |\n| weak | 0 |\n" in told


def test_a_weak_package_is_named_with_the_version_to_take(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    assert audited(json.dumps({"dependencies": [SOUND, WEAK], "fixes": []}), page) == 1
    told = page.read_text(encoding="utf-8")
    assert "| weak | 1 |\n| jinja2 | 2.4 has PYSEC-1, not since 2.5 or 3.0, PYSEC-2 |" in told


@pytest.mark.parametrize(
    ("report", "says"),
    [
        (json.dumps({"dependencies": [SOUND, SKIPPED], "fixes": []}), "| not looked up | 1 |"),
        (json.dumps({"dependencies": [], "fixes": []}), "| packages | 0 |"),
        ("", "| ended because | pip-audit has made no report |"),
        ("[]", "| ended because | pip-audit has made no report |"),
    ],
    ids=["a package skipped", "no package", "nothing", "something else"],
)
def test_an_audit_that_is_not_whole_fails(tmp_path: Path, report: str, says: str) -> None:
    page = tmp_path / "page.md"
    assert audited(report, page) == 1
    assert says in page.read_text(encoding="utf-8")
