"""The surplus (SHU, sisa hasil usaha): shared by the annual meeting (RAT), paid out, and explained.

Cadangan reserve; jasa usaha the members' part by what they bought; jasa modal their part by what
they saved; dana pendidikan, sosial, … funds that are spent later; rugi a loss.
"""
