"""The only folder that knows which database it is: encrypted SQLite, its guards and its faults.

Terms: basis data (database), penjaga (guard), gangguan (fault).
"""
