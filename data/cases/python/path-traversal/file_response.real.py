# A file that was found to be in its folder is sent.

from pathlib import Path
from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse

app = FastAPI()
ASSETS = Path("/srv/assets").resolve()

@app.get("/assets/{name:path}")
def asset(name: str):
    target = (ASSETS / name)
    if not target.is_relative_to(ASSETS):
        raise HTTPException(404)
    return FileResponse(target)  # <-- finding
