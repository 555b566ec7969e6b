// The steps, for the clients in JavaScript; see python/steps.py.
'use strict';
const fs = require('node:fs');
const path = require('node:path');

const KINDS = { int: Number, real: Number, text: String, null: () => null, blob: (hex) => Buffer.from(hex, 'hex') };

const read = () => fs.readFileSync('steps.txt', 'utf8').replace(/^#.*\n/gm, '').trim().split('\n\n')
    .map((block) => block.split('\n'));

const show = (value) => (value === null ? 'NULL' : String(value));

exports.versions = (name) => {
    const file = path.join(path.dirname(require.resolve(name)), 'package.json');
    const up = path.join(path.dirname(file), '..', 'package.json');
    const { version } = JSON.parse(fs.readFileSync(fs.existsSync(file) ? file : up));
    return `${version}, Node ${process.versions.node}`;
};

// `connect()` gives a function of SQL and values that gives rows, each an array or an object.
exports.play = async (connect, version, sqlite, message = (error) => error.message) => {
    console.log(`${version}\t${sqlite}`);
    const connections = {}, saved = {};
    for (const [name, sql, ...rest] of read()) {
        const values = [];
        let on = 'main', save = null;
        for (const line of rest) {
            const [kind, value] = line.split(/ (.*)/s);
            if (kind === 'on') on = value;
            else if (kind === 'save') save = value;
            else values.push(kind === 'saved' ? saved[value] ?? null : KINDS[kind](value));
        }
        console.log(`> ${name}`);
        try {
            connections[on] ??= await connect();
            const rows = (await connections[on](sql, values)).map((row) => Object.values(row));
            if (save) saved[save] = rows[0][0];
            for (const row of rows) console.log(save ? 'saved' : row.map(show).join('|'));
        } catch (error) {
            console.log(`error: ${message(error)}`);
        }
    }
};
