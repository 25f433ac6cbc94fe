# The code gives a builtin another meaning before it calls it.

def size(text, run):
    exec("len = run\nlen(text)")  # <-- finding
