"""placeholder until merged."""

BUILT_IN: dict[str, str] = {}
