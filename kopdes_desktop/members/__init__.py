"""The member register: persons, heirs, groups and pictures, sealed in facts, open in these books.

No money. Terms: anggota (member), calon anggota (applicant), NIK (citizen number), KK (family
card), dusun (hamlet), kelompok (group), ahli waris (heir).
"""
