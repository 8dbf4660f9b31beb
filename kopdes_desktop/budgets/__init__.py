"""Budgets (RAPB): what a book year is to earn, cost and invest, and how far it has come.

Terms: anggaran (budget), RAPB (rencana anggaran pendapatan dan belanja), realisasi (actual),
belanja modal (investment), keputusan rapat (meeting's decision), versi (version).
"""
