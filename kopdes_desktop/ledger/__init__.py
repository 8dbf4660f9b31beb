"""The books: chart of accounts, entries that balance in every unit, months, balances.

Terms: buku besar (ledger), jurnal (journal), bagan akun (chart), unit usaha (unit), kas (box),
neraca saldo (trial balance), bulan buku (month).
"""
