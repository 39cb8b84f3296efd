"""The process that tries a pattern: first the pattern comes in, then texts; offsets go out.

It stands alone: nothing of the program or beside Python itself is loaded for it.
"""

from __future__ import annotations

import re
import struct
import sys
from array import array

_SIZE = struct.Struct("<I")


def main() -> None:
    """Answer one text after the other until the input ends."""
    source = _read()
    if source is None:
        return
    pattern = re.compile(source, int(sys.argv[1]))
    _write(array("I"))
    while (text := _read()) is not None:
        found = array("I")
        for match in pattern.finditer(text):
            start, end = match.span()
            if text[start:end].strip():
                found.append(start)
                found.append(end)
        _write(found)


def _read() -> str | None:
    stream = sys.stdin.buffer
    size = stream.read(_SIZE.size)
    return stream.read(_SIZE.unpack(size)[0]).decode("utf-8") if len(size) == _SIZE.size else None


def _write(found: array[int]) -> None:
    data = found.tobytes()
    sys.stdout.buffer.write(_SIZE.pack(len(data)) + data)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
