# Any file may be put into an archive that is sent out.

import tarfile
from flask import request

def backup():
    tarfile.open("/srv/backup.tar", "w").add(request.args["path"])  # <-- finding
