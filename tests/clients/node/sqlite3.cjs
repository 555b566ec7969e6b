'use strict';
const sqlite3 = require('sqlite3');
const { promisify } = require('node:util');
const steps = require('./steps.cjs');

const connect = async () => {
    const db = new sqlite3.Database('app.db');
    await promisify(db.loadExtension.bind(db))('dist/usher');
    return promisify(db.all.bind(db));
};

steps.play(connect, steps.versions('sqlite3'), sqlite3.VERSION,
    (error) => error.message.replace(/^SQLITE_\w+: /, ''));
