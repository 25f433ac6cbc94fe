# eval under another name.

def total(text, values):
    run = len
    return eval("1 + 1"), run(text)  # <-- finding
