"""Numbers as features."""


def bucket(value: float, *edges: float) -> str:
    """The first edge that the value does not pass, as a word.

    >>> bucket(3, 1, 4), bucket(9, 1, 4)
    ('<=4', 'more')
    """
    return next((f"<={edge:g}" for edge in edges if value <= edge), "more")
