# A parameter of the name of the function that the code defines.

def size(text, run):
    exec("def f(g):\n    return len(g)\nf(text)")  # <-- finding
