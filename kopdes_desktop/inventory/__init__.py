"""Where goods are and what they are worth: places, moves, moving average, transfers, counts.

Terms: tempat (place: gudang, gerai), stok (stock), kartu stok (stock card), harga pokok (cost),
surat jalan (transfer note), barang dalam perjalanan (goods in transit), opname (count), berita
acara (record of a count), susut wajar (normal shrinkage), kemas ulang (repacking).
"""
