"""What a server holds before the first visitor comes."""

import subprocess
import sys

import pytest

LARGE = ("pandas", "pyarrow", "sklearn", "lightgbm", "scipy.stats", "alembic", "supabase")


def run(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    return done.stdout


def test_the_app_loads_no_large_package_before_it_is_needed() -> None:
    loaded = run(f"import sys, app; print([name for name in {LARGE} if name in sys.modules])")
    assert loaded == "[]\n"


@pytest.mark.skipif(sys.platform != "linux", reason="it reads /proc")
def test_large_arrays_are_given_back_after_use_in_any_thread() -> None:
    held = run(
        "import threading, numpy, psutil; from app.memory import settle; settle()\n"
        "before = psutil.Process().memory_info().rss\n"
        "def work(): [numpy.ones(2**20) for _ in range(2)]\n"
        "threads = [threading.Thread(target=work) for _ in range(4)]\n"
        "[thread.start() for thread in threads]; [thread.join() for thread in threads]\n"
        "print((psutil.Process().memory_info().rss - before) // 2**20)"
    )
    assert int(held) < 8


def test_what_is_loaded_is_left_alone_by_the_garbage_collector() -> None:
    assert (
        run("import gc; from app.memory import settle; settle(); print(gc.get_freeze_count() > 0)")
        == "True\n"
    )


def test_visitors_share_processors_not_each_others_turns() -> None:
    threads = run(
        "import os; os.environ['OPENBLAS_NUM_THREADS'] = '2'\n"
        "import numpy; from threadpoolctl import threadpool_info; from app.memory import settle\n"
        "settle(); print([it['num_threads'] for it in threadpool_info()][0])"
    )
    assert threads == "1\n"


def test_a_server_learns_a_taste_without_pandas() -> None:
    assert (
        run(
            "import sys; from app.memory import spare; spare()\n"
            "import numpy; from models.forest import ResidualForest; import lightgbm\n"
            "forest = ResidualForest.fit(numpy.eye(20, dtype='f4'), numpy.arange(20.0))\n"
            "assert len(forest.predict(numpy.eye(20, dtype='f4'))) == 20\n"
            "print([name for name in ('pandas', 'pyarrow') if name in sys.modules])"
        )
        == "[]\n"
    )
