# A class gives what runs statements another name.
from shop import connection


class Orders:
    ask = connection.rollback

    def find(self, cursor, query):
        return cursor.execute("SELECT 1"), self.ask(query)  # <-- finding
