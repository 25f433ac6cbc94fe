# eval under another name.

def total(text, values):
    run = values["run"]
    return eval("1 + 1"), run(text)  # <-- finding
