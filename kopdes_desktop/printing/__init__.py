"""Paper on its way out: printers (printer), the queue of what is not printed yet (antrean cetak).

Everything here follows a commit. A paper is made again from its fact whenever it is needed, so the
queue holds keys and no words. Passbook: buku simpanan; dot matrix: printer pita.
"""
