"""The word model and the two decoders of it, loaded once."""

import pytest

from pipeline.segment import pkuseg_decoder
from pipeline.setup import model


@pytest.fixture(scope="session")
def model_folder():
    if not model.is_ready(model.folder()):
        pytest.skip("no word model here: run `make setup`")
    return model.folder()


@pytest.fixture(scope="session")
def fast(model_folder):
    return pkuseg_decoder.FastDecoder(model_folder)


@pytest.fixture(scope="session")
def reference(model_folder):
    from pipeline.segment.pkuseg_reference import ReferenceDecoder

    return ReferenceDecoder(model_folder)


@pytest.fixture(scope="session")
def compiled(tmp_path_factory):
    """Where the compiled kernel is kept: beside the model, if there is one."""
    place = model.folder()
    return place / "compiled" if model.is_ready(place) else tmp_path_factory.mktemp("compiled")
