'use strict';
const { DatabaseSync } = require('node:sqlite');
const steps = require('./steps.cjs');

const connect = () => {
    const db = new DatabaseSync('app.db', { allowExtension: true });
    db.loadExtension('dist/usher');
    return (sql, values) => db.prepare(sql).all(...values);
};

steps.play(connect, `Node ${process.versions.node}`, process.versions.sqlite);
