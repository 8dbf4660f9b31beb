"""The composition root: builds everything once and hands it to the faces.

Terms: membuka buku (open books), mendirikan (found), koperasi latihan (practice cooperative).
"""
