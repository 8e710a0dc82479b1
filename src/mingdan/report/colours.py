"""Colours of the plots. ``INK``, ``LINE`` and ``GROUND`` are stand-ins; the page puts those of its theme in."""

INK, LINE, GROUND = "#010101", "#020202", "#030303"
FAMILIES = {
    "platform": "#4477aa",
    "credit_enhancement": "#228833",
    "marketing": "#aa3377",
    "collection": "#ee6677",
    "payment": "#66ccee",
    "data": "#ccbb44",
    "technology": "#ccbb44",
}
"""Colours that people with any colour vision tell apart (Paul Tol's bright set), by the family of a role."""
OTHER = "#8a8a8a"
LENDER = "#4477aa"
PARTNER = "#cc8833"


def family_of(role: str) -> str:
    """The family of a role that has a colour of its own, or ``other``.

    >>> family_of("platform.facilitation"), family_of("unspecified")
    ('platform', 'other')
    """
    family = role.partition(".")[0]
    return family if family in FAMILIES else "other"
