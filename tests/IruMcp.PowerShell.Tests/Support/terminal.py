"""Runs a program at a pseudo-terminal: waits for texts, types answers, and reports what was on the screen.

The argument is a JSON file {command, environment, steps: [{expect, send}], seconds}. An expect is a regular expression that
must appear in what came after the previous step. The report, one line of JSON, goes to standard output.
"""
import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time

with open(sys.argv[1], encoding="utf-8") as plan_file:
    plan = json.load(plan_file)

pid, terminal = pty.fork()
if pid == 0:
    os.environ.update({name: str(value) for name, value in plan["environment"].items()})
    os.environ["TERM"] = "xterm"
    # A background job, as a build may be, ignores Ctrl+C, and so would whatever it starts.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.execvp(plan["command"][0], plan["command"])

fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 120, 0, 0))
deadline = time.monotonic() + plan["seconds"]
screen = ""
ended = False


def read(seconds):
    """Adds what the program writes within the time; answers its question where the cursor is."""
    global screen, ended
    ready, _, _ = select.select([terminal], [], [], max(0, seconds))
    if not ready:
        return
    try:
        data = os.read(terminal, 65536)
    except OSError:
        data = b""
    if not data:
        ended = True
        return
    if b"\x1b[6n" in data:
        os.write(terminal, b"\x1b[1;1R")
    screen += re.sub(r"\x1b(\[[0-9;?]*[A-Za-z]|[=>]|\][^\x07]*\x07)", "", data.decode("utf-8", "replace")).replace("\r", "")


seen = 0
durations = []
for step in plan["steps"]:
    began = time.monotonic()
    expected = step.get("expect")
    found = None
    while expected and not found:
        found = re.search(expected, screen[seen:])
        if found:
            seen += found.end()
        elif ended or time.monotonic() > deadline:
            break
        else:
            read(deadline - time.monotonic())
    durations.append(time.monotonic() - began)
    if expected and not found:
        break
    if step.get("send") is not None:
        os.write(terminal, step["send"].encode())
else:
    while not ended and time.monotonic() < deadline:
        read(deadline - time.monotonic())

all_met = len(durations) == len(plan["steps"]) and (not plan["steps"] or found is not None or not plan["steps"][-1].get("expect"))
if not ended:
    os.kill(pid, signal.SIGKILL)
_, status = os.waitpid(pid, 0)
print(json.dumps({"Screen": screen, "Seconds": durations, "AllMet": all_met, "HasEnded": ended,
                  "ExitCode": os.waitstatus_to_exitcode(status)}))
