"""What the cooperative owns for years, and what it only uses: cards, depreciation, disposal.

Terms: aset tetap (fixed asset), harga perolehan (cost), penyusutan (depreciation), masa manfaat
(useful life), nilai residu (salvage), nilai buku (book value), pelepasan (disposal), hibah (grant),
pinjam pakai (lent to us).
"""
