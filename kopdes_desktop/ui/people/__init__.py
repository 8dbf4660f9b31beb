"""Who works here (orang): who signs in, in which role, and what that role may do."""
