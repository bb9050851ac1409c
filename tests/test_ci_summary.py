import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
TESTS = """
import time
def test_that_holds(): time.sleep(0.01)
def test_that_does_not(): assert 1 == 2
"""


def test_the_page_of_a_run_has_counts_failures_and_a_plot(tmp_path: Path) -> None:
    (tmp_path / "test_sums.py").write_text(TESTS, encoding="utf-8")
    page = tmp_path / "page.md"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.ci_summary"]
    folder = tmp_path / "folders"  # in the usual one it would shut out the database's user
    ran = subprocess.run(
        [*command, f"--rootdir={tmp_path}", f"--basetemp={folder}", "-n", "2", str(tmp_path)],
        env={"GITHUB_STEP_SUMMARY": str(page), "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        check=False,
    )
    assert ran.returncode == 1
    told = page.read_text(encoding="utf-8")
    assert told.count("### Tests") == 1
    assert "| passed | 1 |" in told
    assert "| failed | 1 |" in told
    assert "| broken 1 | test\\_sums.py::test\\_that\\_does\\_not |" in told
    assert 'x-axis ["test_sums.py"]' in told
