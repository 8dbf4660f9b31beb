"""Laporan keuangan: the statements of any span and unit, down to the document behind a figure."""
