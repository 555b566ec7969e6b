'use strict';
const Database = require('better-sqlite3');
const steps = require('./steps.cjs');

const connect = () => {
    const db = new Database('app.db');
    db.loadExtension('dist/usher');
    return (sql, values) => {
        const statement = db.prepare(sql);
        return statement.reader ? statement.raw().all(values) : (statement.run(values), []);
    };
};

const sqlite = new Database(':memory:').prepare('SELECT sqlite_version()').pluck().get();
steps.play(connect, steps.versions('better-sqlite3'), sqlite);
