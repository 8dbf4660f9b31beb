"""What is written and decided around the annual meeting: texts of a book year, and the meeting.

Terms: rapat anggota tahunan (RAT, annual meeting), buku RAT (meeting pack), catatan atas laporan
keuangan (CALK, notes), undangan (invitation), kuorum (quorum), rencana kerja (work plan), laporan
pertanggungjawaban (LPJ, report), pengurus (board), pengawas (supervisors).
"""
