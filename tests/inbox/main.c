/*
** Thousands of random steps: things are sent to all kinds of audiences, people come and go, mark
** read, dismiss, fetch; transactions and savepoints are taken back, statements fail. After each,
** what usher shows of every inbox must be what the model says: the rows, how many are unread, by
** counting and by users.unread, and whether there is anything new.
**
** The clock is the test's own, and often stands still: all that is compared by time meets its equal.
*/
#include "../brief.h"
#include "inbox.h"

#include "usher.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

sqlite3 *db;
static int failures;
static int step;

#define BEGINNING (210866760000000LL + 1893456000000LL) /* 2030-01-01, from -4713 */

static int tick(sqlite3_vfs *vfs, sqlite3_int64 *milliseconds) {
    (void)vfs;
    *milliseconds = BEGINNING + now;
    return SQLITE_OK;
}

void complain(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    if (failures++ < 20) {
        char *text = sqlite3_vmprintf(format, arguments);
        printf("step %d: %s\n", step, text);
        sqlite3_free(text);
    }
    va_end(arguments);
}

static char *last; /* statement */

void run(const char *code, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    sqlite3_free(last);
    last = sqlite3_vmprintf(format, arguments);
    va_end(arguments);
    int rc = sqlite3_exec(db, last, NULL, NULL, NULL);
    const char *message = rc == SQLITE_OK ? "" : sqlite3_errmsg(db);
    char expected[40];
    snprintf(expected, sizeof(expected), "usher: %s: ", code ? code : "");
    if (code ? strncmp(message, expected, strlen(expected)) != 0 : rc != SQLITE_OK) {
        complain("%s: %s instead of %s", last, message, code ? code : "success");
    }
}

static char *ask_text(const char *sql) {
    sqlite3_stmt *statement;
    char *answer = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW) {
        answer = sqlite3_mprintf("%s", sqlite3_column_text(statement, 0));
    }
    if (sqlite3_finalize(statement) != SQLITE_OK) {
        complain("%s: %s", sql, sqlite3_errmsg(db));
    }
    return answer ? answer : sqlite3_mprintf("");
}

char *ask(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *sql = sqlite3_vmprintf(format, arguments);
    va_end(arguments);
    char *answer = ask_text(sql);
    sqlite3_free(sql);
    return answer;
}

/* ------------------------------------------------------------------- comparing */

#define USER "00000000-0000-4000-8000-0000000b%04d"

static void expect(const char *what, int user, char *found, const char *expected) {
    if (strcmp(found, expected) != 0) {
        complain("%s of user %d: %s instead of %s, after %s", what, user, found, expected, last);
    }
    sqlite3_free(found);
}

static char *expected_rows(int user) {
    sqlite3_str *rows = sqlite3_str_new(NULL);
    for (int i = 0; i < model->notes; i++) {
        if (model_visible(model, user, i)) {
            sqlite3_str_appendf(rows, "%s%d%s", sqlite3_str_length(rows) ? "," : "", i,
                                model_read(model, user, i) ? "r" : "");
        }
    }
    char *text = sqlite3_str_finish(rows);
    return text ? text : sqlite3_mprintf("");
}

static void compare_user(int user) {
    char unread[20];
    char *rows = expected_rows(user);
    snprintf(unread, sizeof(unread), "%d", model_unread(model, user));
    expect("rows", user,
           ask("SELECT ifnull(group_concat(CAST(substr(id, 25) AS INTEGER) || iif(read, 'r', '')), "
               "'') FROM (SELECT id, read FROM notifications WHERE user_id = '" USER
               "' ORDER BY id)",
               user),
           rows);
    expect("unread rows", user,
           ask("SELECT count(*) FROM notifications WHERE user_id = '" USER "' AND read = 0", user),
           unread);
    expect("unread", user, ask("SELECT unread FROM users WHERE id = '" USER "'", user), unread);
    expect("has_new", user, ask("SELECT has_new FROM users WHERE id = '" USER "'", user),
           model_has_new(model, user) ? "1" : "0");
    sqlite3_free(rows);
}

/* All users in one statement; each row by its rowid; as the user sees it. */
static void compare_otherwise(void) {
    int total = 0;
    char text[20];
    for (int u = 0; u < USERS; u++) {
        total += model_unread(model, u);
    }
    snprintf(text, sizeof(text), "%d", total);
    expect("unread", -1, ask("SELECT sum(unread) FROM users"), text);
    expect(
        "unread rows", -1,
        ask("SELECT count(*) FROM users AS u CROSS JOIN notifications AS n ON n.user_id = u.id "
            "CROSS JOIN notifications AS r ON r.rowid = n.rowid AND r.id = n.id WHERE r.read = 0"),
        text);
}

static void compare(void) {
    for (int u = 0; u < USERS; u++) {
        compare_user(u);
    }
    if (step % 20 == 0) {
        compare_otherwise();
    }
}

/* --------------------------------------------------------------------- set-up */

#define ID "00000000-0000-4000-8000-"

static void set_up(void) {
    run(NULL, "SELECT usher_init('{\"account_id\":\"" ID "0000000a0000\"}')");
    run(NULL, "INSERT INTO accounts (id, name) VALUES ('" ID "0000000a0001', 'second')");
    run(NULL, "INSERT INTO settings (scope, scope_id, key, value) SELECT 'account', id, "
              "'users.direct_creation', 'true' FROM accounts");
    for (int u = 0; u < USERS; u++, now += 10) {
        run(NULL,
            "SELECT invite_accept(invite_create('u%d@example.org', '%s', '{\"account_id\":\"" ID
            "0000000a%04d\"}'), '{\"id\":\"" USER "\"}')",
            u, u < USERS - 2 ? "user" : "owner", u % ACCOUNTS, u);
        model->user[u] =
            (struct user){NEVER, now, 0, 0, {NEVER, NEVER}, {NEVER, NEVER, NEVER, NEVER}};
        model->user[u].member[u % ACCOUNTS] = now;
    }
    for (int t = 0; t < TEAMS; t++) {
        run(NULL,
            "INSERT INTO teams (id, account_id, name) VALUES ('" ID "0000000c%04d', '" ID
            "0000000a%04d', 't%d')",
            t, t % ACCOUNTS, t);
    }
}

int main(void) {
    int steps = brief_level() > 0 ? 500 : 4000;
    sqlite3_initialize();
    sqlite3_vfs clock = *sqlite3_vfs_find(NULL);
    clock.zName = "inbox";
    clock.xCurrentTimeInt64 = tick;
    sqlite3_vfs_register(&clock, 1);
    model = calloc(1, sizeof(*model));
    if (!model || sqlite3_open(":memory:", &db) != SQLITE_OK ||
        sqlite3_usher_init(db, NULL, NULL) != SQLITE_OK) {
        return 1;
    }
    set_up();
    for (step = 1; step <= steps && failures == 0; step++) {
        take_step();
        compare();
    }
    end_transaction();
    sqlite3_free(last);
    if (sqlite3_close(db) != SQLITE_OK) {
        complain("close");
    }
    free(model);
    sqlite3_vfs_unregister(&clock);
    printf("%d passed, %d failed\n", steps, failures);
    return failures ? 1 : 0;
}
