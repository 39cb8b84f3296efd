"""`serve`: the application in a browser of this machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from ipe_coder.cli import output
from ipe_coder.cli.command import Command
from ipe_coder.cli.session import Session, pass_session
from ipe_coder.errors import UsageError


@click.command("serve", cls=Command, examples=("serve wellbeing.ipe", "serve --port 8080"))
@click.argument("path", metavar="[PROJECT]", default="")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="The port on 127.0.0.1; a free one is taken where none is named.",
)
@pass_session
def serve(session: Session, path: str, port: int) -> None:
    """Open PROJECT in a browser on this machine, at the address that is printed.

    The address holds a secret and works from this machine alone; what the page needs comes from
    this program, nothing from any other. Ctrl+C ends it; everything is saved already. Browsers
    keep ctrl+n, ctrl+t and ctrl+w for themselves; give such an action another key in keymap.toml.
    """
    from ipe_coder.project.opening import check_can_open

    address = path or session.address()
    check_can_open(address)
    try:
        from ipe_coder.cli.browser import LocalServer
    except ModuleNotFoundError as error:
        raise UsageError(
            f"serve needs {error.name}, which is not installed.",
            "Install it once: pip install 'ipe-coder[serve]'",
        ) from None
    # By the environment, where no list of processes shows a server's password.
    os.environ["IPE_PROJECT"] = address
    command = [sys.executable, "-m", "ipe_coder", "open"]
    if session.coder:
        command += ["--coder", session.coder]
    server = LocalServer(command, Path(address).name if "://" not in address else "ipe_coder", port)
    if session.as_json:
        output.print_json({"address": server.address, "port": server.port})
    else:
        click.echo(server.address)
    output.narrate("Open this address in a browser of this machine. Ctrl+C here ends it.")
    sys.stdout.flush()
    server.serve()
