"""The way in: `ipe-coder`, or `python -m ipe_coder`."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from ipe_coder.cli.main import cli

    cli()


if __name__ == "__main__":
    main()
