"""The front door: the window without a command, else the command line."""

from __future__ import annotations

import sys

from hallduty.cli import main

if __name__ == "__main__":
    sys.exit(main())
