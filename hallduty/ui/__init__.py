"""Floor 4: the screen; PySide6 without peewee or reportlab."""
