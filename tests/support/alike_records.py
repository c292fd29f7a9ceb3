"""Two fictional records that look alike, one of them with what would be markup elsewhere."""

TWO = """\
TY  - JOUR
TI  - Fictional gardens and the wellbeing of older neighbours in a coastal town
AU  - Abara, A
PY  - 2019
DO  - 10.1000/near.1
ER  -
TY  - JOUR
TI  - Fictional gardens and the wellbeing of older neighbours in a coastal towns
AU  - [@click=app.quit]Abara[/], A
PY  - 2020
DO  - 10.1000/near.2
ER  -
"""
