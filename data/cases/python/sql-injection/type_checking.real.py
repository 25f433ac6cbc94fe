# TYPE_CHECKING is false when the program runs.

from typing import TYPE_CHECKING

def page(cursor, name):
    if not TYPE_CHECKING:
        cursor.execute("SELECT id FROM " + name)  # <-- finding
