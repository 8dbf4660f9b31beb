"""What proves the books: chain, entries, balances, sub-ledgers, numbers; rebuild and audit.

Terms: pemeriksaan (check), temuan (finding), susun ulang (rebuild).
"""
