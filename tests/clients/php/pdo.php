<?php
require 'steps.php';

// PDO loads extensions from PHP 8.4 on. SQLite3, which shares its SQLite, does for both.
(new SQLite3(':memory:'))->loadExtension('usherauto.so');

$connect = function () {
    $db = new PDO('sqlite:app.db');
    return function (string $sql, array $values) use ($db) {
        $statement = $db->prepare($sql);
        foreach ($values as $i => $value) {
            $statement->bindValue($i + 1, $value instanceof Bytes ? $value->bytes : $value, match (true) {
                is_int($value) => PDO::PARAM_INT,
                is_null($value) => PDO::PARAM_NULL,
                $value instanceof Bytes => PDO::PARAM_LOB,
                default => PDO::PARAM_STR,
            });
        }
        $statement->execute();
        return $statement->columnCount() ? $statement->fetchAll(PDO::FETCH_NUM) : [];
    };
};

play($connect, PHP_VERSION, (new PDO('sqlite::memory:'))->query('SELECT sqlite_version()')->fetchColumn(),
    fn ($error) => $error->errorInfo[2]);
