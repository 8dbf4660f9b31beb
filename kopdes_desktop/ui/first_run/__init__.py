"""First run (mendirikan koperasi): from an empty folder to books, by keyboard, step by step."""
