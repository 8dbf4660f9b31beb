"""Reports: one file each, from the books to a paper that screens, printers and programs can take.

Terms: laporan (report), neraca saldo (trial balance), jurnal umum (journal), buku besar (general
ledger), kop (letterhead). The file is named as the report's code; `report` finds it by that name.
"""
