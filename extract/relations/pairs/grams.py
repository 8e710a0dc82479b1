"""Short stretches of text as features."""

from collections.abc import Iterator


def grams(text: str, name: str) -> Iterator[str]:
    """Stretches of two and three characters.

    >>> list(grams("甲乙丙", "left"))
    ['left=甲乙', 'left=乙丙', 'left=甲乙丙']
    """
    for size in (2, 3):
        for start in range(len(text) - size + 1):
            yield f"{name}={text[start : start + size]}"
