"""Screens of the member register (daftar anggota): the list, one member's page, his groups."""
