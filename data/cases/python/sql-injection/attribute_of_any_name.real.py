# An attribute of any name is what runs statements.


class Orders:
    def __init__(self, cursor):
        self.cursor = cursor

    def __getattr__(self, name):
        return self.cursor.execute


def find(orders, cursor, query):
    return cursor.execute("SELECT 1"), orders.ask(query)  # <-- finding
