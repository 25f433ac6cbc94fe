# The text of a list is made of the texts of the objects in it.
import os


class Job:
    def __repr__(self):
        return str(os.system(self.line))


def go():
    jobs = [1, Job()]
    return os.system("ls"), len(str(jobs))  # <-- finding
