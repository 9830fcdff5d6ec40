"""`python -m tui_coder` is the console script `tui-coder`."""

import sys

from tui_coder.cli import main

if __name__ == "__main__":
    sys.exit(main())
