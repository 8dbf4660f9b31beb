"""Goods: what is sold, its barcodes, packs and prices, labels for the shelf."""
