"""Laporan keuangan as figures: which accounts make which line, and what they come to.

Terms: posisi keuangan/neraca (balance sheet), perhitungan hasil usaha/PHU (income statement), arus
kas (cash flow), perubahan ekuitas (changes in equity), rasio (ratios), baris (line), SHU (surplus).
Lines and accounts are data (resources/statements); no figure is written by hand.
"""
