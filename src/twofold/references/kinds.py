"""The kinds of publication in plain words, from the type codes of the formats."""

RIS_KINDS = {
    "JOUR": "article", "EJOUR": "article", "JFULL": "article", "INPR": "article", "MGZN": "article",
    "BOOK": "book", "EBOOK": "book", "EDBOOK": "book", "CHAP": "chapter", "ECHAP": "chapter",
    "CONF": "conference", "CPAPER": "conference", "ABST": "conference", "THES": "thesis", "RPRT": "report",
    "GOVDOC": "report", "ELEC": "web page", "WEB": "web page", "BLOG": "web page", "NEWS": "news",
    "UNPB": "unpublished", "MANSCPT": "unpublished", "GEN": "other", "DATA": "data", "PAMP": "report",
    "STAND": "other", "SER": "book",
}  # fmt: skip

WORD_KINDS = {
    "JOURNAL ARTICLE": "article", "ARTICLE": "article", "REVIEW": "article", "ARTICLE-JOURNAL": "article",
    "JOURNALARTICLE": "article", "EARLY ACCESS": "article", "J": "article", "B": "book", "C": "conference",
    "BOOK": "book", "INBOOK": "chapter", "INCOLLECTION": "chapter", "BOOK SECTION": "chapter",
    "BOOKSECTION": "chapter", "CHAPTER": "chapter", "BOOK CHAPTER": "chapter", "INPROCEEDINGS": "conference",
    "CONFERENCE": "conference", "CONFERENCEPAPER": "conference", "CONFERENCE PAPER": "conference",
    "CONFERENCE PROCEEDINGS": "conference", "CONFERENCE ABSTRACT": "conference", "PAPER-CONFERENCE": "conference",
    "PHDTHESIS": "thesis", "MASTERSTHESIS": "thesis", "THESIS": "thesis", "TECHREPORT": "report",
    "REPORT": "report", "WEBPAGE": "web page", "WEB PAGE": "web page", "ONLINE": "web page",
    "POST-WEBLOG": "web page", "NEWSPAPER ARTICLE": "news", "ARTICLE-NEWSPAPER": "news",
    "MISC": "other", "GENERIC": "other", "DOCUMENT": "other", "UNPUBLISHED": "unpublished", "MANUSCRIPT": "unpublished",
    "PREPRINT": "unpublished", "DATASET": "data",
}  # fmt: skip
