"""No vote, label or named note of screening stays in what coders see. People and records are made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


class TestWhatIsWrittenOnSeveralLines:
    def test_a_note_of_rayyan_goes_whole(self):
        data = ris(
            'N1  - RAYYAN-INCLUSION: {"Nala"=>"Included"} | USER-NOTES: {"Omar"=>["I would leave',
            "this one, wrong population",
            'Nala agrees to take it"]}',
        )
        assert "this one" not in visible(data)
        assert "Nala" not in visible(data)
        assert ("Omar", "note", "I would leave\nthis one, wrong population\nNala agrees to take it") in cut_from(data)

    def test_a_reason_of_covidence_goes_whole(self):
        data = ris("N1  - Exclusion reason: Wrong population as", "Omar said; Nala was unsure;", "PY  - 2001")
        assert "Omar" not in visible(data)
        assert ("", "reason", "Wrong population as") in cut_from(data)
        assert ("", "note", "Omar said; Nala was unsure") in cut_from(data)

    def test_a_note_of_zotero_goes_whole_and_is_understood(self):
        data = ris('N1  - <p>RAYYAN-INCLUSION: {"Nala"=&gt;"Included"}</p>', "<p>Omar would leave it</p>")
        assert "Omar" not in visible(data)
        assert cut_from(data) == [("Nala", "vote", "Included"), ("", "note", "Omar would leave it")]

    def test_untagged_codes_of_eppi_reviewer_go_one_by_one(self):
        data = ris("KW  - EPPI-Reviewer4", "INCLUDE on full text (Nala)", "pilot", "U1  - 7")
        assert "pilot" not in visible(data)
        assert ("", "label", "INCLUDE on full text (Nala)") in cut_from(data)
        assert ("", "label", "pilot") in cut_from(data)

    @pytest.mark.parametrize("end", ["", "ER  - \n"], ids=["read slowly", "read quickly"])
    def test_however_the_record_is_read(self, end):
        data = f"TY  - JOUR\nTI  - Made-up\nN1  - {VOTES}\nOmar is not sure\nAU  - Doe, J\n{end}".encode()
        assert "Omar" not in visible(data)


SPELLINGS = (
    'RAYYAN-INCLUSION: {"Nala"=>"Included"}', "RAYYAN-LABELS: x", "USER-NOTES: x", "EXCLUSION-REASON: x",
    "EXCLUSION REASONS: x", "EXCLUSION_REASON : x", "EXCLUSION REASON\u00a0: x", "ASREVIEW_RELEVANT",
    "eppi-reviewer4", "rayyan-1", "peer-reviewer", "an exclusion of reason", "\u017f", "\u212a", "\u0130",
)  # fmt: skip


@given(
    st.lists(st.sampled_from(SPELLINGS), max_size=3), st.randoms(use_true_random=False), st.sampled_from(["N1", "AB"])
)
def test_a_file_that_seems_to_carry_no_marks_has_none(spellings, random, tag):
    said = "".join(random.choice((letter.lower(), letter.upper(), letter)) for letter in " ; ".join(spellings))
    data = ris(f"{tag}  - {said}", f"KW  - {said}")
    with pytest.MonkeyPatch.context() as patched:
        quickly = read_references(data, "x").references
        patched.setattr("twofold.references.screening.carries_marks", lambda data: True)
        assert quickly == read_references(data, "x").references


@pytest.mark.parametrize(
    "note",
    ["EXCLUSION REASON: Wrong population (Nala)", "Exclusion Reason: x, says Nala", "asreview_relevant Nala",
     'Rayyan-Inclusion: {"Nala"=>"Excluded"}', "user-notes: Nala", "rayyan-labels: Nala"],
)  # fmt: skip
def test_marks_count_in_capitals_and_in_small_letters(note):
    assert "Nala" not in visible(ris(f"N1  - {note}"))
    assert "Nala" not in visible(f'Title,Authors,Year,Notes\nMade-up,Doe,2001,"{note}"\n'.replace('""', "'").encode())


def test_marks_count_however_json_and_xml_write_them():
    escaped = VOTES.replace("-", "\\u002d").replace('"', '\\"').replace('\\\\"', "'")
    json = f'[{{"id": "a", "title": "Made-up", "note": "{escaped}"}}]'
    assert "Nala" not in visible(json.encode())
    xml = "<xml><records><record><titles><title>Made-up</title></titles><notes><style>RAYYAN</style><style>-INCLUSION: "
    assert "Nala" not in visible(f"{xml}Nala</style></notes></record></records></xml>".encode())


PEOPLE = ("nala", "Nala Okoye", "omar", "Omar Haddad")


def table_of(header: str, cell: str) -> bytes:
    return f'Title,Authors,Year,{header}\nMade-up,"Doe, J",2001,"{cell}"\n'.encode()


class TestColumnsThatNobodyKnows:
    @pytest.mark.parametrize(
        "header",
        ["Reviewer 1", "Full-text decision", "Title/abstract decision", "Screening notes", "Decision (Nala)",
         "Conflict", "Votes T&A", "Voted by", "fulltext_exclude_reasons", "exported_notes_1",
         "citation_screening_status", "Nala", "Nala Okoye",
         "HADDAD", "Entscheidung", "Inclu", "Relevance", "eligible?", "Label 2"],
    )  # fmt: skip
    def test_are_put_aside_for_their_names(self, header):
        reading = read_references(table_of(header, "Something"), "x", people=PEOPLE)
        (reference,) = reading.references
        assert header not in dict(reference.raw)
        assert [(note.text, note.found_in) for note in reference.screening] == [("Something", header)]
        assert dict(reading.columns)[header] == "screening"

    @pytest.mark.parametrize(
        "cell",
        ["Include", "MAYBE", "yes", "n", "1", "0", "-1", "?", "conflict", "Ada: exclude", "included-by-Ada",
         "wrong outcome", "Nala Okoye thinks so", "nala: good"],
    )  # fmt: skip
    def test_are_put_aside_for_what_is_in_them(self, cell):
        reading = read_references(table_of("Column X", cell), "x", people=PEOPLE)
        (reference,) = reading.references
        assert "Column X" not in dict(reference.raw)
        assert [note.text for note in reference.screening] == [cell]
        (told,) = reading.warnings
        assert told.startswith(
            "Column `Column X` looks like screening: put aside with the votes, and no coder is shown"
        )

    @pytest.mark.parametrize(
        ("header", "cell"),
        [("Programme", "Villages"), ("Cited by", "1"), ("Open Access", "yes"), ("Column X", "Kenya"),
         ("Conflict of interest", "None was declared"), ("Reviewed Author", "Doe"),
         ("Column X", "inclusion; exclusion")],
    )  # fmt: skip
    def test_are_kept_where_nothing_speaks_of_screening(self, header, cell):
        reading = read_references(table_of(header, cell), "x", people=PEOPLE)
        (reference,) = reading.references
        assert dict(reference.raw)[header] == cell
        assert reference.screening == ()
        assert reading.warnings == ()

    def test_one_note_is_enough_and_a_few_votes_among_words_are_not(self):
        rows = "".join(
            f"Made-up {at},Doe,2001,{'fine' if at else 'Ada: exclude'},{'Kenya' if at else 'no'}\n" for at in range(9)
        )
        reading = read_references(f"Title,Authors,Year,X,Y\n{rows}".encode(), "x")
        assert dict(reading.columns)["X"] == "screening"
        assert dict(reading.columns)["Y"] == ""

    def test_prose_may_say_whom_it_included(self):
        (reference,) = read_references(table_of("Text", "People were included. " * 60), "x").references
        assert "Text" in dict(reference.raw)

    def test_an_empty_column_is_nothing_to_tell_of(self):
        reading = read_references(table_of("Reviewer 1", ""), "x")
        assert reading.warnings == ()
        assert dict(reading.columns)["Reviewer 1"] == ""

    def test_what_the_hand_leaves_alone_is_kept(self):
        reading = read_references(table_of("Reviewer 1", "Include"), "x", mapping={"Reviewer 1": ""})
        assert dict(reading.references[0].raw)["Reviewer 1"] == "Include"
        assert reading.warnings == ()


class TestFieldsThatNobodyKnows:
    @pytest.mark.parametrize("tag", ["N1", "KW", "C1", "C8", "U1", "U5", "RN", "LB", "XX"])
    @pytest.mark.parametrize(
        "said", ["included-by-Ada", "Excluded: wrong population", "yes", "Nala Okoye read it", "maybe"]
    )
    def test_ris_fields_go_if_they_speak_of_screening(self, tag, said):
        data = ris(f"{tag}  - {said}")
        reading = read_references(data, "x", people=PEOPLE)
        (reference,) = reading.references
        assert said not in dict(reference.raw).values()
        assert [(note.text, note.found_in) for note in reference.screening] == [(said, tag)]
        (told,) = reading.warnings
        assert told.startswith(f"What stands in `{tag}` looks like screening")

    @pytest.mark.parametrize("said", ["Social inclusion", "exclusion criteria", "Includes bibliographical references"])
    def test_keywords_and_notes_about_inclusion_stay(self, said):
        (reference,) = read_references(ris(f"KW  - {said}", f"N1  - {said}"), "x", people=PEOPLE).references
        assert [value for tag, value in reference.raw if tag in ("KW", "N1")] == [said, said]

    def test_authors_may_be_people_of_the_review(self):
        (reference,) = read_references(
            ris("AU  - Okoye, Nala", "AB  - Nala Okoye was included."), "x", people=PEOPLE
        ).references
        assert reference.authors == ("Okoye, Nala",)
        assert reference.abstract == "Nala Okoye was included."

    def test_a_number_in_a_note_that_goes_is_not_lost(self):
        (reference,) = read_references(ris("N1  - included. doi:10.1234/N.1 PMID: 4567"), "x").references
        assert (reference.doi, reference.doi_found_in, reference.pmid) == ("10.1234/n.1", "N1", "4567")
        assert "N1" not in dict(reference.raw)

    @pytest.mark.parametrize(
        "field", ["comment-nala", "comment", "review", "groups", "readstatus", "reviewer", "vote", "nala"]
    )
    def test_of_bibtex(self, field):
        data = f"@article{{a, title={{Made-up}}, author={{Doe, J}}, {field} = {{I like it}}, owner = {{x}}}}".encode()
        (reference,) = read_references(data, "x", people=PEOPLE).references
        assert [(note.text, note.found_in) for note in reference.screening] == [("I like it", field)]
        assert "I like it" not in repr(reference.raw)
        assert dict(reference.raw)["owner"] == "x"

    def test_of_json_and_xml(self):
        json = b'[{"id": "a", "title": "Made-up", "myVote": "5", "tags": ["x", "included-Ada"], "source": "Kenya"}]'
        (reference,) = read_references(json, "x").references
        assert {note.found_in for note in reference.screening} == {"myVote", "tags"}
        assert dict(reference.raw)["source"] == "Kenya"
        fields = "<titles><title>Made-up</title></titles><custom3>exclude, says Ada</custom3>"
        assert "Ada" not in visible(f"<xml><records><record>{fields}</record></records></xml>".encode())


def cut_from(data: bytes) -> list[tuple[str, str, str]]:
    (reference,) = read_references(data, "made-up").references
    return [(note.who, note.what, note.text) for note in reference.screening]


def test_a_number_of_thousands_of_digits_in_a_note_is_no_character_and_does_no_harm():
    note = 'RAYYAN-INCLUSION: {"Omar"=>"Included"} | &#' + "9" * 5_000 + "; and &amp; too"
    reading = read_references(f"TY  - JOUR\nTI  - Made-up\nN1  - {note}\nER  - \n".encode(), "made-up.ris")
    (one,) = reading.references
    assert [each.what for each in one.screening][:1] == ["vote"]
    assert "Omar" not in str(one.raw)
