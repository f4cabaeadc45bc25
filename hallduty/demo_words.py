"""Words of the made-up data: who, where, what was seen, said and found, by scenario."""

from __future__ import annotations

from dataclasses import dataclass

from hallduty.domain.reports import NOTED

# Names that nobody bears, so that no one takes them for a person.
FAMILY = ("示例", "测试", "样例")
TAXPAYERS = "样本"
GIVEN = tuple("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥")

HALL = "第一办税服务厅"
LEADING, STAFFED = "局领导", "第一税务所"
WINDOWS = 12
SYSTEMS = ("征管系统", "电子税务局", "发票管理系统", "社保费征缴系统", "车辆购置税系统")
MATTERS = (
    "增值税申报",
    "代开发票",
    "社保费缴纳",
    "车辆购置税申报",
    "契税申报",
    "发票领用",
    "企业所得税汇算",
    "开具完税证明",
    "税务登记变更",
)
REPLIES = (
    "全力抢修，做好解释",
    "注意安抚办税人",
    "查明原因，及时报告",
    "同意，按预案处置",
    "加强值守",
)
RESULTS = ("已按要求办理", "已向办税人做好解释", "已查明原因并报告", NOTED)
SKIPS = (
    "本次影响轻微，不需要",
    "无人需要",
    "已由其他措施代替",
    "恢复较快，未及启用",
    "现场秩序正常",
)
CLOSINGS = (
    "影响轻微，其余步骤本次不适用",
    "恢复较快，其余步骤未及启动",
    "其余步骤经值班领导同意免做",
)
VOIDS = ("重复登记", "误报，实为正常检修", "登记到了错误的类型")
LEVEL_REASONS = (
    "影响全部征收窗口，预计超过一小时",
    "等候人数持续增加",
    "当日无法恢复",
    "引起办税人集中投诉",
)
SEVERE_REASONS = ("影响超过一个工作日且波及全区", "多个办税服务场所同时停办")
OUTCOMES = (
    "系统恢复，业务正常，无遗留事项。",
    "已恢复正常，办税人均已得到答复。",
    "故障排除，各窗口业务正常。",
    "现场秩序恢复正常，后续无反映。",
)
COUNTED = "等候约{n}人"
NOTES = (
    COUNTED,
    "现场秩序正常",
    "增派导税人员2名",
    "自助办税区引导{n}人办理",
    "已向办税人解释，情绪稳定",
    "预计{m}分钟内恢复",
    "维护人员到场检查",
    "部分办税人改日办理",
)
REVIEWS = {
    "summary": "{what}，按预案及时处置，业务恢复正常，未造成不良影响。",
    "preparation": "当日值班人员到位，预案上墙，备用设备可用。",
    "direct_cause": "{cause}。",
    "contributing_causes": "备用方案启用不够快；联系电话未及时更新。",
    "went_well": "值班领导到场快，公告及时，办税人情绪稳定。",
    "went_badly": "首次联系责任单位未接通，耽误数分钟。",
    "lucky": "当日办税人较少，未形成拥堵。",
    "opinion": "未发现舆情，现场咨询{n}人次，均已答复。",
    "amendments": "四（二）：建议补充责任单位的备用联系方式。",
}
ACTIONS = (
    ("设备", "更换不间断电源电池并每季度测试"),
    ("沟通", "与责任单位约定双线联系人"),
    ("培训", "组织全员学习预案并演练一次"),
    ("制度", "每日开门前检查设备并登记"),
    ("人员", "征期高峰日增加导税人员2名"),
)


@dataclass(frozen=True, slots=True)
class Story:
    """What happens in one scenario: what was seen, whom a call reaches, what was the cause."""

    weight: int
    seen: tuple[str, ...]
    answers: tuple[str, ...]
    causes: tuple[str, ...]
    minutes: tuple[int, int]
    windows: bool = True
    places: tuple[str, ...] = ("一楼大厅",)


STORIES = {
    "tax_system": Story(
        24,
        (
            "无法登录{system}，涉税事项无法办理",
            "{system}响应缓慢，提交后报错",
            "{system}页面打不开",
        ),
        ("对方答复正在排查", "对方答复{m}分钟内恢复", "已派人检查"),
        ("系统升级后服务未正常启动", "数据库连接数超限", "上级节点故障"),
        (15, 180),
    ),
    "agency_system": Story(
        10,
        ("代征单位反映系统无法开票", "代征点无法缴纳社保费", "代征单位端无法连接"),
        ("对方答复正在抢修", "对方答复{m}分钟内恢复"),
        ("代征单位端程序未更新", "代征单位网络中断"),
        (20, 200),
        windows=False,
    ),
    "network_down": Story(
        14,
        ("网络中断", "内网无法访问", "网络时断时续"),
        ("对方答复正在查线路", "已派维护人员赶来", "对方答复{m}分钟内恢复"),
        ("光缆被施工挖断", "交换机电源故障", "路由配置有误"),
        (10, 150),
    ),
    "window_pc": Story(
        12,
        ("窗口电脑无法开机", "窗口电脑反复死机", "窗口电脑认证设备读不出"),
        ("已派人更换备机", "远程处理中"),
        ("主机电源损坏", "系统盘故障", "驱动程序损坏"),
        (10, 90),
    ),
    "queue_system": Story(
        10,
        ("取号机不出票", "叫号屏黑屏", "叫号系统叫号错乱"),
        ("对方答复远程重启", "已派人到场"),
        ("叫号主机死机", "打印模块卡纸"),
        (10, 80),
        windows=False,
        places=("取号区", "一楼取号区"),
    ),
    "power_cut": Story(
        8,
        ("大厅突然停电", "窗口区跳闸断电", "不间断电源报警，窗口断电"),
        ("物业答复正在检修", "供电所答复{m}分钟内送电"),
        ("变压器跳闸", "线路检修未提前通知", "配电箱空开老化"),
        (10, 140),
    ),
    "conflict": Story(
        6,
        ("办税人因排队次序发生争吵", "办税人对退税时限不满，与工作人员争执", "两名办税人发生推搡"),
        ("值班领导到场劝阻", "安保已到场"),
        ("等候时间较长，解释不够及时", "排队次序引导不清"),
        (5, 60),
        windows=False,
        places=("一楼大厅", "咨询区", "取号区"),
    ),
    "opinion": Story(
        4,
        (
            "网上出现反映办税等候时间长的帖子",
            "短视频平台出现大厅排队视频",
            "有人在群内反映窗口态度",
        ),
        ("已转有关部门核实", "答复持续关注"),
        ("高峰日等候时间较长", "对政策理解有偏差"),
        (40, 300),
        windows=False,
        places=("",),
    ),
    "other": Story(
        4,
        ("办税人突感身体不适", "大厅天花板漏水", "大厅内发现可疑物品"),
        ("已派人协助", "马上到场"),
        ("天气炎热", "管道老化", "物品为办税人遗留"),
        (10, 90),
        windows=False,
        places=("一楼大厅", "自助办税区", "休息等候区"),
    ),
    "crowding": Story(
        8,
        (
            "等候约{n}人，排队至门外",
            "取号数持续增加，等候约{n}人",
            "征期末日办税人集中，等候约{n}人",
        ),
        ("业务骨干已到位", "同意增开专窗"),
        ("征期末日集中办理", "节后首个工作日业务集中"),
        (30, 200),
        windows=False,
        places=("一楼大厅", "取号区"),
    ),
}

# Departments and outside units of the contacts: name, role, phone, whether outside.
UNITS = (
    ("信息中心", "information_centre", "分机700", False),
    ("纳税服务股", "business", "分机610", False),
    ("导税台", "guidance_desk", "分机601", False),
    ("咨询岗", "consultation", "分机612", False),
    ("法制股", "department", "分机620", False),
    ("办公室", "opinion", "分机630", False),
    ("税务系统运维单位", "tax_system", "13800000701", True),
    ("代征单位", "collecting_agency", "13800000702", True),
    ("网络服务单位", "network", "13800000703", True),
    ("设备维护单位", "equipment", "13800000704", True),
    ("物业公司", "power", "13800000705", True),
    ("安保公司", "security", "13800000706", True),
)
