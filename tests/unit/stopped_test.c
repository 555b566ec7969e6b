/*
** Stopped half-way: whichever of usher's own statements an interrupt hits, a question is answered
** as it is otherwise, or not at all; a change is made whole, or not at all.
*/
#include "session_unit.h"

#define ID(end) "00000000-0000-7000-8000-00000000" end
#define TEAM "'" ID("d001") "'"
#define CHANNEL "'" ID("d002") "'"
#define ROLE "'" ID("d003") "'"
#define FILE_ID "'" ID("d004") "'"
#define CHECKSUM(letter) "'" letter "0000000000000000000000000000000'"
#define OTHER "'" ID("a002") "'"
#define MEMBER "'" ID("b003") "'"

/* More than STORE: of each kind something, a second account, a guarded and a tracked table. */
static const char *const more[] = {
    "INSERT INTO accounts (id, name) VALUES (" OTHER ", 'other')",
    "INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', " OTHER
    ", 'users.direct_creation', 1)",
    "INSERT INTO account_memberships (user_id, account_id, role) VALUES (" BOB ", " OTHER
    ", 'manager')",
    "INSERT INTO users (id, account_id, email, role) VALUES (" MEMBER ", " ACCOUNT
    ", 'eve@a.org', 'manager')",
    "UPDATE usher_user SET activated_at = created_at WHERE id = " MEMBER,
    "INSERT INTO teams (id, account_id, name) VALUES (" TEAM ", " ACCOUNT ", 'team')",
    "INSERT INTO team_memberships (team_id, user_id) VALUES (" TEAM ", " BOB ")",
    "INSERT INTO channels (id, account_id, name) VALUES (" CHANNEL ", " ACCOUNT ", 'channel')",
    "INSERT INTO channel_members (channel_id, user_id, mode) VALUES (" CHANNEL ", " BOB
    ", 'edit'), (" CHANNEL ", " MEMBER ", 'view')",
    "INSERT INTO files (id, user_id, size, checksum, channel_id) VALUES (" FILE_ID ", " BOB
    ", 5, " CHECKSUM("c") ", " CHANNEL ")",
    "CREATE TABLE doc (id INTEGER PRIMARY KEY, owner_id TEXT, account_id TEXT, title TEXT)",
    "INSERT INTO doc VALUES (1, " ANN ", " ACCOUNT ", 'one'), (2, " BOB ", " ACCOUNT
    ", 'two'), (3, NULL, " OTHER ", 'three')",
    "CREATE VIRTUAL TABLE docs USING guarded(doc, owner=owner_id, account=account_id, "
    "read='docs.read', write='docs.write')",
    "INSERT INTO roles (id, account_id, name, permissions) VALUES (" ROLE ", " ACCOUNT
    ", 'reader', '[\"docs.read\",\"users.read\"]')",
    "CREATE TABLE clip (id INTEGER PRIMARY KEY, user_id TEXT, bytes INTEGER)",
    "SELECT storage_track('clip', '{\"user\":\"user_id\",\"size\":\"bytes\"}')",
};

/* ----------------------------------------------------------------- the fault */

static struct {
    int wanted; /* the one that is stopped; 0: none */
    int seen;   /* statements that have started, or operations */
    int due;
} stop;

static int at_statement(unsigned event, void *unused, void *statement, void *text) {
    (void)event, (void)unused, (void)statement, (void)text;
    stop.due = ++stop.seen == stop.wanted;
    return 0;
}

static int at_operation(void *unused) {
    (void)unused;
    int now = stop.due;
    stop.due = 0;
    return now;
}

static int at_each_operation(void *unused) {
    (void)unused;
    return ++stop.seen == stop.wanted;
}

static void arm(int wanted, int by_operation) {
    stop.wanted = wanted;
    stop.seen = stop.due = 0;
    sqlite3_progress_handler(db, 1, by_operation ? at_each_operation : at_operation, NULL);
    if (!by_operation) {
        sqlite3_trace_v2(db, SQLITE_TRACE_STMT, at_statement, NULL);
    }
}

static void disarm(void) {
    sqlite3_progress_handler(db, 0, NULL, NULL);
    sqlite3_trace_v2(db, 0, NULL, NULL);
}

/* All that it says, errors too; NULL if it was stopped. */
static char *told(const char *sql) {
    sqlite3_str *out = sqlite3_str_new(NULL);
    sqlite3_stmt *statement;
    int rc = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    while (rc == SQLITE_OK || rc == SQLITE_ROW) {
        rc = sqlite3_step(statement);
        for (int i = 0; rc == SQLITE_ROW && i < sqlite3_column_count(statement); i++) {
            const char *text = (const char *)sqlite3_column_text(statement, i);
            sqlite3_str_appendf(out, "%s|", text ? text : "NULL");
        }
    }
    sqlite3_str_appendall(out, rc == SQLITE_DONE ? "." : sqlite3_errmsg(db));
    int stopped = rc != SQLITE_DONE && strstr(sqlite3_errmsg(db), "interrupted");
    sqlite3_finalize(statement);
    char *text = sqlite3_str_finish(out);
    if (stopped) {
        sqlite3_free(text);
    }
    return stopped ? NULL : text;
}

/* ----------------------------------------------------------------- questions */

static void ask_stopped(const char *sql, int by_operation) {
    int refusals = 0;
    char *expected = told(sql);
    for (int wanted = 1;; wanted += 1 + wanted / 50) {
        arm(wanted, by_operation);
        char *answer = told(sql);
        disarm();
        refusals += !answer;
        if (answer && strcmp(answer, expected) != 0) {
            fail_msg("%s\n  says \"%s\" when stopped at %d\n  must say \"%s\"", sql, answer, wanted,
                     expected);
        }
        sqlite3_free(answer);
        if (stop.seen < wanted) {
            break;
        }
    }
    sqlite3_free(expected);
    if (refusals < 1) {
        fail_msg("%s cannot be stopped", sql);
    }
}

static const char *const questions[] = {
    "SELECT can('users.read'), can('docs.read'), can('self.read')",
    "SELECT can('users.update', " BOB "), can('users.delete', " ANN "), can('users.read', " MEMBER
    ")",
    "SELECT can('accounts.update', " ACCOUNT "), can('invites.revoke', " INVITE ")",
    "SELECT can('roles.update', " ROLE "), can('roles.update', '" ID("0002") "')",
    "SELECT can('teams.update', " TEAM "), can('channels.update', " CHANNEL
    "), can('files.update', " FILE_ID "), can('files.read', " FILE_ID ")",
    "SELECT can('memberships.delete', id) FROM account_memberships",
    "SELECT rule, granted, detail FROM can_explain('users.update', " BOB ")",
    "SELECT rule, granted, detail FROM can_explain('users.read', " MEMBER ")",
    "SELECT id, email, phone_number, permissions, actions FROM users",
    "SELECT count(*) FROM permissions",
    "SELECT id FROM invites",
    "SELECT id FROM accounts",
    "SELECT user_id FROM account_memberships",
    "SELECT name FROM roles",
    "SELECT id FROM teams",
    "SELECT user_id FROM team_memberships",
    "SELECT id FROM channels",
    "SELECT user_id FROM channel_members",
    "SELECT id FROM files",
    "SELECT id FROM api_keys",
    "SELECT id FROM sessions",
    "SELECT key, value FROM settings",
    "SELECT key, source FROM settings_effective()",
    "SELECT id, usher_writable FROM docs",
    "SELECT title FROM docs WHERE id = 2",
    "SELECT setting('users.direct_creation'), storage_used(), storage_available()",
    "SELECT status, body FROM api('vidbeo', 'GET', '/v2/users', NULL, NULL)",
};

static void ask_all(const char *actor) {
    must(actor);
    for (size_t i = 0; i < sizeof(questions) / sizeof(*questions); i++) {
        ask_stopped(questions[i], 0);
        ask_stopped(questions[i], 1);
    }
}

static int open_more(void **state) {
    open_store(state);
    for (size_t i = 0; i < sizeof(more) / sizeof(*more); i++) {
        must(more[i]);
    }
    return 0;
}

static void test_owner_asks(void **state) {
    (void)state;
    ask_all("SELECT act_as(" ANN ")");
}

static void test_user_asks(void **state) {
    (void)state;
    ask_all("SELECT act_as(" BOB ")");
}

/* The doctor tells what stands in the way of lockdown, and of usher's own roles. */
static void test_system_asks(void **state) {
    (void)state;
    must("CREATE VIRTUAL TABLE copy USING fts5(title, content='doc')");
    ask_stopped("SELECT code, subject FROM usher_doctor() WHERE code <> 'prune'", 0);
}

static void test_manager_asks(void **state) {
    (void)state;
    ask_all("SELECT act_as(" MEMBER ")");
}

static void test_key_asks(void **state) {
    (void)state;
    must("CREATE TEMP TABLE k AS SELECT api_key_create('k', json_object('user_id', " BOB
         ", 'scopes', json_array('self.read'))) AS key");
    ask_all("SELECT authenticate(key) FROM k");
}

/* ------------------------------------------------------------------- changes */

struct change {
    const char *actor;
    const char *sql;
};

#define AS(id) "SELECT act_as(" id ")"
#define SYSTEM "SELECT act_as(NULL)"

static const struct change changes[] = {
    {AS(ANN), "UPDATE users SET name = 'x', role = 'admin' WHERE id = " BOB},
    {AS(ANN), "UPDATE users SET enabled = 0 WHERE id = " BOB},
    {AS(ANN), "DELETE FROM users WHERE id = " BOB},
    {AS(BOB), "UPDATE users SET name = 'x' WHERE id = " BOB},
    {AS(ANN), "UPDATE account_memberships SET role = 'reader' WHERE user_id = " BOB},
    {AS(ANN), "INSERT INTO roles (name, permissions) VALUES ('new', '[\"users.read\"]')"},
    {AS(ANN), "UPDATE roles SET permissions = '[\"users.read\"]' WHERE id = " ROLE},
    {AS(ANN), "DELETE FROM roles WHERE id = " ROLE},
    {AS(ANN), "SELECT invite_create('new@a.org', 'user')"},
    {AS(ANN), "SELECT invite_revoke(" INVITE ")"},
    {SYSTEM, "SELECT invite_accept(" TOKEN("D") ")"},
    {AS(ANN), "UPDATE teams SET name = 'x' WHERE id = " TEAM},
    {AS(BOB), "UPDATE channels SET name = 'x' WHERE id = " CHANNEL},
    {AS(ANN),
     "INSERT INTO files (size, checksum, channel_id) VALUES (7, " CHECKSUM("d") ", " CHANNEL ")"},
    {AS(BOB), "DELETE FROM files WHERE id = " FILE_ID},
    {AS(BOB), "INSERT INTO docs (title) VALUES ('x')"},
    {AS(BOB), "UPDATE docs SET title = title || '!'"},
    {AS(ANN), "UPDATE docs SET owner_id = " BOB " WHERE id = 1"},
    {AS(BOB), "DELETE FROM docs"},
    {SYSTEM, "INSERT INTO docs VALUES (9, " BOB ", " ACCOUNT ", 'x')"},
    {SYSTEM, "INSERT INTO clip (user_id, bytes) VALUES (" BOB ", 5)"},
    {AS(ANN), "SELECT api_key_create('k')"},
    {AS(ANN), "SELECT session_create(" ANN ")"},
    {SYSTEM, "SELECT session_create(" BOB ", json_object('form', 'opaque'))"},
    {SYSTEM, "SELECT usher_init()"},
    {SYSTEM, "CREATE VIRTUAL TABLE other_docs USING guarded(doc, owner=owner_id, "
             "account=account_id, read='more.read', write='more.write')"},
    {SYSTEM, "DROP TABLE docs"},
    {AS(ANN), "SELECT logout()"},
};

/* All that is stored, as far as it tells a whole change from none. */
#define STATE                                                                                      \
    "SELECT (SELECT count(*) FROM usher_audit), (SELECT count(*) FROM sqlite_schema), "            \
    "(SELECT count(*) FROM usher_permission), (SELECT count(*) FROM usher_role_permission), "      \
    "(SELECT group_concat(id || title || ifnull(owner_id, '')) FROM doc), "                        \
    "(SELECT count(*) FROM clip), (SELECT count(*) FROM usher_file), "                             \
    "(SELECT sum(disk_space_used) FROM usher_user), (SELECT count(*) FROM usher_session), "        \
    "(SELECT count(*) FROM usher_api_key), (SELECT group_concat(ifnull(name, '-')) FROM "          \
    "usher_user), (SELECT group_concat(role_id) FROM usher_membership)"

static unsigned char *image;
static sqlite3_int64 image_size;

/* The store as it was, on a connection of its own. */
static void open_image(void) {
    unsigned char *copy = sqlite3_malloc64((sqlite3_uint64)image_size);
    memcpy(copy, image, (size_t)image_size);
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_deserialize(db, "main", copy, image_size, image_size,
                            SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE),
        SQLITE_OK);
    load(db);
}

/* SQLite may stop a statement when it is over: then it has failed, and is made whole. */
static int fails_or_is(const char *sql, const char *before, const char *after) {
    char *answer = told(sql);
    disarm();
    char *now = told(STATE);
    if (strcmp(now, after) != 0 && (answer || strcmp(now, before) != 0)) {
        fail_msg("%s\n  leaves \"%s\" when stopped at %d\n  must leave \"%s\"", sql, now, stop.seen,
                 answer ? after : before);
    }
    sqlite3_free(now);
    sqlite3_free(answer);
    return answer == NULL;
}

static void change_stopped(const struct change *change) {
    int refusals = 0;
    int wanted = 0;
    open_image();
    char *before = told(STATE);
    must(change->actor);
    sqlite3_free(told(change->sql));
    char *after = told(STATE);
    do {
        assert_int_equal(sqlite3_close(db), SQLITE_OK);
        open_image();
        must(change->actor);
        arm(++wanted, 0);
        refusals += fails_or_is(change->sql, before, after);
    } while (stop.seen >= wanted);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    assert_true(refusals > 0);
    sqlite3_free(before);
    sqlite3_free(after);
}

static void test_changes(void **state) {
    (void)state;
    open_more(NULL);
    image = sqlite3_serialize(db, "main", &image_size, 0);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++) {
        change_stopped(&changes[i]);
    }
    sqlite3_free(image);
}

/* ---------------------------------------------------------------- who acts */

/* Who begins to act does so only if it was not stopped; who ends does not act in any case. */
static void test_actors(void **state) {
    static const struct {
        const char *before;
        const char *sql;
        const char *after;
    } changes_of_actor[] = {
        {"BEGIN", "SELECT act_as(" BOB ")", ID("b002") "|."},
        {"BEGIN", "SELECT authenticate(token) FROM k", ID("b002") "|."},
        {"BEGIN; SELECT authenticate(token) FROM k", "SELECT authenticate(NULL)", "nobody|."},
        {"SELECT authenticate(token) FROM k; BEGIN", "SELECT authenticate(NULL)", "nobody|."},
    };
    (void)state;
    open_more(NULL);
    must("CREATE TABLE k AS SELECT session_create(" BOB ") AS token");
    image = sqlite3_serialize(db, "main", &image_size, 0);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    for (size_t i = 0; i < sizeof(changes_of_actor) / sizeof(*changes_of_actor); i++) {
        int wanted = 1; /* the first is the statement itself */
        do {
            open_image();
            must(changes_of_actor[i].before);
            arm(++wanted, 0);
            char *answer = told(changes_of_actor[i].sql);
            int seen = stop.seen;
            disarm();
            char *actor = told("SELECT actor()");
            if (answer ? strcmp(actor, changes_of_actor[i].after) != 0
                       : strcmp(actor, ID("b002") "|.") == 0) {
                fail_msg("%s\n  stopped at %d: %s acts", changes_of_actor[i].sql, wanted, actor);
            }
            sqlite3_free(actor);
            sqlite3_free(answer);
            must(sqlite3_get_autocommit(db) ? "SELECT 1" : "COMMIT");
            assert_int_equal(sqlite3_close(db), SQLITE_OK);
            stop.seen = seen;
        } while (stop.seen >= wanted);
    }
    sqlite3_free(image);
}

/* A guarded table that could not connect does so the next time. */
static void test_connects(void **state) {
    int wanted = 0;
    int seen;
    (void)state;
    open_more(NULL);
    image = sqlite3_serialize(db, "main", &image_size, 0);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    do {
        open_image();
        arm(++wanted, 0);
        sqlite3_free(told("SELECT title FROM docs"));
        seen = stop.seen;
        disarm();
        says("SELECT group_concat(title) FROM docs", "one,two,three");
        assert_int_equal(sqlite3_close(db), SQLITE_OK);
    } while (seen >= wanted);
    sqlite3_free(image);
}

#define test(name) cmocka_unit_test_setup_teardown(name, open_more, close_db)

int main(void) {
    const struct CMUnitTest tests[] = {
        test(test_owner_asks),         test(test_user_asks),
        test(test_manager_asks),       test(test_system_asks),
        test(test_key_asks),           cmocka_unit_test(test_changes),
        cmocka_unit_test(test_actors), cmocka_unit_test(test_connects),
    };
    return cmocka_run_group_tests_name("stopped", tests, NULL, NULL);
}
