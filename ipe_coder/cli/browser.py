"""The application in a browser of the same machine: one project, one address, nobody else.

The server listens on 127.0.0.1 alone. Others who use the machine do not know the token in the
address; a page of another site that finds the port is refused for its `Host` or its `Origin`.
What is served loads from here alone, and the headers make the browser hold it to that.
"""

from __future__ import annotations

import asyncio
import contextlib
import html
import secrets
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import textual_serve
from aiohttp import web
from textual_serve.app_service import AppService
from textual_serve.server import Server, to_int

from ipe_coder.errors import UsageError

HOST = "127.0.0.1"
_PAGES = Path(__file__).parent / "served"
_STATIC = Path(textual_serve.__file__).parent / "static"
_ASSETS = (
    "css/xterm.css",
    "js/textual.js",
    "fonts/RobotoMono-VariableFont_wght.ttf",
    "fonts/RobotoMono-Italic-VariableFont_wght.ttf",
)
_FONT_SIZES = range(8, 41)
_LEAVING = 10.0
"""Seconds that a session has to end in before its process is left to itself."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class LocalServer(Server):
    """Serves one project under an address with a secret in it."""

    def __init__(self, command: list[str], title: str, port: int = 0) -> None:
        """Take a free port, or the one that is asked for, on this machine alone.

        Args:
            command: Starts the application, once for each page that is opened.
            title: What the page is called.
            port: The port; a free one where it is 0.

        Raises:
            UsageError: If the port is taken or may not be used.
        """
        self.socket = _listen(port)
        self.token = secrets.token_urlsafe(24)
        port = self.socket.getsockname()[1]
        quoted = (
            subprocess.list2cmdline(command) if sys.platform == "win32" else shlex.join(command)
        )
        super().__init__(quoted, HOST, port, title)
        self._names = (f"{HOST}:{port}", f"localhost:{port}")

    @property
    def address(self) -> str:
        """What to open in the browser."""
        return f"http://{HOST}:{self.port}/{self.token}/"

    def serve(self, debug: bool = False) -> None:
        """Serve until interrupted."""
        del debug
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(self._serve())

    async def _serve(self) -> None:
        runner = web.AppRunner(await self._make_app(), access_log=None, shutdown_timeout=_LEAVING)
        await runner.setup()
        try:
            await web.SockSite(runner, self.socket).start()
            await _ended()
        finally:
            await runner.cleanup()

    async def _make_app(self) -> web.Application:
        """Route what there is; everything else is not found."""
        app = web.Application(middlewares=[self._guard])
        here = f"/{self.token}"
        app.add_routes(
            [
                web.get(f"{here}/", self.handle_page),
                web.get(f"{here}/{{name:page[.](css|js)}}", self.handle_part),
                web.get(f"{here}/ws", self.handle_websocket),
                web.get(f"{here}/static/{{name:.*}}", self.handle_asset),
            ]
        )
        app.on_shutdown.append(self._end_sessions)
        self._sessions: set[asyncio.Task[object]] = set()
        return app

    async def handle_page(self, request: web.Request) -> web.Response:
        """Serve the page; `?fontsize=20` sets the size of its letters."""
        size = to_int(request.query.get("fontsize", ""), 16)
        values = {
            "title": html.escape(self.title),
            "socket": f"ws://{request.host}/{self.token}/ws",
            "font_size": str(min(max(size, _FONT_SIZES[0]), _FONT_SIZES[-1])),
        }
        page = (_PAGES / "page.html").read_text(encoding="utf-8")
        for name, value in values.items():
            page = page.replace(f"{{{{{name}}}}}", value)
        return web.Response(text=page, content_type="text/html")

    async def handle_part(self, request: web.Request) -> web.StreamResponse:
        """Serve the look of the page, and what little it does itself."""
        return web.FileResponse(_PAGES / request.match_info["name"])

    async def handle_asset(self, request: web.Request) -> web.StreamResponse:
        """Serve what the page is made of, from a fixed list."""
        name = request.match_info["name"]
        if name not in _ASSETS:
            raise web.HTTPNotFound
        return web.FileResponse(_STATIC / name)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Run the application for one page, until either of them ends."""
        page = web.WebSocketResponse(heartbeat=15)
        await page.prepare(request)

        async def close() -> None:
            await page.close()

        session = _Session(
            self.command,
            write_bytes=page.send_bytes,
            write_str=page.send_str,
            close=close,
            download_manager=self.download_manager,
        )
        task = asyncio.current_task()
        assert task is not None
        self._sessions.add(task)
        try:
            await session.start(*_size(request))
            await self._process_messages(page, session)
        finally:
            self._sessions.discard(task)
            await session.stop()
        return page

    async def _end_sessions(self, app: web.Application) -> None:
        """Let every session close its project before the server goes."""
        del app
        tasks = list(self._sessions)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=_LEAVING)

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse whoever is not the page itself, and let the page load nothing from elsewhere."""
        if request.headers.get("Host") not in self._names:
            raise web.HTTPForbidden(text="Not the address that ipe_coder serves.")
        origin = request.headers.get("Origin")
        is_socket = request.headers.get("Upgrade", "").lower() == "websocket"
        if (origin or is_socket) and origin != f"http://{request.host}":
            raise web.HTTPForbidden(text="Another page may not speak to ipe_coder.")
        if is_socket:
            return await handler(request)
        response = await handler(request)
        response.headers.update(self._headers(request.host))
        return response

    def _headers(self, host: str) -> dict[str, str]:
        policy = (
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
            f"font-src 'self'; img-src 'self' data:; connect-src ws://{host}; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            # Without allow-popups a link in a transcript opens nothing.
            "sandbox allow-scripts allow-same-origin"
        )
        return {
            "Content-Security-Policy": policy,
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "no-store",
        }


class _Session(AppService):
    """One process of the application, and the page that shows it."""

    async def run(self) -> None:
        """Pass on what it draws; close the page when it has ended, however that came about."""
        await super().run()
        with contextlib.suppress(ConnectionError):
            await self.remote_close()


def _size(request: web.Request) -> tuple[int, int]:
    """Read the size of the page in cells, within reason."""
    width, height = (to_int(request.query.get(name, ""), 0) for name in ("width", "height"))
    return min(max(width, 20), 500), min(max(height, 5), 300)


def _listen(port: int) -> socket.socket:
    """Open a port of this machine that no other machine can reach."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((HOST, port))
        made.listen()
    except OSError as error:
        made.close()
        raise UsageError(
            f"Port {port} of this machine cannot be used: {error.strerror}.",
            "Leave --port away, and a free one is taken.",
        ) from None
    return made


async def _ended() -> None:
    """Wait until somebody ends the program."""
    end = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, end.set)
    await end.wait()
