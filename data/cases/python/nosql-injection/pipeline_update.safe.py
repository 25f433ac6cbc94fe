# An update that is a list is a program: a text that begins with a dollar is a field.

def rename(users, form):
    users.update_one({"_id": 1}, {"$set": {"label": str(form["label"])}})  # <-- finding
