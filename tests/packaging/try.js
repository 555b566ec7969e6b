// The story through the npm package: try.js better-sqlite3|libsql|node:sqlite STORY
"use strict";
const { readFileSync } = require("node:fs");
const usher = require("sqlite-usher");

function open(driver) {
    if (driver === "node:sqlite") {
        const { DatabaseSync } = require("node:sqlite");
        return new DatabaseSync(":memory:", { allowExtension: true });
    }
    return new (require(driver))(":memory:");
}

const [driver, story] = process.argv.slice(2);
const db = open(driver);
usher.load(db);
for (const step of readFileSync(story, "utf8").trim().split("\n")) {
    console.log(String(Object.values(db.prepare(step).get())[0]));
}
usher.load(open(driver), { auto: true });
console.log(Object.values(open(driver).prepare("SELECT usher_version()").get())[0]);
