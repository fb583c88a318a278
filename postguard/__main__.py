"""``python -m postguard`` and the ``postguard`` command."""

import os
import sys

if "--untrusted" in sys.argv:
    # ``python -m`` looks for modules in the current folder first, and there a stranger's lie.
    sys.path[:] = [place for place in sys.path if place not in ("", os.getcwd())]

from postguard.cli.entry import main

if __name__ == "__main__":
    main()
