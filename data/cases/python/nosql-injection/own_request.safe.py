# The application says what a request is: its form may be JSON.

from flask import Flask, request
from shop import ApiRequest

app = Flask(__name__)
app.api_request = ApiRequest

def enter(users):
    return users.find_one({"password": request.form.get("password", "")})  # <-- finding
