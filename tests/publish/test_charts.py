import pandas as pd
import pytest

from pipeline.publish import charts
from pipeline.publish.charts.style import save, scaled
from pipeline.publish.gallery import Gallery

LINES = pd.DataFrame(
    [("云岭县", 2019, 1.2e5, "exact"), ("云岭县", 2021, 3e5, "more"), ("青溪县", 2020, 2e5, "about")],
    columns=["region", "ref_year", "value", "approx"],
).assign(indicator="x", unit="件")
DRAWN = {
    "lines": lambda d: charts.indicator_lines(d, "收案", "件"),
    "multiples": lambda d: charts.small_multiples(d, {"x": "收案"}, "各项"),
    "lifelines": lambda d: charts.term_lifelines(
        d.rename(columns={"region": "term", "ref_year": "year", "value": "rate"}), "词"
    ),
    "topics": lambda d: charts.topic_heat(
        d.rename(columns={"region": "topic", "ref_year": "year"}).assign(share=0.2),
        {"云岭县": "甲", "青溪县": "乙"},
        "题",
    ),
    "ranked": lambda d: charts.ranked_bars(d.drop_duplicates("region"), "排名", "件", "云岭县"),
    "dumbbell": lambda d: charts.dumbbell(
        d.rename(columns={"region": "name"}).assign(before=2.0, after=d["value"]), "甲", "乙", "变动"
    ),
    "slope": lambda d: charts.slope(
        d.rename(columns={"region": "name"}).assign(before=2.0, after=d["value"]), "2020", "2021", "变动", "件"
    ),
    "keyness": lambda d: charts.keyness_bars(
        d.rename(columns={"region": "term", "value": "keyness"}), "甲", "乙", "词"
    ),
}


@pytest.mark.parametrize("name", DRAWN)
def test_it_draws_and_says_so_where_there_is_nothing(name):
    assert save(DRAWN[name](LINES), "svg").startswith(b"<?xml")
    assert "没有可画的数据" in [t.get_text() for t in DRAWN[name](LINES.head(0)).texts]


def test_a_chart_is_the_same_every_time():
    one, two = (save(charts.indicator_lines(LINES, "收案", "件"), "png") for _ in range(2))
    assert one == two and one.startswith(b"\x89PNG")


def test_a_year_without_a_value_breaks_the_line():
    axes = charts.indicator_lines(LINES, "收案", "件").axes[0]
    line = next(line for line in axes.lines if line.get_label() == "云岭县")
    assert pd.isna(line.get_ydata()[1]) and list(line.get_xdata()) == [2019, 2020, 2021]


def test_approximate_values_have_an_open_marker():
    axes = charts.indicator_lines(LINES, "收案", "件").axes[0]
    assert any((c.get_facecolor() == 1).all() and len(c.get_offsets()) for c in axes.collections)


@pytest.mark.parametrize(
    ("values", "expected"), [([2e8], (1e8, "亿")), ([-20000], (1e4, "万")), ([5], (1.0, "")), ([], (1.0, ""))]
)
def test_values_are_scaled_to_be_read(values, expected):
    assert scaled(values) == expected


@pytest.fixture(scope="module")
def figures(corpus):
    """Every chart of the small corpus: [(plate, figure, figure in English)]."""
    return [(plate, plate.draw(), plate.draw_en()) for plate in Gallery(corpus).plates()]


def test_every_plate_of_a_corpus_has_a_name_of_its_own(corpus):
    names = [plate.name for plate in Gallery(corpus).plates()]
    assert len(names) == len(set(names)) > 1


def test_no_character_of_any_chart_is_missing_in_the_font(corpus, figures):
    from pipeline.setup.fonts import chinese_font, missing_glyphs

    text = "".join(
        t.get_text()
        for _, *both in figures
        for figure in both
        for t in figure.findobj(match=lambda a: hasattr(a, "get_text"))
    )
    labels = next(iter(corpus.profiles.values())).data["labels"]
    text += "".join(word for kind in labels.values() for pair in kind.values() for word in pair)
    text += "".join(str(e["name"]) for p in corpus.profiles for e in corpus.indicators(p).values())
    text += "".join(str(e["name"]) for p in corpus.profiles for e in corpus.topics(p).values())
    assert missing_glyphs(chinese_font(), text) == set()


def test_lines_show_what_is_missing_approximate_and_restated():
    rows = pd.DataFrame(
        [
            ("云岭县", 2018, 10.0, "exact", True),
            ("云岭县", 2018, 14.0, "exact", False),
            ("云岭县", 2021, 30.0, "about", True),
        ],
        columns=["region", "ref_year", "value", "approx", "own"],
    )
    axes = charts.indicator_lines(rows, "收案", "件").axes[0]
    assert axes.get_title(loc="right") == "空心：约数；点线：其间未载明；×：另有数值（重述或口径不同）"
    line = next(line for line in axes.lines if line.get_label() == "云岭县")
    assert [v for v in line.get_ydata() if v == v] == [10.0, 30.0]  # the year's own report, not what was said later
    crosses = [c.get_offsets().tolist() for c in axes.collections if len(c.get_offsets())][-1]
    assert crosses == [[2018.0, 14.0]]


def test_every_chart_is_drawn_in_english_as_well(figures):
    for plate, _, figure in figures:
        assert "Source:" in figure.get_supxlabel() and "来源" not in figure.get_supxlabel(), plate.name
        assert figure.get_suptitle().replace("\n", " ").split() == plate.title[1].split(), plate.name


def test_words_of_two_groups_are_told_apart():
    terms = pd.DataFrame(
        [("a", "复议", 1), ("a", "执法", 50), ("b", "复议", 40), ("b", "执法", 50)],
        columns=["report_id", "term", "count"],
    )
    found = charts.keyness_of_groups(terms, ["a"], ["b"]).set_index("term")["keyness"]
    assert found["复议"] > 3.84 and found["执法"] < 0
    assert charts.keyness_of_groups(terms, ["b"], ["a"]).set_index("term")["keyness"]["复议"] == pytest.approx(
        -found["复议"]
    )
