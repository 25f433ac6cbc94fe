# The code gives a builtin another meaning before it calls it.

def size(text, run):
    exec("own = run\nlen(text)")  # <-- finding
