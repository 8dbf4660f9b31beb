"""The one door for writing: order, decide, fact, apply; the log, devices, numbers, days, settings.

Terms: fakta (fact), perintah (order), perangkat (device), hari kerja (business day), nomor bukti
(document number), pengaturan (setting).
"""
