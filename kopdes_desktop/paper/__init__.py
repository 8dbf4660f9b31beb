"""Paper: what leaves the program for people's hands.

Kuitansi (receipt), struk (slip of a thermal printer), laporan (report) as PDF, sheet or text. Other
floors describe a paper with the values of `document`; only here are escapes, markup, formulas and
printer bytes known, so a member's name can never be read as one of them.
"""
