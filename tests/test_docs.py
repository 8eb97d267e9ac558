"""The documents say what is there: tables, targets and commands that exist are named, and those named exist."""

import re

import pytest

from pipeline import docs
from pipeline.__main__ import app
from tests.conftest import ROOT


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def test_the_codebook_is_made_from_the_schema():
    assert read("docs/tables.md") == docs.codebook(), "run: python -m pipeline docs"


@pytest.mark.parametrize(("name", "language"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_the_readmes_list_every_table(name, language):
    assert read(name) == docs.with_listing(read(name), language), "run: python -m pipeline docs"


def test_the_two_readmes_keep_step():
    english, chinese = read("README.md"), read("README.zh-CN.md")
    for pattern in (r"^#+ ", r"^- ", r"^```", r"^!\["):
        assert len(re.findall(pattern, english, re.M)) == len(re.findall(pattern, chinese, re.M)), pattern


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"])
def test_targets_and_commands_that_are_named_exist(name):
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.M))
    commands = set(app.commands)
    text = read(name)
    assert set(re.findall(r"(?:^|`)make ([a-z]+)\b", text, re.M)) <= targets
    assert set(re.findall(r"(?:python -m pipeline|duizhao) ([a-z]+)\b", text)) <= commands


def test_every_command_is_explained():
    for name, command in app.commands.items():
        assert command.help and "/" in command.help, f"{name}: a line in Chinese and English"


def test_every_link_of_the_readmes_leads_somewhere():
    for name in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md"):
        for target in re.findall(r"\]\(([^)#]+)\)", read(name)):
            assert (ROOT / target).exists(), f"{name}: {target}"
