"""An upstream validator as a program. What it does wrong is in the code that it is shown."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from saying import fault_in, said  # type: ignore[import-not-found]

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
        told = {"folder": os.listdir(), "names": sorted(os.environ), "words": sys.argv[1:]}
        answer = json.loads(said(asked, "")) | {"reason": json.dumps(told)}
        sys.stdout.write(json.dumps(answer))
        sys.exit()
    case _:
        pass
sys.stdout.buffer.write(said(asked, fault))
