"""Set-up: what ``make setup`` brings besides Python packages: the word model, and a font that can draw Chinese."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.setup.errors import SetupError

__all__ = ["SetupError", "prepare"]


def prepare(segmenter: str = "pkuseg") -> Iterator[str]:
    """Make ready what this segmenter and the charts need; yields lines of progress, does nothing where all is there.

    Raises :class:`SetupError` where the model can't be fetched or no font draws Chinese.
    """
    from pipeline import profiles
    from pipeline.classify import models
    from pipeline.diff import kernels, links_native
    from pipeline.setup import decoder, fonts, model  # here: each needs libraries that the others do without

    if segmenter == "pkuseg":
        yield from model.ensure()
        yield from decoder.ensure(model.folder())
    for profile in profiles.load_all().values():
        models.models_of(profile)  # a second, once a change of the examples: no run has to train them
    yield "编译加速部分，首次约需半分钟 / compiling kernels, half a minute the first time"
    links_native.ensure()
    kernels.ensure()
    yield f"中文字体 / Chinese font: {fonts.ensure()}"
