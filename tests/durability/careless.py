"""The real server with one fault, which the tests of power loss must find: pages do not wait for the disk.

`synchronous=NORMAL` is set on page threads only, behind the back of the check that refuses to start like this.
"""

import sys
import threading
from typing import Any

from django.db.backends.signals import connection_created

from coproduce.config.cli import main


def do_not_wait(connection: Any, **_more: Any) -> None:
    if threading.current_thread() is not threading.main_thread():
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=NORMAL")


if __name__ == "__main__":
    connection_created.connect(do_not_wait)
    sys.exit(main(["serve"]))
