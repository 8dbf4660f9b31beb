"""How books of an earlier version become today's: copied, upgraded beside, proved, put in place.

Terms: naik versi (upgrade), cadangan (the copy made before), susunan tabel (schema).
"""
