# An object that is stored away may be changed through its other name.

class Page:
    def rows(self, cursor, name):
        columns = ["id"]
        self.columns = list(columns)
        self.columns.append(name)
        cursor.execute("SELECT " + columns[0] + " FROM users")  # <-- finding
