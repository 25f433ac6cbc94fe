# A parameter of the name of the function that the code defines.

def size(text, run):
    exec("def f(f):\n    return f(text)\nf(run)")  # <-- finding
