"""The closed vocabularies of the record. The strings are what is stored."""

from typing import Literal, get_args

Label = Literal["INST", "ROLE", "DATE", "POLICY", "PRODUCT"]
Role = Literal[
    "platform.facilitation",
    "platform.co_lending",
    "platform",
    "credit_enhancement.guarantee",
    "credit_enhancement.insurance",
    "credit_enhancement",
    "marketing",
    "payment",
    "data",
    "technology",
    "collection",
    "other",
    "unspecified",
]
CountRole = Literal[Role, "all"]
Status = Literal["listed", "added", "removed", "denied"]
Basis = Literal["list", "report"]
InstitutionType = Literal[
    "bank",
    "consumer_finance",
    "microloan",
    "platform",
    "guarantor",
    "insurer",
    "trust",
    "technology",
    "collection",
    "payment",
    "regulator",
    "association",
    "media",
    "research",
    "other",
]
Genre = Literal["news", "announcement", "update", "regulation", "report", "faq"]
Layout = Literal["prose", "table", "list", "mixed"]
Completeness = Literal["full", "partial", "unknown"]
Level = Literal["info", "warning", "error"]

LABELS: tuple[Label, ...] = get_args(Label)
ROLES: tuple[Role, ...] = get_args(Role)
STATUSES: tuple[Status, ...] = get_args(Status)
BASES: tuple[Basis, ...] = get_args(Basis)
INSTITUTION_TYPES: tuple[InstitutionType, ...] = get_args(InstitutionType)
GENRES: tuple[Genre, ...] = get_args(Genre)
LAYOUTS: tuple[Layout, ...] = get_args(Layout)

SCHEMA_VERSION = "mingdan/1"
"""Value of ``Document.schema``: changes when a field changes its meaning or goes."""
