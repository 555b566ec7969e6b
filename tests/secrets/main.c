/*
** No secret is at rest, none in an error, none in the audit log.
**
** Makes the calls of calls.c on a database file, with secrets that it knows, and looks for each
** in what the last call said in its error, and in the end in the audit log, in the schema, in the
** file, its WAL and its journal, where also what was deleted is found. Then it plants each secret
** there, and must find it.
*/
#include "secrets.h"

#include "domain/mfa/mfa.h"
#include "usher.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SECRETS = 200 };

static sqlite3 *db;
static char path[300];
static int failures;

/* What is known by now. A name that is given again is that of another secret, too. */
static struct {
    char name[40];
    char text[1000];
} known[SECRETS];
static int known_count;

static void complain(const char *what, const char *where, const char *more) {
    printf("%s: %s: %s\n", what, where, more);
    failures++;
}

static void know(const char *name, const char *text) {
    if (known_count == SECRETS || strlen(text) < 16) {
        complain(name, "no secret to look for", text);
        return;
    }
    snprintf(known[known_count].name, sizeof(known->name), "%s", name);
    snprintf(known[known_count].text, sizeof(known->text), "%s", text);
    known_count++;
}

static const char *text_of(const char *name) {
    for (int i = known_count - 1; i >= 0; i--) {
        if (strcmp(known[i].name, name) == 0) {
            return known[i].text;
        }
    }
    return NULL;
}

/* --------------------------------------------------------------------- calls */

static char *shown_code(void) {
    unsigned char secret[USHER_TOTP_SECRET];
    char code[9];
    const char *text = text_of("totp");
    struct usher_totp totp = {USHER_TOTP_SHA256, USHER_TOTP_DIGITS, secret, sizeof(secret)};
    if (!text || read_base32(text, secret, sizeof(secret)) != sizeof(secret)) {
        return NULL;
    }
    usher_totp_code(&totp, usher_totp_step((sqlite3_int64)time(NULL) * 1000), code);
    return sqlite3_mprintf("%Q", code);
}

/* The SQL with its secrets in it. */
static char *fill_in(const char *sql) {
    sqlite3_str *out = sqlite3_str_new(NULL);
    while (*sql) {
        const char *end = *sql == '{' && sql[1] != '"' ? strchr(sql, '}') : NULL;
        char name[40];
        if (!end) {
            sqlite3_str_appendchar(out, 1, *sql++);
            continue;
        }
        snprintf(name, sizeof(name), "%.*s", (int)(end - sql - 1), sql + 1);
        char *code = strcmp(name, "code") == 0 ? shown_code() : NULL;
        if (code) {
            sqlite3_str_appendall(out, code);
        } else if (text_of(name)) {
            sqlite3_str_appendf(out, "%Q", text_of(name));
        } else {
            complain(name, "is not known yet", sql);
        }
        sqlite3_free(code);
        sql = end + 1;
    }
    return sqlite3_str_finish(out);
}

/* A list is as many secrets: "name 0", "name 1", ... */
static void know_answer(const char *name, const char *answer) {
    char member[50];
    char text[1000];
    if (answer[0] != '[') {
        know(name, answer);
        return;
    }
    int i = 0;
    for (const char *from = strchr(answer, '"'); from; from = strchr(from, '"')) {
        const char *to = strchr(from + 1, '"');
        snprintf(text, sizeof(text), "%.*s", (int)(to - from - 1), from + 1);
        snprintf(member, sizeof(member), "%.30s %d", name, i++);
        know(member, text);
        from = to + 1;
    }
}

static void look_in(const char *where, const void *data, size_t size) {
    const char *form;
    for (int i = 0; i < known_count; i++) {
        if (search(data, size, known[i].text, &form)) {
            complain(known[i].name, where, form);
        }
    }
}

static char *answer_of(const char *sql, int *rc) {
    sqlite3_stmt *statement = NULL;
    char *answer = NULL;
    *rc = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    while (*rc == SQLITE_OK || *rc == SQLITE_ROW) {
        *rc = sqlite3_step(statement);
        const char *text =
            *rc == SQLITE_ROW ? (const char *)sqlite3_column_text(statement, 0) : NULL;
        if (text && !answer) {
            answer = sqlite3_mprintf("%s", text);
        }
    }
    sqlite3_finalize(statement);
    return answer;
}

/* usher_error(), in which secrets are not, may be asked for by the SQL that was refused, too. */
static void look_in_error(const char *call) {
    int rc;
    look_in(call, sqlite3_errmsg(db), strlen(sqlite3_errmsg(db)));
    char *error = answer_of("SELECT usher_error()", &rc);
    if (error) {
        look_in(call, error, strlen(error));
    }
    sqlite3_free(error);
}

static void make(const struct call *call) {
    char prefix[60] = "";
    int rc;
    char *sql = fill_in(call->sql);
    char *answer = answer_of(sql, &rc);
    if (call->refuse) {
        snprintf(prefix, sizeof(prefix), "usher: %s: ", call->refuse);
    }
    if (call->refuse ? strncmp(sqlite3_errmsg(db), prefix, strlen(prefix)) != 0
                     : rc != SQLITE_DONE) {
        complain(call->sql, call->refuse ? call->refuse : "must succeed", sqlite3_errmsg(db));
    }
    if (call->gives) {
        know_answer(call->gives, answer ? answer : "");
    }
    look_in_error(call->sql);
    sqlite3_free(answer);
    sqlite3_free(sql);
}

/* A function that nobody thought of here. */
static void look_for_functions(void) {
    sqlite3_stmt *statement = NULL;
    sqlite3_prepare_v2(db, "SELECT call FROM usher", -1, &statement, NULL);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(statement, 0);
        int secret = 0;
        int called = 0;
        for (int i = 0; secret_functions[i]; i++) {
            secret |= sqlite3_strglob(secret_functions[i], name) == 0;
        }
        for (int i = 0; calls[i].sql; i++) {
            const char *at = strstr(calls[i].sql, name);
            char next = at ? at[strlen(name)] : ' '; /* name(… or 'name' */
            called |= (next == '(' || next == '\'') && !calls[i].refuse;
        }
        if (secret && !called) {
            complain(name, "no call in calls.c", "add some, and what is secret of them");
        }
    }
    sqlite3_finalize(statement);
}

/* -------------------------------------------------------------------- places */

/* All that a query gives, in one piece. */
static void look_in_query(const char *where, const char *sql) {
    sqlite3_str *all = sqlite3_str_new(NULL);
    sqlite3_stmt *statement = NULL;
    int rc = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    while (rc == SQLITE_OK || rc == SQLITE_ROW) {
        rc = sqlite3_step(statement);
        for (int i = 0; rc == SQLITE_ROW && i < sqlite3_column_count(statement); i++) {
            const void *text = sqlite3_column_blob(statement, i);
            sqlite3_str_append(all, text ? text : "", sqlite3_column_bytes(statement, i));
        }
    }
    if (rc != SQLITE_DONE || sqlite3_str_length(all) < 200) {
        complain(where, "cannot be looked into", sqlite3_errmsg(db));
    }
    sqlite3_finalize(statement);
    look_in(where, sqlite3_str_value(all), (size_t)sqlite3_str_length(all));
    sqlite3_free(sqlite3_str_finish(all));
}

static void *read_file(const char *ending, size_t *size) {
    char name[320];
    snprintf(name, sizeof(name), "%s%s", path, ending);
    FILE *file = fopen(name, "rb");
    char *data = NULL;
    *size = 0;
    if (file && fseek(file, 0, SEEK_END) == 0) {
        long length = ftell(file);
        rewind(file);
        data = malloc((size_t)length + 1);
        *size = data ? fread(data, 1, (size_t)length, file) : 0;
    }
    if (file) {
        fclose(file);
    }
    return data;
}

/* Of 4096 bytes at least, or it is not what was meant to be looked into. */
static void look_in_file(const char *ending) {
    size_t size;
    void *data = read_file(ending, &size);
    if (size < 4096) {
        complain(path, "no such file", ending);
    } else {
        look_in(ending[0] ? ending : "the file", data, size);
    }
    free(data);
}

/* The searching itself: what is planted, as it would leak, is found. */
static void plant(void) {
    size_t size;
    const char *form;
    sqlite3_stmt *statement = NULL;
    sqlite3_exec(db, "CREATE TABLE planted (text)", NULL, NULL, NULL);
    sqlite3_prepare_v2(db, "INSERT INTO planted VALUES (?1 || char(10) || hex(?1))", -1, &statement,
                       NULL);
    for (int i = 0; i < known_count; i++) {
        sqlite3_bind_text(statement, 1, known[i].text, -1, SQLITE_STATIC);
        sqlite3_step(statement);
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
    sqlite3_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
    void *data = read_file("", &size);
    for (int i = 0; i < known_count; i++) {
        if (!search(data, size, known[i].text, &form)) {
            complain(known[i].name, "was planted", "and not found");
        }
    }
    free(data);
}

/* ---------------------------------------------------------------------- runs */

static void remove_files(void) {
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    char name[320];
    for (int i = 0; i < 4; i++) {
        snprintf(name, sizeof(name), "%s%s", path, endings[i]);
        unlink(name);
    }
}

static void open_database(const char *mode) {
    char sql[60];
    int rc;
    remove_files();
    sqlite3_open(path, &db);
    sqlite3_usher_init(db, NULL, NULL);
    snprintf(sql, sizeof(sql), "PRAGMA journal_mode = %s", mode);
    sqlite3_free(answer_of(sql, &rc));
    sqlite3_free(answer_of("SELECT usher_init()", &rc));
    known_count = 0;
    for (int i = 0; secrets_given[i].name; i++) {
        know(secrets_given[i].name, secrets_given[i].text);
    }
}

static int run(const char *mode, const char *ending) {
    failures = 0;
    open_database(mode);
    for (int i = 0; calls[i].sql; i++) {
        make(&calls[i]);
    }
    look_for_functions();
    look_in_query("audit_log", "SELECT * FROM audit_log");
    look_in_query("usher_audit", "SELECT * FROM usher_audit");
    look_in_query("sqlite_master", "SELECT * FROM sqlite_master");
    look_in_file("");
    look_in_file(ending);
    sqlite3_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
    look_in_file("");
    plant();
    sqlite3_close(db);
    remove_files();
    printf("%sok - %d secrets, journal_mode %s\n", failures ? "not " : "", known_count, mode);
    return failures == 0;
}

int main(void) {
    const char *folder = getenv("TMPDIR");
    snprintf(path, sizeof(path), "%s/usher-secrets-%ld.db", folder ? folder : "/tmp",
             (long)getpid());
    int passed = run("wal", "-wal") + run("persist", "-journal");
    printf("%d passed, %d failed\n", passed, 2 - passed);
    return passed == 2 ? 0 : 1;
}
