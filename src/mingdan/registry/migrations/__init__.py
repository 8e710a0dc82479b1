"""Migrations of the registry's database, one module a version."""
