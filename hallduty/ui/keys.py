"""Every key of the program, once: views bind their keys from here, 帮助 lists them from here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut

if TYPE_CHECKING:
    from PySide6.QtCore import QObject, SignalInstance
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QAbstractButton

_SHOWN = {
    "Return": "Enter",
    "Space": "空格",
    "Backspace": "退格",
    "Delete": "Del",
    "PgDown": "PgDn",
    "Up": "↑",
    "Down": "↓",
    "Left": "←",
    "Right": "→",
}
_RANGE = 4


@dataclass(frozen=True, slots=True)
class Key:
    """One or several keys, as Qt writes them, and what they do."""

    keys: tuple[str, ...]
    does: str

    def hears(self, event: QKeyEvent) -> bool:
        """Tell whether a key press is one of these; the keypad counts as the keys above it."""
        return self.place(event) >= 0

    def place(self, event: QKeyEvent) -> int:
        """Return which of these keys was pressed, from 0; -1 when it was none."""
        pressed = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        for number, text in enumerate(self.keys):
            wanted = QKeySequence(text)[0]
            held = wanted.keyboardModifiers()
            # A key that is listed alone is heard with Shift held, too.
            if event.key() == wanted.key() and held in (pressed, Qt.KeyboardModifier.NoModifier):
                return number
        return -1

    def shown(self) -> str:
        """Return the keys as they stand on the keyboard: “Ctrl+Enter”, “Alt+1…7”, “↑ ↓”."""
        texts = list(dict.fromkeys(_as_shown(text) for text in self.keys))
        if len(texts) >= _RANGE and texts[0][:-1] == texts[-1][:-1]:
            return f"{texts[0]}…{texts[-1][-1]}"
        return " ".join(texts)


@dataclass(frozen=True, slots=True)
class Group:
    """What belongs to one kind of work; `page` is where one is when doing it."""

    title: str
    keys: tuple[Key, ...]
    page: str = ""


def bind(
    owner: QObject,
    key: Key,
    slot: Callable[[], object] | SignalInstance,
    context: Qt.ShortcutContext = Qt.ShortcutContext.WindowShortcut,
) -> list[QShortcut]:
    """Let the keys call `slot` wherever `context` says."""
    made = []
    for text in key.keys:
        shortcut = QShortcut(QKeySequence(text), owner)
        shortcut.setContext(context)
        shortcut.activated.connect(slot)
        made.append(shortcut)
    return made


def bind_each(
    owner: QObject,
    key: Key,
    slots: Sequence[Callable[[], object]],
    context: Qt.ShortcutContext = Qt.ShortcutContext.WindowShortcut,
) -> None:
    """Let each of the keys call its own slot."""
    for text, slot in zip(key.keys, slots, strict=True):
        bind(owner, Key((text,), key.does), slot, context)


def put(on: QAbstractButton | QAction, key: Key, place: int = 0) -> None:
    """Let the key press a button or choose a menu entry."""
    on.setShortcut(QKeySequence(key.keys[place]))


def cap(key: Key) -> str:
    """Return the key as it is written on a button: “Ctrl Enter”."""
    return _as_shown(key.keys[0]).replace("+", " ")


def _as_shown(text: str) -> str:
    *held, last = text.split("+") if not text.endswith("+") else [*text[:-2].split("+"), "+"]
    return "+".join([*held, _SHOWN.get(last, "Enter" if last == "Enter" else last)])


def _key(does: str, *keys: str) -> Key:
    return Key(keys, does)


def _digits(does: str, most: int, held: str = "", first: int = 1) -> Key:
    return Key(tuple(f"{held}{number}" for number in range(first, most + 1)), does)


# Enter of the keypad is another key to Qt, not to people.
_DONE = ("Ctrl+Return", "Ctrl+Enter")

HELP = _key("帮助", "F1")
REGISTER = _key("登记事件", "F2")
CONFLICT = _key("冲突处置（全屏）", "Shift+F2")
SEARCH = _key("搜索事件、人员、电话", "Ctrl+K")
PAGES = _digits("换页，次序同左边一栏", 9, "Ctrl+")
BACK = _key("返回；已输入的内容保留", "Esc")

HELP_TABS = _digits("帮助：标签", 4, "Alt+")

INTAKE_TYPE = _digits("选事件类型，数字写在图块上", 9)
INTAKE_LATE = _key("补录已经过去的事件", "0")
INTAKE_SCENARIO = _digits("选情形", 9, "Alt+")
INTAKE_DONE = _key("登记", "Return", "Enter")

CONFLICT_OPEN = _key("五分钟处置（争执事件）", "F5")
NEXT_COLUMN = _key("到下一栏：步骤、时间线、右侧标签", "F6")
LAST_COLUMN = _key("到上一栏", "Shift+F6")
PROMISE = _key("记承诺恢复时间", "F7")
RECOVER = _key("已恢复", "F8")
CLOSE = _key("办结", "F9")
PRINT_INCIDENT = _key("打印登记表、报告等", "Ctrl+P")
TABS = _digits("右侧标签", 7, "Alt+")

STEP_MOVE = _key("上一步、下一步", "Up", "Down")
STEP_TICK = _key("打钩，盖时间", "Space")
OUTCOMES = _digits("打电话的结果：通、未接、占线", 3)
STEP_SKIP = _key("跳过，写明原因", "4")
STEP_WORDS = _key("补一句", "Return", "Enter")
CORRECT = _key("更正时间线上选中的一条", "F4")

DRAFT = _key("上报：按记录起草", "F3")
COPY_TEXT = _key("上报：复制", "Alt+C")
PRINT_TEXT = _key("上报：打印", "Alt+P")
POST = _key("公告：张贴", *_DONE)
COPY_SHORT = _key("公告：复制短文", "Ctrl+Shift+C")
PREVIEW_NOTICE = _key("公告：打印预览", "Ctrl+Shift+P")
CONTACT_LIST = _key("善后：粘贴名单", "Ctrl+L")
MESSAGE = _key("善后：短信名单", "Ctrl+M")
REBOOK = _key("预约登记簿：改期", "F4")

DEEDS = _digits("隔离、劝导、报警、送医、上报", 5)
NOT_REACHED = _digits("未接、占线", 7, first=6)
FOOTAGE = _key("登记要保全的监控", "8")
TAKE_BACK = _key("撤回刚才一项", "Backspace")

SETTLE = _key("核销选中的", "Return", "Enter")
BOARD_CALL = _digits("回电结果：通、未接、占线", 3)
REVEAL = _key("显示姓名电话", "Space")
REDEEM = _key("按卡号核销", "Ctrl+R")

QUESTION_KIND = _digits("即时答复、政策模糊、政策空白", 3)
TAKE_ANSWER = _key("采用相近问题的答复", "F3")
NEW_RECORD = _key("新增一条", "Ctrl+N")
ISSUE = _key("报出日报、月报", *_DONE)

ROSTER_TABS = _digits("标签", 5, "Alt+")
FILL = _key("自动排班", "Ctrl+R")
PRINT_ROSTER = _key("打印值班表", "Ctrl+P")
RELEASE = _key("选中的格不再算手工排定", "Ctrl+U")
CLEAR = _key("清空选中的格", "Delete", "Backspace")
MONTH = _key("上月、下月", "PgUp", "PgDown")
THIS_MONTH = _key("回到今天", "Home")
YEAR = _key("征期：上年、下年", "PgUp", "PgDown")
IMPORT_CALENDAR = _key("征期：导入", "Ctrl+I")
FILL_LOG = _key("日志：从当日记录填入", "Alt+F")
PRINT_LOG = _key("日志：打印", "Ctrl+P")
HAND_OVER = _key("日志：交班、接班", *_DONE)
MOVE = _key("上移、下移", "Alt+Up", "Alt+Down")
REMOVE = _key("轮值人员：移出", "Delete")

CONFIRM_NUMBER = _key("本月核对：已核实", "Space")
NOT_REACHABLE = _key("本月核对：联系不上", "F")
PRINT_WALL = _key("打印挂图", "Ctrl+P")

PRINT_PACK = _key("打印断电包", "Ctrl+P")
ENTER_SHEET = _key("补录这张纸单", *_DONE)

FIND = _key("查找", "Ctrl+F")
NEXT_HIT = _key("预案：下一处", "F3")
LAST_HIT = _key("预案：上一处", "Shift+F3")
LAST_HIT_TOO = _key("查找框里：上一处", "Shift+Return", "Shift+Enter")
PRINT_LIST = _key("打印台帐、清单、日报", "Ctrl+P")
COPY_ROWS = _key("复制选中的行", "Ctrl+C")
FIRST_ROW = _key("表格：第一行", "Home")
LAST_ROW = _key("表格：最后一行", "End")

SEND_PAPER = _key("打印", "Ctrl+P")
SAVE_PAPER = _key("另存为 PDF", "Ctrl+S")
LARGER = _key("放大", "Ctrl++", "Ctrl+=")
SMALLER = _key("缩小", "Ctrl+-")
WIDE = _key("整页宽度", "Ctrl+0")

CONFIRM = _key("确定：对话框里的蓝色按钮", *_DONE)
MARK_SENT = _key("短信名单：标记已发出", "Ctrl+M")
KEEP_LIST = _key("另存检查清单、格式样本", "Ctrl+S")
LEAVE = _key("退出时：不打印，退出", "Alt+N")

# Those of the window, which no sheet over it takes away.
WINDOW = (HELP, REGISTER, CONFLICT, SEARCH, PAGES)

GROUPS = (
    Group("随时可用", (*WINDOW, BACK)),
    Group("登记事件", (INTAKE_TYPE, INTAKE_SCENARIO, INTAKE_LATE, INTAKE_DONE), "intake"),
    Group(
        "事件内",
        (
            *(RECOVER, CLOSE, PROMISE, CONFLICT_OPEN, PRINT_INCIDENT),
            *(NEXT_COLUMN, LAST_COLUMN, TABS, CORRECT),
        ),
        "workspace",
    ),
    Group("事件内：处置步骤", (STEP_MOVE, STEP_TICK, OUTCOMES, STEP_SKIP, STEP_WORDS), "workspace"),
    Group(
        "事件内：上报、公告、善后、预约",
        (
            *(DRAFT, COPY_TEXT, PRINT_TEXT, POST, COPY_SHORT, PREVIEW_NOTICE),
            *(CONTACT_LIST, MESSAGE, REBOOK),
        ),
        "workspace",
    ),
    Group("冲突处置", (DEEDS, NOT_REACHED, FOOTAGE, TAKE_BACK), "conflict"),
    Group("善后", (SETTLE, BOARD_CALL, REVEAL, REDEEM), "followups"),
    Group("政策、需求", (NEW_RECORD, QUESTION_KIND, TAKE_ANSWER, ISSUE), "policy needs"),
    Group(
        "值班",
        (
            *(ROSTER_TABS, FILL, PRINT_ROSTER, RELEASE, CLEAR, MONTH, THIS_MONTH),
            *(FILL_LOG, PRINT_LOG, HAND_OVER, YEAR, IMPORT_CALENDAR, MOVE, REMOVE),
        ),
        "roster",
    ),
    Group("通讯录", (CONFIRM_NUMBER, NOT_REACHABLE, PRINT_WALL), "contacts"),
    Group("断电包、纸单补录", (PRINT_PACK, ENTER_SHEET), "paper"),
    Group(
        "查找、列表、帮助",
        (
            FIND,
            NEXT_HIT,
            LAST_HIT,
            LAST_HIT_TOO,
            PRINT_LIST,
            COPY_ROWS,
            FIRST_ROW,
            LAST_ROW,
            HELP_TABS,
        ),
        "incidents plan",
    ),
    Group("打印预览", (SEND_PAPER, SAVE_PAPER, LARGER, SMALLER, WIDE), "preview"),
    Group("对话框", (CONFIRM, MARK_SENT, KEEP_LIST, LEAVE), "dialog"),
)
