// usher for Node: the extension's path, and what loads it into a connection.
"use strict";
const path = require("node:path");

// auto: every connection that the process opens later has usher, too.
function getLoadablePath({ auto = false } = {}) {
    return path.join(__dirname, auto ? "usherauto.so" : "usher.so");
}

// better-sqlite3, node:sqlite (allowExtension: true), libsql. Not node-sqlite3, which loads later and
// tells a callback: await promisify(db.loadExtension.bind(db))(getLoadablePath()).
function load(db, options) {
    db.loadExtension(getLoadablePath(options));
}

module.exports = { getLoadablePath, load };
