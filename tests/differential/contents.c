/*
** The tables `channels`, `channel_members`, `files` and `notifications`: of the people
** in people.c, with names, formats and texts that look like numbers. The rows of
** `notifications` come from a view, and their numbers are made of two.
**
** A user sees some of them; for `users` the parameters `channel` and `include_view_only`
** are conditions, which are asked of the other tables' twins instead.
*/
#include "differential.h"

#define READER "'00000000-0000-7000-8000-00000000b002'"

static const char *const script[] = {
    "CREATE TEMP TABLE word (n INTEGER PRIMARY KEY, text TEXT);"
    "INSERT INTO word (text) VALUES ('5'), ('05'), ('5.0'), ('1e3'), ('Inf'), ('ann'), ('Ann'),"
    " ('\xc3\xa9mile'), ('007'), ('-1'), ('0'), ('zoe'), ('1000'), ('2022-01-01'), ('x'), ('X')",

    "CREATE TEMP TABLE place AS"
    " SELECT row_number() OVER (ORDER BY id) - 1 AS n, id FROM accounts",

    "SELECT invite_accept(invite_create('reader2@example.org', 'manager', json_object("
    "'account_id', (SELECT min(id) FROM accounts))), json_object('id', " READER "))",

    "WITH RECURSIVE i (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM i WHERE n < 29)"
    "INSERT INTO channels (id, account_id, name, description)"
    " SELECT format('%08x-0000-7000-8000-0000000c%04x', i.n * 2654435761 % 4294967296, i.n),"
    " (SELECT id FROM temp.place WHERE place.n = i.n % 3), w.text, v.text"
    " FROM i JOIN temp.word AS w ON w.n = i.n % 16 + 1 JOIN temp.word AS v ON v.n = i.n * 7 % 16 + "
    "1",

    "INSERT INTO channel_members (id, channel_id, user_id, mode)"
    " SELECT format('%08x-0000-7000-8000-0000%04x%04x',"
    " (u.rowid * 31 + c.rowid) * 2654435761 % 4294967296, c.rowid, u.rowid), c.id, u.id,"
    " iif((u.rowid + c.rowid) % 3, 'edit', 'view')"
    " FROM channels AS c JOIN users AS u ON u.account_id = c.account_id AND u.status <> 'deleted'"
    " WHERE (u.rowid * 7 + c.rowid) % 13 = 0 OR (u.id = " READER " AND c.rowid % 2)",

    "CREATE TEMP TABLE person AS SELECT row_number() OVER (ORDER BY rowid) - 1 AS n, id,"
    " account_id FROM users WHERE status <> 'deleted'",
    "CREATE TEMP TABLE shared AS SELECT row_number() OVER (PARTITION BY account_id ORDER BY rowid)"
    " - 1 AS n, id, account_id FROM channels",

    /* In a tree that does not count, but for those that are empty. */
    "WITH RECURSIVE i (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM i WHERE n < 259)"
    "INSERT INTO files (id, user_id, channel_id, checksum, size, format, tree, created_at)"
    " SELECT format('%08x-0000-7000-8000-0000000f%04x', i.n * 2654435761 % 4294967296, i.n),"
    " p.id, c.id, format('%032d', i.n % 90), CASE i.n % 5 WHEN 0 THEN 0 WHEN 1 THEN 5"
    " WHEN 2 THEN 9007199254740991 ELSE i.n END,"
    " CASE WHEN i.n % 6 THEN w.text END, iif(i.n % 5, iif(i.n % 7, 'x' || (i.n % 9), '05'), "
    "'main'),"
    " format('20%02d-01-%02dT00:00:00.000Z', i.n % 7 + 15, i.n % 11 + 1)"
    " FROM i JOIN temp.word AS w ON w.n = i.n % 16 + 1 JOIN temp.person AS p ON"
    " iif(i.n % 6 = 1, p.id = " READER ", p.n = i.n * 31 % 97)"
    " LEFT JOIN temp.shared AS c ON i.n % 4 AND c.account_id = p.account_id AND c.n = i.n * 7 % 10",
    "DELETE FROM channels WHERE rowid % 7 = 3",

    "INSERT INTO teams (id, account_id, name) SELECT '00000000-0000-7000-8000-00000000e001',"
    " min(id), 'team' FROM accounts;"
    "INSERT INTO team_memberships (team_id, user_id) SELECT"
    " '00000000-0000-7000-8000-00000000e001', id FROM users WHERE account_id ="
    " (SELECT min(id) FROM accounts) AND status <> 'deleted' AND (rowid % 5 = 0 OR id = " READER
    ")",

    "WITH RECURSIVE i (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM i WHERE n < 89)"
    "INSERT INTO notifications (id, audience, audience_id, event, title, message, url, data,"
    " disposal, created_at)"
    " SELECT format('%08x-0000-7000-8000-0000000d%04x', i.n * 2654435761 % 4294967296, i.n),"
    " CASE i.n % 45 WHEN 0 THEN 'account' WHEN 1 THEN 'team' WHEN 2 THEN 'team' ELSE 'user' END,"
    " CASE i.n % 45 WHEN 0 THEN (SELECT min(id) FROM accounts)"
    " WHEN 1 THEN '00000000-0000-7000-8000-00000000e001'"
    " WHEN 2 THEN '00000000-0000-7000-8000-00000000e001' ELSE iif(i.n % 2, " READER ","
    " (SELECT id FROM temp.person AS p WHERE p.n = i.n * 31 % 97)) END,"
    " iif(i.n % 3, 'e' || (i.n % 4), '5'), CASE WHEN i.n % 6 THEN w.text END, v.text,"
    " CASE WHEN i.n % 2 THEN '/' || w.text END, CASE WHEN i.n % 3 THEN json_quote(v.text) END,"
    " CASE i.n % 3 WHEN 0 THEN 'keep' WHEN 1 THEN 'on_read' ELSE 'on_ack' END,"
    " format('2099-01-%02dT00:00:00.000Z', i.n % 11 + 1)"
    " FROM i JOIN temp.word AS w ON w.n = i.n % 16 + 1 JOIN temp.word AS v ON v.n = i.n * 7 % 16 + "
    "1",
    "UPDATE notifications SET read = 1 WHERE (rowid >> 32) % 3 = 0 OR rowid % 5 = 0",
    "SELECT mark_read('2099-01-05T00:00:00.000Z', " READER ")",
    "DROP TABLE temp.word",
    "DROP TABLE temp.place",
    "DROP TABLE temp.person",
    "DROP TABLE temp.shared",
};

void contents_fill(sqlite3 *db) {
    for (size_t i = 0; i < sizeof(script) / sizeof(*script); i++) {
        must(db, script[i]);
    }
}

void contents_read_as_user(sqlite3 *db) {
    must(db, "SELECT act_as(" READER ")");
}
