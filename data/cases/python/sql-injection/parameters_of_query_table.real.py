# DuckDB runs the text that this table function is given.

def page(connection, name):
    connection.execute("SELECT * FROM query(?)", [name])  # <-- finding
