"""No small file holds a reader up: every format is given every short token many times over, bare and in a record.

In a process of its own, with a limit that only guards against hanging: what took time with the square of the length
took minutes here.
"""

import subprocess
import sys

CASES = r"""
import json, sys
from twofold.references import UnreadableFile, read_references

LENGTH = 60_000
TOKENS = [
    " ", "\t", "\n", " \n", "\n\n ", '"', '""', '"a', '"a,', '"a""', 'a",', "\\", '\\"', '\\"a', "'", "`", ",", ";",
    "|", ", ", '",', "[", "{", "(", "]", "}", "[{", '{"a":', "}{", "{}", "<", ">", "<a>", "<a", "<p ", "<a href=",
    "<!--", "-->", "<![CDATA[", "<record>", "<record/>", "</record>", "<1>\n", "&", "&#", "&#1", "&amp;", "@", "@a{",
    "@a{b,\n", "}@", "=", "#", "$", "$_", "%", "%0 ", "%K a\n\n", "-", "a-\n", " - ", "  - ", "TY  - ", "TY  - \n",
    "ER  - \n", "KW  - a\n\n", "AU  - A\n", "CN  - A b\n", "PT J\n", "ER\n", "PMID- 1\n", "PMID ", "PMID: ", "doi ",
    "doi10.1234", "10.1234.", "10.1234/", "a [doi] ", "RAYYAN-INCLUSION: ", '"a"=>', '"a"=>[', "|", "USER-NOTES",
    "exclusion ", "exclusion reason ", "A ", "A. ", "A and ", " and", ". (", "Link to the ", "\nLink to the ",
    "title,authors,year\n", "PMID- 1\nTI  - a\nTY  - JOUR\nTI  - a\n",
    "NCT", "Record #1 of 2\n", "é", "e\u0301", "\ufeff", "\u00a0", "\u2028", "a", "1", "no ",
]
HEADS = {
    "bare": "%s",
    "RIS": "TY  - JOUR\nTI  - Made-up\n"
    "AU  - Doe%sx\nAB  - One%sx\nN1  - RAYYAN-INCLUSION: %sx\nDO  - 10.1234/%sx\nER  - \n",
    "RIS unmarked": "TI  - Made-up\n%s\nER  - \n",
    "MEDLINE": "PMID- 1\nTI  - Made-up\nFAU - Doe%sx\nAB  - One%sx\nAID - %sx\n",
    "Web of Science": "PT J\nTI Made-up\nAU Doe%sx\nAB One%sx\nER\n",
    "EndNote": "%%0 Journal Article\n%%T Made-up\n%%A Doe%sx\n%%X One%sx\n%%Z PMID%sx\n",
    "Cochrane": "Record #1 of 1\nID: CN-1\nTI: Made-up\nAU: Doe%sx\nAB: One%sx\n",
    "RefWorks": "RT Journal Article\nT1 Made-up\nA1 Doe%sx\nNO doi%sx\n",
    "Ovid": "<1>\nTitle\n  Made-up\nAuthors\n  Doe%sx\nSource\n  J. %sx\n",
    "BibTeX": "@article{a, title={Made-up}, author={Doe%sx}, note={%sx},\n abstract={One%sx}}\n",
    "CSV": 'Title,Authors,Year,Notes\nMade-up,"Doe%sx",2001,"x%sx"\n"Made-up two",%s,2001,x\n',
    "JSON": '[{"title": "Made-up", "note": "%sx"}, {"title": "Two", %s}]',
    "XML": "<xml><records>\n<record><titles><title>Made-up</title></titles><notes>%sx</notes></record></records></xml>",
}
for name, head in HEADS.items():
    for token in TOKENS:
        places = head.count("%s")
        data = head % ((token * (LENGTH // len(token) // places),) * places)
        print(json.dumps([name, token]), flush=True)
        try:
            read_references(data.encode(), "x")
        except UnreadableFile:
            pass
print("done")
"""


def test_no_repeated_token_makes_a_reader_hang():
    ran = subprocess.Popen([sys.executable, "-c", CASES], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        out, err = ran.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        ran.kill()
        out, err = ran.communicate()
    assert out.endswith("done\n"), f"it hangs or fails at {out.splitlines()[-1:]} {err[-600:]}"
