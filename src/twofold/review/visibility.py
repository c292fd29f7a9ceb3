"""What is visible to whom: the one place where it is decided."""


def may_see(viewer: str, author: str, *, released: bool) -> bool:
    """Whether ``viewer`` may be shown anything derived from the answers that ``author`` gave to a study.

    Until the study is released nobody sees another's, the lead included.
    """
    return viewer == author or released
