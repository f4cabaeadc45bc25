"""Looks into a built .exe: icon, version resource, manifest; ends with 1 and what is amiss.

check_exe.py VERSION FILE.exe...
"""

from __future__ import annotations

import sys

import pefile

ICON_GROUP, VERSION, MANIFEST = 14, 16, 24


def resource(exe: pefile.PE, kind: int) -> bytes:
    """Return the first resource of a kind; empty without one."""
    for entry in exe.DIRECTORY_ENTRY_RESOURCE.entries:
        if entry.id == kind:
            leaf = entry.directory.entries[0].directory.entries[0].data.struct
            return exe.get_data(leaf.OffsetToData, leaf.Size)
    return b""


def faults(path: str, version: str) -> list[str]:
    """Return what a program's file lacks."""
    exe = pefile.PE(path)
    manifest = resource(exe, MANIFEST).decode("utf-8", "replace")
    texts = resource(exe, VERSION).decode("utf-16-le", "replace")
    wanted = {
        "icon": bool(resource(exe, ICON_GROUP)),
        "version": version in texts,
        "name": "值班长" in texts,
        "long paths": "<longPathAware" in manifest and ">true</longPathAware" in manifest,
        "Windows 10": "8e0f7a12-bfb3-4fe8-b9a5-48fd50a15a9a" in manifest,
        # Qt asks for awareness per monitor when it starts, unless a manifest has settled it.
        "DPI": "dpiAware" not in manifest,
        "no administrator": "requireAdministrator" not in manifest,
    }
    return [f"{path}: {what}" for what, there in wanted.items() if not there]


if __name__ == "__main__":
    found = [fault for path in sys.argv[2:] for fault in faults(path, sys.argv[1])]
    sys.stdout.writelines(f"{fault}\n" for fault in found)
    sys.exit(bool(found))
