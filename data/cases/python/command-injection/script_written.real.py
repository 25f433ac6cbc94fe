# The script that is run has just been written.

import subprocess
from pathlib import Path

def build(body):
    Path("job.sh").write_text(body)
    subprocess.run(["sh", "job.sh"])  # <-- finding
