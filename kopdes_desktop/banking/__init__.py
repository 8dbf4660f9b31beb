"""Banks and boxes against the world outside: statements, reconciliations, counts of cash.

Terms: rekening koran (bank statement), mutasi (a row of it), rekonsiliasi (reconciliation), centang
(tick), setoran belum dikenal (receipt without a name), berita acara kas (record of a cash count).
"""
