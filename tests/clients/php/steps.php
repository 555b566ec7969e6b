<?php
// The steps, for the clients in PHP; see python/steps.py.

function value(string $line, array $saved): mixed {
    [$kind, $value] = explode(' ', $line, 2) + [1 => ''];
    return match ($kind) {
        'int' => (int)$value,
        'real' => (float)$value,
        'text' => $value,
        'null' => null,
        'blob' => new Bytes(hex2bin($value)),
        'saved' => $saved[$value] ?? null,
    };
}

// Both clients are told what is bytes by a type of their own.
final class Bytes {
    public function __construct(public string $bytes) {}
}

// `$connect()` gives a function of SQL and values that gives rows.
function play(callable $connect, string $version, string $sqlite, callable $message): void {
    echo "$version\t$sqlite\n";
    $text = preg_replace('/^#.*\n/m', '', file_get_contents('steps.txt'));
    $connections = $saved = [];
    foreach (explode("\n\n", trim($text)) as $block) {
        $rest = explode("\n", $block);
        $name = array_shift($rest);
        $sql = array_shift($rest);
        $values = [];
        $on = 'main';
        $save = null;
        foreach ($rest as $line) {
            if (str_starts_with($line, 'on ')) {
                $on = substr($line, 3);
            } elseif (str_starts_with($line, 'save ')) {
                $save = substr($line, 5);
            } else {
                $values[] = value($line, $saved);
            }
        }
        echo "> $name\n";
        try {
            $connections[$on] ??= $connect();
            $rows = $connections[$on]($sql, $values);
        } catch (Exception $error) {
            echo 'error: ', $message($error), "\n";
            continue;
        }
        if ($save) {
            $saved[$save] = $rows[0][0];
        }
        foreach ($rows as $row) {
            echo $save ? 'saved' : implode('|', array_map(fn ($value) => $value ?? 'NULL', $row)), "\n";
        }
    }
}
