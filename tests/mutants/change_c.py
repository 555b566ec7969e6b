"""What is changed of C, one at a time. A sufficient set: whoever notices these notices the rest.

    condition          of if, while and ?: never, always; of `a && b`: without a, without b, never;
                       of `a || b`: without a, without b, always. A test that notices them all
                       has seen each part decide, and notices == for !=, && for ||, a lost `!`.
    comparison         < for <=, <= for <, and so on: the boundary
    what is returned   0; of a condition, 1
    a statement        left out: a call, an assignment
    an operator        + for -, * for /, & for |, << for >>, ++ for --, and back; where it is part
                       of no condition, == for !=, && for ||, and no `!`
    a constant         one more; 0 for 1
    SQL in a string    change_sql.py

Not changed, as other tests judge it better:

    what memory or a disk that fails leads to: whether the result of a call is looked at that
    refuses nothing (refusing()), and NOMEM. `make torture`, where each allocation and each
    operation on a file fails once, tests/atomicity, tests/unit/corrupt_test.c. Whether the
    result of a call is looked at that may refuse, is changed.
    what is only released: `make asan`, `make valgrind`
    what holds always (ext/base/never.h): builds of USHER_DEBUG stop where it does not
    what a plan is thought to cost: `make bench`
    sizes of what is copied and of arrays: `make asan`
    labels of cases, numbers of an enum: no rules
    _Static_assert: the compiler
"""
import functools
import glob
import re

import change_sql

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
SWAPS = {'<': '<=', '<=': '<', '>': '>=', '>=': '>', '==': '!=', '!=': '==', '&&': '||',
         '||': '&&', '+': '-', '-': '+', '*': '/', '/': '*', '%': '/', '|': '&', '&': '|',
         '<<': '>>', '>>': '<<', '+=': '-=', '-=': '+='}
STEPS = {'++': '--', '--': '++'}
COMPARES = {'<', '<=', '>', '>=', '==', '!='}
ASSIGNS = {'=', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '<<=', '>>='}
# Where an expression, and a part of a condition, may begin or end.
EDGES = ASSIGNS | {';', ',', '{', '}', '?', ':', 'return'}
RELEASES = re.compile(r'(sqlite3_(free|finalize|reset|clear_bindings|str_finish)|free|json_decref|'
                      r'(\w+_)?(free|wipe|release|clear|close)|sodium_memzero|usher_json_\w*free|'
                      r'assert|_Static_assert|va_end)\(')
NO_STATEMENT = {'return', 'if', 'for', 'while', 'switch', 'do', 'else', 'case', 'default', 'goto',
                'break', 'continue', 'struct', 'static', 'const', 'enum', 'int', 'char', 'void',
                'unsigned', 'long', 'double', 'uint64_t', 'uint32_t', 'size_t', 'typedef', 'union',
                'sqlite3_int64', 'sqlite3_stmt'}
CONDITION = re.compile(r'[<>!=]=| [<>] |&&|\|\||!|_is_|_may_|_has_')
SIZE = re.compile(r'\[[A-Z0-9_ +*()/-]+\]')
ALWAYS = re.compile(r'\bUSHER_(NEVER|ALWAYS)\b')
COSTS = re.compile(r'\bp->rows\b|\bestimated(Cost|Rows)\b')
SIZES = re.compile(r'mem(cpy|set|move)|strncpy|sqlite3_(malloc|realloc)(64)?')
MEMORY = re.compile(r'NOMEM|\b(no_memory|usher_pass)\(')
RESULT = re.compile(r'(\w*rc) (==|!=) SQLITE_OK')
COMPARED = re.compile(r'(\w*rc) [=!]= SQLITE_\w+( (\|\||&&) \1 [=!]= SQLITE_\w+)+')
NO_CODE = re.compile(r'"(?:[^"\\\n]|\\.)*"|/\*.*?\*/|//[^\n]*', re.S)
DEFINITION = re.compile(r'^\w[^;{}()]*?(\w+)\([^;{}]*\)\s*\{\n(.*?)^\}', re.M | re.S)
# These refuse only what is no store that is ready, which is asked before.
DISK = re.compile(r'usher_(open|step|run|exists|update|insert|delete|inner_\w+|store_ready|pass)')
# Of what is no function of ours, what cannot refuse: the rest is called through a pointer.
FOREIGN = re.compile(r'(sqlite3|crypto|sodium|json|str|mem|va|pthread)_?\w*|[A-Z_0-9]+|sizeof|if|for|'
                     r'while|switch|return|free|snprintf|time|floor|ceil|pow|is\w+|to\w+|qsort|'
                     r'bsearch|abs|time_t|'
                     r'x[A-Z]\w+')


@functools.cache
def refusing():
    """The functions of ext/ that may refuse, (source, name): others fail as memory and disks do."""
    calls, places = {('', 'usher_fail'): set()}, {'usher_fail': [('', 'usher_fail')]}
    for path in glob.glob('ext/**/*.c', recursive=True):
        with open(path, encoding='utf-8') as file:
            source = file.read()
        text = NO_CODE.sub('""', source)
        text = re.sub(r'usher_fail\(\w+, USHER_CORRUPT', 'CORRUPT(', text)
        for found in DEFINITION.finditer(text):
            place = source, found.group(1)
            calls.setdefault(place, set()).update(re.findall(r'(\w+)\(', found.group(2)))
            places.setdefault(found.group(1), []).append(place)

    def may(source, name):
        if DISK.fullmatch(name):  # of some the definition is not found
            return False
        local = [(source, name)] if (source, name) in calls else places.get(name)
        return any(place in found for place in local) if local else not FOREIGN.fullmatch(name)
    found = {('', 'usher_fail')}
    while True:
        more = {(source, name) for (source, name), called in calls.items()
                if (source, name) not in found and not DISK.fullmatch(name) and
                any(may(source, c) for c in called)}
        if not more:
            return found | {name for _, name in found}
        found |= more


class Unit:
    """The tokens of a C file, and how its brackets match."""

    def __init__(self, source):
        self.source = source
        self.tokens = [t for t in TOKENS.finditer(source)
                       if t.lastgroup not in ('comment', 'space')]
        self.texts = [t.group() for t in self.tokens]
        self.ends = [i for i, t in enumerate(self.tokens)
                     if t.group() == '}' and source[t.start() - 1] == '\n']
        self.defined = {found.group(1) for found in DEFINITION.finditer(NO_CODE.sub('""', source))}
        self.conditions = set()  # where they begin and end, when all() is through
        self.partner, opened = {}, []
        for i, text in enumerate(self.texts):
            if text in ('(', '[', '{'):
                opened.append(i)
            elif text in (')', ']', '}') and opened:
                k = opened.pop()
                self.partner[i], self.partner[k] = k, i

    def reach(self, i, step, stops):
        """The last token from i, not looking into brackets, before one of `stops` or an end."""
        while 0 <= i + step < len(self.texts):
            text = self.texts[i + step]
            if text in stops or text in (')]}' if step > 0 else '([{'):
                return i
            i += step
            if text in ('([{' if step > 0 else ')]}'):
                i = self.partner[i]
        return i

    def text(self, a, b):
        return self.source[self.tokens[a].start():self.tokens[b].end()]

    def change(self, a, b, other):
        return self.tokens[a].start(), self.tokens[b].end(), other

    def at_top(self, a, b):
        """The texts of a to b that are in no brackets."""
        found, i = [], a
        while i <= b:
            found.append(self.texts[i])
            i = self.partner[i] + 1 if self.texts[i] in '([{' and i in self.partner else i + 1
        return found

    # -------------------------------------------------------------- conditions

    def is_of_disk(self, a):
        """Does the result at a come from where only memory and disks fail?"""
        name = self.texts[a]
        for k in range(a - 1, 0, -1):
            if self.texts[k - 1] == '}' and self.source[self.tokens[k].start() - 1] == '\n':
                return True  # it is an argument
            if self.texts[k] == name and self.texts[k + 1] == '=':
                return not self.may_refuse(k + 1, self.reach(k + 1, 1, {';', ','}))
        return True

    def may_refuse(self, a, b):
        called = [self.texts[n] for n in range(a, b) if self.texts[n + 1] == '(']
        return any((self.source, name) in refusing() if name in self.defined else
                   name in refusing() or not FOREIGN.fullmatch(name) and
                   not name.startswith('usher_') for name in called)

    def is_all_of_disk(self, i):
        """Is all that is given to `rc` in the function of i such that it refuses nothing?"""
        a = max((n for n in self.ends if n < i), default=0)
        return not any(self.may_refuse(k + 1, self.reach(k + 1, 1, {';', ','}))
                       for k in range(a, i) if self.texts[k:k + 2] == ['rc', '='])

    def forced(self, a, b, values):
        said = self.text(a, b)
        result = RESULT.fullmatch(said)
        if COMPARED.fullmatch(said) or re.fullmatch(r'rc == SQLITE_DONE', said) and \
                self.texts[a - 3] == 'else':
            values = [v for v in values if v == '0' and '==' in said] # what else it is, is failure
        if result:
            ignored = '1' if result.group(2) == '==' else '0'
            values = [v for v in values if v == ignored and not self.is_of_disk(a)]
        if not ALWAYS.search(said):
            for value in values:
                if said != value:
                    self.conditions.add(self.change(a, b, '')[:2])
                    yield self.change(a, b, value)

    def whole(self, a, b):
        top = self.at_top(a, b)
        yield from self.forced(a, b, ['1'] if '||' in top else ['0'] if '&&' in top
                               else ['1', '0'])

    def about_memory(self, a, b):
        """Is all that a to b decide what is said of memory that lacks?"""
        if self.texts[b + 1] == '?':
            return MEMORY.search(self.text(b + 1, self.reach(b + 1, 1, {';'})))
        if self.texts[b + 1:b + 3] == [')', '{']:
            return MEMORY.search(self.text(b + 2, min(self.partner[b + 2], b + 16)))
        return None

    def branch(self, i):
        """Of `if (...)`, `while (...)`."""
        if self.texts[i + 1] == '(':
            a, b = i + 2, self.partner[i + 1] - 1
            if not self.about_memory(a, b):
                found = self.whole(a, b)
                useless = '1' if self.texts[i] == 'while' or self.is_guard(b + 2) else None
                yield from (c for c in found if c[2] != useless)

    def is_guard(self, i):
        """`if (...) { return ...; }`: to go no further is noticed by whoever goes further."""
        return self.texts[i:i + 2] == ['{', 'return'] and \
            self.texts[self.partner[i] + 1] != 'else'

    def is_all(self, i, end):
        """Is the statement all that an `if` does? To leave it out is never to do it."""
        return self.texts[i - 2:i] == [')', '{'] and self.texts[end + 2] == '}' and \
            self.texts[end + 3] != 'else' and self.texts[self.partner[i - 2] - 1] == 'if' and \
            not RESULT.fullmatch(self.text(self.partner[i - 2] + 1, i - 3))

    def choice(self, i):
        """Of `condition ? this : that`."""
        a = self.reach(i, -1, EDGES - {'return'} | {'return'})
        if a < i and not self.about_memory(a, i - 1):
            found = self.whole(a, i - 1)
            lacks = self.is_of_lack(self.text(a, i - 1), i) or self.is_of_end(a, i)
            yield from (c for c in found if not (lacks and c[2] == '1'))

    def is_of_lack(self, condition, i):
        """`text ? text : ""`, `name ? sqlite3_mprintf(...) : NULL`: what lacks, memory does."""
        b = self.reach(i, 1, {':'})
        said, other = re.sub(r'^\(.*?\)', '', self.text(i + 1, b)), self.texts[b + 2]
        return other == '""' and said == condition or \
            other == 'NULL' and re.match(r'sqlite3_(m|str_new)', said)

    def is_of_end(self, a, i):
        """`rc == SQLITE_DONE ? SQLITE_OK : rc`, where else only memory and disks fail."""
        return re.fullmatch(r'rc == SQLITE_(ROW|DONE)', self.text(a, i - 1)) and \
            self.texts[i + 1:i + 4] == ['SQLITE_OK', ':', 'rc'] and self.is_all_of_disk(i)

    def parts(self, i):
        """Of `a && b`, `a || b`: without a, without b."""
        kind = self.texts[i]
        stops = EDGES | ({'&&', '||'} if kind == '&&' else {'||'})
        value = '1' if kind == '&&' else '0'
        a, b = (self.reach(i, step, EDGES) for step in (-1, 1))
        if self.about_memory(a, b):
            return
        yield from self.forced(self.reach(i, -1, stops), i - 1, [value])
        yield from self.forced(i + 1, self.reach(i, 1, stops), [value])

    def in_condition(self, i):
        """Is what stands at i part of a condition that is changed as such?"""
        a = self.reach(i, -1, EDGES | {'&&', '||'})
        b = self.reach(i, 1, EDGES | {'&&', '||'})
        before, after = self.texts[a - 1], self.texts[min(b + 1, len(self.texts) - 1)]
        if before in ('&&', '||', 'return') or after in ('&&', '||', '?'):
            return True
        if before != '(':
            return False
        return self.texts[a - 2] in ('if', 'while') or self.texts[a - 2] in ('!', '(', '&&', '||')

    # ------------------------------------------------------ all else

    def operator(self, i):
        text, token = self.texts[i], self.tokens[i]
        spaced = self.source[token.start() - 1] in ' \n' and \
            self.source[token.end():token.end() + 1] in (' ', '\n')
        if text in ('&&', '||') and spaced:
            yield from self.parts(i)
        elif text == '?':
            yield from self.choice(i)
        elif text in SWAPS and spaced:
            if not (text in ('==', '!=') and self.in_condition(i) or
                    text == '<' and self.texts[i + 1] == 'sizeof'):
                yield self.change(i, i, SWAPS[text])
        elif text == '!' and not self.in_condition(i):
            yield self.change(i, i, '')
        elif text in STEPS and not self.stands_alone(i):
            yield self.change(i, i, STEPS[text])

    def stands_alone(self, i):
        """`x++;` is left out as a statement; in a `for` a step back never ends."""
        a, b = self.reach(i, -1, {';', '{', '}'}), self.reach(i, 1, {';'})
        return self.texts[b + 1] == ')' or (b - a < 6 and self.texts[a - 1] != '(')

    def number(self, i):
        before, after = self.texts[i - 1], self.texts[i + 1]
        if before in COMPARES | {'case', '['} or after in COMPARES or self.set_elsewhere(i):
            return
        if re.match(r'-1, 0, &', self.text(max(i - 3, 0), i + 2)):
            return # how a statement is prepared
        digits = self.texts[i].rstrip('uUlL')
        value = int(digits, 0)
        other = str({0: 1, 1: 0}.get(value, value + 1))
        yield self.change(i, i, other + self.texts[i][len(digits):])

    def set_elsewhere(self, i):
        """`int x = 0;` where x is next given away to be set."""
        if self.texts[i - 1] != '=' or self.texts[i + 1] != ';' or \
                self.texts[i - 3] in (';', '{', '}', '(', ',', '.'):
            return False
        name = self.texts[i - 2]
        uses = (k for k in range(i, min(i + 400, len(self.texts))) if self.texts[k] == name)
        k = next(uses, None)
        return k is not None and self.texts[k - 1] == '&'

    def returned(self, i):
        a, b = i + 1, self.reach(i, 1, {';'})
        if b < a:
            return
        said = self.text(a, b)
        if re.fullmatch(r'-?\w+', said) and said not in ('rc', 'result', 'found') and \
                (said.isupper() or said.lstrip('-').isdigit()):
            return  # numbers are changed as such; names of results are refusals of the disk's
        if '?' in self.at_top(a, b) or MEMORY.search(said):
            return
        if said == 'rc' and self.is_all_of_disk(i):
            return
        if CONDITION.search(said):
            yield from self.whole(a, b)
        else:
            yield self.change(a, b, '0')

    def statement(self, i):
        """A call or an assignment that stands alone is left out."""
        if i == 0 or self.texts[i - 1] not in ';{}' or self.texts[i] in NO_STATEMENT:
            return
        end = self.reach(i, 1, {';'})
        if end + 1 >= len(self.texts) or self.texts[end + 1] != ';':
            return
        said = self.text(i, end + 1)
        if re.match(r'\*?[A-Za-z_]\w*((->|\.)\w+|\[[^]]*\])*( ?[-+|&^*/%]?= |\(|\+\+|--)', said) \
                and not RELEASES.match(said) and not ALWAYS.search(said) \
                and not COSTS.search(said) and not self.is_all(i, end):
            yield self.change(i, end + 1, ';')

    def string(self, i):
        start = self.tokens[i].start() + 1
        for a, b, other in change_sql.of_string(self.texts[i][1:-1]):
            yield start + a, start + b, other

    def directive(self, i):
        if re.match(r'\s*#\s*define', self.texts[i]):
            for found in re.finditer(r'"((?:[^"\\\n]|\\.)*)"', self.texts[i]):
                start = self.tokens[i].start() + found.start(1)
                for a, b, other in change_sql.of_string(found.group(1)):
                    yield start + a, start + b, other

    def name(self, i):
        text = self.texts[i]
        if text in ('if', 'while'):
            yield from self.branch(i)
        elif text == 'return':
            yield from self.returned(i)
        else:
            yield from self.statement(i)

    def hidden(self):
        """What is not changed: enums, what always holds, sizes."""
        spans = []
        for i, text in enumerate(self.texts):
            if text == 'enum' and '{' in self.texts[i + 1:i + 3]:
                k = self.texts.index('{', i)
                spans.append(self.change(k, self.partner[k], ''))
            elif ALWAYS.fullmatch(text):
                spans.append(self.change(i, self.partner[i + 1], ''))
            elif text == '_Static_assert' or SIZES.fullmatch(text):
                spans.append(self.change(i, self.partner[i + 1], ''))
            elif text == 'sqlite3_snprintf':
                spans.append(self.change(i + 1, self.reach(i + 2, 1, {','}), ''))
            elif text == 'size' and self.texts[i + 1] == '=' and \
                    'sizeof' in self.text(i, self.reach(i + 1, 1, {';'})):
                spans.append(self.change(i, self.reach(i + 1, 1, {';'}), ''))
            elif COSTS.fullmatch(self.text(max(i - 2, 0), i)) or COSTS.fullmatch(text):
                a, b = (self.reach(i, step, {';', '{', '}'}) for step in (-1, 1))
                spans.append(self.change(a, b, ''))
            elif text == '[' and SIZE.fullmatch(self.text(i, self.partner[i])):
                spans.append(self.change(i, self.partner[i], ''))
        return spans

    def all(self):
        does = {'directive': self.directive, 'string': self.string, 'number': self.number,
                'operator': self.operator, 'name': self.name}
        hidden = self.hidden()
        for i, token in enumerate(self.tokens):
            if token.lastgroup in does:
                for start, end, other in does[token.lastgroup](i):
                    if not any(a <= start and end <= b for a, b, _ in hidden):
                        yield start, end, other
            if token.lastgroup == 'operator' and self.texts[i] == '*':
                yield from self.statement(i)


def changes(source):
    return Unit(source).all()


def conditions(source):
    """Where those begin and end that are forced."""
    unit = Unit(source)
    for _ in unit.all():
        pass
    return unit.conditions
