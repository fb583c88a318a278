"""postguard reads a drafted post before anyone else can, and says what would hurt once public."""

__version__ = "0.1.0"
