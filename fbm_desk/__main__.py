"""`python -m fbm_desk` is the same program as `fbm-desk`."""

import sys

from fbm_desk.cli import main

sys.exit(main())
