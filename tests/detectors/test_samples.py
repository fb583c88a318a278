import pytest

from postguard.detectors import samples


def test_enough_providers_are_known() -> None:
    assert len(samples.names()) >= 100


@pytest.mark.parametrize("name", samples.names())
def test_every_name_has_a_sample(name: str) -> None:
    samples.sample.cache_clear()
    first = samples.sample(name)
    samples.sample.cache_clear()
    assert samples.sample(name) == first
    assert len(first) >= 9


def test_samples_differ() -> None:
    values = [samples.sample(name) for name in samples.names()]
    assert len(set(values)) == len(values)


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(KeyError):
        samples.sample("no-such-provider")
