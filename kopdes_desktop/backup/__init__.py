"""Copies of the books: made, proved, thinned out, carried on a stick, and put back.

Terms: cadangan (copy), flashdisk (stick), pulihkan (restore), uji (prove).
"""
