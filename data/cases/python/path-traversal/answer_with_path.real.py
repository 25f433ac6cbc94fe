# The answer is given another path before it is sent.

from fastapi.responses import FileResponse

def manual(name):
    answer = FileResponse("/srv/manual.pdf")  # <-- finding
    answer.path = name
    return answer
