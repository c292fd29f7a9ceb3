"""No vote, label or named note of screening stays in what coders see. People and records are made up."""

import pytest

from twofold.references import read_references

VOTES = (
    'RAYYAN-INCLUSION: {"Nala"=>"Included", "O\\"Hara"=>"Maybe"} | RAYYAN-LABELS: a,b | '
    "RAYYAN-EXCLUSION-REASONS: wrong outcome"
)


def ris(*lines: str) -> bytes:
    return ("TY  - JOUR\nTI  - Made-up\n" + "\n".join(lines) + "\nER  - \n").encode()


def visible(data: bytes) -> str:
    """All that a coder may see of the records."""
    reading = read_references(data, "made-up")
    assert reading.accounted
    return repr([(reference.raw, reference.abstract, reference.title) for reference in reading.references])


@pytest.mark.parametrize("tag", ["N1", "KW", "C1", "M1", "RN", "U4"])
def test_rayyan_votes_are_cut_from_any_field(tag):
    data = ris(f"{tag}  - {VOTES}")
    assert "Nala" not in visible(data)
    (reference,) = read_references(data, "made-up").references
    assert [(note.who, note.what, note.text) for note in reference.screening] == [
        ("Nala", "vote", "Included"),
        ('O"Hara', "vote", "Maybe"),
        ("", "label", "a"),
        ("", "label", "b"),
        ("", "reason", "wrong outcome"),
    ]
    assert {note.found_in for note in reference.screening} == {tag}


def test_user_notes_name_their_writer():
    (reference,) = read_references(ris('N1  - USER-NOTES: {"Nala"=>["not sure", "ask Omar"]}'), "x").references
    assert [(note.who, note.what, note.text) for note in reference.screening] == [
        ("Nala", "note", "not sure"),
        ("Nala", "note", "ask Omar"),
    ]


def test_the_harmless_rest_of_such_a_field_goes_too():
    (reference,) = read_references(ris(f"N1  - Cited by 5 | {VOTES}"), "x").references
    assert reference.screening[0].text == "Cited by 5"
    assert "N1" not in dict(reference.raw)


def test_of_an_abstract_only_what_follows_the_marker_goes():
    (reference,) = read_references(ris(f"AB  - Nothing was done. | {VOTES}"), "x").references
    assert reference.abstract == "Nothing was done."
    assert len(reference.screening) == 5


@pytest.mark.parametrize("word", ["ASReview_relevant", "ASReview_irrelevant", "ASReview_not_seen", "ASReview_prior"])
def test_asreview_tags(word):
    (reference,) = read_references(ris(f"N1  - {word}"), "x").references
    assert [(note.what, note.text) for note in reference.screening] == [("vote", word)]
    assert word not in repr(reference.raw)


def test_what_stands_beside_an_asreview_tag_is_not_lost():
    (reference,) = read_references(ris("N1  - Ask Omar. ASReview_relevant. Then decide."), "x").references
    assert [(note.what, note.text) for note in reference.screening] == [
        ("vote", "ASReview_relevant"),
        ("note", "Ask Omar. . Then decide"),
    ]


def test_abstrackr_names_its_columns_after_people():
    data = (
        b"(internal) id,(source) id,pubmed id,title,journal,authors,tags,consensus,labeled_at,Nala,labeled_at,"
        b'general notes (Nala)\n1,7,0,Made-up,J Nothing,"Doe, J.\n and Roe, R.\n",pilot,o,,-1,2024-08-15,unsure\n'
        b"citations that are not yet labeled by anyone\n2,8,0,Made-up two,J Nothing,Poe\n"
    )
    reading = read_references(data, "x")
    assert reading.accounted
    assert reading.producer == "Abstrackr"
    first, second = reading.references
    assert first.authors == ("Doe, J.", "Roe, R.")
    assert [(note.what, note.text, note.found_in) for note in first.screening] == [
        ("label", "pilot", "tags"),
        ("vote", "o", "consensus"),
        ("vote", "-1", "Nala"),
        ("vote", "2024-08-15", "labeled_at"),
        ("note", "unsure", "general notes (Nala)"),
    ]
    assert "Nala" not in repr(first.raw)
    assert second.flags == ("short row",)
    assert reading.held_back[0].text == "citations that are not yet labeled by anyone"


def test_covidence_reasons_in_ris_notes():
    (reference,) = read_references(ris("N1  - Exclusion reason: Wrong setting; "), "x").references
    assert [(note.what, note.text) for note in reference.screening] == [("reason", "Wrong setting")]


def test_columns_that_hold_votes_go_whatever_tool_wrote_them():
    data = b"title,authors,year,Decision,Reviewer,Exclusion reason,Labels\nMade-up,Doe,2001,Include,Nala,none,x\n"
    assert "Nala" not in visible(data)
    (reference,) = read_references(data, "made-up").references
    assert [(note.what, note.text, note.found_in) for note in reference.screening] == [
        ("vote", "Include", "Decision"),
        ("note", "Nala", "Reviewer"),
        ("reason", "none", "Exclusion reason"),
        ("label", "x", "Labels"),
    ]


def test_ordinary_notes_and_keywords_stay():
    (reference,) = read_references(ris("N1  - Cited by 5", "KW  - inclusion"), "x").references
    assert ("N1", "Cited by 5") in reference.raw
    assert ("KW", "inclusion") in reference.raw
    assert reference.screening == ()


def test_warnings_never_quote_what_a_file_says():
    data = ris(f"N1  - {VOTES}") + b"Nala voted for this\n" + ris("PY  - 2001")
    reading = read_references(data, "x")
    assert reading.warnings
    assert "Nala" not in repr(reading.warnings)


def test_papers_about_screening_tools_keep_their_words():
    data = ris(
        "T2  - EPPI-Reviewer 4: software",
        "AB  - Exclusion reasons: none. Rayyan-a web app; ASReview is active learning.",
    )
    data = data.replace(b"Made-up", b"Made-up: Rayyan-a web and mobile app, with an exclusion reason: none")
    (reference,) = read_references(data, "x").references
    assert reference.title == "Made-up: Rayyan-a web and mobile app, with an exclusion reason: none"
    assert reference.abstract == "Exclusion reasons: none. Rayyan-a web app; ASReview is active learning."
    assert reference.journal == "EPPI-Reviewer 4: software"
    assert reference.screening == ()
