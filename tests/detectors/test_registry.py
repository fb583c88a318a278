from importlib import import_module

import pytest

from postguard.detectors.registry import BUILT_IN


@pytest.mark.parametrize("name", sorted(BUILT_IN))
def test_every_built_in_name_leads_to_a_documented_function(name: str) -> None:
    module, _, attribute = BUILT_IN[name].partition(":")
    function = getattr(import_module(module), attribute)
    assert function.__doc__
