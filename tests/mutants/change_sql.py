"""What is changed of SQL, one at a time: in files of statements and in the strings of C.

A condition after WHERE, ON or AND is left out; one after OR never holds. Of what stands in a
condition that is left out, and so is noticed, only the boundary is changed (< for <=), and what
is calculated. Elsewhere: comparisons, AND and OR, EXISTS, IN, IS NULL, words; everywhere
LEFT JOIN, DESC, min and max, + and -, 0 and 1.
"""
import re

LIKE = re.compile(r'\b(SELECT|WHERE|AND|OR|EXISTS|JOIN|IS NULL|IS NOT NULL|VALUES|SET|CASE|'
                  r'WHEN|iif|IN) |[$?]\d? *(=|<|>)|(=|<|>) *[$?]|\w\.\w+ (=|<>|<|>|IN) ')
OF_CONDITIONS = [
    (r' = ', ' <> '), (r' <> ', ' = '), (r' IS NULL\b', ' IS NOT NULL'),
    (r' IS NOT NULL\b', ' IS NULL'), (r'\bAND ', 'OR '), (r'\bOR (?!IGNORE|REPLACE)', 'AND '),
    (r'\bNOT EXISTS\b', 'EXISTS'), (r'(?<!NOT )\bEXISTS\b', 'NOT EXISTS'),
    (r' NOT IN\b', ' IN'), (r'(?<!NOT) IN (?=\(|%|$)', ' NOT IN '),
    (r"(?<=\w)'(?=[\s,)]|$)", "_'"),
]
OF_ALL = [
    (r' < ', ' <= '), (r' <= ', ' < '), (r' > ', ' >= '), (r' >= ', ' > '),
    (r'\bLEFT JOIN\b', 'JOIN'), (r' DESC\b', ''),
    (r'\bmax\(', 'min('), (r'\bmin\(', 'max('), (r' \+ ', ' - '), (r' - ', ' + '),
    (r'(?<![\w?$.:%-])0(?![\w.])', '1'),
    (r'(?<![\w?$.:%-])(?<!SELECT )1(?![\w.])', '0'), # EXISTS looks at no value
]
END = re.compile(r'\b(AND|OR|FROM|ORDER|GROUP|LIMIT|RETURNING|UNION|EXCEPT|ON|LEFT|JOIN|SET|'
                 r'THEN|ELSE|END|DO|HAVING|WHERE)\b|;')


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
        elif depth == 0 and (sql[i] == ',' or END.match(sql, i)) and not sql[i - 1].isalnum():
            return i
        i += 1
    return i if depth == 0 else None


def top(sql, start, end):
    """What of start to end stands in no parentheses, or just behind NOT or EXISTS."""
    found, depth = set(), 0
    for i in range(start, end):
        depth += {'(': 1, ')': -1}.get(sql[i], 0)
        if depth == 0:
            found.add(i)
    return found


def of_sql(sql):
    left_out = set()
    for found in re.finditer(r'\b(AND|WHERE|OR|ON) (?!CONFLICT)', sql):
        end = condition_end(sql, found.end())
        if end and sql[found.end():end].strip(' ;') not in ('', '0', '1'):
            stop = found.end() + len(sql[found.end():end].rstrip())
            left_out |= top(sql, found.end() - 1, stop) | set(range(found.start(), found.end()))
            yield found.end(), stop, '0' if found.group(1) == 'OR' else '1'
    for pattern, other in OF_CONDITIONS + OF_ALL:
        for found in re.finditer(pattern, sql):
            if (pattern, other) in OF_ALL or found.start() not in left_out:
                yield found.start(), found.end(), other


def of_string(text):
    """Of a string of C, if it looks like SQL and is no message."""
    if LIKE.search(text) and not re.search(r'%s:|usher: ', text):
        yield from of_sql(text)


def changes(source):
    """Of a file of statements."""
    for block in re.finditer(r'^-- name: .*\n((?:(?!--).*\n?)+)', source, re.M):
        for a, b, other in of_sql(block.group(1)):
            yield block.start(1) + a, block.start(1) + b, other
