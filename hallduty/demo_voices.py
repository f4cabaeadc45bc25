"""Made-up policy questions and needs of the last months, with what became of them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from hallduty.domain.calendar import FilingCalendar
from hallduty.domain.contacts import Category, Department
from hallduty.domain.need_month import draft as month_draft
from hallduty.domain.need_month import month_before, month_figures, month_span
from hallduty.domain.needs import NeedFilter, NewNeed
from hallduty.domain.period_reports import NewPeriodReport, PeriodKind
from hallduty.domain.policy import NewQuestion, NewReferral, QuestionKind
from hallduty.domain.policy_daily import day_figures
from hallduty.domain.policy_daily import draft as day_draft
from hallduty.domain.settings import NEED_CATEGORIES, NEED_CHANNELS
from hallduty.domain.stamps import Stamp
from hallduty.store import Store

if TYPE_CHECKING:
    from hallduty.demo import Cast

DAYS = 100
TO = "分管局领导、各业务股室"
_SEED = 20_260_116
_DAY = timedelta(days=1)
_REPORTED = time(17, 15)
_WHO = "示例"
_STEMS = "甲乙丙丁戊己庚辛"

# (topic, question, answer): answers are made up to look at, no advice.
INSTANT = (
    (
        "发票",
        "新办小规模纳税人第一次领用发票要带什么",
        "示例答复：经办人身份证件，在导税台填写申请。",
    ),
    ("发票", "红字发票开错了怎么作废重开", "示例答复：先在开票系统确认信息，再重新开具。"),
    ("申报征收", "小规模纳税人本季度没有收入要不要申报", "示例答复：要按期作零申报。"),
    ("增值税", "小规模纳税人季度销售额超过起征点怎么申报", "示例答复：按申报表对应栏次全额填写。"),
    ("个人所得税", "专项附加扣除填错了在哪里更正", "示例答复：在手机客户端更正后由单位重新扣缴。"),
    ("社保费和非税收入", "灵活就业人员缴费凭证怎么打印", "示例答复：在自助机刷身份证打印。"),
    ("登记", "分公司注销要先清税吗", "示例答复：先办清税，再办注销登记。"),
    ("车辆购置税", "外地买的车在本地缴车购税要什么资料", "示例答复：购车发票和身份证件。"),
    ("优惠减免", "个体工商户六税两费减半要备案吗", "示例答复：不备案，申报时自行享受、资料留存。"),
    ("退税", "多缴的税款退税要多久到账", "示例答复：资料齐全后按承诺时限办理。"),
)
AMBIGUOUS = (
    (
        "房地产交易",
        "共有产权份额转让给直系亲属怎么确认计税依据",
        "示例答复：按份额对应的评估价确认。",
    ),
    ("企业所得税", "预付卡充值取得的票据当年能不能税前扣除", "示例答复：按实际消费时间扣除。"),
    ("增值税", "村集体出租厂房附带设备怎样划分销售额", "示例答复：按合同约定的价款分别核算。"),
    ("消费税", "门店自制饮品外送是否另行申报", "示例答复：不另行申报。"),
)
GAPS = (
    ("企业所得税", "数据资产入股怎样确认所得", "示例答复：暂按非货币性资产投资办理，待明确。"),
    ("增值税", "直播间打赏收入由平台代发的，纳税地点怎么定", "示例答复：向机构所在地申报。"),
    ("个人所得税", "线上接单的个人跨省提供服务，由哪一地扣缴", "示例答复：由支付所得的单位扣缴。"),
)
NEEDS = (
    ("环境", "希望增加自助办税机，征期排队太久"),
    ("环境", "希望增加自助办税机和指引"),
    ("环境", "等候区座椅不够，老人没有地方坐"),
    ("流程", "希望一次告知要带的全部资料，不要来回跑"),
    ("流程", "希望社保费和税费在一个窗口办完"),
    ("系统", "电子税务局申报时经常掉线，要重新登录"),
    ("系统", "电子税务局附件上传容量太小"),
    ("政策", "希望征期前发送政策提醒短信"),
    ("政策", "希望多办面向个体户的政策辅导"),
    ("服务", "希望午间不断档，安排人员值守"),
    ("服务", "导税人员解答清楚，希望保持"),
    ("其他", "希望大厅提供充电和复印"),
)
MEASURES = (
    "征期增配自助办税机，安排导税员引导分流",
    "完善一次性告知清单，在大厅和微信群公布",
    "收集系统问题，每周汇总报信息中心",
)
_CUSTOMERS = "小规模纳税人 一般纳税人 个体工商户 新办企业 外地企业 自然人 农民专业合作社 民办学校"
_MATTERS = (
    "跨区域经营 本季度 去年汇算清缴 红字发票 电子发票 六税两费 固定资产 不动产租赁 股权转让 "
    "年终奖 专项附加扣除 工会经费"
)
_ENDS = (
    "如何申报 怎么开具 能否享受减免 逾期怎么处理 需要哪些资料 可以退税吗 是否需要预缴 "
    "怎样更正申报 能否抵扣进项税额 什么时候缴纳"
)


@dataclass(frozen=True, slots=True)
class _Deed:
    """One write: when, and what; it may bring on others."""

    at: datetime
    do: Callable[[], list[_Deed]]


def voice(store: Store, cast: Cast, calendar: FilingCalendar, now: datetime) -> Iterator[datetime]:
    """Enter the questions and needs of the last months, each write at its own time."""
    # Chance of its own: the events of a seed stay the same with and without these.
    mine = replace(cast, rng=random.Random(_SEED))
    script = _Voices(store, mine, now)
    days = [now.date() - _DAY * back for back in range(DAYS, -1, -1)]
    waiting = [
        deed for day in days if calendar.holidays.is_working(day) for deed in script.day(day)
    ]
    waiting.sort(key=lambda deed: deed.at)
    while waiting:
        deed = waiting.pop(0)
        if deed.at > now:
            return
        yield deed.at
        waiting += deed.do()
        waiting.sort(key=lambda each: each.at)


class _Voices:
    """What is asked and wished for, and what becomes of it."""

    def __init__(self, store: Store, cast: Cast, now: datetime) -> None:
        self._store, self._cast, self._now = store, cast, now
        self._rng = cast.rng
        units = store.contacts.departments()
        own = [unit for unit in units if unit.kind is Category.INTERNAL]
        self._units: list[Department] = own or units
        self._number = 0
        self._analysed: set[str] = set()

    def day(self, day: date) -> Iterator[_Deed]:
        """Yield what comes up on a day: two or three questions, now and then a need."""
        today = day == self._now.date()
        for _ in range(self._rng.choice((1, 2, 2, 3))):
            weights = (6, 2, 2) if today else (16, 3, 2)
            kind = self._rng.choices(list(QuestionKind), weights)[0]
            yield self._question(kind, self._moment(day))
        if self._rng.random() < 0.55:
            yield self._need(self._moment(day))
        at = datetime.combine(day, _REPORTED)
        yield _Deed(at, lambda: self._report_day(day, at))
        # On the first working day from the third of a month on.
        if day.day >= 3 and f"{day:%Y-%m}" not in self._analysed:
            self._analysed.add(f"{day:%Y-%m}")
            yield _Deed(at, lambda: self._report_month(month_before(f"{day:%Y-%m}"), at))

    def _moment(self, day: date) -> datetime:
        return datetime.combine(day, time(8, 40)) + timedelta(minutes=self._rng.randrange(480))

    def _caller(self) -> tuple[str, str]:
        self._number += 1
        stem = _STEMS[self._number % len(_STEMS)]
        return f"{_WHO}{stem}", f"1380000{self._number % 10_000:04d}"

    def _question(self, kind: QuestionKind, at: datetime) -> _Deed:
        pool = {"answered": INSTANT, "ambiguous": AMBIGUOUS, "gap": GAPS}[kind.value]
        topic, text, answer = self._rng.choice(pool)
        who, phone = self._caller()

        def do() -> list[_Deed]:
            instant = kind is QuestionKind.ANSWERED
            new = NewQuestion(kind, topic, text, hall_id=self._cast.hall_id)
            new = replace(new, answer=answer) if instant else replace(new, who=who, phone=phone)
            case = self._store.policy.register(new, self._stamp(at))
            return [] if instant else [self._referral(case.id, kind, at, answer)]

        return _Deed(at, do)

    def _referral(self, case_id: int, kind: QuestionKind, at: datetime, answer: str) -> _Deed:
        unit = self._rng.choice(self._units)
        asked = at + timedelta(minutes=self._rng.randrange(5, 50))
        days = 1 if kind is QuestionKind.AMBIGUOUS else 4
        due = datetime.combine(at.date() + days * _DAY, time(17, 30))
        replied = asked + timedelta(
            hours=self._rng.choice((3, 6, 22, 26) if days == 1 else (22, 46))
        )

        def do() -> list[_Deed]:
            new = NewReferral(unit.name, unit.id, due=due)
            case = self._store.policy.refer(case_id, new, self._stamp(asked))
            referral = case.referrals[-1].id
            return [_Deed(replied, lambda: self._reply(referral, case_id, replied, answer))]

        return _Deed(asked, do)

    def _reply(self, referral_id: int, case_id: int, at: datetime, answer: str) -> list[_Deed]:
        self._store.policy.reply(referral_id, answer, self._stamp(at))
        told = at + timedelta(hours=self._rng.choice((1, 2, 20)))

        def tell() -> list[_Deed]:
            self._store.policy.tell(case_id, "电话", self._stamp(told))
            return []

        return [_Deed(told, tell)]

    def _need(self, at: datetime) -> _Deed:
        category, content = self._rng.choice(NEEDS)
        channel = self._rng.choice(NEED_CHANNELS)
        who, phone = self._caller() if self._rng.random() < 0.3 else ("", "")
        fed_back = at + timedelta(days=self._rng.randrange(6, 25))

        def do() -> list[_Deed]:
            new = NewNeed(content, channel, category, who, phone, hall_id=self._cast.hall_id)
            need = self._store.needs.register(new, self._stamp(at))
            return [_Deed(fed_back, lambda: feed_back(need.id))] if phone else []

        def feed_back(need_id: int) -> list[_Deed]:
            measure = self._rng.choice(MEASURES)
            stamp = self._stamp(fed_back)
            self._store.needs.feed_back(need_id, f"示例反馈：{measure}。", stamp)
            return []

        return _Deed(at, do)

    def _report_day(self, day: date, at: datetime) -> list[_Deed]:
        figures = day_figures(day, self._store.policy.day_cases(day, day), at)
        if figures.has_matters:
            new = NewPeriodReport(
                PeriodKind.POLICY_DAY, day.isoformat(), day_draft(figures), TO, self._cast.hall_id
            )
            self._store.period_reports.issue(new, self._stamp(at))
        return []

    def _report_month(self, month: str, at: datetime) -> list[_Deed]:
        needs, before = (
            list(self._store.needs.needs(NeedFilter(*month_span(each))))
            for each in (month, month_before(month))
        )
        if needs:
            text = month_draft(month_figures(month, needs, before, NEED_CATEGORIES, NEED_CHANNELS))
            text = text.split("（请填写")[0] + "\n".join(
                f"{place}. {measure}。" for place, measure in enumerate(MEASURES, 1)
            )
            new = NewPeriodReport(PeriodKind.NEED_MONTH, month, text, TO, self._cast.hall_id)
            self._store.period_reports.issue(new, self._stamp(at))
        return []

    def _stamp(self, at: datetime) -> Stamp:
        return self._cast.stamp(at)


def enter_many_questions(store: Store, now: datetime, count: int, seed: int = 1) -> None:
    """Enter that many questions made of a few words, for measurements."""
    rng = random.Random(seed)
    customers, matters, ends = _CUSTOMERS.split(), _MATTERS.split(), _ENDS.split()
    topics = [topic for topic, _, _ in (*INSTANT, *AMBIGUOUS, *GAPS)]
    begins = now - timedelta(days=700)
    step = timedelta(days=699) / max(count, 1)
    with store.bulk():
        for number in range(count):
            topic, at = rng.choice(topics), begins + step * number
            text = rng.choice(customers) + rng.choice(matters) + topic + rng.choice(ends)
            kind = rng.choices(list(QuestionKind), (90, 6, 4))[0]
            stamp = Stamp(UUID(int=rng.getrandbits(128), version=4), at, "示例值班员")
            new = NewQuestion(kind, topic, f"{text}{number}", "", "", "示例甲", "13800000001")
            if number % 40 or kind is QuestionKind.ANSWERED:
                new = replace(new, answer="示例答复：按规定办理。", who="", phone="")
            store.policy.register(new, stamp)


def enter_many_needs(store: Store, now: datetime, count: int, seed: int = 2) -> None:
    """Enter that many needs of the last two years, for measurements."""
    rng = random.Random(seed)
    step = timedelta(days=699) / max(count, 1)
    with store.bulk():
        for number in range(count):
            at = now - timedelta(days=700) + step * number
            category, content = rng.choice(NEEDS)
            stamp = Stamp(UUID(int=rng.getrandbits(128), version=4), at, "示例值班员")
            new = NewNeed(f"{content}（{number}）", rng.choice(NEED_CHANNELS), category)
            store.needs.register(new, stamp)
