"""Goods that the state subsidises: who may buy how much, and what is to be entered once more.

Terms: program (LPG 3 kg, pupuk, SPHP, MinyaKita), jatah (what somebody may still buy), alokasi (his
share by name, e-RDKK), pembeli (buyer, known by NIK), keluarga (those on one family card),
masa (the time a limit counts for), catat ulang (entering sales in the official application).
"""
