"""Members' savings: products as data, dues by the month, money in and out, each with its paper.

Terms: simpanan pokok (principal), wajib (mandatory), sukarela (voluntary), iuran (dues), rapel
(several months at once), setoran (deposit), penarikan (withdrawal), pemindahan (transfer), lembar
tagihan (a collector's sheet), perkiraan (an estimate taken over from an old register).
"""
