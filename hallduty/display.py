"""Before Qt is touched: is there a screen, and are the system libraries there that Qt needs?"""

from __future__ import annotations

import os
import re
import sys
from importlib.util import find_spec
from pathlib import Path

from hallduty.errors import EnvironmentProblem

NO_SCREEN = (
    "没有图形界面，窗口打不开；请改用命令行，如 hallduty --help"
    " (no display: use the command line, see hallduty --help)"
)

# Which Debian/Ubuntu package brings the library that Qt's wheels leave to the system.
_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libOpenGL.so.0": "libopengl0",
    "libGLX.so.0": "libglx0",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libnss3.so": "libnss3",
    "libcups.so.2": "libcups2",
    "libz.so.1": "zlib1g",
    "libstdc++.so.6": "libstdc++6",
}
_LIBRARY = re.compile(r"(lib[\w.+-]+\.so(?:\.\d+)*): cannot open shared object")


def require_screen() -> None:
    """Raise EnvironmentProblem, in one line, where a window cannot be shown."""
    if not _is_linux() or os.environ.get("QT_QPA_PLATFORM"):
        return
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise EnvironmentProblem(NO_SCREEN)
    if not os.environ.get("WAYLAND_DISPLAY"):
        _require_loadable(_plugin("libqxcb.so"))


def require_qt() -> None:
    """Import Qt; raise EnvironmentProblem naming the package where a library is missing."""
    try:
        import PySide6.QtWidgets  # noqa: F401
    except ImportError as error:
        raise EnvironmentProblem(missing_library(str(error))) from error


def missing_library(message: str) -> str:
    """Say which package to install for the loader's `message`."""
    found = _LIBRARY.search(message)
    if found is None:
        return f"Qt 无法启动：{message}"
    library = found[1]
    package = _PACKAGES.get(library)
    if package is None:
        advice = f"请安装提供 {library} 的软件包"
    else:
        advice = f"请先安装：sudo apt install {package}"
    return f"缺少 Qt 需要的系统库 {library}，{advice} (Qt needs the system library {library})"


def _is_linux() -> bool:
    return sys.platform.startswith("linux")


def _plugin(name: str) -> Path | None:
    found = find_spec("PySide6")
    if found is None or found.origin is None:
        return None
    file = Path(found.origin).parent / "Qt" / "plugins" / "platforms" / name
    return file if file.is_file() else None


def _require_loadable(plugin: Path | None) -> None:
    """Load Qt's X11 plugin as Qt would: where that fails, Qt itself ends the whole program."""
    if plugin is None:
        return
    import ctypes

    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        said = missing_library(str(error))
        # The loader stops at the first; whoever installs wants to hear of all of them at once.
        others = [
            package
            for library, package in _PACKAGES.items()
            if library.startswith(("libxcb", "libX11", "libxkbcommon"))
            and library not in str(error)
            and not _loads(library)
        ]
        if others:
            said += f"；同时缺少：{' '.join(others)}"
        raise EnvironmentProblem(said) from error


def _loads(library: str) -> bool:
    import ctypes

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
