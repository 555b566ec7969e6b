/*
** Two stores that are replicated by statements come to the same file, byte for byte, whenever and
** wherever the statements are run; two that are not do not.
**
**     build/tests/replay
*/
#include "replay.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

const char *story_text;
static int passed, failed;

void expect(int good, const char *what, const char *found) {
    passed += good;
    failed += !good;
    if (!good) {
        printf("FAIL %s: %s\n", what, found);
        fflush(stdout);
    }
}

static char *read_file(const char *name, size_t *size) {
    FILE *file = fopen(name, "rb");
    char *text = NULL;
    *size = 0;
    if (file && fseek(file, 0, SEEK_END) == 0) {
        *size = (size_t)ftell(file);
        text = calloc(1, *size + 1);
        rewind(file);
    }
    if (!text || fread(text, 1, *size, file) != *size) {
        printf("%s cannot be read\n0 passed, 1 failed\n", name);
        exit(1);
    }
    fclose(file);
    return text;
}

static unsigned number_at(const char *text, size_t place) {
    unsigned number = 0;
    for (size_t i = place; i < place + 4; i++) {
        number = number << 8 | (unsigned char)text[i];
    }
    return number;
}

/*
** Pages that are not in use hold what they held when the cache was last short of room, which is not
** the statements' doing. (File format, 1.5: a list of trunks, each with a list of pages.)
*/
static void blank_unused(char *text, size_t size) {
    size_t page = number_at(text, 14) & 0xFFFF;
    for (unsigned trunk = number_at(text, 32); trunk; trunk = number_at(text, (trunk - 1) * page)) {
        size_t place = (trunk - 1) * page;
        unsigned count = number_at(text, place + 4);
        for (unsigned i = 0; i < count; i++) {
            size_t leaf = (number_at(text, place + 8 + 4 * (size_t)i) - 1) * page;
            expect(leaf + page <= size, "a page that is not in use", "there is none");
            memset(text + leaf, 0, page);
        }
        memset(text + place + 8 + 4 * (size_t)count, 0, page - 8 - 4 * (size_t)count);
    }
}

/* By a process of its own: hash seeds and what libraries keep are others. */
static void make_store(const char *file, int replicated, int restless) {
    int status = 0;
    unlink(file);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        struct node node = {.file = file, .replicated = replicated, .restless = restless};
        passed = failed = 0;
        int count = story_run(&node);
        expect(count > 100, "statements", "there are hardly any");
        fflush(stdout);
        _exit(failed ? 1 : 0);
    }
    waitpid(child, &status, 0);
    expect(status == 0, file, "the story was not told to its end");
}

/* Where they differ, by a table's name: it says more than a place in the file. */
static void compare_tables(const char *one, const char *other, int same) {
    sqlite3 *db;
    sqlite3_stmt *row;
    int differ = 0;
    char sql[400];
    sqlite3_open(one, &db);
    snprintf(sql, sizeof(sql), "ATTACH '%s' AS other", other);
    node_ask(db, sql);
    sqlite3_prepare_v2(db,
                       "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE "
                       "'CREATE VIRTUAL%' ORDER BY name",
                       -1, &row, NULL);
    while (sqlite3_step(row) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(row, 0);
        snprintf(sql, sizeof(sql),
                 "SELECT count(*) FROM (SELECT * FROM main.%s EXCEPT SELECT * FROM other.%s "
                 "UNION ALL SELECT * FROM (SELECT * FROM other.%s EXCEPT SELECT * FROM main.%s))",
                 name, name, name, name);
        const char *count = node_ask(db, sql);
        differ += strcmp(count, "0") != 0;
        if (same) {
            expect(strcmp(count, "0") == 0, name, count);
        }
    }
    expect(same || differ > 10, "tables that differ without replication", "hardly any do");
    sqlite3_finalize(row);
    sqlite3_close(db);
}

static void compare_files(const char *one, const char *other, int same) {
    size_t size;
    size_t other_size;
    char *text = read_file(one, &size);
    char *other_text = read_file(other, &other_size);
    blank_unused(text, size);
    blank_unused(other_text, other_size);
    int is = size == other_size && memcmp(text, other_text, size) == 0;
    expect(is == same, one, is ? "the files are the same" : "the files differ");
    free(text);
    free(other_text);
    compare_tables(one, other, same);
}

/* Each table of usher's has something in it, and each function is called: the story is a whole one. */
static void check_reach(const char *file) {
    /* Who signs in by a password, or refreshes: not where statements are replicated. */
    static const char *const tables[] = {
        "usher_attempt", "usher_session_past", "usher_tracked_doubt", "usher_audit_base",
        "usher_ticket",  "usher_totp",         "usher_recovery_code", "usher_tracked"};
    static const char *const calls =
        " login login_mfa session_refresh password_set password_reset password_reset_request "
        "usher_lockdown usher_version usher_error usher_debug can user_json usher_addons "
        "audit_prune ";
    sqlite3 *db = open_usher(file);
    sqlite3_stmt *row;
    char sql[200];
    sqlite3_prepare_v2(
        db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'usher_*'", -1, &row,
        NULL);
    while (sqlite3_step(row) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(row, 0);
        int exempt = 0;
        for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
            exempt |= strcmp(tables[i], name) == 0;
        }
        snprintf(sql, sizeof(sql), "SELECT count(*) > 0 FROM %s", name);
        const char *any = node_ask(db, sql);
        expect(exempt || strcmp(any, "1") == 0, name, "the story leaves nothing in it");
    }
    sqlite3_finalize(row);
    sqlite3_prepare_v2(db, "SELECT call FROM usher", -1, &row, NULL);
    while (sqlite3_step(row) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(row, 0);
        snprintf(sql, sizeof(sql), " %s ", name);
        expect(strstr(calls, sql) || strstr(story_text, name), name, "the story does not call it");
    }
    sqlite3_finalize(row);
    const char *status = node_ask(db, "SELECT group_concat(substr(value, 1, 3), ' ') FROM kept "
                                      "WHERE name GLOB 'api*' ORDER BY name");
    expect(strcmp(status, "200 200 200 200 401") == 0, "the APIs answer", status);
    const char *found = node_ask(
        db,
        "SELECT group_concat(code || ' ' || message) FROM usher_doctor() WHERE severity = 'error'");
    expect(strcmp(found, "NULL") == 0, "the doctor's findings", found);
    sqlite3_close(db);
}

int main(void) {
    size_t size;
    char *text = read_file("tests/replay/story.sql", &size);
    char folder[] = "/tmp/usher_replay_XXXXXX";
    story_text = text;
    if (!mkdtemp(folder) || chdir(folder) != 0) {
        printf("no folder\n0 passed, 1 failed\n");
        return 1;
    }
    make_store("one.db", 1, 0);
    make_store("other.db", 1, 1);
    compare_files("one.db", "other.db", 1);
    check_reach("one.db");
    check_refusals("one.db");
    compare_files("one.db", "other.db", 1); /* what was refused has left nothing */
    check_others("one.db");
    make_store("free.db", 0, 0);
    make_store("free_too.db", 0, 0);
    compare_files("free.db", "free_too.db", 0);
    static const char *const files[] = {"one.db", "other.db", "free.db", "free_too.db"};
    for (int i = 0; i < 4; i++) {
        unlink(files[i]);
    }
    rmdir(folder);
    free(text);
    printf("%d passed, %d failed\n", passed, failed);
    return failed > 0;
}
