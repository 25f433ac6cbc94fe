# A field of an object is a sink, whatever its name.

class Orders:
    def __init__(self, cursor):
        self.cursor = cursor
        self.ask = cursor.execute

    def find(self, query):
        return self.cursor.execute("SELECT 1"), self.ask(query)  # <-- finding
