/*
** One request to api(), whatever it is: it is answered, by a status that is not 500 and a body
** that is JSON; whoever acted acts again; nothing is left open; the store is whole.
*/
#include "fuzz.h"

#include "usher.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OWNER "0a000000-0000-7000-8000-000000000001"
#define TOKEN(name) name "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static const char *const setup[] = {
    "SELECT usher_init('{\"account_id\":\"0a000000-0000-7000-8000-0000000000aa\"}')",
    "SELECT usher_key('the master key of whoever tries everything')",
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
static unsigned char *template;
static sqlite3_int64 template_size;

static void give_up(const char *what) {
    fprintf(stderr, "fuzz: %s: %s\n", what, db ? sqlite3_errmsg(db) : "");
    abort();
}

static void must(const char *sql) {
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        give_up(sql);
    }
}

static void open_store(void) {
    char *error = NULL;
    if (sqlite3_open(":memory:", &db) != SQLITE_OK ||
        sqlite3_usher_init(db, &error, NULL) != SQLITE_OK) {
        give_up("open");
    }
}

static void prepare(void) {
    if (sqlite3_prepare_v3(db,
                           "SELECT status, headers, body, json_valid(ifnull(body, '0')), "
                           "json_valid(headers) FROM api(?1, ?2, ?3, ?4, ?5, ?6)",
                           -1, SQLITE_PREPARE_PERSISTENT, &request, NULL) != SQLITE_OK) {
        give_up("prepare");
    }
}

static void make_template(void) {
    open_store();
    for (int i = 0; setup[i]; i++) {
        must(setup[i]);
    }
    template = sqlite3_serialize(db, "main", &template_size, 0);
    sqlite3_close(db);
    if (!template) {
        give_up("template");
    }
}

static void must_be_whole(void) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(
            db,
            "SELECT (SELECT integrity_check FROM pragma_integrity_check) <> 'ok' "
            "OR (SELECT count(*) FROM pragma_foreign_key_check) OR actor() <> 'system'",
            -1, &statement, NULL) != SQLITE_OK ||
        sqlite3_step(statement) != SQLITE_ROW || sqlite3_column_int(statement, 0)) {
        give_up("the store is not whole");
    }
    sqlite3_finalize(statement);
}

/* The store as it was, on a new connection. */
static void start_anew(void) {
    if (db) {
        must_be_whole();
        sqlite3_finalize(request);
        if (sqlite3_close(db) != SQLITE_OK) {
            give_up("close");
        }
    }
    if (!template) {
        make_template();
    }
    open_store();
    unsigned char *copy = sqlite3_malloc64((sqlite3_uint64)template_size);
    if (!copy) {
        give_up("memory");
    }
    memcpy(copy, template, (size_t)template_size);
    if (sqlite3_deserialize(db, "main", copy, template_size, template_size,
                            SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE) !=
        SQLITE_OK) {
        give_up("deserialize");
    }
    must("SELECT usher_key('the master key of whoever tries everything')");
    prepare();
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
            fprintf(stderr, "fuzz: %d %s %s\n", status, sqlite3_column_text(request, 1),
                    sqlite3_column_text(request, 2));
            abort();
        }
        if (sqlite3_step(request) != SQLITE_DONE) {
            give_up("more than one row");
        }
    } else if (!is_servers_fault(rc)) {
        give_up("api()");
    }
}

/* A line of the input; the rest after it. */
static const char *take_line(const char **text, const char *end, int *length) {
    const char *line = *text;
    const char *stop = memchr(line, '\n', (size_t)(end - line));
    *length = (int)((stop ? stop : end) - line);
    *text = stop ? stop + 1 : end;
    return line;
}

static void bind_line(int index, const char **text, const char *end) {
    int length;
    const char *line = take_line(text, end, &length);
    sqlite3_bind_text(request, index, line, length, SQLITE_TRANSIENT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static int runs;
    const char *text = (const char *)data;
    const char *end = text + size;
    if (size < 2) {
        return 0;
    }
    if (runs++ % 256 == 0) {
        start_anew();
    }
    int within = runs % 8 != 0; /* a transaction that is taken back: the store stays as it is */
    if (within) {
        must("BEGIN");
    }
    sqlite3_bind_text(request, 1, profiles[data[0] % 5], -1, SQLITE_STATIC);
    sqlite3_bind_text(request, 5, credentials[data[1] % 8], -1, SQLITE_STATIC);
    text += 2;
    bind_line(2, &text, end);
    bind_line(3, &text, end);
    int length;
    const char *headers = take_line(&text, end, &length);
    if (length > 0) {
        sqlite3_bind_text(request, 6, headers, length, SQLITE_TRANSIENT);
    }
    if (text < end) {
        sqlite3_bind_text(request, 4, text, (int)(end - text), SQLITE_TRANSIENT);
    }
    check_answer(sqlite3_step(request));
    sqlite3_reset(request);
    sqlite3_clear_bindings(request);
    if (within) {
        must("ROLLBACK");
    } else if (!sqlite3_get_autocommit(db)) {
        give_up("a transaction is left open");
    }
    return 0;
}
