# The names of the code are those of the mapping.

def total(texts, run):
    return eval("sum(texts)", {"run": run, "texts": texts})  # <-- finding
