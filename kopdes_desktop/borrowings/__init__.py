"""Borrowed capital: what the cooperative owes lenders, by agreement, schedule and grace.

Terms: pinjaman koperasi (borrowing), pemberi pinjaman (lender), plafon, bunga (interest), angsuran
(instalment), pokok (principal), tenggang (grace), jatuh tempo (due day), tunggakan (arrears), akru
(accrual), bagian lancar (current portion), modal penyertaan (participation capital).
"""
