"""Quality and speed of mingdan beside what can be installed instead, measured in one run.

:func:`~mingdan.evaluation.benchmark.systems.get_system` gives a system, :func:`~mingdan.evaluation.benchmark.run.run`
measures several of them. What each is and how its output is read as ours stands in ``systems.toml``.
"""
