"""The model: trained on the shipped examples, the same every time, unsure where nothing is said."""

import pickle

import pytest

from pipeline.classify.decide import decide
from pipeline.classify.evidence import Evidence
from pipeline.classify.examples import examples_of
from pipeline.classify.model import train
from pipeline.classify.scheme import topics_of
from pipeline.profiles import load


@pytest.fixture(scope="module")
def models():
    return {i: train(topics_of(load(i)), examples_of(load(i))) for i in ("fazhi", "gwr")}


def test_training_is_deterministic(models):
    again = train(topics_of(load("fazhi")), examples_of(load("fazhi")))
    assert pickle.dumps(again) == pickle.dumps(models["fazhi"])


def test_a_profile_without_examples_has_no_model():
    assert train(topics_of(load("other")), examples_of(load("other"))) is None


@pytest.mark.parametrize(
    ("profile", "heading", "text", "topic"),
    [
        ("fazhi", "打通服务群众最后一公里", "建成公共法律服务站，办理法律援助案件，提供法律咨询。", "legal_services"),
        ("gwr", "绘就山水画卷", "治理黑臭水体，空气质量优良率提升，完成造林，森林覆盖率提高。", "environment"),
        ("gwr", "同心同德，砥砺前行", "", "none"),
    ],
)
def test_the_model_decides_where_the_heading_does_not(models, profile, heading, text, topic):
    assert decide(heading, text, "none", Evidence(topics_of(load(profile)), models[profile])).topic == topic


def test_a_label_is_a_probability(models):
    found = Evidence(topics_of(load("gwr")), models["gwr"]).probabilities("让群众得到更多实惠", "", {})
    assert sum(found.values()) == pytest.approx(1)
