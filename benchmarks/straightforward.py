"""What a researcher would write in an afternoon: the baseline that ``benchmarks/bench.py`` sets the pipeline beside.

One process, well-known libraries, nothing tuned: trafilatura for the page's text, spacy-pkuseg through spaCy for words,
regular expressions for quantities, scikit-learn for TF-IDF, difflib for sentences year on year and inside edited ones.
It does less than the pipeline (no sections, names of figures, periods, indicators, links, reuse, findings).

Run from the repository's root: ``python benchmarks/straightforward.py FOLDER [REPORTS]``; prints a JSON object of
seconds a part, characters read and quantities found.
"""

from __future__ import annotations

import difflib
import json
import re
import sys
from itertools import pairwise
from pathlib import Path
from time import perf_counter

import pandas as pd
import spacy
import trafilatura
from sklearn.feature_extraction.text import TfidfVectorizer

sys.path.insert(0, str(Path(__file__).parent.parent))
from pipeline.setup import model

QUANTITY = re.compile(
    r"(近|约|超过|超)?(\d+(?:,\d{3})*(?:\.\d+)?)(余|多)?(万|亿)?(个百分点|人次|件次|场次|公里|[%件个项名户人次份条卷处家场本元])(以上|左右)?"
)
SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")


def words_pipeline() -> spacy.language.Language:
    """A blank Chinese pipeline that cuts words with spacy-pkuseg and the same model as ours."""
    config = {"nlp": {"tokenizer": {"segmenter": "pkuseg"}}}
    nlp = spacy.blank("zh", config=config)
    nlp.tokenizer.initialize(pkuseg_model=str(model.folder()), pkuseg_user_dict="default")
    nlp.max_length = 10_000_000
    return nlp


def changes(a: list[str], b: list[str]) -> list[tuple[str, str, str]]:
    """(op, sentence of a, sentence of b): what both have, the nearest other sentence wherever it stands, and inside it."""
    both = set(a) & set(b)
    left = [s for s in a if s not in both]
    found = [("same", s, s) for s in b if s in both]
    for sentence in (s for s in b if s not in both):
        near = difflib.get_close_matches(sentence, left, n=1, cutoff=0.6)
        inside = difflib.SequenceMatcher(None, near[0], sentence, autojunk=False).get_opcodes() if near else []
        found.append((f"edited {len(inside)}" if near else "added", near[0] if near else "", sentence))
        left = [s for s in left if not near or s != near[0]]
    return found + [("removed", s, "") for s in left]


def main(folder: str, limit: str = "1000000") -> None:
    """Run the parts one after the other and print what each took."""
    seconds: dict[str, float] = {}
    began = perf_counter()

    def lap(part: str) -> None:
        nonlocal began
        seconds[part] = round(perf_counter() - began, 2)
        began = perf_counter()

    paths = sorted(Path(folder).rglob("*.html"))[: int(limit)]
    texts = [trafilatura.extract(path.read_text("utf-8"), include_tables=True) or "" for path in paths]
    lap("text")
    nlp = words_pipeline()
    words = [[token.text for token in doc] for doc in nlp.pipe(texts)]
    lap("words")
    figures = pd.DataFrame([(p.name, *m.span(), *m.groups()) for p, text in zip(paths, texts, strict=True)
                            for m in QUANTITY.finditer(text)])  # fmt: skip
    lap("quantities")
    TfidfVectorizer(analyzer=lambda tokens: tokens).fit_transform(words)
    lap("tfidf")
    sentences = [SENTENCE.findall(text) for text in texts]
    pairs = [(i, i + 1) for i, (p, q) in enumerate(pairwise(paths)) if p.parent == q.parent]
    pd.DataFrame([(i, *row) for i, j in pairs for row in changes(sentences[i], sentences[j])])
    lap("differences")
    print(json.dumps({"seconds": seconds, "reports": len(texts), "characters": sum(map(len, texts)), "pairs": len(pairs),
                      "quantities": len(figures)}))  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
