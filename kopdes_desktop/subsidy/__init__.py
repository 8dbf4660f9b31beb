"""Subsidised goods: who may buy how much, who bought, and what to enter again in official apps.

Terms: barang bersubsidi, jatah (allocation), e-RDKK (the farmers' register), NIK, kartu keluarga,
batas pembelian (limit), daftar input ulang (list for re-entry in the official apps).
"""
