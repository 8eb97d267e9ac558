"""The command line: ``python -m pipeline COMMAND`` or ``duizhao COMMAND``.

The only place that parses arguments, prints and exits. Exit codes: 0 done; 2 the call or its input can't be used
(a message on stderr says what, where and what to do); 3 done, but a report made a stage fail and was set aside.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from pipeline.folders import folder_of

# the work is shared out by report: threads of numerical libraries inside each process would only wait for one another
for threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(threads, "1")

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False,
                  help="对照 Duizhao：跨年份、跨地区比较政府年度报告 / compares Chinese government annual reports.")  # fmt: skip

Raw = Annotated[Path, typer.Option("--raw", help="folder with the reports / 报告所在文件夹")]
Out = Annotated[
    Path,
    typer.Option(
        "--out", parser=folder_of, metavar="FOLDER", help="folder (or s3://… address) for tables and pages / 输出文件夹"
    ),
]
Segmenter = Annotated[Literal["pkuseg", "jieba", "char"], typer.Option(help="pkuseg, jieba or char / 分词方式")]
Jobs = Annotated[int, typer.Option(min=1, help="processes / 进程数")]
Stage = Literal["ingest", "segment", "classify", "extract", "diff", "publish"]
Pages = Annotated[
    Literal["auto", "all", "few"], typer.Option(help="all or few pages; auto: few for a large corpus / 网页多少")
]
Scheduler = Annotated[str, typer.Option(help="address of a Dask scheduler / Dask 调度器地址")]
OUT = Path("data/processed")


class Refused(Exception):
    """The call or its input can't be used; the message says what is wrong and what to do."""


@app.command()
def run(
    first: Stage, last: Stage, raw: Raw = Path("data/raw"), out: Out = OUT, profile: str = "",
    segmenter: Segmenter = "pkuseg", jobs: Jobs = 1, scheduler: Scheduler = "", pages: Pages = "auto",
    stamps: Annotated[Path | None, typer.Option(help="folder where each stage done leaves a file, for make / 完成标记文件夹")] = None,
) -> None:  # fmt: skip
    """依次运行若干环节 / stages one after the other, in one process."""
    from pipeline.workers import collect_seldom, prepare

    if not scheduler:
        # before this process imports the same, where all is to be made: two processors do it at once
        prepare(jobs, "pipeline.preload", at_once=not (out / "reports").exists())
    collect_seldom()  # before the imports, too, which make hundreds of thousands of objects
    from pipeline.inputs import UnusableInput
    from pipeline.runs import run_stages, settings_of

    try:
        done = run_stages((first, last), raw, profile, settings_of(out, segmenter), jobs, scheduler, typer.echo, pages)
        for stage in done:
            if stamps:
                (stamps / stage).touch()
    except UnusableInput as error:
        raise Refused(str(error)) from error


@app.command()
def ingest(raw: Raw = Path("data/raw"), out: Out = OUT, profile: str = "", segmenter: Segmenter = "pkuseg",
           jobs: Jobs = 1, scheduler: Scheduler = "") -> None:  # fmt: skip
    """原始文件 → 报告 / bytes -> reports."""
    run("ingest", "ingest", raw, out, profile, segmenter, jobs, scheduler)


@app.command()
def segment(out: Out = OUT, segmenter: Segmenter = "pkuseg", jobs: Jobs = 1, scheduler: Scheduler = "") -> None:
    """正文 → 章节、句子、词 / text -> sections, sentences, words."""
    run("segment", "segment", out=out, segmenter=segmenter, jobs=jobs, scheduler=scheduler)


@app.command()
def classify(out: Out = OUT, segmenter: Segmenter = "pkuseg", jobs: Jobs = 1, scheduler: Scheduler = "") -> None:
    """章节 → 角色、主题 / sections -> role, topic."""
    run("classify", "classify", out=out, segmenter=segmenter, jobs=jobs, scheduler=scheduler)


@app.command()
def extract(out: Out = OUT, segmenter: Segmenter = "pkuseg", jobs: Jobs = 1, scheduler: Scheduler = "") -> None:
    """句子 → 关键词、引用、数量、观测值 / sentences -> keywords, citations, quantities, observations."""
    run("extract", "extract", out=out, segmenter=segmenter, jobs=jobs, scheduler=scheduler)


@app.command()
def diff(out: Out = OUT, segmenter: Segmenter = "pkuseg", jobs: Jobs = 1, scheduler: Scheduler = "") -> None:
    """报告 → 对照、变化、追踪、重复、疑点 / reports -> pairs, changes, links, reuse, findings."""
    run("diff", "diff", out=out, segmenter=segmenter, jobs=jobs, scheduler=scheduler)


@app.command()
def publish(out: Out = OUT, segmenter: Segmenter = "pkuseg", jobs: Jobs = 1, scheduler: Scheduler = "", pages: Pages = "auto") -> None:  # fmt: skip
    """数据表 → 图表、网页、导出 / tables -> charts, site, exports."""
    run("publish", "publish", out=out, segmenter=segmenter, jobs=jobs, scheduler=scheduler, pages=pages)


@app.command()
def compare(a: str, b: str, more: Annotated[list[str] | None, typer.Argument(help="further reports / 更多报告")] = None,
            out: Out = OUT, segmenter: Segmenter = "pkuseg",
            to: Annotated[Path | None, typer.Option(help="file to write, .html, .docx (two) or .csv (more) / 写入的文件")] = None) -> None:  # fmt: skip
    """任意两份报告或文件左右对照成一页，三份以上成对照表 / two reports or files on one page, more as a table."""
    from pipeline.comparing import NotComparable, compare_many
    from pipeline.comparing import compare as compared

    suffix = to.suffix if to else ""
    if (more and suffix == ".docx") or (not more and suffix == ".csv"):
        raise Refused(
            f"{to}：两份写 .html 或 .docx，三份以上写 .html 或 .csv / two: .html or .docx, more: .html or .csv"
        )
    try:
        if more:
            name, page = compare_many((a, b, *more), out, segmenter, csv=suffix == ".csv")
        else:
            name, page = compared(a, b, out, segmenter, word=suffix == ".docx")
    except NotComparable as error:
        raise Refused(str(error)) from error
    path = to or Path(name)
    path.write_bytes(page)
    typer.echo(f"已写入 / written: {path}")


@app.command()
def page(what: Annotated[list[str], typer.Argument(help="place, report, pair (A~B) or indicator / 地区、报告、对照、指标")], out: Out = OUT) -> None:  # fmt: skip
    """按需生成网页：地区、报告、对照（甲~乙）或指标 / pages made when asked for: a place, report, pair or indicator."""
    from pipeline.paging import NoSuchPage, lines
    from pipeline.paging import page as paged

    try:
        for line in lines(paged(what, out)):
            typer.echo(line)
    except NoSuchPage as error:
        raise Refused(str(error)) from error


@app.command()
def concordance(
    term: str, out: Out = OUT, width: Annotated[int, typer.Option(min=1, help="characters / 每侧字数")] = 20
) -> None:
    """一个词的全部出处及上下文 / a term with its context, every place it stands."""
    from pipeline.extract.concordance import concordance as lines
    from pipeline.store import Store

    for row in lines(_reports(Store(out)), term, width).itertuples():
        typer.echo(f"{row.region} {row.year}\t{row.left}【{row.hit}】{row.right}\t{row.report_id}:{row.start}")


@app.command()
def cited(title: Annotated[str, typer.Argument(help="part of a title / 名称的一部分")] = "", out: Out = OUT,
          least: Annotated[int, typer.Option(help="reports / 至少几份报告")] = 2) -> None:  # fmt: skip
    """谁从哪年起引用哪部法规文件 / who cites which law or document since when."""
    from pipeline.extract.cited import cited as works
    from pipeline.extract.cited import citing
    from pipeline.store import Store

    store = Store(out)
    reports, rows = _reports(store), store.read("citations")
    if title:
        for row in citing(rows, reports, title).itertuples():
            typer.echo(f"{row.work}\t{row.year}\t{row.region}\t{row.report_id}:{row.start}")
        return
    for row in works(rows, reports).itertuples():
        if row.reports >= least:
            typer.echo(
                f"{row.work}\t{row.kind}\t{row.first}–{row.last}\t{row.regions} 地 / {row.reports} 份\t{row.earliest}"
            )


@app.command()
def discover(
    out: Out = OUT, profile: str = "fazhi", least: Annotated[int, typer.Option(help="reports / 至少几份报告")] = 3
) -> None:
    """反复出现而没有指标的数字，写成可粘贴的 TOML / recurring figures without an indicator, as TOML."""
    from pipeline import profiles
    from pipeline.extract.discover import discover as proposals
    from pipeline.extract.discover_entry import render
    from pipeline.store import Store

    store = Store(out)
    reports = _reports(store)
    mine = reports[reports["profile"] == profile]
    rows = store.read("quantities")
    found = proposals(rows[rows["report_id"].isin(mine["report_id"])], profiles.load(profile), least)
    typer.echo(render(found, dict(zip(mine["report_id"], mine["text"], strict=True)), profiles.load(profile)))


@app.command()
def evaluate(
    gold: Annotated[list[Path], typer.Option(help="folder of labels, may be repeated / 人工标注文件夹")] = [],  # noqa: B006
    weak: Annotated[Path | None, typer.Option(help="OUT folder: what its weak labels would add / 弱标注的作用")] = None,
) -> None:
    """章节归类的准确度：交叉验证，以及与人工标注相比 / accuracy of classify, cross-validated and on labels."""
    from pipeline import profiles
    from pipeline.classify.evaluate import evaluate as evaluated

    known = profiles.load_all()
    if weak is None:
        typer.echo(evaluated(known, gold)[0])
        return
    from pipeline.classify.weak import gain
    from pipeline.store import Store

    tables = {name: Store(weak).read(name) for name in ("reports", "sections")}
    for profile in known.values():
        typer.echo(gain(profile, gold, tables))


label = typer.Typer(no_args_is_help=True, help="人工标注：导出、导入、一致性 / labels by hand: out, in, agreement.")
app.add_typer(label, name="label")
Sheets = Annotated[list[Path], typer.Argument(help="filled sheets / 填好的标注表")]


@label.command("export")
def label_export(
    out: Out = OUT,
    n: Annotated[int, typer.Option("-n", min=1, help="sections / 章节数")] = 200,
    every: Annotated[
        bool, typer.Option("--every", help="spread over all, not the uncertain / 均匀抽取而非最不确定")
    ] = False,
    to: Annotated[Path, typer.Option(help="file to write / 写入的文件")] = Path("labels-todo.csv"),
) -> None:
    """把最不确定的章节导出为表格 / the least certain sections as a sheet to be filled."""
    from pipeline.labelling import exported
    from pipeline.store import Store

    _reports(Store(out))
    to.write_text(exported(out, n, every), "utf-8-sig")
    typer.echo(f"已写入 / written: {to}；请填写 role_right、topic_right、coder 三列 / fill the last three columns")


@label.command("import")
def label_import(sheets: Sheets, raw: Raw = Path("data/raw")) -> None:
    """把填好的表格并入报告旁的 labels.csv / filled sheets into labels.csv beside the reports."""
    from pipeline.labelling import BadSheet, imported

    try:
        lines, headings = imported(sheets, raw)
    except BadSheet as error:
        raise Refused(str(error)) from error
    typer.echo(
        f"{raw}/labels.csv：并入 {lines} 行，共更正 {headings} 个标题 / {lines} lines added, {headings} headings corrected"
    )
    typer.echo("运行 make all 即生效 / run make all to apply them")


@label.command("agreement")
def label_agreement(sheets: Sheets) -> None:
    """多位标注者的一致性（Krippendorff α）/ how far coders agree (Krippendorff's alpha)."""
    from pipeline.labelling import BadSheet, agreement

    try:
        found, shared = agreement(sheets)
    except BadSheet as error:
        raise Refused(str(error)) from error
    for name, alpha in found.items():
        typer.echo(f"{name}\talpha {'-' if alpha is None else f'{alpha:.3f}'}")
    typer.echo(f"两人以上标注的标题 / headings labelled by more than one: {shared}")


def _reports(store: Any) -> Any:
    reports = store.read("reports")
    if reports.empty:
        raise Refused(f"{store.folder}：没有报告 / no reports here. 先运行 make all / run make all first")
    return reports


@app.command()
def fetch(manifest: Path, raw: Raw = Path("data/raw")) -> None:
    """按网址清单礼貌地下载网页 / polite download of the pages that a list names."""
    from pipeline.fetch import ListError, read_urls
    from pipeline.fetch import fetch as fetched

    try:
        urls = read_urls(manifest.read_text("utf-8-sig"))
    except (ListError, OSError, UnicodeDecodeError) as error:
        raise Refused(f"{manifest}：{error}") from error
    for line in fetched(urls, raw):
        typer.echo(f"{line['status']}\t{line['url']}\t{line['file'] or line['detail']}")


@app.command()
def summary(out: Out = OUT) -> None:
    """一次运行的小结 / what a run made; exit code 3 where a report was set aside."""
    from pipeline.runs import summary_of

    text, failed = summary_of(out)
    typer.echo(text)
    if failed:
        raise typer.Exit(3)


@app.command()
def check() -> None:
    """体裁数据是否合乎自带的正反例 / runs every profile entry against its own examples."""
    from pipeline.stages import complaints

    found = complaints()
    if found:
        raise Refused("\n".join(found))
    typer.echo("所有条目均与其正反例相符 / every entry agrees with its examples")


@app.command()
def docs() -> None:
    """由 tables.py 生成文档 / makes docs/tables.md and the READMEs' list of tables."""
    from pipeline.docs import codebook, with_listing

    Path("docs/tables.md").write_text(codebook(), "utf-8")
    for name, language in (("README.md", "en"), ("README.zh-CN.md", "zh")):
        path = Path(name)
        path.write_text(with_listing(path.read_text("utf-8"), language), "utf-8")


@app.command()
def setup(segmenter: Segmenter = "pkuseg") -> None:
    """下载分词模型、查找中文字体 / fetch the word model, find a Chinese font."""
    from pipeline.setup import SetupError, prepare

    try:
        for line in prepare(segmenter):
            typer.echo(line)
    except SetupError as error:
        raise Refused(str(error)) from error


def main() -> None:
    """Run the command line; a refusal is one message on stderr and exit code 2."""
    try:
        app(standalone_mode=True)
    except Refused as error:
        typer.echo(str(error), err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
