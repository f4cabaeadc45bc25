"""The after-action report as its reader gets it: read back from the finished PDF."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from hallduty import holidays
from hallduty.documents import reviews
from hallduty.documents.breaking import NOT_AT_END, NOT_AT_START
from hallduty.documents.fonts import Faces
from hallduty.documents.paper import Paper, PrintMark
from hallduty.domain.attachments import Attachment
from hallduty.domain.calendar import FilingCalendar, Holidays
from hallduty.domain.dossiers import Dossier
from hallduty.domain.incidents import EntryKind, Outcome, Status
from hallduty.domain.plan import Plan
from hallduty.domain.reports import Channel, Report, ReportKind
from hallduty.domain.reviews import WRITTEN_SECTIONS
from hallduty.paths import resources
from tests import handled_event
from tests import real_event as event
from tests.documents.pdf_reading import joined, outline, page_texts

BUREAU = "国家税务总局衢州市衢江区税务局"
Print = Callable[..., Paper]


@pytest.fixture(scope="module")
def calendar() -> FilingCalendar:
    return holidays.filing_calendar(resources() / "calendar")


@pytest.fixture
def real(plan: Plan) -> Dossier:
    return event.dossier(plan)


@pytest.fixture
def report(plan: Plan, calendar: FilingCalendar, faces: Faces, printed: PrintMark) -> Print:
    def make(dossier: Dossier, known: FilingCalendar = calendar, bureau: str = BUREAU) -> Paper:
        return reviews.build(dossier, plan, known, faces, printed, bureau)

    return make


def text_of(paper: Paper) -> str:
    """The text of all pages without line ends, page numbers and footers."""
    body = [re.split(r"\n?— \d+ —", page)[0] for page in page_texts(paper.pdf)]
    return joined("".join(body))


def test_sections_stand_in_order_and_in_the_outline(report: Print, real: Dossier) -> None:
    paper = report(real)
    assert [title for title, _ in outline(paper.pdf)] == [
        "一、摘要",
        "二、基本情况",
        "三、处置前准备与预案条款",
        "四、处置经过",
        "五、决策记录",
        "六、影响情况",
        "七、报告与公告",
        "八、应做与实做对照",
        "九、原因",
        "十、经验与不足",
        "十一、舆情与诉求",
        "十二、善后通知",
        "十三、整改措施",
        "十四、预案修订建议",
        "十五、附件与参与人",
        "十六、审批签字",
    ]
    assert paper.pages == len(page_texts(paper.pdf))


def test_record_fills_the_report(report: Print, real: Dossier) -> None:
    text = text_of(report(real))
    for told in (
        "2026—017号税务端系统故障应急处置总结报告",
        "编号2026—017密级内部状态已办结级别重大",
        "2026年11月13日09时42分，国家税务总局衢州市衢江区税务局第一办税服务厅3—8号窗口",
        "时值11月征期第10个工作日（截止11月16日）",
        "事件于10时05分升为重大，10时58分恢复，历时76分钟，11时30分办结",
        "恢复10时58分（76分钟后）",
        "09时44分致电信息中心陈某，未接；09时46分再次致电，接通，对方答复10时20分前恢复",
        "处置结果：系统恢复，业务正常。",
        "10时05分升为重大，理由：影响全部征收窗口，预计超过一小时。",
        "业务中断76分钟停用窗口6个窗口损失456分钟（推算）最多等候约40人",
        "3.10时06分向组长俞豪电话首报，批示“全力抢修，做好解释”。",
        "预案应做11项，已做7项，跳过2项，未做2项。",
        "1四（二）立即联系责任单位进行修复09时46分已做",
        "跳过：无人离开，不需要",
        "记录联系方式3人，11时20分前全部通知，通知率100%。",
        "刘某某、组长俞豪。",
        "国家税务总局衢州市衢江区税务局2026年11月13日",
        "拟稿人年月日",
    ):
        assert told in text, told


def test_empty_sections_say_what_to_write(report: Print, real: Dossier) -> None:
    text = text_of(report(real))
    for section in WRITTEN_SECTIONS:
        assert f"（待填写：{section.hint.rstrip('。')}）" in text, section.key
    assert "（待填写：写明措施、类型、责任人、完成期限，完成后写明核实情况）" in text


def test_written_sections_are_printed_as_written(report: Print, real: Dossier) -> None:
    written = {section.key: f"{section.title}甲段。\n乙段。" for section in WRITTEN_SECTIONS}
    actions = (
        event.action(),
        event.action(
            2,
            what="更换电池",
            due=None,
            verified_at=datetime(2026, 11, 20, 9, 0),
            verification="现场查看",
        ),
    )
    done = replace(
        real,
        review=event.review(**written),
        actions=actions,
        incident=event.incident(cause="升级后服务未启动"),
    )
    text = text_of(report(done))
    assert "待填写" not in text
    for section in WRITTEN_SECTIONS:
        assert f"{section.title}甲段。乙段。" in text
    assert "升级后服务未启动。直接原因甲段。" in text
    assert "1与信息中心约定故障时双线联系沟通陈某2026-11-30整改中" in text
    assert "2更换电池沟通陈某未定已核实：现场查看" in text


def test_a_cause_that_was_written_out_is_not_said_twice(report: Print, real: Dossier) -> None:
    told = replace(
        real,
        incident=event.incident(cause="升级后服务未启动。"),
        review=event.review(direct_cause="经查，升级后服务未启动，由信息中心整改。"),
    )
    assert text_of(report(told)).count("升级后服务未启动") == 1


def test_who_signs_depends_on_the_level(report: Print, real: Dossier) -> None:
    plain = replace(real, incident=event.incident(level="normal"))
    assert "应急处理小组组长年月日" in text_of(report(real))
    assert "值班领导年月日" in text_of(report(plain))


def test_taxpayers_stay_unnamed_wherever_somebody_typed_them(report: Print, real: Dossier) -> None:
    careless = replace(
        real,
        incident=event.incident(
            description="示例甲（13800000011）等3人等候。",
            outcome="已答复测试乙",
            cause="样例丙误操作",
        ),
        review=event.review(opinion="测试乙表示理解，电话138 0000 0012。"),
        actions=(event.action(what="回访样例丙"),),
    )
    text = text_of(report(careless))
    for person in real.followups:
        assert person.who not in text
        assert person.phone not in text
    assert "示某（138****0011）等3人等候" in text
    assert "测某表示理解，电话138****0012。" in text


def test_a_drill_says_so(report: Print, real: Dossier) -> None:
    paper = report(replace(real, incident=event.incident(drill=True)))
    text = text_of(paper)
    assert "2026—017号税务端系统故障应急演练总结报告" in text
    assert "已办结（演练）" in text
    assert "本次为应急演练，不计入事件统计。" in text


def test_an_open_incident_without_anything_prints(report: Print, plan: Plan) -> None:
    bare = Dossier(
        event.incident(
            status=Status.HANDLING,
            recovered_at=None,
            closed_at=None,
            level="normal",
            scenario="other",
            event_type="other",
            description="",
            outcome="",
            handler="",
            place="",
        )
    )
    text = text_of(report(bare, FilingCalendar(Holidays()), bureau=""))
    for told in (
        "2026—017号其他突发事件应急处置总结报告",
        "2026年没有征期数据",
        "目前处置中。当日未登记值班领导。",
        "时间线无记录。",
        "历时未登记",
        "未向上报告，未发布公告。",
        "本事件没有预案步骤。",
        "没有需要善后通知的办税人。",
        "（一）附件无。（二）参与人无。",
    ):
        assert told in text, told


def test_attachments_are_listed_by_name(report: Print, real: Dossier) -> None:
    file = Attachment(1, "u", 17, "现场照片.jpg", "0" * 64, 10, event.at("10:00"), "刘某某")
    text = text_of(report(replace(real, attachments=(file, replace(file, name="公告.pdf")))))
    assert "（一）附件1.现场照片.jpg2.公告.pdf" in text


def test_numbers_with_their_units_stay_on_one_line(report: Print, real: Dossier) -> None:
    # Long notes of shifting length push times and ranges to every place of a line.
    notes = tuple(
        event.entry(
            100 + n, f"09:{n:02d}", EntryKind.NOTE, "税" * n + "等候40人，3—8号窗口预计10:58恢复"
        )
        for n in range(1, 40)
    )
    pages = page_texts(report(replace(real, entries=(*real.entries, *notes))).pdf)
    lines = [line for page in pages for line in page.split("\n")]
    for line in lines:
        assert not re.match(r"^(?:号|人|时\d|分钟|分，|—8)", line), line
        assert not re.search(r"(?:\d时|3—|\d{1,2}月)$", line), line


def test_no_line_breaks_the_rules_of_line_starts_and_ends(report: Print, real: Dossier) -> None:
    written = {s.key: "“甲”（乙），丙；《丁》：戊？己！" * 40 for s in WRITTEN_SECTIONS}
    paper = report(replace(real, review=event.review(**written)))
    for page_text in page_texts(paper.pdf):
        for line in page_text.split("\n"):
            stripped = line.strip()
            if len(stripped) > 20:
                assert stripped[0] not in NOT_AT_START, line
                assert stripped[-1] not in NOT_AT_END, line


def test_a_text_of_a_hundred_thousand_characters_flows_on(report: Print, real: Dossier) -> None:
    long = "办税人等候，值班领导到场解释。" * 1_300
    paper = report(replace(real, review=event.review(summary=long)))
    assert text_of(paper).count("办税人等候，值班领导到场解释。") == 1_300
    assert paper.pages > 30


def test_rare_characters_print_or_are_named_as_missing(report: Print, real: Dossier) -> None:
    paper = report(replace(real, leader="𬭎某", review=event.review(summary="𰻝面馆旁，😀")))
    text = text_of(paper)
    for character in "𬭎𰻝😀":
        assert character in text or character in paper.missing
    assert "□" not in text


def test_approval_table_stays_on_one_page(report: Print, real: Dossier) -> None:
    for length in range(0, 22, 3):
        paper = report(replace(real, review=event.review(summary="\n".join(["段"] * (length + 1)))))
        pages = [joined(page) for page in page_texts(paper.pdf)]
        last = next(page for page in pages if "十六、审批签字" in page)
        assert last.count("年月日") == 3


def test_what_handling_left_behind_is_in_the_report(report: Print, plan: Plan) -> None:
    paper = report(handled_event.handled(plan))
    text = text_of(paper)
    for told in (
        "承诺恢复时间及兑现情况：",
        "信息中心陈某09时46分10时20分前未兑现（10时58分恢复）",
        "信息中心：承诺2次，兑现1次（50%），平均误差20分钟。",
        "系统故障公告大厅入口09时51分11时02分",
        "系统故障公告电子屏09时51分未撤下",
        "09时58分60人6个约80分钟增开专窗、引导自助办理",
        "延时服务17时00分至18时05分，开放3—4号窗口",
        "停用窗口2个窗口损失162分钟最多等候60人",
        "组长俞豪全力抢修，做好解释陈某11月20日11时28分系统恢复，已回复组长",
        "短信、电话3人次（第1轮2人次、第2轮1人次；通1，已发短信1，未送达1）。",
        "二次优先卡2张（1113-01至1113-02），已使用1张，未使用1张。",
        "并入事件2026—018号（09时50分报告，9号窗口也打不开系统）的记录：",
        "09时53分，示某在9号窗口等候。",
        "（三）同一原因的事件本次为近一年同一原因第2次（2026—003）。",
        "（三）监控录像保全",
        "11时10分已保全，存于专用硬盘，保安",
    ):
        assert told in text, told
    assert "示例丁" not in text
    assert "13800000014" not in text


def test_without_records_of_handling_no_empty_parts_stand(report: Print, real: Dossier) -> None:
    text = text_of(report(real))
    for told in ("兑现情况", "张贴及撤下", "现场人数", "批示落实", "同一原因", "监控录像"):
        assert told not in text, told


def test_a_call_taken_back_at_once_reached_nobody(report: Print, real: Dossier) -> None:
    slip = Report(
        99,
        "x",
        17,
        ReportKind.FIRST,
        1,
        "误拨的人",
        Channel.PHONE,
        real.reports[0].at,
        Outcome.NONE,
    )
    assert "误拨的人" not in text_of(report(replace(real, reports=(*real.reports, slip))))
