"""A clerk's shift at a drawer: opened with counted money, closed with a blind count and a Z.

Terms: laci (drawer), giliran (shift), modal awal (float), tutup giliran (closing it), lembar Z (the
numbered record of a shift), kas masuk and kas keluar (money in and out of the drawer for a reason),
selisih (variance).
"""
