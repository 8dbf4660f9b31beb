"""Screens of the till: the sale, its payment, its receipts, and what comes back."""
