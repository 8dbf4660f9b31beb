"""The member register: the person's data, sealed in facts, open in this laptop's books; no money.

Terms: anggota (member), calon anggota (applicant), NIK (citizen number), dusun (hamlet).
"""
