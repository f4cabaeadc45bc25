"""Holds a file as a virus scanner does, until somebody wants to replace it and then a while longer.

hold.py FILE SECONDS     says “held”, waits for a draft beside the file, and SECONDS more
"""

from __future__ import annotations

import _winapi
import sys
import time
from pathlib import Path

GENERIC_READ, OPEN_EXISTING, UNSHARED = 0x80000000, 3, 0
LONGEST = 120

file, seconds = Path(sys.argv[1]), float(sys.argv[2])
handle = _winapi.CreateFile(str(file), GENERIC_READ, UNSHARED, 0, OPEN_EXISTING, 0, 0)
sys.stdout.write("held\n")
sys.stdout.flush()
until = time.monotonic() + LONGEST
while time.monotonic() < until and not list(file.parent.glob(f".{file.name}*.part")):
    time.sleep(0.05)
time.sleep(seconds)
_winapi.CloseHandle(handle)
