"""Bringing in references by command: the account first, questions as a table to decide in, and then the writing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from twofold.cli.exits import Exit, fail, print_json, say
from twofold.cli.opening import open_review
from twofold.review.bringing_in import bring_in, settled
from twofold.review.bringing_in_account import Account, Bringing, CannotBringIn, Wishes
from twofold.review.bringing_in_csv import decisions_in, questions_as_csv
from twofold.review.bringing_in_found import survey
from twofold.review.bringing_in_questions import Kind, Question, filling, questions, repeats_in, to_decide
from twofold.store.append import cause_of
from twofold.store.named_files import MayNotWrite, named_place
from twofold.values.canonical import Json
from twofold.values.counting import count_of
from twofold.values.plaintext import visible

_SHOWN = 12
_KEPT = "kept with the study; coders' copies carry it"


@dataclass(frozen=True, slots=True)
class Import:
    """What was asked for beside the files. ``questions`` is where the table of questions is to be written, if at all;
    ``decisions`` where one that was decided in lies."""

    columns: Sequence[str] = ()
    initiative: str = ""
    initiative_column: str = ""
    questions: Path | None = None
    decisions: Path | None = None
    ask_again: bool = False
    fill_empty: bool = False
    dry_run: bool = False
    as_json: bool = False


def import_files(files: Sequence[Path], folder: Path | None, person: str, wanted: Import) -> None:
    """Bring in references, or say what would come of it, with an account of every record."""
    mapping = _mapping(wanted.columns)
    writing = not wanted.dry_run and wanted.questions is None
    review = open_review(folder, person, writing=True)
    try:
        decided = {} if wanted.decisions is None else decisions_in(wanted.decisions)
        found = survey(review, files, dict.fromkeys(files, mapping) if mapping else None, afresh=wanted.ask_again)
        asked = questions(found, wanted.initiative_column)
        if wanted.fill_empty:
            decided = filling(asked) | decided
        there = repeats_in(found)
        if wanted.questions is not None:
            _write_questions(wanted.questions, (*asked, *there))
        bringing = settled(review, found, Wishes(decided, wanted.initiative, wanted.initiative_column))
        if writing:
            bring_in(review, bringing)
    except CannotBringIn as error:
        fail(str(error), Exit.REFUSED)
    finally:
        review.close()
    undecided = [one for one in asked if one.id not in decided]
    choice = to_decide(asked, len(asked) - len(undecided))
    if wanted.as_json:
        print_json(
            "import",
            {
                "written": bool(bringing.plan or bringing.screening) and writing,
                "studies": bringing.studies,
                "words": bringing.words,
                "changes": list(bringing.changes),
                "to_decide": choice,
                "decided_before": bringing.before,
                "not_read": list(bringing.unread),
                "files": [_account_json(one) for one in bringing.accounts],
                "questions": [_question_json(one, decided) for one in asked],
                "may_be_another": [_question_json(one, decided) for one in there],
            },
        )
    else:
        _print(bringing, undecided, choice, wanted, writing=writing)
    if bringing.unread or any(one.held_back for one in bringing.accounts):
        raise SystemExit(Exit.FINDINGS)


def _write_questions(path: Path, asked: Sequence[Question]) -> None:
    try:
        place = named_place(path, keeping="decisions may stand in it")
        with place.open("x", encoding="utf-8-sig", newline="") as file:
            file.write(questions_as_csv(asked))
    except MayNotWrite as error:
        fail(str(error), Exit.USAGE)
    except OSError as error:
        fail(f"`{path}` could not be written: {cause_of(error)}.")


def _mapping(columns: Sequence[str]) -> dict[str, str] | None:
    made: dict[str, str] = {}
    for one in columns:
        header, sign, field = one.rpartition("=")
        if not sign or not header:
            fail(f"`{one}` is no column. Write HEADER=FIELD, such as 'Publication title=title'.", Exit.USAGE)
        made[header] = field
    return made or None


def _print(bringing: Bringing, undecided: Sequence[Question], choice: str, wanted: Import, *, writing: bool) -> None:
    for one in bringing.accounts:
        say(f"{visible(one.file)}: {one.read_as}")
        say(f"  {one.sum}")
        if one.earlier:
            say(f"  {visible(one.earlier)}")
        if one.cut_out:
            say(f"  {one.cut_out}")
        for header, field in one.columns:
            say(f"  column {visible(header)}: {field or _KEPT}")
        _some(
            [f"{each.number} {visible(each.called)}: {visible(each.title)}{visible(each.beside)}" for each in one.new]
        )
        _some([visible(each.words) for each in one.there])
        for held in one.held_back:
            say(f"  held back: {visible(one.held_words(held))}")
        for sentence in one.warnings:
            say(f"  look: {visible(sentence)}")
    for sentence in bringing.unread:
        say(f"not read: {visible(sentence)}")
    adds = bringing.plan or bringing.screening
    say(visible(f"Bring in: {bringing.words}" if adds else bringing.words))
    if choice:
        say(f"Decide: {choice}")
    if bringing.before:
        before = count_of(bringing.before, "look-alike")
        say(f"{before} decided at an earlier import, and not asked about; --ask-again asks")
    for words in bringing.changes:
        say(f"  change: {visible(words)}")
    lines = []
    for question in undecided:
        may = " or ".join(sorted((name for name, _ in question.kind.choices), key=question.stands.__ne__))
        sign = "differs" if question.kind is Kind.DIFFERENCE else "look"
        lines.append(f"{sign}: {visible(question.words)} [{may}]")
    _some(lines)
    if undecided and wanted.questions is None:
        say(
            f"{_questions(len(undecided), 'goes', 'go')} as the first word in brackets says. To decide: --questions"
            " FILE.csv writes a table, --decisions FILE.csv takes it back."
        )
    if wanted.questions is not None:
        asked = _questions(len(undecided), "is", "are")
        there = sum(len(one.there) for one in bringing.accounts)
        if there:
            asked = f"{asked}, with {count_of(there, 'record')} already there that may be another study,"
        say(f"{asked} in `{wanted.questions}`. Change the column `decision` there, then")
        say(f"run the import again with --decisions {wanted.questions}.")
    if not writing:
        say("Nothing was written.")
    else:
        say("Saved." if adds else "Nothing new. Saved that these files were looked at; twofold imports lists it.")


def _questions(number: int, one: str, several: str) -> str:
    return f"1 question {one}" if number == 1 else f"{number:,} questions {several}"


def _some(lines: Sequence[str]) -> None:
    for line in lines[:_SHOWN]:
        say(f"  {line}")
    if len(lines) > _SHOWN:
        say(f"  and {len(lines) - _SHOWN} more; --json lists them all")


def _question_json(one: Question, decided: Mapping[str, str]) -> Json:
    return {
        "id": one.id,
        "kind": one.kind.name.lower(),
        "why": one.why,
        "file": one.file,
        "line": one.line,
        "words": one.words,
        "may_be": [name for name, _ in one.kind.choices],
        "decision": decided.get(one.id),
        "stands": one.stands,
        "cards": [{"where": card.where, **dict(card.fields)} for card in one.cards],
    }


def _account_json(one: Account) -> Json:
    return {
        "file": one.file,
        "format": one.format,
        "producer": one.producer,
        "encoding": one.encoding,
        "sum": one.sum,
        "read": one.read,
        "new": [
            {
                "number": each.number,
                "label": each.label,
                "title": each.title,
                "line": each.line,
                "flags": list(each.flags),
                "initiative": each.initiative or None,
                "further_report": each.further,
            }
            for each in one.new
        ],
        "already_there": [
            {
                "words": each.words,
                "line": each.line,
                "number": each.number,
                "how": each.how,
                "decided_before": each.before,
                "title": each.title,
                "same_as_line": each.beside or None,
                "question": each.question,
                "differences": list(each.differences),
            }
            for each in one.there
        ],
        "held_back": [
            {
                "words": one.held_words(each),
                "record": each.number,
                "first_line": each.first_line,
                "last_line": each.last_line,
                "why": each.why,
            }
            for each in one.held_back
        ],
        "look_alike": list(one.look_alike),
        "votes_cut": one.votes,
        "votes_lost": one.votes_lost,
        "earlier": one.earlier or None,
        "cut_out": one.cut_out,
        "warnings": list(one.warnings),
        "columns": [[header, field] for header, field in one.columns],
    }
