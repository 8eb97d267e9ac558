"""Titles of charts that say what is seen, in both languages, from the data that the chart shows."""

from __future__ import annotations

import pandas as pd

from pipeline.publish.corpus import Both


def lines(name: Both, observations: pd.DataFrame) -> Both:
    """An indicator over the years: which years, how many places, who stands highest in the last year."""
    first, last = int(observations["ref_year"].min()), int(observations["ref_year"].max())
    places = observations["region"].nunique()
    if places == 1:
        region = observations["region"].iloc[0]
        return [f"{name[0]}：{region}，{first}–{last} 年", f"{name[1]}: {region}, {first}–{last}"]
    final = observations[observations["ref_year"] == last]
    top = final.loc[final["value"].idxmax(), "region"]
    return [f"{name[0]}，{first}–{last} 年（{places} 个地区；{last} 年最高：{top}）",
            f"{name[1]}, {first}–{last} ({places} places; highest in {last}: {top})"]  # fmt: skip


def ranking(name: Both, year: int, stated: pd.DataFrame) -> Both:
    """Places of one year: the highest and the lowest."""
    top, low = (stated.loc[getattr(stated["value"], pick)(), "region"] for pick in ("idxmax", "idxmin"))
    return [f"{name[0]}，{year} 年：{top}最高，{low}最低", f"{name[1]}, {year}: {top} highest, {low} lowest"]


def slope(name: Both, before: int, after: int, values: pd.DataFrame) -> Both:
    """Two years: how many places rose, how many fell."""
    rose, fell = int((values["after"] > values["before"]).sum()), int((values["after"] < values["before"]).sum())
    return [f"{name[0]}，{before} 到 {after} 年：{rose} 地上升，{fell} 地下降",
            f"{name[1]}, {before} to {after}: rose in {rose}, fell in {fell} places"]  # fmt: skip


def moved(region: str, genre: Both, before: int, after: int, values: pd.DataFrame, names: Both) -> Both:
    """What moved most between a place's last two reports. ``names``: of the indicator that moved most."""
    rose, fell = int((values["after"] > values["before"]).sum()), int((values["after"] < values["before"]).sum())
    return [f"{region}：{genre[0]}所列数字 {before} 到 {after} 年 {rose} 项上升、{fell} 项下降，变动最大的是{names[0]}",
            f"{region}, {genre[1]}: from {before} to {after}, rising: {rose}, falling: {fell}; moved most: {names[1]}"]  # fmt: skip


def words(region: str, genre: Both, less: str, more: str, keyness: pd.DataFrame) -> Both:
    """The words that set the second side apart most."""
    top = _top(keyness)
    return [f"{region}：{genre[0]} {more}比 {less}更多说到{top or '的词不多'}", f"{region}, {genre[1]}: what {more} says more of than {less}: {top or 'little'}"]  # fmt: skip


def among_peers(region: str, genre: Both, year: int, keyness: pd.DataFrame) -> Both:
    """The words that set a place apart from its peers most."""
    top = _top(keyness)
    return [f"{region}：{genre[0]} {year} 年比同级各地更多说到{top or '的词不多'}", f"{region}, {genre[1]} {year}: what it says more of than its peers: {top or 'little'}"]  # fmt: skip


def _top(keyness: pd.DataFrame) -> str:
    most = keyness[keyness["keyness"] > 0].sort_values(["keyness", "term"], ascending=[False, True])
    return "、".join(most["term"].head(3))


def figures(region: str, genre: Both, count: int) -> Both:
    """Small multiples of one place."""
    return [f"{region}：{genre[0]}中 {count} 项指标的变化", f"{region}, {genre[1]}: {count} indicators over the years"]


def topics(region: str, genre: Both, shares: pd.DataFrame, names: dict[str, Both]) -> Both:
    """What the last report gives most room to."""
    year = int(shares["year"].max())
    last = shares[shares["year"] == year].groupby("topic")["share"].sum()
    top = names.get(str(last.idxmax()), [str(last.idxmax())] * 2)
    return [f"{region}：{genre[0]}各主题的篇幅，{year} 年最多的是“{top[0]}”", f"{region}, {genre[1]}: room given to topics; most in {year}: {top[1]}"]  # fmt: skip


def similarity(relation: str, matrix: pd.DataFrame) -> Both:
    """Which two reports are most alike."""
    a, b = matrix.stack().idxmax()
    zh, en = {"year": ("相邻年份", "Neighbouring years"), "peer": ("同级地区", "Peers of one year")}[relation]
    return [f"{zh}报告的余弦相似度：最相近的是 {a} 与 {b}", f"{en}, cosine similarity: most alike are {a} and {b}"]


def terms(genre: Both, rates: pd.DataFrame) -> Both:
    """Words that came last and words that were gone first."""
    span = rates[rates["rate"] > 0].groupby("term")["year"].agg(["min", "max"]).sort_index()
    came = "、".join(
        span[span["min"] > rates["year"].min()].sort_values("min", ascending=False, kind="stable").index[:3]
    )
    gone = "、".join(span[span["max"] < rates["year"].max()].sort_values("max", kind="stable").index[:3])
    zh = "；".join(part for part in (came and f"后来出现：{came}", gone and f"不再出现：{gone}") if part)
    en = "; ".join(part for part in (came and f"newly in use: {came}", gone and f"no longer: {gone}") if part)
    return [f"{genre[0]}用词的兴起与消退{'，' if zh else ''}{zh}", f"{genre[1]}: words that rise and fall{'; ' if en else ''}{en}"]  # fmt: skip


def network(edges: int, top: tuple[str, str]) -> Both:
    """Who shares passages with whom."""
    return [f"段落相同的地区：{edges} 组，字数最多的是{top[0]}与{top[1]}", f"Places that share passages: {edges} pairs, most characters between {top[0]} and {top[1]}"]  # fmt: skip
