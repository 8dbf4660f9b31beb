"""Becoming a member and ceasing to be one: application, titipan, decision, settlement, refund.

Terms: permohonan (application), titipan (an applicant's money), keputusan pengurus (board
decision), nomor anggota (member number), pengembalian (refund), ahli waris (heir), mantan anggota
(former member).
"""
