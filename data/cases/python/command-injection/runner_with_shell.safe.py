# A runner that is not known is told to use a shell beside a program that is constant.
import subprocess

def rows(runner, name):
    subprocess.run(["ls"]); runner.launch("ls " + name, shell=False)  # <-- finding
