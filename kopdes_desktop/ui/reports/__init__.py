"""Screens of reports (laporan): the paper view of any report, drilled by Enter."""
