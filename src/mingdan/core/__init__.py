"""Types that every layer shares: records, codes, errors, text folding. Imports nothing else of mingdan."""
