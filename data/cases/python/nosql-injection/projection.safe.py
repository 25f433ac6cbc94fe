# A text in a projection that begins with a dollar is another field.

def find(users, form):
    return users.find_one({"label": str(form["label"])}, {"_id": 1})  # <-- finding
