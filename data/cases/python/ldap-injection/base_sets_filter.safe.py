# A class above sets the filter anew.

class Query:
    def __init__(self, text):
        self.note = text

class User(Query):
    def __init__(self, text):
        self.text = "(uid=5)"
        super().__init__(text)

def find(connection, text):
    connection.search("dc=shop", User(text).text)  # <-- finding
