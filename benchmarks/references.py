"""How long 10,000 records take to read, and how much memory, beside the libraries that read the same format.

    python benchmarks/references.py --records 10000 --rounds 3

Each reading is a process of its own, the readers of one format in turn, and the best of the rounds counts. Seconds are
processor time from bytes in memory to records in memory; memory is the peak above that of the process with its
imports and the file. Twofold reads, cleans, counts and accounts; the others parse. All records are made up.
"""

import argparse
import importlib.util
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from twofold.references import Reference, Source, write_ris

VOCABULARY = (
    "the of and in a to for with was were by on community mental health engagement women participants trial group "
    "intervention care workers outcome depression baseline months study results methods primary randomised clusters "
    "services social support training lay qualitative interviews partners evidence symptoms follow-up scale score"
)
NAMES = ("Doe", "Roe", "Poe", "Nobody", "O'Nemo", "Ningu\u00e9m", "Niemand", "Van Nessuno", "Personne-Aucun", "Ingen")
WORDS = VOCABULARY.split()
SOURCE = Source("made-up", "", "", "", 0, 0, 0)


def made_up(records: int, seed: int = 7) -> Iterator[Reference]:
    """References with abstracts of 180 to 280 words; two in five hold characters beyond ASCII."""
    chance = random.Random(seed)
    for number in range(records):
        abstract = " ".join(chance.choices(WORDS, k=chance.randint(180, 280)))
        if number % 5 < 2:
            abstract = abstract.replace(" baseline ", " \u2265 5\u2009% \u2013 ", 1)
        yield Reference(
            title=f"Made-up record {number}: {' '.join(chance.choices(WORDS, k=12))}",
            authors=tuple(
                f"{chance.choice(NAMES)}, {chance.choice(NAMES)} {letter}." for letter in "ABCDE"[: number % 5 + 1]
            ),
            year=2000 + number % 24,
            journal="Journal of Made-up Records",
            volume=str(number % 60),
            issue=str(number % 12),
            pages=f"{number % 900}-{number % 900 + 9}",
            doi=f"10.1234/made.{number}",
            doi_found_in="",
            pmid=str(10_000_000 + number),
            abstract=abstract,
            kind="article",
            url=f"https://example.org/{number}",
            language="eng",
            source_id="",
            study_label="",
            registry_ids=(),
            raw=(),
            screening=(),
            flags=(),
            source=SOURCE,
        )


def as_medline(references: list[Reference]) -> str:
    """PubMed's format, with a newline at the end, without which nbib loses the last record."""
    blocks = []
    for r in references:
        lines = [f"PMID- {r.pmid}", f"DP  - {r.year}", f"TI  - {r.title}", f"PG  - {r.pages}", f"LID - {r.doi} [doi]"]
        lines += [f"AB  - {r.abstract}", *(f"FAU - {author}" for author in r.authors), "PT  - Journal Article"]
        blocks.append("\n".join([*lines, f"VI  - {r.volume}", f"IP  - {r.issue}", f"JT  - {r.journal}", ""]))
    return "\n".join(blocks)


def as_bibtex(references: list[Reference]) -> str:
    """BibTeX as reference managers write it."""
    return "".join(
        f"@article{{key{r.pmid},\n  title = {{{r.title}}},\n  author = {{{' and '.join(r.authors)}}},\n"
        f"  year = {{{r.year}}},\n  journal = {{{r.journal}}},\n  volume = {{{r.volume}}},\n  number = {{{r.issue}}},\n"
        f"  pages = {{{r.pages.replace('-', '--')}}},\n  doi = {{{r.doi}}},\n  url = {{{r.url}}},\n"
        f"  abstract = {{{r.abstract}}}\n}}\n\n"
        for r in references
    )


def as_csv(references: list[Reference]) -> str:
    """A table with the columns of most exports."""
    rows = ["Title,Authors,Year,Journal,Volume,Issue,Pages,DOI,PMID,URL,Abstract"]
    rows += [
        f'"{r.title}","{"; ".join(r.authors)}",{r.year},{r.journal},{r.volume},{r.issue},{r.pages},{r.doi},{r.pmid},'
        f'{r.url},"{r.abstract}"'
        for r in references
    ]
    return "\r\n".join(rows) + "\r\n"


def as_csl(references: list[Reference]) -> str:
    """CSL-JSON."""
    return json.dumps(
        [
            {
                "title": r.title,
                "author": [dict(zip(("family", "given"), author.split(", "), strict=True)) for author in r.authors],
                "issued": {"date-parts": [[r.year]]},
                "container-title": r.journal,
                "volume": r.volume,
                "page": r.pages,
                "DOI": r.doi,
                "abstract": r.abstract,
            }
            for r in references
        ]
    )


def as_endnote_xml(references: list[Reference]) -> str:
    """EndNote XML on one line, every text in a style element."""

    def styled(tag: str, text: str | int | None) -> str:
        return f'<{tag}><style face="normal" font="default" size="100%">{text}</style></{tag}>'

    records = "".join(
        f'<record><rec-number>{r.pmid}</rec-number><ref-type name="Journal Article">17</ref-type>'
        f"<contributors><authors>"
        f"{''.join(styled('author', author) for author in r.authors)}</authors></contributors><titles>"
        f"{styled('title', r.title)}</titles><periodical>{styled('full-title', r.journal)}</periodical>"
        f"{styled('pages', r.pages)}{styled('volume', r.volume)}{styled('number', r.issue)}<dates>"
        f"{styled('year', r.year)}</dates>{styled('abstract', r.abstract)}{styled('electronic-resource-num', r.doi)}"
        f"</record>"
        for r in references
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><xml><records>{records}</records></xml>'


# What each reader does with `data`, the bytes of the file; it leaves its records in `records`.
OURS = "from twofold.references import read_references\n--\nrecords = read_references(data, 'made-up').references"
READERS: dict[str, tuple[Callable[[list[Reference]], str], dict[str, tuple[str, str]]]] = {
    "RIS": (write_ris, {"rispy": ("rispy", "import rispy\n--\nrecords = rispy.loads(data.decode())")}),
    "MEDLINE": (as_medline, {"nbib": ("nbib", "import nbib\n--\nrecords = nbib.read(data.decode())")}),
    "BibTeX": (
        as_bibtex,
        {
            "bibtexparser": (
                "bibtexparser",
                "import bibtexparser\n--\nrecords = bibtexparser.parse_string(data.decode()).entries",
            )
        },
    ),
    "CSV": (
        as_csv,
        {
            "csv": (
                "csv",
                "import csv, io\n--\nrecords = list(csv.DictReader(io.StringIO(data.decode(), newline='')))",
            )
        },
    ),
    "CSL-JSON": (as_csl, {"json": ("json", "import json\n--\nrecords = json.loads(data)")}),
    "EndNote XML": (
        as_endnote_xml,
        {
            "ElementTree": (
                "xml.etree.ElementTree",
                "from xml.etree import ElementTree\n--\nrecords = ElementTree.fromstring(data).findall('.//record')",
            )
        },
    ),
}


# The high-water mark of this process alone, in KiB; what `getrusage` gives counts the parent of a fork too.
HIGH_WATER = (
    "def high_water(name):\n"
    "    with open('/proc/self/status') as status:\n"
    "        return next(int(line.split()[1]) for line in status if line.startswith(name))\n"
)


def measure(program: str, path: Path) -> tuple[float, float, int]:
    """Seconds, MiB above the resting process, and records, of one reading in a process of its own."""
    setup, _, act = program.partition("\n--\n")
    code = (
        f"import json, sys, time\n{setup}\n{HIGH_WATER}\ndata = open(sys.argv[1], 'rb').read()\n"
        f"before = high_water('VmRSS')\nstarted = time.process_time()\n{act}\n"
        "seconds = time.process_time() - started\n"
        "print(json.dumps([seconds, (high_water('VmHWM') - before) / 1024, len(records)]))\n"
    )
    out = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True).stdout
    seconds, peak, count = json.loads(out)
    return seconds, peak, count


def main() -> None:
    """Write the files, read them in turn, print one Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    references = list(made_up(asked.records))
    print(f"{asked.records:,} records, best of {asked.rounds} rounds\n")
    print("| format | MB | reader | seconds | MiB | records | seconds of Twofold's | MiB of Twofold's |")
    print("| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for name, (write, others) in READERS.items():
            path = Path(folder) / "records"
            path.write_text(write(references), encoding="utf-8")
            programs = {"Twofold": OURS}
            programs |= {
                other: program for other, (module, program) in others.items() if importlib.util.find_spec(module)
            }
            best: dict[str, tuple[float, float, int]] = {}
            for _ in range(asked.rounds):
                for reader, program in programs.items():
                    best[reader] = min(best.get(reader, (float("inf"), 0.0, 0)), measure(program, path))
            size = path.stat().st_size / 1e6
            for reader, (seconds, peak, count) in best.items():
                ratios = "" if reader == "Twofold" else f"{best['Twofold'][0] / seconds:.1f}x"
                more = "" if reader == "Twofold" else f"{best['Twofold'][1] / peak:.1f}x"
                print(
                    f"| {name} | {size:.1f} | {reader} | {seconds:.2f} | {peak:.0f} | {count:,} | {ratios} | {more} |"
                )


if __name__ == "__main__":
    main()
