"""The built-in detectors by the name a rule gives in ``detector:``."""

from collections.abc import Mapping

_PLACES = {
    "secrets": (
        "secret",
        "url_credential",
        "private_key",
        "lone_token",
    ),
    "assignments": ("named_secret", "password"),
    "workplace": ("internal_host", "ticket_id", "private_address"),
    "numbers": ("card", "iban", "routing_number", "machine_readable_zone", "seed_phrase"),
    "national": ("national_number",),
    "contacts": ("phone", "email", "labelled_number", "home_address", "date_of_birth"),
    "dates": ("date_ahead", "date_mismatch"),
    "lookalike": ("lookalike_link", "lookalike_handle", "homoglyph_link"),
}

BUILT_IN: Mapping[str, str] = {
    name: f"postguard.detectors.{module}:{name}"
    for module, names in _PLACES.items()
    for name in names
}
"""Name → ``module:function``. Modules are imported on first use, for what they import."""
