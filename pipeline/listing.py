"""Print what lies below a folder (size, time, name) and the settings given: Make's sign that the input changed.

Run as a file, without importing the package: Make runs it every time, so it must start at once.
"""

import os
import sys


def main(raw: str, *settings: str) -> None:
    """Print the settings, then one line a file below ``raw``, sorted by name."""
    print(*settings, sep="\n")
    for folder, folders, files in os.walk(raw):
        folders.sort()
        for name in sorted(files):
            path = os.path.join(folder, name)
            try:
                seen = os.stat(path)
                print(seen.st_size, seen.st_mtime_ns, os.fsencode(path))
            except OSError as error:
                print(error.errno, os.fsencode(path))


if __name__ == "__main__":
    main(*sys.argv[1:])
