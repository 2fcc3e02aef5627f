"""How one site is set up: settings, addresses, the server and the command.

This package is imported before Django, so the one swap of the SQLite library stands here: the library that
common Pythons bring (3.40.1) can lose committed work when two connections write and checkpoint at once
(https://sqlite.org/wal.html, the WAL-reset fault of 3.7.0 to 3.51.2).
"""

import sys

import pysqlite3
import pysqlite3.dbapi2

sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
