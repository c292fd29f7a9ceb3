"""The one tolerant reader of tagged formats; a dialect says what its marks look like."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from twofold.references.interpreting import Once, Plan
from twofold.references.records import Fields, Parsed, RawRecord

_LONGEST_MARK = 1_000
_MOST_LINES = 1_000
_LINES_SHOWN = 5


def add_whole(fields: Fields, tag: str, value: str) -> None:
    """Add a field with its continuation lines as they stand."""
    fields.append((tag, value.rstrip("\n ") if "\n" in value else value))


def never(tag: str, titled: bool) -> bool:
    """For dialects in which a blank line means nothing."""
    return False


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a tagged format marks its records and fields.

    ``mark`` matches every line end, with the mark of a field behind it, or nothing, in one group. ``tag_of`` gives the
    tag of such a mark, and '' for nothing.
    ``start`` and ``end`` are the tags that begin and end a record ('' for none), ``ignored`` those that belong to
    the file. ``begins_after_blank(tag, titled)`` says whether a tag after a blank line begins a record, where
    ``titled`` is whether the open one has a title. ``telling`` tags make a record of fields without start mark.
    ``add`` appends a field with all its lines: one of a single line as it stands, unless it is among ``run_together``,
    where it may take another field out of a value that holds ``  - ``.
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
    run_together: frozenset[str] = frozenset()
    add: Callable[[Fields, str, str], None] = add_whole
    begins_after_blank: Callable[[str, bool], bool] = never
    expected_between: re.Pattern[str] = re.compile("")


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
    marks, values = _split(text, dialect.mark)
    tags = list(map(Once(dialect.tag_of).__getitem__, marks))  # of each line; '' for one without mark
    first = place = _after_unmarked(tags, 0)
    _stray("\n".join(values[:first]), 1, dialect, warnings)
    record: RawRecord | None = None
    titled = False  # whether the open record has a title
    stop = -1  # where the next end mark stands
    while place < len(tags):
        tag = tags[place]
        if tag == start and end and record is None:
            if stop < place:
                stop = _next(tags, end, place)
            if whole := ordinary_record(tags, values, place, stop, dialect):
                yield whole
                place, tag = stop, end
        after = _after_unmarked(tags, place + 1)
        value = values[place] if after == place + 1 else "\n".join(values[place:after])
        if record is not None and tag not in known and record.fields and record.fields[-1][0] in abstracts:
            parts = [record.fields[-1][1], "\n", marks[place], value]
            while after < len(tags) and tags[after] not in known:
                parts += ("\n", marks[after], values[after])
                after += 1
            record.fields[-1] = (record.fields[-1][0], "".join(parts))
        else:
            line = place + 1
            blank = place == first or not (tags[place - 1] or values[place - 1].strip(" \t"))
            if tag == start and end and record is not None and not record.marked and titled and stop < place:
                stop = _next(tags, end, place)
            if tag == start and record is not None and titled and _goes_on(tags, place, stop, record, dialect):
                record.marked = True
            elif tag == start or (blank and dialect.begins_after_blank(tag, titled)):
                if record is not None and (record.marked or not end or titled):
                    if record.marked and end:
                        record.flags.append("no end mark")
                        warnings.append(
                            f"Line {line}: a record begins before the one of line {record.first_line} was ended by "
                            f"`{end}`; both were read."
                        )
                    yield _closed(record, line - 1, tags, values, dialect)
                    record, titled = None, False
                record = record or RawRecord([], line)
                record.marked = tag == start
            elif tag == end:
                if record is not None:
                    yield _closed(record, line, tags, values, dialect)
                    record, titled = None, False
                _stray(value, line, dialect, warnings)
            elif record is None:
                if tag in dialect.ignored:
                    _stray(value.partition("\n")[2], line + 1, dialect, warnings)
                else:
                    record = RawRecord([], line, marked=False)
            if record is not None:
                add(record.fields, tag, value)
                titled = titled or tag in dialect.titles
        place = after
    if record is not None:
        if end:
            record.flags.append("no end mark")
            warnings.append(f"Line {record.first_line}: the last record is not ended by `{end}`; it was read.")
        yield _closed(record, len(tags), tags, values, dialect)


def _split(text: str, mark: re.Pattern[str]) -> tuple[list[str], list[str]]:
    """The mark of each line, '' where it has none, and what follows it in this line."""
    pieces = mark.split(text)
    # Only the first line has no line end before it; putting one there would copy the whole text.
    first = mark.match("\n" + text[:_LONGEST_MARK])
    head = first[1] if first else ""
    pieces[0] = pieces[0][len(head) :]
    return [head, *pieces[1::2]], pieces[::2]


def _goes_on(tags: list[str], place: int, stop: int, record: RawRecord, dialect: Dialect) -> bool:
    """True where a start mark stands inside its record, because the tags are in the order of the alphabet: the title is
    above it, and none is below, down to the end mark."""
    if record.marked or not dialect.end or stop == len(tags):
        return False
    return not (dialect.titles | {dialect.start}).intersection(tags[place + 1 : stop])


def _after_unmarked(tags: list[str], place: int) -> int:
    """The first line from ``place`` on that has a tag, or the number of lines."""
    while place < len(tags) and not tags[place]:
        place += 1
    return place


def _next(tags: list[str], tag: str, place: int) -> int:
    """Where ``tag`` stands next, or the number of lines."""
    try:
        return tags.index(tag, place + 1)
    except ValueError:
        return len(tags)


def ordinary_record(tags: list[str], values: list[str], place: int, stop: int, dialect: Dialect) -> RawRecord | None:
    """The record from the start mark at ``place`` to the end mark at ``stop``, or None if anything about it is odd.

    Most records have a line or a few for each field, of tags that are known. For them this gives what ``records``
    would give, much quicker.
    """
    if stop == len(tags) or stop - place > _MOST_LINES:
        return None
    own, said = tags[place:stop], values[place:stop]
    if own.count(dialect.start) > 1 or not any(map(str.strip, said[1:])):
        return None
    if dialect.known.issuperset(own):
        fields = list(zip(own, said, strict=True))
        if dialect.run_together:
            for tag, value in fields:
                if tag in dialect.run_together and "  - " in value:
                    return None
    elif set(own) - dialect.known == {""} and own[1]:
        fields = []
        at = 0
        while at < len(own):
            after = _after_unmarked(own, at + 1)
            dialect.add(fields, own[at], said[at] if after == at + 1 else "\n".join(said[at:after]))
            at = after
    else:
        return None
    record = RawRecord(fields, place + 1, stop + 1, size=sum(map(len, said)))
    _refuse_several(record, tags, values, dialect)
    return record


def _refuse_several(record: RawRecord, tags: list[str], values: list[str], dialect: Dialect) -> None:
    """Hold back what has several titles, each but the first below a blank line: records without marks between them."""
    begin, stop = record.first_line - 1, record.last_line
    own = tags[begin:stop]
    for title in dialect.titles:
        if own.count(title) > 1:
            places = [begin + at for at, tag in enumerate(own) if tag == title]
            if all(not tags[at - 1] and not values[at - 1].strip(" \t") for at in places[1:]) and (
                len({values[at] for at in places}) > 1
            ):
                lines = ", ".join(str(at + 1) for at in places[:_LINES_SHOWN])
                record.refused = (
                    f"It has several titles, each below a blank line (line {lines}), so it is several records without "
                    f"marks between them. Put `{dialect.start}` above each."
                )


def _titled(record: RawRecord, dialect: Dialect) -> bool:
    return any(tag in dialect.titles for tag, _ in record.fields)


def _closed(record: RawRecord, last_line: int, tags: list[str], values: list[str], dialect: Dialect) -> RawRecord:
    record.last_line = last_line
    _refuse_several(record, tags, values, dialect)
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
