"""What a stage's rows depend on besides its input: its code and the profile files that it reads.

Code is hashed as its syntax tree without docstrings, so that a comment, a docstring or a line break re-makes nothing;
profile files are hashed by their content as parsed, so that a comment in a TOML file or word list re-makes nothing.
"""

from __future__ import annotations

import ast
import contextlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.profiles import Profile
from pipeline.store import digest, write_atomically

PACKAGE = Path(__file__).parent
OWN = Path(__file__).name
KEPT = PACKAGE / "__pycache__" / f"parsed.{sys.implementation.cache_tag}.json"
REMEMBERED = 1000
"""Source files (a file's earlier versions among them) that are known without parsing them."""

Parsed = dict[str, tuple[str, list[str]]]
"""Content of a source file -> digest of its syntax tree, modules of ``pipeline`` that it imports."""


def code_of(*modules: str) -> str:
    """Digest of modules or packages of ``pipeline`` and of all that they import from ``pipeline``, transitively.

    Files that this or an earlier run parsed are not parsed again.
    """
    known = _known()
    before = len(known)
    seen: dict[str, str] = {}
    todo, met = [*modules], set(modules)
    while todo:
        for file in _files_of(todo.pop()):
            if file not in seen:
                content, code = _source(file)
                if content not in known:
                    known[content] = _parsed(code)
                seen[file], imports = known[content]
                todo.extend(set(imports) - met)
                met.update(imports)
    if len(known) != before:
        _keep(known)
    return digest(json.dumps(seen, sort_keys=True))


@cache
def _known() -> Parsed:
    """What earlier runs parsed, kept beside the code as Python keeps what it compiled; nothing by another version of this."""
    try:
        found = json.loads(KEPT.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    # edits leave earlier versions behind, which shall not grow for ever
    current = found.get("by") == _source(OWN)[0] and len(found["files"]) <= REMEMBERED
    files: Parsed = found["files"] if current else {}
    return files


def _keep(known: Parsed) -> None:
    """Keep what was parsed for the next run, where the folder of the code can be written to."""
    with contextlib.suppress(OSError):
        content = json.dumps({"by": _source(OWN)[0], "files": known})
        write_atomically(KEPT, content.encode(), durable=False)


@cache
def _source(file: str) -> tuple[str, str]:
    code = (PACKAGE / file).read_text("utf-8")
    return digest(code), code


def _parsed(code: str) -> tuple[str, list[str]]:
    tree = ast.parse(code)
    imports: set[str] = set()
    for statement in _statements(tree):
        imports.update(_imports(statement))
        _drop_docstring(statement)
    return digest(ast.dump(tree)), sorted(imports)


def _statements(tree: ast.Module) -> Iterator[ast.AST]:
    """The module and all statements below it: a small part of the tree, and all that holds imports and docstrings."""
    todo: list[ast.AST] = [tree]
    while todo:
        node = todo.pop()
        yield node
        for block in ("body", "orelse", "finalbody", "handlers", "cases"):
            found = getattr(node, block, ())
            todo.extend(found if isinstance(found, list) else ())


@cache
def _files_of(name: str) -> list[str]:
    """The files of a module or package, below ``PACKAGE``."""
    place = PACKAGE.joinpath(*name.split(".")[1:])
    if place.is_dir():
        # a package's __init__ decides what of it is imported; a stage's own package is taken whole
        found = sorted(place.rglob("*.py")) if name.count(".") == 1 else sorted(place.glob("*.py"))
    else:
        found = [place.with_suffix(".py")] if place.with_suffix(".py").exists() else []
    return [path.relative_to(PACKAGE).as_posix() for path in found]


def _imports(statement: ast.AST) -> Iterable[str]:
    if isinstance(statement, ast.Import):
        yield from (a.name for a in statement.names if a.name.startswith("pipeline."))
    elif isinstance(statement, ast.ImportFrom) and (statement.module or "").startswith("pipeline"):
        if statement.module == "pipeline":
            yield from (f"pipeline.{a.name}" for a in statement.names)
        else:
            yield str(statement.module)


def _drop_docstring(node: ast.AST) -> None:
    if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) or not node.body:
        return
    match node.body[0]:
        case ast.Expr(value=ast.Constant(value=str())):
            node.body[0] = ast.Pass()


def files_of(profiles: Mapping[str, Profile], stems: Iterable[str]) -> str:
    """Digest of the named profile files in all profiles: a stem, or ``folder/`` for all files of a folder."""
    wanted = tuple(stems)

    def named(stem: str) -> bool:
        return any(stem.startswith(w) if w.endswith("/") else stem == w for w in wanted)

    told: dict[int, str] = {}

    def of_value(value: Any) -> str:
        if id(value) not in told:  # what genres share is one value in all of them
            told[id(value)] = digest(json.dumps(value, sort_keys=True, ensure_ascii=False, default=str))
        return told[id(value)]

    content = {
        profile_id: [
            {stem: of_value(value) for stem, value in profile.data.items() if named(stem)},
            {stem: of_value(lines) for stem, lines in profile.lists.items() if named(stem)},
        ]
        for profile_id, profile in profiles.items()
    }
    return digest(json.dumps(content, sort_keys=True, ensure_ascii=False))
