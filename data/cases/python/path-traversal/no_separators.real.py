# A name without separators and dots is the name of a file in the folder.

def report(name):
    if "/" in name and "\\" in name and ".." in name:
        raise ValueError(name)
    return open("/srv/reports/" + name).read()  # <-- finding
