"""Values, time, keys, words and errors: plain Python, without SQL, Qt or files.

Terms: rupiah (money), takaran (quantity), suku jasa (rate), terbilang (an amount in words).
"""
