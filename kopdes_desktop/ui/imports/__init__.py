"""Screens of old registers (buku lama): dry run, import, and taking an import back."""
