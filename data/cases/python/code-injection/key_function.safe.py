# A function that sorts is called with every item.

def best(texts, run):
    return eval("max(texts, key=len)")  # <-- finding
