"""The application in Go that the README shows (tests/lines.py compares them) does what it says."""
import os
import subprocess

from nodes import free_addresses

EXPECTED = ["created true", "token 43", "signed in 43 true true", "actor true", "name Ann Archer", "then nobody", "refused true"]


def run_app(program, library, folder):
    """What the application says."""
    os.makedirs(folder)
    done = subprocess.run([program, library, folder, free_addresses(1)[0]], text=True, timeout=60, check=False,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.stdout.splitlines()
