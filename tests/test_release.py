"""What is handed out fits the program: the portable ZIP, the sums, and names that two files share.

The whole way, under Wine, is tests/windows/try_installer.sh.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image, ImageChops

from hallduty import paths

INSTALLER = Path(__file__).parents[1] / "resources" / "installer"


@pytest.fixture(scope="module")
def release() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_release", INSTALLER / "build_release.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_portable_zip_holds_the_program_and_its_mark(
    release: ModuleType, tmp_path: Path
) -> None:
    program = tmp_path / "HallDuty"
    (program / "_internal").mkdir(parents=True)
    (program / "HallDuty.exe").write_bytes(b"MZ")
    (program / "_internal" / "数据.toml").write_bytes(b"a = 1")
    target = tmp_path / "portable.zip"
    release.build_zip(program, target)
    with zipfile.ZipFile(target) as packed:
        assert set(packed.namelist()) == {
            "HallDuty/HallDuty.exe",
            "HallDuty/_internal/数据.toml",
            f"HallDuty/{paths.PORTABLE_MARK}",
        }
        told = packed.read(f"HallDuty/{paths.PORTABLE_MARK}").decode("utf-8-sig")
    assert f"“{paths.PORTABLE_DATA}”" in told


def test_a_sum_stands_beside_its_file_as_sha256sum_reads_it(
    release: ModuleType, tmp_path: Path
) -> None:
    file = tmp_path / "HallDuty-setup.exe"
    file.write_bytes(b"MZ" * 1000)
    digest = hashlib.sha256(b"MZ" * 1000).hexdigest()
    assert release.write_sum(file) == digest
    line = (tmp_path / "HallDuty-setup.exe.sha256").read_text()
    assert line == f"{digest}  HallDuty-setup.exe\n"


def test_setup_and_program_agree_on_names() -> None:
    script = (INSTALLER / "hallduty.nsi").read_text(encoding="utf-8")
    defined = dict(re.findall(r'^!define (\w+) "(.*?)"', script, flags=re.M))
    assert defined["APP_ID"] == paths.APP_ID
    assert defined["DATA"] == f"$LOCALAPPDATA\\{paths.APP}"
    assert "RequestExecutionLevel user" in script
    assert "HKLM" not in script


def test_the_setup_s_picture_is_the_one_that_its_script_makes(tmp_path: Path) -> None:
    script = Path(__file__).parent / "windows" / "make_side_picture.py"
    subprocess.run([sys.executable, script, tmp_path / "side.bmp"], check=True)
    with Image.open(INSTALLER / "side.bmp") as shipped, Image.open(tmp_path / "side.bmp") as made:
        assert shipped.size == made.size == (328, 628)
        apart = ImageChops.difference(shipped.convert("RGB"), made.convert("RGB")).convert("L")
    # Another release of the library may draw an edge a little otherwise.
    assert sum(apart.histogram()[64:]) < 200
