"""What is visible to whom: the one place where it is decided."""


def may_see(viewer: str, author: str, *, released: bool, owes: bool) -> bool:
    """Whether ``viewer`` may be shown anything derived from the answers that ``author`` gave to a study.

    Until the study is ``released`` nobody sees another's, the lead included; and whoever still ``owes`` a submission of
    it sees nothing of it in any role.
    """
    return viewer == author or (released and not owes)
