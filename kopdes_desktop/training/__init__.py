"""Exercises in the practice cooperative: twenty things to do once, found done by the books alone.

Terms: latihan (exercise), koperasi latihan (practice cooperative), langkah (step), nilai (score).
"""
