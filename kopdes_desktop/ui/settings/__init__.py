"""The cooperative's own settings (pengaturan), this laptop's look, devices, practice afresh."""
