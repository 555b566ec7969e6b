"""usher for Python: the extension's path, and what loads it into a connection."""
import os


def loadable_path(auto=False):
    """Without the suffix, as SQLite takes it. auto: every later connection of the process has usher, too."""
    return os.path.join(os.path.dirname(os.path.abspath(__file__)), "usherauto" if auto else "usher")


def load(connection, auto=False):
    """Into a connection of sqlite3."""
    connection.enable_load_extension(True)
    try:
        connection.load_extension(loadable_path(auto))
    finally:
        connection.enable_load_extension(False)
