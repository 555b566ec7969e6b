"""What a mutant is: one small change of a source file that still compiles.

Of C: operators, conditions, constants, what is returned, statements left out; of SQL, in
files and in the strings of C: comparisons, conditions, negations, joins, words, numbers.
Nothing is changed that only releases memory: that is what the sanitizers look for.
"""
import hashlib
import re

TOKENS = re.compile(r'''
    (?P<comment>/\*.*?\*/|//[^\n]*)
  | (?P<directive>^[ \t]*\#(?:[^\n\\]|\\.|\\\n)*)
  | (?P<string>"(?:[^"\\\n]|\\.)*")
  | (?P<char>'(?:[^'\\\n]|\\.)*')
  | (?P<number>\b(?:0x[0-9A-Fa-f]+|\d+)[uUlL]*\b)
  | (?P<name>[A-Za-z_]\w*)
  | (?P<space>\s+)
  | (?P<operator><<=|>>=|\+\+|--|->|&&|\|\||<<|>>|[-+*/%&|^=!<>]=|[-+*/%&|^=!<>?:;,.(){}\[\]~])
''', re.X | re.M | re.S)

# Binary operators, which clang-format puts between blanks.
SWAPS = {'<': ['<=', '>='], '<=': ['<', '>'], '>': ['>=', '<='], '>=': ['>', '<'], '==': ['!='],
         '!=': ['=='], '&&': ['||'], '||': ['&&'], '+': ['-'], '-': ['+'], '*': ['/'], '/': ['*'],
         '%': ['/'], '|': ['&'], '&': ['|'], '<<': ['>>'], '>>': ['<<'], '+=': ['-='],
         '-=': ['+='], '|=': ['&='], '&=': ['|=']}
STEPS = {'++': '--', '--': '++'}
RELEASES = re.compile(r'(sqlite3_(free|finalize|str_finish)|free|(\w+_)?(free|wipe|release|clear)|'
                      r'json_decref|sodium_memzero|usher_json_\w*free|assert)\(')
NO_STATEMENT = {'return', 'if', 'for', 'while', 'switch', 'do', 'else', 'case', 'default', 'goto',
                'break', 'continue', 'struct', 'static', 'const', 'enum', 'int', 'char', 'void',
                'unsigned', 'long', 'double', 'uint64_t', 'uint32_t', 'size_t', 'typedef', 'union',
                'sqlite3_int64', 'sqlite3_stmt'}

SQL_LIKE = re.compile(r'\b(SELECT|WHERE|AND|OR|EXISTS|JOIN|IS NULL|IS NOT NULL|VALUES|SET|CASE|'
                      r'WHEN|iif|IN) |[$?]\d? *(=|<|>)|(=|<|>) *[$?]|\w\.\w+ (=|<>|<|>|IN) ')
SQL_SWAPS = [
    (r' = ', [' <> ']), (r' <> ', [' = ']), (r' < ', [' <= ']), (r' <= ', [' < ']),
    (r' > ', [' >= ']), (r' >= ', [' > ']), (r' IS NULL\b', [' IS NOT NULL']),
    (r' IS NOT NULL\b', [' IS NULL']), (r'\bAND ', ['OR ']), (r'\bOR (?!IGNORE|REPLACE)', ['AND ']),
    (r'\bNOT EXISTS\b', ['EXISTS']), (r'(?<!NOT )\bEXISTS\b', ['NOT EXISTS']),
    (r' NOT IN\b', [' IN']), (r'(?<!NOT) IN (?=\(|%|$)', [' NOT IN ']),
    (r'\bLEFT JOIN\b', ['JOIN']),
    (r'\bmax\(', ['min(']), (r'\bmin\(', ['max(']), (r' DESC\b', ['']), (r' \+ ', [' - ']),
    (r' - ', [' + ']), (r"(?<=\w)'(?=[\s,)]|$)", ["_'"]), (r'(?<![\w?$.:%-])0(?![\w.])', ['1']),
    (r'(?<![\w?$.:%-])(?<!SELECT )1(?![\w.])', ['0']), # EXISTS looks at no value
]
SQL_END = re.compile(r'\b(AND|OR|FROM|ORDER|GROUP|LIMIT|RETURNING|UNION|EXCEPT|ON|LEFT|JOIN|SET|'
                     r'THEN|ELSE|END|DO|HAVING|WHERE)\b|;')


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


# ------------------------------------------------------------------------------ SQL

def condition_end(sql, start):
    """Where the condition that begins at start ends; None if it does not end in here."""
    depth, i = 0, start
    while i < len(sql):
        if sql[i] == "'":
            i = sql.find("'", i + 1)
            if i < 0:
                return None
        elif sql[i] == '(':
            depth += 1
        elif sql[i] == ')':
            if depth == 0:
                return i
            depth -= 1
        elif depth == 0 and (sql[i] == ',' or SQL_END.match(sql, i)) and not sql[i - 1].isalnum():
            return i
        i += 1
    return i if depth == 0 else None


def sql_changes(sql):
    for pattern, others in SQL_SWAPS:
        for found in re.finditer(pattern, sql):
            for other in others:
                yield found.start(), found.end(), other
    for found in re.finditer(r'\b(AND|WHERE|OR|ON) (?!CONFLICT)', sql):
        end = condition_end(sql, found.end())
        if end and sql[found.end():end].strip(' ;') not in ('', '0', '1'):
            stop = found.end() + len(sql[found.end():end].rstrip())
            yield found.end(), stop, '0' if found.group(1) == 'OR' else '1'


# -------------------------------------------------------------------------------- C

def closing(tokens, i):
    """The token that closes the parenthesis of token i."""
    depth = 0
    for k in range(i, len(tokens)):
        depth += {'(': 1, ')': -1}.get(tokens[k].group(), 0)
        if depth == 0:
            return k
    return None


def until(tokens, i, what):
    depth = 0
    for k in range(i, len(tokens)):
        text = tokens[k].group()
        if text == what and depth == 0:
            return k
        depth += {'(': 1, '{': 1, ')': -1, '}': -1}.get(text, 0)
        if depth < 0:
            return None
    return None


def operator_changes(source, token):
    text, start, end = token.group(), token.start(), token.end()
    spaced = source[start - 1] in ' \n' and source[end:end + 1] in (' ', '\n')
    if text in SWAPS and spaced:
        for other in SWAPS[text]:
            yield start, end, other
    elif text in STEPS:
        yield start, end, STEPS[text]
    elif text == '!':
        yield start, end, ''


def number_changes(tokens, i):
    token = tokens[i]
    digits = token.group().rstrip('uUlL')
    suffix = token.group()[len(digits):]
    value = int(digits, 0)
    truth = i > 0 and tokens[i - 1].group() == 'return'
    for other in {0: [1], 1: [0] if truth else [0, 2]}.get(value, [value + 1]):
        yield token.start(), token.end(), str(other) + suffix


def branch_changes(source, tokens, i):
    """Of `if (...)` and `while (...)`: always, never."""
    if i + 1 >= len(tokens) or tokens[i + 1].group() != '(':
        return
    end = closing(tokens, i + 1)
    if end:
        start, stop = tokens[i + 1].end(), tokens[end].start()
        for other in ['1', '0'] if tokens[i].group() == 'if' else ['0']:
            if source[start:stop] != other:
                yield start, stop, other


def return_changes(source, tokens, i):
    end = until(tokens, i + 1, ';')
    if not end or end == i + 1:
        return
    start, stop = tokens[i + 1].start(), tokens[end].start()
    said = source[start:stop]
    if re.fullmatch(r'-?\d+|NULL', said):
        return  # constants are changed as such
    if said == 'SQLITE_OK':
        yield start, stop, 'SQLITE_ERROR'
        return
    yield start, stop, '0'
    if re.search(r'[<>!=]=|[<>]|&&|\|\||!|_is_|_may_|_has_', said) and '?' not in said:
        yield start, stop, '1'


def statement_changes(source, tokens, i):
    """A call or an assignment that stands alone is left out."""
    if i == 0 or tokens[i - 1].group() not in ';{}' or tokens[i].group() in NO_STATEMENT:
        return
    end = until(tokens, i, ';')
    if not end:
        return
    start, stop = tokens[i].start(), tokens[end].end()
    said = source[start:stop]
    if re.match(r'\*?[A-Za-z_]\w*((->|\.)\w+|\[[^]]*\])*( ?[-+|&^*/%]?= |\(|\+\+|--)', said) \
            and not RELEASES.match(said):
        yield start, stop, ';'


def string_changes(text, start):
    if SQL_LIKE.search(text) and not re.search(r'%s:|usher: ', text):
        for a, b, other in sql_changes(text):
            yield start + a, start + b, other


def c_changes(source):
    tokens = [t for t in TOKENS.finditer(source) if t.lastgroup not in ('comment', 'space')]
    for i, token in enumerate(tokens):
        kind, text = token.lastgroup, token.group()
        if kind == 'directive':
            if re.match(r'\s*#\s*define', text):
                for found in re.finditer(r'"((?:[^"\\\n]|\\.)*)"', text):
                    yield from string_changes(found.group(1), token.start() + found.start(1))
        elif kind == 'string':
            yield from string_changes(text[1:-1], token.start() + 1)
        elif kind == 'number':
            yield from number_changes(tokens, i)
        elif kind == 'operator':
            yield from operator_changes(source, token)
            if text == '*':
                yield from statement_changes(source, tokens, i)
        elif kind == 'name':
            if text in ('if', 'while'):
                yield from branch_changes(source, tokens, i)
            elif text == 'return':
                yield from return_changes(source, tokens, i)
            else:
                yield from statement_changes(source, tokens, i)


def sql_file_changes(source):
    for block in re.finditer(r'^-- name: .*\n((?:(?!--).*\n?)+)', source, re.M):
        for a, b, other in sql_changes(block.group(1)):
            yield block.start(1) + a, block.start(1) + b, other


def mutants(path, source):
    """All mutants of a file, in order, each once."""
    seen = set()
    changes = sql_file_changes(source) if path.endswith('.sql') else c_changes(source)
    for start, end, text in sorted(changes):
        if source[start:end] != text and (start, end, text) not in seen:
            seen.add((start, end, text))
            yield Mutant(path, source, start, end, text)
