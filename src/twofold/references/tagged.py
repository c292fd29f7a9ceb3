"""The one tolerant reader of tagged formats; a dialect says what its marks look like."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from twofold.references.interpreting import Plan
from twofold.references.records import Fields, Parsed, RawRecord

_LONGEST_MARK = 1_000


def add_whole(fields: Fields, tag: str, value: str) -> None:
    """Add a field with its continuation lines as they stand."""
    fields.append((tag, value.rstrip("\n ")))


def never(tag: str, titled: bool) -> bool:
    """For dialects in which a blank line means nothing."""
    return False


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a tagged format marks its records and fields.

    ``mark`` matches a line end and the mark of a field, in one group; ``tag_of`` gives the tag of such a mark.
    ``start`` and ``end`` are the tags that begin and end a record ('' for none), ``ignored`` those that belong to
    the file. ``begins_after_blank(tag, titled)`` says whether a tag after a blank line begins a record, where
    ``titled`` is whether the open one has a title. ``telling`` tags make a record of fields without start mark.
    ``add`` appends a field with all its lines; where ``suspicious`` stands in a record, it must see each field.
    """

    mark: re.Pattern[str]
    tag_of: Callable[[str], str]
    plan: Plan
    start: str
    end: str
    titles: frozenset[str]
    telling: frozenset[str]
    known: frozenset[str]
    abstracts: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()
    suspicious: str = "\n"
    add: Callable[[Fields, str, str], None] = add_whole
    begins_after_blank: Callable[[str, bool], bool] = never
    expected_between: re.Pattern[str] = re.compile("")


class _Tags(dict[str, str]):
    """Tags by their marks as they stand in the text, such as ``\\nTI  - ``; each is worked out once."""

    def __init__(self, tag_of: Callable[[str], str]) -> None:
        super().__init__()
        self.tag_of = tag_of

    def __missing__(self, mark: str) -> str:
        tag = self[mark] = self.tag_of(mark)
        return tag


def parse(text: str, dialect: Dialect) -> Parsed:
    """The records of a text in one dialect."""
    warnings: list[str] = []
    return Parsed(dialect.plan, records(text, dialect, warnings), warnings)


def records(text: str, dialect: Dialect, warnings: list[str]) -> Iterator[RawRecord]:
    """The records of a text, in order; sentences about odd places go to ``warnings``.

    A record begins at its start mark, or at the first tag after an end mark where there is none. Tags between an
    end and a start mark belong to what follows, unless a title is among them: then they are a record of their own.
    A second start mark closes an open record. In dialects without end marks every start does. Untagged
    lines go on with the last field; inside an abstract a taglike line counts only if the tag is known.
    """
    start, end, known = dialect.start, dialect.end, dialect.known
    abstracts, add = dialect.abstracts, dialect.add
    above, marks, values = _split(text, dialect.mark)
    tags = list(map(_Tags(dialect.tag_of).__getitem__, marks))
    _stray(above, 0, dialect, warnings)
    line = 1 + above.count("\n")  # of the mark that comes next
    blank = True  # whether a blank line stands above it
    record: RawRecord | None = None
    place = 0
    while place < len(tags):
        tag, value = tags[place], values[place]
        if record is None and tag == start and (whole := _whole_record(tags, values, place, line, dialect)):
            yield whole
            place += whole.last_line - line
            line, tag, value = whole.last_line, end, values[place]
        if record is not None and tag not in known and record.fields and record.fields[-1][0] in abstracts:
            record.fields[-1] = (record.fields[-1][0], record.fields[-1][1] + marks[place] + value)
        else:
            if tag == start or (blank and dialect.begins_after_blank(tag, _titled(record, dialect))):
                if record is not None and (record.marked or not end or _titled(record, dialect)):
                    if record.marked and end:
                        record.flags.append("no end mark")
                        warnings.append(
                            f"Line {line}: a record begins before the one of line {record.first_line} was ended by "
                            f"`{end}`; both were read."
                        )
                    yield _closed(record, line - 1, dialect)
                    record = None
                record = record or RawRecord([], line)
                record.marked = tag == start
            elif tag == end:
                if record is not None:
                    yield _closed(record, line, dialect)
                    record = None
                _stray(value, line, dialect, warnings)
            elif record is None:
                if tag in dialect.ignored:
                    _stray(value.partition("\n")[2], line + 1, dialect, warnings)
                else:
                    record = RawRecord([], line, marked=False)
            if record is not None:
                add(record.fields, tag, value)
        line += 1 + value.count("\n")
        blank = _ends_blank(value)
        place += 1
    if record is not None:
        if end:
            record.flags.append("no end mark")
            warnings.append(f"Line {record.first_line}: the last record is not ended by `{end}`; it was read.")
        yield _closed(record, line - 1, dialect)


def _split(text: str, mark: re.Pattern[str]) -> tuple[str, list[str], list[str]]:
    """What stands above the first mark, the marks, and what follows each. Every mark begins with a line end."""
    above, *pieces = mark.split(text)
    marks, values = pieces[::2], pieces[1::2]
    first = mark.match("\n" + text[:_LONGEST_MARK])
    if first is None:
        return "\n" + above, marks, values
    # Only the first line has no line end before it; putting one there would copy the whole text.
    return "", [first[1], *marks], [above[first.end() - 1 :], *values]


def _whole_record(tags: list[str], values: list[str], place: int, line: int, dialect: Dialect) -> RawRecord | None:
    """The record that begins at ``place`` if nothing about it is odd: most are so, and this is much quicker."""
    if not dialect.end:
        return None
    try:
        stop = tags.index(dialect.end, place + 1)
    except ValueError:
        return None
    own = tags[place:stop]
    text = "\0".join(values[place + 1 : stop])
    if (
        "\n" in text
        or "\n" in values[place]
        or dialect.suspicious in text
        or own.count(dialect.start) > 1
        or not dialect.known.issuperset(own)
        or not text.strip("\0 ")
    ):
        return None
    return RawRecord(list(zip(own, values[place:stop], strict=True)), line, line + stop - place, size=len(text))


def _ends_blank(value: str) -> bool:
    return "\n" in value and not value.rpartition("\n")[2].strip(" \t")


def _titled(record: RawRecord | None, dialect: Dialect) -> bool:
    return record is not None and any(tag in dialect.titles for tag, _ in record.fields)


def _closed(record: RawRecord, last_line: int, dialect: Dialect) -> RawRecord:
    record.last_line = last_line
    if record.marked:
        if not any(value.strip() for tag, value in record.fields if tag != dialect.start):
            record.refused = "There is nothing between its start mark and its end."
    elif _titled(record, dialect) or any(tag in dialect.telling and value for tag, value in record.fields):
        record.flags.append("no start mark")
    else:
        record.refused = f"It has neither a start mark (`{dialect.start}`) nor a title, author, abstract or DOI."
    return record


def _stray(text: str, line: int, dialect: Dialect, warnings: list[str]) -> None:
    """Warn of text outside any record, unless it is what databases are known to write there."""
    if not text.strip():
        return
    for offset, content in enumerate(text.split("\n")):
        if not dialect.expected_between.fullmatch(content.strip()):
            warnings.append(
                f"Line {line + offset}: there is text outside any record, from here to the next start mark; it was "
                f"not read."
            )
            return
