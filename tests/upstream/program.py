"""An upstream validator as a program. What it does wrong is in the code that it is shown."""

import json
import os
import re
import resource
import signal
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from saying import fault_in, said  # type: ignore[import-not-found]

if "hasty" in sys.argv:
    # It reads what it needs for an answer, and hangs up.
    head = os.read(0, 2000).decode()
    os.close(0)
    found = {name: re.search(f'"{name}":"(\\w+)"', head) for name in ("id", "version")}
    names = {name: match[1] for name, match in found.items() if match}
    question: dict = {"id": names["id"], "validator": names, "evidence": {"slices": []}}
    sys.stdout.buffer.write(said(question, ""))
    sys.exit()

asked = json.load(sys.stdin)
fault = fault_in(asked)
match fault:
    case "hang":
        signal.pause()
    case "hang_with_child":
        with open(asked["validator"]["parameters"]["pipe"], "wb") as pipe:
            pipe.write(b"alive")
            pipe.flush()
            subprocess.run(["sleep", "1000"], stdout=pipe)
    case "escaped_child":
        # It keeps our standard output open, and is in no group that can be ended.
        subprocess.Popen(["sleep", "9"], start_new_session=True)
    case "lives_on":
        # It says all that it has to say, and stays.
        os.write(1, said(asked, ""))
        os.close(1)
        signal.pause()
    case "leaves_child":
        with open(asked["validator"]["parameters"]["pipe"], "wb") as pipe:
            pipe.write(b"alive")
            pipe.flush()
            subprocess.Popen(["sleep", "1000"], stdout=pipe, stderr=subprocess.DEVNULL)
    case "busy":
        while True:
            pass
    case "status":
        sys.stderr.write("traceback\nno key\x1b[2J is set\n")
        sys.exit(3)
    case "answer_then_status":
        sys.stdout.buffer.write(said(asked, ""))
        sys.exit(4)
    case "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    case "complaints":
        sys.stderr.write("x" * 3_000_000)
    case "memory":
        bytearray(2_000_000_000)
    case "big_file":
        Path("big").write_bytes(b"x" * 2_000_000)
    case "around":
        # What it finds around it, for those who ask.
        told = {
            "folder": os.listdir(),
            "names": sorted(os.environ),
            "words": sys.argv[1:],
            "its own": [os.environ[name] == os.getcwd() for name in ("HOME", "TMPDIR")],
            "core": resource.getrlimit(resource.RLIMIT_CORE),
        }
        answer = json.loads(said(asked, "")) | {"reason": json.dumps(told)}
        sys.stdout.write(json.dumps(answer))
        sys.exit()
    case _:
        pass
sys.stdout.buffer.write(said(asked, fault))
