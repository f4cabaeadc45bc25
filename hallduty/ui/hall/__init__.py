"""The picture of the hall: tiles to mark windows and devices down and up, and to arrange."""
