"""The command line: ``python -m pipeline COMMAND`` or ``duizhao COMMAND``.

The only place that parses arguments, prints and exits. Exit codes: 0 done; 2 the call or its input can't be used
(a message on stderr says what, where and what to do); 3 done, but a report made a stage fail and was set aside.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Literal

import click

from pipeline.folders import folder_of

# the work is shared out by report: threads of numerical libraries inside each process would only wait for one another
for threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(threads, "1")

STAGES = ("ingest", "segment", "classify", "extract", "diff", "publish")
Pages = Literal["auto", "all", "few"]

option = partial(click.option, show_default=True)
path = click.Path(path_type=Path)
raw_folder = option("--raw", type=path, default=Path("data/raw"), help="folder with the reports / 报告所在文件夹")
out_folder = option("--out", type=folder_of, metavar="FOLDER", default="data/processed",
                    help="folder (or s3://… address) for tables and pages / 输出文件夹")  # fmt: skip
segmenter_name = option("--segmenter", type=click.Choice(["pkuseg", "jieba", "char"]), default="pkuseg",
                        help="pkuseg, jieba or char / 分词方式")  # fmt: skip
process_count = option("--jobs", type=click.IntRange(1), default=1, help="processes / 进程数")
scheduler_address = click.option("--scheduler", default="", help="address of a Dask scheduler / Dask 调度器地址")
which_pages = option("--pages", type=click.Choice(["auto", "all", "few"]), default="auto",
                     help="all or few pages; auto: few for a large corpus / 网页多少")  # fmt: skip
genre = click.option(
    "--profile", default="", help="genre of all reports; else each is recognised / 体裁，不给则逐份识别"
)
sheet_files = click.argument("sheets", nargs=-1, required=True, type=path)


class Refused(Exception):
    """The call or its input can't be used; the message says what is wrong and what to do."""


@click.group(no_args_is_help=True, context_settings={"max_content_width": 120})
def app() -> None:
    """对照 Duizhao：跨年份、跨地区比较政府年度报告 / compares Chinese government annual reports."""


def run_stages(stages: tuple[str, str], out: Path, segmenter: str, jobs: int, scheduler: str, *,
               raw: Path = Path(), profile: str = "", pages: Pages = "auto", stamps: Path | None = None) -> None:  # fmt: skip
    """Run the stages from the first to the last of two; raises :class:`Refused`."""
    from pipeline.workers import collect_seldom, prepare

    if not scheduler:
        # before this process imports the same, where all is to be made: two processors do it at once
        prepare(jobs, "pipeline.preload", at_once=not (out / "reports").exists())
    collect_seldom()  # before the imports, too, which make hundreds of thousands of objects
    from pipeline import runs
    from pipeline.inputs import UnusableInput

    try:
        settings = runs.settings_of(out, segmenter)
        for stage in runs.run_stages(stages, raw, profile, settings, jobs, scheduler, click.echo, pages):
            if stamps:
                (stamps / stage).touch()
    except UnusableInput as error:
        raise Refused(str(error)) from error


@app.command()
@click.argument("first", type=click.Choice(STAGES))
@click.argument("last", type=click.Choice(STAGES))
@raw_folder
@out_folder
@genre
@segmenter_name
@process_count
@scheduler_address
@which_pages
@click.option("--stamps", type=path, help="folder where each stage done leaves a file, for make / 完成标记文件夹")
def run(first: str, last: str, **options: Any) -> None:
    """依次运行若干环节 / stages one after the other, in one process."""
    run_stages((first, last), **options)


def _stage(name: str, what: str, *options: Callable[[Any], Any]) -> None:
    """A command that runs one stage."""

    def one(**given: Any) -> None:
        run_stages((name, name), **given)

    for add in (scheduler_address, process_count, segmenter_name, *reversed(options), out_folder):
        one = add(one)
    app.command(name, help=what)(one)


_stage("ingest", "原始文件 → 报告 / bytes -> reports.", raw_folder, genre)
_stage("segment", "正文 → 章节、句子、词 / text -> sections, sentences, words.")
_stage("classify", "章节 → 角色、主题 / sections -> role, topic.")
_stage("extract", "句子 → 关键词、引用、数量、观测值 / sentences -> keywords, citations, quantities, observations.")
_stage("diff", "报告 → 对照、变化、追踪、重复、疑点 / reports -> pairs, changes, links, reuse, findings.")
_stage("publish", "数据表 → 图表、网页、导出 / tables -> charts, site, exports.", which_pages)


@app.command()
@click.argument("a")
@click.argument("b")
@click.argument("more", nargs=-1)
@out_folder
@segmenter_name
@click.option("--to", type=path, help="file to write, .html, .docx (two) or .csv (more) / 写入的文件")
def compare(a: str, b: str, more: Sequence[str], out: Path, segmenter: str, to: Path | None) -> None:
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
    written = to or Path(name)
    written.write_bytes(page)
    click.echo(f"已写入 / written: {written}")


@app.command()
@click.argument("what", nargs=-1, required=True)
@out_folder
def page(what: Sequence[str], out: Path) -> None:
    """按需生成网页：地区、报告、对照（甲~乙）或指标 / pages made when asked for: a place, report, pair or indicator."""
    from pipeline.paging import NoSuchPage, lines
    from pipeline.paging import page as paged

    try:
        for line in lines(paged(what, out)):
            click.echo(line)
    except NoSuchPage as error:
        raise Refused(str(error)) from error


@app.command()
@click.argument("term")
@out_folder
@option("--width", type=click.IntRange(1), default=20, help="characters / 每侧字数")
def concordance(term: str, out: Path, width: int) -> None:
    """一个词的全部出处及上下文 / a term with its context, every place it stands."""
    from pipeline.extract.concordance import concordance as lines
    from pipeline.store import Store

    for row in lines(_reports(Store(out)), term, width).itertuples():
        click.echo(f"{row.region} {row.year}\t{row.left}【{row.hit}】{row.right}\t{row.report_id}:{row.start}")


@app.command()
@click.argument("title", default="")
@out_folder
@option("--least", type=int, default=2, help="reports / 至少几份报告")
def cited(title: str, out: Path, least: int) -> None:
    """谁从哪年起引用哪部法规文件（给出名称的一部分）/ who cites which law or document (part of a title) since when."""
    from pipeline.extract.cited import cited as works
    from pipeline.extract.cited import citing
    from pipeline.store import Store

    store = Store(out)
    reports, rows = _reports(store), store.read("citations")
    if title:
        for row in citing(rows, reports, title).itertuples():
            click.echo(f"{row.work}\t{row.year}\t{row.region}\t{row.report_id}:{row.start}")
        return
    for row in works(rows, reports).itertuples():
        if row.reports >= least:
            click.echo(
                f"{row.work}\t{row.kind}\t{row.first}–{row.last}\t{row.regions} 地 / {row.reports} 份\t{row.earliest}"
            )


@app.command()
@out_folder
@option("--profile", default="fazhi", help="genre / 体裁")
@option("--least", type=int, default=3, help="reports / 至少几份报告")
def discover(out: Path, profile: str, least: int) -> None:
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
    click.echo(render(found, dict(zip(mine["report_id"], mine["text"], strict=True)), profiles.load(profile)))


@app.command()
@click.option("--gold", type=path, multiple=True, help="folder of labels, may be repeated / 人工标注文件夹")
@click.option("--weak", type=path, help="OUT folder: what its weak labels would add / 弱标注的作用")
def evaluate(gold: Sequence[Path], weak: Path | None) -> None:
    """章节归类的准确度：交叉验证，以及与人工标注相比 / accuracy of classify, cross-validated and on labels."""
    from pipeline import profiles
    from pipeline.classify.evaluate import evaluate as evaluated

    known = profiles.load_all()
    if weak is None:
        click.echo(evaluated(known, gold)[0])
        return
    from pipeline.classify.weak import gain
    from pipeline.store import Store

    tables = {name: Store(weak).read(name) for name in ("reports", "sections")}
    for profile in known.values():
        click.echo(gain(profile, gold, tables))


@app.group(no_args_is_help=True)
def label() -> None:
    """人工标注：导出、导入、一致性 / labels by hand: out, in, agreement."""


@label.command("export")
@out_folder
@option("-n", type=click.IntRange(1), default=200, help="sections / 章节数")
@click.option("--every", is_flag=True, help="spread over all, not the uncertain / 均匀抽取而非最不确定")
@option("--to", type=path, default=Path("labels-todo.csv"), help="file to write / 写入的文件")
def label_export(out: Path, n: int, every: bool, to: Path) -> None:
    """把最不确定的章节导出为表格 / the least certain sections as a sheet to be filled."""
    from pipeline.labelling import exported
    from pipeline.store import Store

    _reports(Store(out))
    to.write_text(exported(out, n, every), "utf-8-sig")
    click.echo(f"已写入 / written: {to}；请填写 role_right、topic_right、coder 三列 / fill the last three columns")


@label.command("import")
@sheet_files
@raw_folder
def label_import(sheets: Sequence[Path], raw: Path) -> None:
    """把填好的表格并入报告旁的 labels.csv / filled sheets into labels.csv beside the reports."""
    from pipeline.labelling import BadSheet, imported

    try:
        lines, headings = imported(sheets, raw)
    except BadSheet as error:
        raise Refused(str(error)) from error
    click.echo(
        f"{raw}/labels.csv：并入 {lines} 行，共更正 {headings} 个标题 / {lines} lines added, {headings} headings corrected"
    )
    click.echo("运行 make all 即生效 / run make all to apply them")


@label.command("agreement")
@sheet_files
def label_agreement(sheets: Sequence[Path]) -> None:
    """多位标注者的一致性（Krippendorff α）/ how far coders agree (Krippendorff's alpha)."""
    from pipeline.labelling import BadSheet, agreement

    try:
        found, shared = agreement(sheets)
    except BadSheet as error:
        raise Refused(str(error)) from error
    for name, alpha in found.items():
        click.echo(f"{name}\talpha {'-' if alpha is None else f'{alpha:.3f}'}")
    click.echo(f"两人以上标注的标题 / headings labelled by more than one: {shared}")


def _reports(store: Any) -> Any:
    reports = store.read("reports")
    if reports.empty:
        raise Refused(f"{store.folder}：没有报告 / no reports here. 先运行 make all / run make all first")
    return reports


@app.command()
@click.argument("manifest", type=path)
@raw_folder
def fetch(manifest: Path, raw: Path) -> None:
    """按网址清单礼貌地下载网页 / polite download of the pages that a list names."""
    from pipeline.fetch import ListError, read_urls
    from pipeline.fetch import fetch as fetched

    try:
        urls = read_urls(manifest.read_text("utf-8-sig"))
    except (ListError, OSError, UnicodeDecodeError) as error:
        raise Refused(f"{manifest}：{error}") from error
    for line in fetched(urls, raw):
        click.echo(f"{line['status']}\t{line['url']}\t{line['file'] or line['detail']}")


@app.command()
@out_folder
def summary(out: Path) -> None:
    """一次运行的小结 / what a run made; exit code 3 where a report was set aside."""
    from pipeline.runs import summary_of

    text, failed = summary_of(out)
    click.echo(text)
    if failed:
        sys.exit(3)


@app.command()
def check() -> None:
    """体裁数据是否合乎自带的正反例 / runs every profile entry against its own examples."""
    from pipeline.stages import complaints

    found = complaints()
    if found:
        raise Refused("\n".join(found))
    click.echo("所有条目均与其正反例相符 / every entry agrees with its examples")


@app.command()
def docs() -> None:
    """由 tables.py 生成文档 / makes docs/tables.md and the READMEs' list of tables."""
    from pipeline.docs import codebook, with_listing

    Path("docs/tables.md").write_text(codebook(), "utf-8")
    for name, language in (("README.md", "en"), ("README.zh-CN.md", "zh")):
        readme = Path(name)
        readme.write_text(with_listing(readme.read_text("utf-8"), language), "utf-8")


@app.command()
@segmenter_name
def setup(segmenter: str) -> None:
    """下载分词模型、查找中文字体 / fetch the word model, find a Chinese font."""
    from pipeline.setup import SetupError, prepare

    try:
        for line in prepare(segmenter):
            click.echo(line)
    except SetupError as error:
        raise Refused(str(error)) from error


def main() -> None:
    """Run the command line; a refusal is one message on stderr and exit code 2."""
    try:
        app(standalone_mode=True)
    except Refused as error:
        click.echo(str(error), err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
