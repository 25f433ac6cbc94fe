# The answer is given another name to be saved by.

from fastapi.responses import FileResponse

def manual(name):
    answer = FileResponse("/srv/manual.pdf")  # <-- finding
    answer.headers["X-Name"] = name
    return answer
