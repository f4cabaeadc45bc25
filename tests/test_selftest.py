"""The self-test as somebody runs it on a new PC: every check has its line, and all hold."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_the_self_test_prints_every_paper_and_builds_every_page(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "hallduty", "--data", str(tmp_path), "selftest"],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for title in (
        "留痕链",
        "登记表",
        "总结报告",
        "值班表",
        "口袋卡",
        "断电包",
        "政策问题日报",
        "窗口",
        "打印预览",
        "打印",
        "图片和图标",
    ):
        assert f"通过　{title}：" in done.stdout
    assert "失败" not in done.stdout
    assert list(tmp_path.iterdir()) == [], "the user's own folder is only read"
