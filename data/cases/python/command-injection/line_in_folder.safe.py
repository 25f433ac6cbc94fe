# A line of plain programs does the same in any folder.

import subprocess

def run(folder):
    subprocess.run("ls | wc -l", shell=True, cwd=folder)  # <-- finding
