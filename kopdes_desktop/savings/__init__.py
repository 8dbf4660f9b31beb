"""Members' savings: products as data, dues by the month, deposits with a receipt.

Terms: simpanan pokok (principal), wajib (mandatory), sukarela (voluntary), iuran (dues), rapel
(several months at once), setoran (deposit).
"""
