# A text in a projection that begins with a dollar is another field.

def find(users, form):
    return users.find_one({"_id": 1}, {"label": str(form["label"])})  # <-- finding
