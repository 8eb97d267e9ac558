"""The examples in the docstrings of publish are true."""

import doctest
import importlib

import pytest

MODULES = ("corpus", "pages.method", "pages.overview", "exports.sheets")


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_hold(name):
    result = doctest.testmod(importlib.import_module(f"pipeline.publish.{name}"))
    assert result.attempted and not result.failed
