"""Characters a second of CPU, and figures found, beside Microsoft's Recognizers-Text and JioNLP on the same sentences.

    python benchmarks/quantities.py [FOLDER OF TEXTS]

Contenders that the running environment lacks are left out and said so; each may be run from an environment of its own
(this file needs only the standard library besides). The sentences are invented; EXPECTED counts their figures as the
project means them: no dates, ordinals, document numbers or slogans.
"""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
EXPECTED = {
    "2020年，全县共受理行政复议案件45件，审结40件，其中维持22件，综合纠错率12.5%。": 4,
    "办理法律援助案件412件，挽回经济损失860余万元，接待咨询近3000人次。": 3,
    "出庭应诉率由去年的85%提升至98.6%，同比提高13.6个百分点。": 3,
    "会议和发文数量分别减少14.1%和19.4%，分别投入14.1、13.2和9亿元。": 5,
    "根据云政发〔2019〕33号第十二条，落实八项规定和“三项制度”，位居全省第3位。": 0,
    "印发《云岭县2020年20项重点任务清单》，开展“3·15”活动，开通12345热线。": 0,
    "三次产业结构比为8.2:41.5:50.3，近七成事项网上办理，占全省1/12，超过三分之一。": 6,
    "引进企业3-5家，召开三次会议，走访两家企业，建设5G基站320个。": 5,
    "地区生产总值完成253.7亿元，同比增长10.1%，80岁以上老人免费乘车。": 2,
    "审批时间由120个工作日压缩到60个工作日以内，材料减少40%，12、13号线开工。": 3,
}


def ours() -> Callable[[str], int]:
    """This project, with all that it says of a figure (unit, kind, period, name, whole)."""
    sys.path.insert(0, str(ROOT))
    profiles = importlib.import_module("pipeline.profiles")
    read = importlib.import_module("pipeline.extract.quantities").quantities_of
    profile = profiles.load("fazhi")
    return lambda text: len(read(text, profile, 2020))


def recognizers() -> Callable[[str], int]:
    """Microsoft's Recognizers-Text: its Chinese number model (numbers only, no units)."""
    number = importlib.import_module("recognizers_number")
    model = number.NumberRecognizer("zh-cn").get_number_model()
    return lambda text: len(model.parse(text))


def jionlp() -> Callable[[str], int]:
    """JioNLP finds money only; it has no reader of counts."""
    find = importlib.import_module("jionlp").extract_money
    return lambda text: len(find(text))


def measure(count: Callable[[str], int], texts: list[str], seconds: float = 3.0) -> float:
    """Characters a second of CPU time, over whole rounds of the texts for at least ``seconds``."""
    for text in texts[:2]:
        count(text)
    begun, done = time.process_time(), 0
    while time.process_time() - begun < seconds:
        for text in texts:
            count(text)
            done += len(text)
    return done / (time.process_time() - begun)


def corpus(folder: Path) -> list[str]:
    """Texts of a folder, whole paragraphs of at most 4,000 characters at a time."""
    texts = [path.read_text("utf-8", "replace") for path in sorted(folder.rglob("*.txt"))[:20]]
    return [text[i : i + 4000] for text in texts for i in range(0, len(text), 4000)]


def main() -> None:
    """Print one line a contender."""
    texts = corpus(Path(sys.argv[1])) if len(sys.argv) > 1 else ["\n".join(EXPECTED) * 8]
    wanted = sum(EXPECTED.values())
    for contender in (ours, recognizers, jionlp):
        try:
            count = contender()
        except ImportError as error:
            print(f"{contender.__name__:<12} not installed ({error.name})")
            continue
        given = [count(text) for text in EXPECTED]
        exact = sum(a == b for a, b in zip(given, EXPECTED.values(), strict=True))
        print(
            f"{contender.__name__:<12} {measure(count, texts):>9,.0f} characters/s, {sum(given)} figures given where"
            f" {wanted} stand, {exact} of {len(EXPECTED)} sentences with the right number of figures"
        )


if __name__ == "__main__":
    main()
