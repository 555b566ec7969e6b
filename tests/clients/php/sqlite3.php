<?php
require 'steps.php';

// What returns rows, execute() and fetchArray() run once each: a SELECT of a function that writes
// would write twice. querySingle() runs it once; it binds nothing, and gives one row.
const WRITES = '/^SELECT (json_extract\(usher_init|invite_|mark_|storage_refresh|usher_lock|login|logout|session_)|RETURNING/';

function once(SQLite3 $db, string $sql, array $values): array {
    $literals = array_map(fn ($value) => is_int($value) ? $value : "'" . SQLite3::escapeString($value) . "'", $values);
    $row = $db->querySingle(vsprintf(str_replace('?', '%s', $sql), $literals), true);
    return $row ? [array_values($row)] : [];
}

$connect = function () {
    $db = new SQLite3('app.db');
    $db->enableExceptions(true);
    $db->loadExtension('usher.so');
    return function (string $sql, array $values) use ($db) {
        if (preg_match(WRITES, $sql)) {
            return once($db, $sql, $values);
        }
        $statement = $db->prepare($sql);
        foreach ($values as $i => $value) {
            if ($value instanceof Bytes) {
                $statement->bindValue($i + 1, $value->bytes, SQLITE3_BLOB);
            } else {
                $statement->bindValue($i + 1, $value);
            }
        }
        $result = $statement->execute();
        $rows = [];
        while ($result->numColumns() > 0 && ($row = $result->fetchArray(SQLITE3_NUM))) {
            $rows[] = $row;
        }
        return $rows;
    };
};

// If PHP should lose the habit, once() and what the README says are to go.
$calls = 0;
$db = new SQLite3(':memory:');
$db->createFunction('tick', function () use (&$calls) { return ++$calls; });
$db->prepare('SELECT tick()')->execute()->fetchArray();
if ($calls !== 2) {
    exit("execute() and fetchArray() ran a statement $calls times\n");
}

play($connect, PHP_VERSION, SQLite3::version()['versionString'],
    fn ($error) => preg_replace('/^Unable to \w+ statement: (\d+, )?/', '', $error->getMessage()));
