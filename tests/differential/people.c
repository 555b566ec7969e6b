/*
** The table `users`: a few hundred people in three accounts, in every state,
** with names that look like numbers, all made through usher's own SQL. Ids are
** supplied, so that a seed gives the same queries in every run.
*/
#include "differential.h"

/* What people call themselves and their companies: text that may be taken for a number. */
static const char *const script[] = {
    "SELECT usher_init(json_object('account_id', 'a0000000-0000-7000-8000-000000000000'))",
    "INSERT INTO accounts (id, name) VALUES ('50000000-0000-7000-8000-000000000001', 'second'),"
    " ('f0000000-0000-7000-8000-000000000002', 'Third')",
    "INSERT INTO settings (scope, scope_id, key, value)"
    " SELECT 'account', id, 'users.direct_creation', 'true' FROM accounts",

    "CREATE TEMP TABLE name (n INTEGER PRIMARY KEY, text TEXT);"
    "INSERT INTO name (text) VALUES ('5'), ('05'), ('5.0'), ('1e3'), ('Inf'), ('ann'), ('Ann'),"
    " ('\xc3\xa9mile'), ('007'), ('-1'), ('0'), (':colon'), ('zoe'), ('Zo\xc4\x93'), ('+5'),"
    " ('1000'), ('a b'), ('%'), ('_'), ('2022-01-01'), (NULL), (NULL), ('true')",

    "CREATE TEMP TABLE account AS"
    " SELECT row_number() OVER (ORDER BY id) - 1 AS n, id FROM accounts",

    /* The first of each account owns it. */
    "SELECT invite_accept(invite_create(format('owner%d@example.com', n), 'owner',"
    " json_object('account_id', id)), json_object('name', 'Owner',"
    " 'id', format('%d0000000-0000-7000-8000-00000000000f', n))) FROM temp.account",

    "WITH RECURSIVE i (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM i WHERE n < 219)"
    "INSERT INTO users (id, account_id, email, name, first_name, last_name, role, locale, enabled,"
    " disk_space, company, about, job_title, phone_number, created_at)"
    " SELECT format('%08x-0000-7000-8000-%012x', i.n * 2654435761 % 4294967296, i.n),"
    " (SELECT id FROM temp.account WHERE account.n = i.n % 3),"
    " CASE WHEN i.n % 9 THEN format(iif(i.n % 4, 'user%d@example.com', 'User%d@Example.COM'),"
    " i.n / 3) END, a.text, b.text, c.text,"
    " CASE i.n % 5 WHEN 0 THEN 'manager' WHEN 1 THEN 'creator' WHEN 2 THEN 'admin' ELSE 'user' END,"
    " CASE i.n % 3 WHEN 0 THEN 'de' WHEN 1 THEN 'en-US' END,"
    " i.n % 8 <> 0, CASE i.n % 6 WHEN 0 THEN 0 WHEN 1 THEN 9007199254740993"
    " WHEN 2 THEN 9223372036854775807 ELSE 524288000 END, c.text, b.text, a.text, c.text,"
    " CASE WHEN i.n % 2 THEN format('20%02d-01-%02dT00:00:00.000Z', i.n % 7 + 15, i.n % 11 + 1) END"
    " FROM i LEFT JOIN temp.name AS a ON a.n = i.n % 23 + 1"
    " LEFT JOIN temp.name AS b ON b.n = i.n % 19 + 1"
    " LEFT JOIN temp.name AS c ON c.n = i.n * 7 % 23 + 1",

    /* Some are invited, some have accepted, some are gone. */
    "SELECT invite_create(email, 'user', json_object('account_id', account_id))"
    " FROM (SELECT email, account_id FROM users WHERE status = 'created' AND rowid % 3 = 0"
    " AND email IS NOT NULL)",
    "SELECT invite_accept(invite_create(email, 'creator', json_object('account_id', account_id)))"
    " FROM (SELECT email, account_id FROM users WHERE status = 'created' AND rowid % 3 = 1"
    " AND email IS NOT NULL)",
    "UPDATE users SET enabled = 0 WHERE rowid % 13 = 0 AND role <> 'owner'",
    "DELETE FROM users WHERE rowid % 11 = 0 AND role <> 'owner'",
    "SELECT user_erase(id) FROM (SELECT id FROM users WHERE status = 'deleted' AND rowid % 3 = 0)",
    "DROP TABLE temp.name",
    "DROP TABLE temp.account",
};

void people_fill(sqlite3 *db) {
    for (size_t i = 0; i < sizeof(script) / sizeof(*script); i++) {
        must(db, script[i]);
    }
}
