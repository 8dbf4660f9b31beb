"""Becoming a member: application, the board's decision, a number.

Terms: permohonan (application), keputusan pengurus (board decision), nomor anggota (member number).
"""
