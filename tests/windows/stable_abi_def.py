"""Writes the .def of a python3.dll that hands every public export on to python3XX.dll.

stable_abi_def.py python311.dll python311 python3.def
"""

from __future__ import annotations

import sys
from pathlib import Path

import pefile

dll, base, out = sys.argv[1:4]
exports = pefile.PE(dll).DIRECTORY_ENTRY_EXPORT.symbols
names = [e.name.decode() for e in exports if e.name and e.name.startswith((b"Py", b"_Py"))]
lines = [f"  {name}={base}.{name}\n" for name in names]
Path(out).write_text('LIBRARY "python3.dll"\nEXPORTS\n' + "".join(lines), encoding="ascii")
