"""Two fictional records that look alike."""


def alike(author: str = "Abara, A", further: str = "") -> str:
    """The two as RIS; the second by this author, and with these further lines."""
    return f"""\
TY  - JOUR
TI  - Fictional gardens and the wellbeing of older neighbours in a coastal town
AU  - Abara, A
PY  - 2019
DO  - 10.1000/near.1
ER  -
TY  - JOUR
TI  - Fictional gardens and the wellbeing of older neighbours in a coastal towns
AU  - {author}
PY  - 2020
DO  - 10.1000/near.2
{further}ER  -
"""


TWO = alike("[@click=app.quit]Abara[/], A")
"""The same, one of them with what would be markup elsewhere."""
