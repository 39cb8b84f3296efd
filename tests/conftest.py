"""Fixtures that tests of several packages share."""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from ipe_coder.project import Project, open_project
from tests.factories import new_project, reopened, standard_project

if TYPE_CHECKING:
    from tests.postgres import PostgresServer

# A machine that others use too is slow at times, which says nothing of the program. `make
# thorough` tries twenty times as many examples as every run can wait for.
settings.register_profile(
    "ours",
    max_examples=int(os.environ.get("IPE_EXAMPLES", "15")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("ours")


@pytest.fixture(scope="session", autouse=True)
def _settings_of_nobody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep away from the settings and places of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPE_CONFIG", str(tmp_path_factory.mktemp("settings")))
        yield


def pytest_collection_finish() -> None:
    """Look for dead circles of objects seldom, and never among what all tests share.

    A third of a screen test's time went into looking for them.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 10)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server of this test process, started when the first test asks for it."""
    from tests.postgres import PostgresServer

    server = PostgresServer()
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An address where no project is yet, on each kind of database."""
    if request.param == "sqlite":
        yield str(tmp_path / "project.ipe")
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    address = server.new_database()
    yield address
    server.drop(address)


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty project in a closed file, to be copied and never changed."""
    path = tmp_path_factory.mktemp("empty") / "empty.ipe"
    new_project(path).close()
    return path


@pytest.fixture
def project(empty_file: Path, tmp_path: Path) -> Iterator[Project]:
    """An empty project in a file of its own, open, with AB as its coder."""
    with reopened(shutil.copy(empty_file, tmp_path / "project.ipe")) as opened:
        yield opened


@pytest.fixture(scope="session")
def standard_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The standard study in a closed file, to be copied and never changed."""
    path = tmp_path_factory.mktemp("standard") / "standard.ipe"
    standard_project(path).close()
    return path


@pytest.fixture
def standard(standard_file: Path, tmp_path: Path) -> Iterator[Project]:
    """The standard study in a file of its own, open, with AB as its coder."""
    with reopened(shutil.copy(standard_file, tmp_path / "standard.ipe")) as opened:
        yield opened


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `ipe-coder demo` writes, made once for all test processes of a run."""
    from ipe_coder.project.demo import write_demo

    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "sample"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            write_demo(folder)
    return folder


@pytest.fixture(scope="session")
def sample(sample_folder: Path) -> Iterator[Project]:
    """The sample project, open, to be read and never changed."""
    from ipe_coder.project.demo import demo_file

    with open_project(demo_file(sample_folder)) as opened:
        yield opened
