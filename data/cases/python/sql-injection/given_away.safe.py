from tools import perform
def f(request):
    user = request.args["x"]
    perform("ls", "-l")  # <-- finding
