// better-sqlite3, or libsql, which is called like it.
'use strict';
const driver = process.argv[2];
const Database = require(driver);
const steps = require('./steps.cjs');

const connect = () => {
    const db = new Database('app.db');
    db.loadExtension('dist/usher');
    return (sql, values) => {
        const statement = db.prepare(sql);
        return statement.reader ? statement.raw().all(values) : (statement.run(values), []);
    };
};

const sqlite = new Database(':memory:').prepare('SELECT sqlite_version() AS version').get().version;
steps.play(connect, steps.versions(driver), sqlite);
