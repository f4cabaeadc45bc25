"""The commands of the follow-ups: print followups and cards, export the list for SMS."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from hallduty.clock import Clock
from hallduty.commands import existing_office, found_dossier
from hallduty.commands_paper import deliver, print_mark
from hallduty.documents.files import require_place, write_file
from hallduty.documents.paper import Paper
from hallduty.documents.sms_files import ENDINGS
from hallduty.domain import sms
from hallduty.domain.dossiers import Dossier
from hallduty.domain.errors import refuse
from hallduty.domain.followup_board import (
    BoardLine,
    FollowupFilter,
    by_number,
    can_be_texted,
    rounds_due,
)
from hallduty.domain.followup_sheet import (
    UNMASKED,
    FollowupSheet,
    filter_heading,
    incident_heading,
    people_in,
)
from hallduty.domain.followups import FollowupKind
from hallduty.domain.priority_cards import CardFacts
from hallduty.errors import UserError
from hallduty.office import Office

_PURPOSE = "命令行打印"


def print_paper(args: Namespace, folder: Path, clock: Clock) -> int:
    """Print the list of follow-ups, of one incident or over all, or the cards not yet used."""
    with existing_office(folder, clock) as office:
        if args.kind == "cards":
            paper = _cards(office, args.number)
        else:
            require_place(Path(args.output))
            paper = _list(office, args.number, args.unmasked)
        return deliver(office, paper, args.output, args.kind, args.number)


def export_file(args: Namespace, folder: Path, clock: Clock) -> int:
    """Export whom to text about an incident; logged before the file is written."""
    path = Path(args.output)
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise UserError(f"导出文件应以 {' 或 '.join(ENDINGS)} 结尾，而不是“{path.name}”")
    if not args.number:
        raise UserError("请写明编号，例如：export followups 2026-001 -o 名单.txt")
    with existing_office(folder, clock) as office:
        dossier = found_dossier(office, args.number)
        settings = office.store.settings.load()
        facts = sms.facts(
            dossier.incident,
            _scenario(office, dossier),
            dossier.hall,
            settings.bureau,
            settings.duty_phone,
        )
        text = ""
        if ending != ".txt":
            refuse([sms.message_problem("text", settings.sms_template, facts)])
            text = sms.filled(settings.sms_template, facts)
        round_, lines = _due(office, dossier, args.round)
        texted = [line for line in lines if can_be_texted(line.followup)]
        chosen = [line.followup for line in by_number(texted)]
        press = office.press(settings)
        data = press.sms_file(ending, chosen, settings.sms_columns, text)
        require_place(path)
        office.store.followup_calls.log_export(
            f"短信名单 {ending[1:].upper()}",
            [line.followup.id for line in texted],
            "恢复后短信通知",
            office.stamp(),
            dossier.incident.id,
        )
        write_file(path, data)
    print(f"{path}：第 {round_} 轮，共 {len(chosen)} 个号码")
    if left := len(lines) - len(texted):
        print(f"座机 {left} 人收不到短信，请电话通知")
    return 0


def _due(office: Office, dossier: Dossier, wanted: int | None) -> tuple[int, list[BoardLine]]:
    """Return the round that is meant (the first due one, if none was) and who is due in it."""
    board, incident = office.store.followup_board, dossier.incident
    asked = FollowupFilter(FollowupKind.CALL_BACK, incident.id, open_only=True)
    due = rounds_due(board.lines(board.ids(asked)))
    if not due:
        raise UserError(f"事件 {incident.number} 没有待通知的电话回访")
    round_ = wanted or next(iter(due))
    if round_ not in due:
        known = "、".join(str(number) for number in due)
        raise UserError(f"第 {round_} 轮没有待通知的人，现有：第 {known} 轮")
    if not any(can_be_texted(line.followup) for line in due[round_]):
        raise UserError(f"第 {round_} 轮的 {len(due[round_])} 人都是座机，收不到短信，请电话通知")
    return round_, due[round_]


def _list(office: Office, number: str, unmasked: bool) -> Paper:
    board = office.store.followup_board
    wanted, heading = FollowupFilter(open_only=True), ""
    if number:
        dossier = found_dossier(office, number)
        wanted = FollowupFilter(incident_id=dossier.incident.id)
        heading = incident_heading(dossier.incident, _scenario(office, dossier), dossier.hall)
    lines = tuple(board.lines(board.ids(wanted)))
    people = people_in(lines)
    if unmasked and people:
        log = office.store.followup_calls.log_export
        log(UNMASKED, people, _PURPOSE, office.stamp(), wanted.incident_id)
    sheet = FollowupSheet(
        heading or filter_heading(wanted), lines, not number, unmasked and bool(people)
    )
    return office.press(office.store.settings.load()).followups(sheet, print_mark(office))


def _cards(office: Office, number: str) -> Paper:
    if not number:
        raise UserError("请写明编号，例如：print cards 2026-001 -o 优先卡.pdf")
    dossier = found_dossier(office, number)
    cards = [each for each in dossier.followups if each.card_number and each.is_open]
    if not cards:
        raise UserError(f"事件 {dossier.incident.number} 没有未用的二次优先卡，请先在“善后”里发卡")
    settings = office.store.settings.load()
    incident = f"{dossier.incident.number} {_scenario(office, dossier)}"
    facts = CardFacts(incident, dossier.hall, settings.card_rule)
    return office.press(settings).cards(cards, facts, print_mark(office))


def _scenario(office: Office, dossier: Dossier) -> str:
    scenario = office.plan.scenario(dossier.incident.scenario)
    return scenario.name if scenario else office.plan.event_type(dossier.incident.event_type).name
