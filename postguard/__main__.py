"""``python -m postguard`` and the ``postguard`` command."""

from postguard.cli.entry import main

if __name__ == "__main__":
    main()
