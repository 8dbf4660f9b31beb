"""Printers and paper on screen: profiles, layout of slips, the queue, previews, passbooks.

Printer struk (slip printer), printer pita (dot matrix), antrean cetak (print queue), pratinjau.
"""
