"""Which newspaper layouts may be looked at: a third of all seeds is for measurement only."""

from mingdan.corpus.render.news.options import is_locked_layout, split

__all__ = ["is_locked_layout", "split"]
