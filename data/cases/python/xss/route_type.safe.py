# A parameter that is a number is shown as one.

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

app = FastAPI()

@app.get("/countdown/{seconds}")
def countdown(seconds: int):
    return HTMLResponse(f"<p>{seconds} s</p>")  # <-- finding
