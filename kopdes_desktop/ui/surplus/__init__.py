"""SHU on screen: simulated in the meeting, divided, paid out, and its funds spent."""
