from tools import perform
def f(request):
    user = request.args["x"]
    perform("ls", user)  # <-- finding
