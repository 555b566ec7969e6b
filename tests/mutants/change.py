"""What a mutant is: one small change of a source file that still compiles.

change_c.py and change_sql.py say what is changed, and what is not, as something else judges it.
"""
import hashlib

import change_c
import change_sql


class Mutant:
    """`text` in place of what stands from `start` to `end` of a file."""

    def __init__(self, path, source, start, end, text):
        self.path, self.source = path, source
        self.start, self.end, self.text = start, end, text
        self.line = source.count('\n', 0, start) + 1
        first = source.rfind('\n', 0, start) + 1
        last = source.find('\n', max(end - 1, start))
        last = len(source) if last < 0 else last
        self.old = source[first:last]
        self.new = source[first:start] + text + source[end:last]
        earlier = source[:first].count(self.old + '\n')
        said = '\0'.join([path, self.old, self.new, str(earlier)])
        self.key = hashlib.sha256(said.encode()).hexdigest()[:16]

    def apply(self):
        return self.source[:self.start] + self.text + self.source[self.end:]

    def flat(self):
        """Old and new without regard to lay-out, for the list of the equivalent; what follows."""
        at = self.source.find('\n', max(self.end - 1, self.start)) + 1
        follows = self.source[at:].split('\n', 1)[0]
        return tuple([self.path] + [' '.join(t.split()) for t in (self.old, self.new, follows)])

    def show(self):
        old = '\n'.join('-' + line for line in self.old.split('\n'))
        new = '\n'.join('+' + line for line in self.new.split('\n'))
        return f'{self.path}:{self.line}\n{old}\n{new}'


def mutants(path, source):
    """All mutants of a file, in order, each once."""
    seen = set()
    changes = (change_sql if path.endswith('.sql') else change_c).changes(source)
    for start, end, text in sorted(changes):
        if source[start:end] != text and (start, end, text) not in seen:
            seen.add((start, end, text))
            yield Mutant(path, source, start, end, text)
