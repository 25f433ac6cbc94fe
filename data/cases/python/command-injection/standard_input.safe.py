# An interpreter reads commands from its input.

import subprocess

def run(text):
    subprocess.run(["sh"], input="exit 0", text=True)  # <-- finding
