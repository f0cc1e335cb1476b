"""Where the packaged program begins; everything else is left to the command line."""

from __future__ import annotations

import sys

from fbm_desk.cli import main

if __name__ == "__main__":
    sys.exit(main())
