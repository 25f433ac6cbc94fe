# What is left at an index after the first item is gone.

def read(wanted):
    names = ["a.txt", wanted, "b.txt"]
    names.pop(0)
    with open("/srv/files/" + names[1]) as file:  # <-- finding
        return file.read()
