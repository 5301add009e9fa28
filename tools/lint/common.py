# SPDX-License-Identifier: Apache-2.0
"""What the lint scripts share: the project's files, findings, and C++ text without comments."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def project_files(root=ROOT):
    """Paths relative to root: tracked files and new ones that are not ignored."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root, check=True, capture_output=True, text=True).stdout.split("\0")
    return sorted(n for n in set(names) if n and (root / n).is_file())


# A raw string, a string, a character (not the ' of 1'000), a line comment or a block comment.
TOKENS = re.compile(
    r'R"(?P<mark>[^()\\ ]*)\(.*?\)(?P=mark)"|"(?:\\.|[^"\\\n])*"|(?<![0-9A-Za-z_])\'(?:\\.|[^\'\\\n])+\''
    r"|//[^\n]*|/\*.*?\*/", re.S)


def blank(text, keep_strings):
    """The text with comments (and strings) emptied; lines keep their numbers."""
    def replacement(match):
        token = match.group(0)
        if token[0] == "/":
            return re.sub(r"[^\n]", " ", token)
        return token if keep_strings else '""' + "\n" * token.count("\n")
    return TOKENS.sub(replacement, text)


# Text that is included many times is code like any other.
CPP = (".cpp", ".hpp", ".inc")


class Findings:
    def __init__(self, gate):
        self.gate, self.lines = gate, []

    def add(self, path, line, text):
        self.lines.append(f"{path}:{line}: {text} [{self.gate}]")

    def finish(self, checked):
        for line in sorted(set(self.lines)):
            print(line)
        print(f"{self.gate}: {checked}, {len(set(self.lines))} findings")
        sys.exit(1 if self.lines else 0)
