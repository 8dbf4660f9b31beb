"""Screens of the drawer: a shift opened and closed, its money counted note by note."""
