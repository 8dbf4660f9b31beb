"""What the outlet sells: items, their barcodes and packs, prices by day, ceilings, labels.

Terms: barang (item), satuan (base unit), kemasan (pack: dus, renceng, sak), harga (price), harga
anggota (a member's price), HET (the ceiling set by the government), titipan (a consigned item),
paket (a bundle), barang timbang (weighed), lini usaha (line of business), etiket (label).
"""
