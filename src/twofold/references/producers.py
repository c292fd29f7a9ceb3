"""A guess at what wrote a file, from words that its exports are known to carry. Shown to people, decides nothing."""

_HEAD = 200_000
_SIGNS = (
    ("EPPI-Reviewer", ("eppi-reviewer",)),
    ("Rayyan", ("rayyan-", "RAYYAN-")),
    ("ASReview", ("ASReview_", "asreview_")),
    ("Ovid", ("ovidsp.", "Link to the Ovid")),
    ("EBSCO", ("search.ebscohost.com", "openurl.ebsco.com")),
    ("ProQuest", ("search.proquest.com", "www.proquest.com/docview")),
    ("Cochrane Library", ("Provider: John Wiley & Sons", "www.cochranelibrary.com")),
    ("Embase", ("www.embase.com", "L2 - L20")),
    ("Scopus", ("www.scopus.com/inward",)),
    ("Web of Science", ("WOS:", "Clarivate Analytics")),
    ("Zotero", ("zotero",)),
    ("EndNote", ("internal-pdf://", "endnote.dtd", "<database name=")),
    ("Mendeley", ("Mendeley Desktop",)),
    ("DistillerSR", ("DistillerSR", "distillercer")),
    ("Citavi", ("Citavi",)),
    ("Lens", ("lens.org",)),
    ("PubMed", ("PMID- ", "<PubmedArticle")),
    ("JabRef", ("jabref",)),
)


def guess(text: str) -> str:
    """The likely producer, or ''. Looks at the first 200,000 characters."""
    head = text[:_HEAD]
    for producer, signs in _SIGNS:
        if any(sign in head for sign in signs):
            return producer
    return ""
