# A class in view that decides what it is equal to can be equal to anything.

class Column(str):
    def __repr__(self):
        return "Column"

def sort(cursor, column):
    if column == "name":
        cursor.execute("SELECT id FROM users ORDER BY " + column)  # <-- finding
