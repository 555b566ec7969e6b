/*
** A node of a cluster: a connection to its own file, by its own clock.
**
** A restless one is as unlike the other as nodes can be: its clock is more than a year ahead and
** jumps, it has a new connection for each transaction, reads in between, tries what is refused, and
** takes back what it had begun.
*/
#include "replay.h"

#include "domain/mfa/mfa.h"
#include "usher.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --------------------------------------------------------------------- clock */

static sqlite3_vfs *system_vfs, vfs;

/* Each time it is asked, another hour has passed. */
static int hasty_time(sqlite3_vfs *self, sqlite3_int64 *now) {
    static sqlite3_int64 hours;
    (void)self;
    int rc = system_vfs->xCurrentTimeInt64(system_vfs, now);
    *now += (9600 + hours++) * 3600000;
    return rc;
}

static void set_clock(void) {
    system_vfs = sqlite3_vfs_find(NULL);
    vfs = *system_vfs;
    vfs.zName = "hasty";
    vfs.xCurrentTimeInt64 = hasty_time;
    sqlite3_vfs_register(&vfs, 1);
}

/* ---------------------------------------------------------------------- totp */

static int take_secret(const char *url, unsigned char *secret) {
    const char *p = url ? strstr(url, "secret=") : NULL;
    unsigned bits = 0;
    int held = 0;
    int size = 0;
    for (p = p ? p + 7 : ""; *p && *p != '&' && size < 64; p++) {
        bits = bits << 5 | (unsigned)(*p >= 'A' ? *p - 'A' : *p - '2' + 26);
        held += 5;
        if (held >= 8) {
            held -= 8;
            secret[size++] = (unsigned char)(bits >> held);
        }
    }
    return size;
}

/* totp(url, time): what a telephone that has scanned the URL would show. */
static void totp_function(sqlite3_context *context, int argc, sqlite3_value **argv) {
    unsigned char secret[64];
    char code[9];
    (void)argc;
    int size = take_secret((const char *)sqlite3_value_text(argv[0]), secret);
    const char *time = (const char *)sqlite3_value_text(argv[1]);
    struct usher_totp totp = {USHER_TOTP_SHA256, USHER_TOTP_DIGITS, secret, (size_t)size};
    if (time && strlen(time) == USHER_TIME_TEXT) {
        usher_totp_code(&totp, usher_totp_step(usher_clock_of(time)), code);
        sqlite3_result_text(context, code, -1, SQLITE_TRANSIENT);
    }
}

/* ----------------------------------------------------------------- connection */

sqlite3 *open_usher(const char *file) {
    sqlite3 *db;
    char *error = NULL;
    if (sqlite3_open(file, &db) != SQLITE_OK || sqlite3_usher_init(db, &error, NULL) != SQLITE_OK) {
        printf("%s: %s\n0 passed, 1 failed\n", file, error ? error : sqlite3_errmsg(db));
        exit(1);
    }
    sqlite3_create_function(db, "totp", 2, SQLITE_UTF8, NULL, totp_function, NULL, NULL);
    return db;
}

const char *node_ask(sqlite3 *db, const char *sql) {
    static char answers[4][400];
    static int next;
    char *answer = answers[next++ % 4];
    sqlite3_stmt *statement;
    int rc = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    rc = rc == SQLITE_OK ? sqlite3_step(statement) : rc;
    const char *text = rc == SQLITE_ROW ? (const char *)sqlite3_column_text(statement, 0) : NULL;
    snprintf(answer, sizeof(answers[0]), "%s",
             rc == SQLITE_ROW    ? (text ? text : "NULL")
             : rc == SQLITE_DONE ? ""
                                 : sqlite3_errmsg(db));
    sqlite3_finalize(statement);
    return answer;
}

/* The master key is not in the statements: each node is given it. */
void node_open(struct node *node) {
    if (node->restless && !system_vfs) {
        set_clock();
    }
    node->db = open_usher(node->file);
    if (node->restless && node->replicated) {
        node_ask(node->db, "PRAGMA cache_size = 20");
        node_ask(node->db, "SELECT usher_key('a master key of thirty-two bytes')");
    }
}

void node_close(struct node *node) {
    expect(sqlite3_close(node->db) == SQLITE_OK, "close", sqlite3_errmsg(node->db));
}

const char *node_try(struct node *node, const char *sql) {
    return sqlite3_exec(node->db, sql, NULL, NULL, NULL) == SQLITE_OK ? ""
                                                                      : sqlite3_errmsg(node->db);
}

void node_wander(struct node *node) {
    static const char *const reads[] = {
        "SELECT count(*) FROM users WHERE status = 'active'",
        "SELECT group_concat(status) FROM invites",
        "SELECT authenticate(value) FROM kept WHERE name = 'session bob'",
        "SELECT count(*) FROM notifications",
        "SELECT act_as(NULL)",
        "SELECT group_concat(status) FROM api_keys",
        "SELECT count(*) FROM usher_doctor()",
        "SELECT status FROM api('vidbeo', 'GET', '/v2/users', NULL, 'nobody')",
    };
    for (size_t i = 0; i < sizeof(reads) / sizeof(*reads); i++) {
        node_try(node, reads[i]);
    }
    node_try(node, "INSERT INTO teams (name) VALUES ('of this node only')");
    node_try(node, "SELECT invite_create('this.node@example.org', 'user')");
    node_try(node, "BEGIN; SELECT usher_supply('2031-03-01T00:00:00Z', printf('%064d', 7));"
                   "SELECT invite_create('this.node@example.org', 'user')");
    node_try(node, "ROLLBACK");
}
