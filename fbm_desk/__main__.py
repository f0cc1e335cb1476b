"""`python -m fbm_desk` is the same program as `fbm-desk`."""

import multiprocessing
import sys

from fbm_desk.cli import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a frozen build starts itself again to read foreign PDFs
    sys.exit(main())
