"""What the treasurer does to the books by hand: found them, record, reverse, move cash, close.

Terms: jurnal umum (general journal), pindah kas (cash transfer), jurnal balik (reversal), saldo
awal (opening balances), tutup bulan (month close).
"""
