"""The annual meeting's book on screen: its parts, their texts, what is missing, and printing."""
