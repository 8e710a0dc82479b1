"""Fixtures of the batch tests."""

from batch_runs import run, worker

__all__ = ["run", "worker"]
