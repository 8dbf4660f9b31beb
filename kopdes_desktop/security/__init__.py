"""Who is who, and what opens the books: passwords, slots, sign-in, keys, roles.

Terms: kata sandi (password), kata sandi sekali pakai (one-time words), PIN (opens nothing), peran
(role), persetujuan (approval), masuk (sign in), terkunci (locked), berkas kunci (key file).
"""
