"""Which tests may kill a mutant, the likeliest first."""
import difflib
import re

import trial


def begins_body(source, i):
    """Does a function's head, which may have several lines, end with this one?"""
    first = i
    while first > 0 and source[first].startswith(' '):
        first -= 1
    return source[i].endswith(') {') and re.match(r'\w', source[first]) and \
        (first == i or source[first][-1] not in '{};')


class Tests:
    """A survey says which test runs which line, and sees what; seconds, how long each takes."""

    def __init__(self, survey, seconds):
        self.lines, self.sources = survey['lines'], survey['sources']
        texts = survey.get('texts', {}) # of those that have changed it says nothing
        self.ran = {test: {file: set(lines) for file, lines in files.items()}
                    for test, files in survey['tests'].items()
                    if test in seconds and
                    (test not in texts or texts[test] == trial.text_of(test))}
        every = {file: set(lines) for file, lines in self.lines.items()}
        for test in seconds: # one that is newer than the survey may run and see anything
            if test not in self.ran and (test.endswith('.sql') or '/unit/' in test):
                self.ran[test] = every
        self.seen = {test: set(keys) for test, keys in survey.get('seen', {}).items()
                     if self.ran.get(test) is not every}
        self.asked = set(survey.get('asked', ()))
        self.seconds, self.kills, self.moved = seconds, {}, {}
        self.rare = {} # a line counts the more, the fewer tests run it
        for files in self.ran.values():
            for file, lines in files.items():
                for line in lines:
                    self.rare[(file, line)] = self.rare.get((file, line), 0) + 1
        self.deep = [test for test in seconds if test not in self.ran]

    def near(self, mutant):
        """What has to do with it: its file, and its function or statement."""
        if mutant.path.endswith('.sql'):
            here = mutant.source.count('-- name:', 0, mutant.start)
        else:
            here = self.body(mutant.path, self.surveyed(mutant))
        return mutant.path, (mutant.path, here)

    def killed(self, mutant, test):
        for place in self.near(mutant):
            self.kills[(place, test)] = self.kills.get((place, test), 0) + 1

    def limit(self, test):
        return trial.LEAST_SECONDS + 10 * self.seconds[test]

    def surveyed(self, mutant):
        """The line that it had when the survey was made."""
        path = mutant.path
        if path not in self.moved:
            before, now = self.sources[path].splitlines(), mutant.source.splitlines()
            at = {}
            for _, a, b, c, d in difflib.SequenceMatcher(None, before, now, False).get_opcodes():
                at.update({line + 1: a + 1 + min(line - c, max(b - a - 1, 0))
                           for line in range(c, d)})
            self.moved[path] = at
        return self.moved[path][mutant.line]

    def body(self, path, line):
        """The lines of the function that it is in; None outside of all."""
        source = self.sources[path].splitlines()
        start = next((i for i in range(min(line, len(source)) - 1, -1, -1)
                      if source[i] == '}' or begins_body(source, i)), 0)
        if not source[start].endswith('{'):
            return None
        return start + 1, next(i for i in range(start, len(source)) if source[i] == '}') + 1

    def statement_lines(self, mutant):
        """Where a statement of sql/ is used; of a file that has it in a table, anywhere."""
        name = re.findall(r'^-- name: (\w+)', mutant.source[:mutant.start], re.M)[-1]
        found = set()
        for path, known in self.lines.items():
            uses = [i + 1 for i, line in enumerate(self.sources[path].splitlines())
                    if re.search(rf'USHER_SQL_{name}\b', line)]
            found |= {(path, line) for line in uses if line in known}
            if any(line not in known for line in uses):
                found |= {(path, line) for line in known}
        return found

    def places(self, mutant):
        if mutant.path.endswith('.sql'):
            return self.statement_lines(mutant) or None
        known, line = self.lines.get(mutant.path, []), self.surveyed(mutant)
        body = self.body(mutant.path, line)
        if not body: # of a table: whatever runs its file, if that has code at all
            return {(mutant.path, line) for line in known} or None
        inside = [n for n in known if body[0] <= n <= body[1]]
        before = [n for n in inside if n <= line][-1:]
        after = [n for n in inside if n >= line][:1]
        return {(mutant.path, n) for n in before + after}

    def around(self, mutant, places):
        """The lines of its function, or of the functions that use its statement."""
        found = {}
        for path, line in places or ():
            body = self.body(path, line) or (0, 0)
            found.setdefault(path, set()).update(range(body[0], body[1] + 1))
        return found

    def of(self, mutant):
        places = self.places(mutant)
        found = [test for test, ran in self.ran.items()
                 if places is None or any(line in ran.get(path, ()) for path, line in places)]

        # Of a condition: what sees it as the mutant has it not. Of a file that has changed since it
        # was asked, another line may have the key.
        if mutant.key in self.asked and self.sources[mutant.path] == mutant.source:
            found = [test for test in found if mutant.key in self.seen.get(test, (mutant.key,))]
        file, function = self.near(mutant)

        around = self.around(mutant, places)

        def order(test): # what killed here, and what runs lines here that few run
            kills = self.kills.get((file, test), 0) + 10 * self.kills.get((function, test), 0)
            rare = sum(1 / self.rare[(path, line)] for path, lines in around.items()
                       for line in self.ran[test].get(path, ()) if line in lines)
            return -(kills + 10 * rare) / (self.seconds[test] + 0.1)
        return [test for test in sorted(found, key=order) + self.deep if trial.is_wanted(test)]
