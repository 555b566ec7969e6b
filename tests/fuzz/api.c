/*
** One request to api(): which profile and whose credential, a letter each; then lines of text:
** method, path, headers; the rest is the body. Whatever it is: it is answered, by a status that is not 500 and a body
** that is JSON; whoever acted acts again; nothing is left open; the store is whole.
*/
#include "fuzz.h"

#include <string.h>

#define OWNER "0a000000-0000-7000-8000-000000000001"
#define TOKEN(name) name "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static const char *const setup[] = {
    "SELECT usher_init('{\"account_id\":\"0a000000-0000-7000-8000-0000000000aa\"}')",
    "SELECT usher_key('" FUZZ_KEY "')",
    "INSERT INTO settings (scope, key, value) VALUES ('account', 'users.direct_creation', 'true'), "
    "('account', 'users.email_change', 'true'), ('account', 'passwords.memory', '19456')",
    "SELECT invite_accept(invite_create('ann@a.org', 'owner'), '{\"id\":\"" OWNER
    "\",\"name\":\"Ann\"}')",
    "INSERT INTO users (id, email, name, role) SELECT printf('0a000000-0000-7000-8000-%012d', "
    "column1 + 1), "
    "column2 || '@a.org', column2, column3 FROM (VALUES (1, 'adam', 'admin'), (2, 'mia', "
    "'manager'), "
    "(3, 'carl', 'creator'), (4, 'uma', 'user'), (5, 'del', 'user'))",
    "SELECT invite_accept(invite_create(email, role)) FROM users WHERE status = 'created'",
    "UPDATE users SET enabled = 0 WHERE name = 'del'",
    "SELECT session_create(id, json_object('form', 'opaque', 'token', printf('%03d', rowid) || "
    "'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')) FROM users WHERE enabled",
    "SELECT api_key_create('fuzz', json_object('user_id', '" OWNER
    "', 'key', 'usk_suppliedKey1ASecretThatItsOwnerMadeUp00x7Qz3OeCPb'))",
    "INSERT INTO teams (id, name) VALUES ('0a000000-0000-7000-8000-0000000000e1', 'red')",
    "INSERT INTO team_memberships (team_id, user_id) SELECT "
    "'0a000000-0000-7000-8000-0000000000e1', id "
    "FROM users WHERE rowid < 5",
    "INSERT INTO channels (id, name) VALUES ('0a000000-0000-7000-8000-0000000000c1', 'films')",
    "INSERT INTO channel_members (channel_id, user_id, mode) SELECT "
    "'0a000000-0000-7000-8000-0000000000c1', id, iif(rowid % 2, 'edit', 'view') FROM users WHERE "
    "enabled",
    "INSERT INTO files (id, user_id, channel_id, checksum, size, format) SELECT "
    "printf('0a000000-0000-7000-8000-%012d', 700 + rowid), id, "
    "'0a000000-0000-7000-8000-0000000000c1', "
    "printf('%032d', rowid), 1000, 'mp4' FROM users WHERE enabled",
    "INSERT INTO notifications (id, audience, message, disposal) VALUES "
    "('0a000000-0000-7000-8000-0000000000d1', 'account', 'hello', 'on_read'), "
    "('0a000000-0000-7000-8000-0000000000d2', 'account', 'hello', 'on_ack')",
    "SELECT invite_create('new@a.org', 'user', json_object('id', "
    "'0a000000-0000-7000-8000-0000000000f1', 'token', '" TOKEN("inv") "'))",
    "SELECT invite_create('uma@a.org', 'user', json_object('id', "
    "'0a000000-0000-7000-8000-0000000000f2', 'token', '" TOKEN(
        "sha") "', 'channel_id', "
               "'0a000000-0000-7000-8000-0000000000c1', 'share_mode', 'edit'))",
    NULL};

static const char *const profiles[] = {"filespin", "mediapocket", "pulse", "studio", "vidbeo"};
static const char *const credentials[] = {NULL,
                                          TOKEN("001"),
                                          TOKEN("002"),
                                          TOKEN("003"),
                                          TOKEN("004"),
                                          TOKEN("005"),
                                          "usk_suppliedKey1ASecretThatItsOwnerMadeUp00x7Qz3OeCPb",
                                          TOKEN("xyz")};

static sqlite3 *db;
static sqlite3_stmt *request;
static struct fuzz_store store;

static void close_api(void) {
    if (db) {
        fuzz_must_be_whole(db);
        sqlite3_finalize(request);
        request = NULL;
    }
    fuzz_close_store(&db);
}

/* The store as it was, on a new connection. */
static void start_anew(void) {
    if (!store.bytes) {
        fuzz_store_make(&store, setup);
    }
    db = fuzz_open(&store);
    fuzz_must(db, "SELECT usher_key('" FUZZ_KEY "')");
    request = fuzz_prepare(db, "SELECT status, headers, body, json_valid(ifnull(body, '0')), "
                               "json_valid(headers) FROM api(?1, ?2, ?3, ?4, ?5, ?6)");
}

/* What a server may be told in SQL: that it has called api() wrongly. */
static int is_servers_fault(int rc) {
    return rc == SQLITE_CONSTRAINT;
}

static void check_answer(int rc) {
    if (rc == SQLITE_ROW) {
        int status = sqlite3_column_int(request, 0);
        if (status < 200 || status > 599 || status == 500 || !sqlite3_column_int(request, 3) ||
            !sqlite3_column_int(request, 4)) {
            fuzz_found("%d %s %s", status, (const char *)sqlite3_column_text(request, 1),
                       (const char *)sqlite3_column_text(request, 2));
        }
        if (sqlite3_step(request) != SQLITE_DONE) {
            fuzz_found("more than one row");
        }
    } else if (!is_servers_fault(rc)) {
        fuzz_found("api(): %s", sqlite3_errmsg(db));
    }
}

static void bind_line(int index, const char **text, const char *end) {
    int length;
    const char *line = fuzz_line(text, end, &length);
    sqlite3_bind_text(request, index, line, length, SQLITE_TRANSIENT);
}

static void bind_request(const uint8_t *data, size_t size) {
    const char *text = (const char *)data + 2;
    const char *end = (const char *)data + size;
    int length;
    sqlite3_bind_text(request, 1, profiles[data[0] % 5], -1, SQLITE_STATIC);
    sqlite3_bind_text(request, 5, credentials[data[1] % 8], -1, SQLITE_STATIC);
    bind_line(2, &text, end);
    bind_line(3, &text, end);
    const char *headers = fuzz_line(&text, end, &length);
    if (length > 0) {
        sqlite3_bind_text(request, 6, headers, length, SQLITE_TRANSIENT);
    }
    if (text < end) {
        sqlite3_bind_text(request, 4, text, (int)(end - text), SQLITE_TRANSIENT);
    }
}

static void run_api(const uint8_t *data, size_t size) {
    static int runs;
    if (!db) {
        start_anew();
    }
    if (size < 2) {
        return;
    }
    int within = runs++ % 8 != 0; /* a transaction that is taken back: the store stays as it is */
    if (within) {
        fuzz_must(db, "BEGIN");
    }
    bind_request(data, size);
    check_answer(sqlite3_step(request));
    sqlite3_reset(request);
    sqlite3_clear_bindings(request);
    if (within) {
        fuzz_must(db, "ROLLBACK");
    } else if (!sqlite3_get_autocommit(db)) {
        fuzz_found("a transaction is left open");
    }
}

const struct fuzz_target fuzz_api = {"api", run_api, close_api, 256, 20000, NULL};
