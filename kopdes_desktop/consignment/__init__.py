"""Goods of others on our shelf (titip jual): taken in, sold for the owner, settled, given back.

Terms: penitip (owner), barang titipan (consigned goods), bagian penitip (his share of the price),
komisi (ours), surat titip (note of what was taken in), penyelesaian (settlement).
"""
