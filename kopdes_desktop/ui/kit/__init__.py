"""What every screen shares (perkakas): look, fields, tables, dialogs, the way to the office."""
