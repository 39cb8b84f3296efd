"""The application in a browser: at one secret address of this machine, from nothing but itself."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from tests.cli.shell import REPOSITORY, Shell


@pytest.fixture(scope="module")
def address(swing_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the small study, served by a process of its own."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copy(swing_folder / "wellbeing.ipe", folder)
    surroundings = {"PYTHONPATH": str(REPOSITORY), "IPE_CONFIG": str(folder / "settings")}
    server = subprocess.Popen(
        [sys.executable, "-m", "ipe_coder", "serve", "wellbeing.ipe", "--coder", "AB"],
        cwd=folder, env={**os.environ, **surroundings},
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert server.stdout is not None
    yield server.stdout.readline().strip()
    server.send_signal(signal.SIGINT)
    assert server.wait(30) == 0
    server.stdout.close()


def _get(address: str, path: str = "", **headers: str) -> tuple[int, str, str]:
    """Ask for a path beside the page, and give the status, the text and the policy."""
    where = urlsplit(address)
    connection = HTTPConnection(where.netloc)
    try:
        connection.request(
            "GET", path if path.startswith("/") else where.path + path, None, headers
        )
        answer = connection.getresponse()
        policy = answer.headers.get("Content-Security-Policy", "")
        return answer.status, answer.read().decode(errors="replace"), policy
    finally:
        connection.close()


def _other_hosts(text: str) -> list[str]:
    loads = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.findall(r"(?:https?|wss?)://(?!127\.0\.0\.1[:/])[\w.-]+|[\"'(]//[\w-]+\.\w+", loads)


def test_the_page_and_all_that_it_loads_come_from_here_alone(address: str) -> None:
    status, page, policy = _get(address)
    assert status == 200
    assert "default-src 'none'" in policy
    assert "connect-src ws://127.0.0.1:" in policy
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page)
    parts = [one for one in loaded if not one.startswith(("data:", "./"))]
    assert {one.rpartition(".")[2] for one in parts} == {"css", "js", "ttf"}
    for part in parts:
        status, text, _ = _get(address, part)
        assert status == 200
        if not part.endswith(".ttf"):
            assert _other_hosts(text) == []
    assert _other_hosts(page) == []


def test_others_are_refused(address: str) -> None:
    where = urlsplit(address)
    assert _get(address, "/")[0] == 404
    assert _get(address, "/guessed/")[0] == 404
    assert _get(address, "static/../../../__main__.py")[0] == 404
    assert _get(address, Host="evil.example")[0] == 403
    upgrade = {
        "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }  # fmt: skip
    assert _get(address, "ws", **upgrade)[0] == 403
    assert _get(address, "ws", Origin="http://evil.example", **upgrade)[0] == 403
    # Linux answers on the whole of 127.0.0.0/8 where something listens on all addresses.
    with socket.socket() as elsewhere, pytest.raises(ConnectionRefusedError):
        elsewhere.connect(("127.0.0.2", where.port or 0))


async def test_keys_typed_in_the_browser_reach_the_application(address: str) -> None:
    origin = f"http://{urlsplit(address).netloc}"
    async with (
        asyncio.timeout(60),
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{address}ws?width=90&height=30", origin=origin) as page,
    ):
        painted = ""
        while "Well-being" not in painted:
            painted += (await page.receive_bytes()).decode()
        await page.send_json(["stdin", "?"])
        while "Next row" not in painted:
            painted += (await page.receive_bytes()).decode()


def test_a_port_that_is_taken_is_said(swing: Shell) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        failed = swing("serve", "--port", str(port), code=2)
    assert f"Port {port} of this machine cannot be used" in failed.err
