/*
** What the processes do that are killed: `crash --writer FILE SLOT GENERATION`, which changes things
** and acknowledges each change by a line, and `crash --reader FILE`, which looks.
*/
#include "kill.h"

#include "usher.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A word of 8 digits that no other change has, of which its ids are made. */
static unsigned tag;
static unsigned joined; /* the tag of somebody who may be deleted; 0: nobody */
static char token[44];

static const char *id_of(unsigned which, int n) {
    static char ids[4][37];
    snprintf(ids[n], sizeof(ids[n]), KILL_ID, which, n);
    return ids[n];
}

static char *write_job(char kind) {
    switch (kind) {
    case 'i':
        snprintf(token, sizeof(token), "%08xAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", tag);
        return sqlite3_mprintf("SELECT invite_create('i%08x@a.org', 'creator', "
                               "json_object('account_id', %s, 'token', %Q))",
                               tag, KILL_ACCOUNT, token);
    case 'a':
        return sqlite3_mprintf("SELECT invite_accept(%Q, json_object('id', %Q))", token,
                               id_of(tag, 0));
    case 'd':
        return sqlite3_mprintf("DELETE FROM users WHERE id = %Q", id_of(joined, 0));
    case 'u':
        return sqlite3_mprintf("INSERT INTO users (id, email, account_id) VALUES "
                               "(%Q, 'u%08x.0@a.org', %s), (%Q, 'u%08x.1@a.org', %s), "
                               "(%Q, 'u%08x.2@a.org', %s)",
                               id_of(tag, 0), tag, KILL_ACCOUNT, id_of(tag, 1), tag, KILL_ACCOUNT,
                               id_of(tag, 2), tag, KILL_ACCOUNT);
    case 'f':
        return sqlite3_mprintf(
            "BEGIN IMMEDIATE; INSERT INTO files (id, user_id, checksum, size, format) VALUES "
            "(%Q, %s, printf('%%032x', %u), 5, 'mp4'); INSERT INTO app (tag) VALUES (%u); "
            "INSERT INTO files (id, user_id, checksum, size, format) VALUES "
            "(%Q, %s, printf('%%032x', %u), 6, 'mp4'), (%Q, %s, printf('%%032x', 7), 7, 'mp4'); "
            "COMMIT",
            id_of(tag, 0), KILL_OWNER, tag, tag, id_of(tag, 1), KILL_OWNER, tag / 3, id_of(tag, 2),
            KILL_OWNER);
    case 'n':
        return sqlite3_mprintf("INSERT INTO notifications (id, audience, audience_id, message) "
                               "VALUES (%Q, 'user', %s, 'x'), (%Q, 'user', %s, 'y')",
                               id_of(tag, 0), KILL_OWNER, id_of(tag, 1), KILL_OWNER);
    default:
        return sqlite3_mprintf("INSERT OR REPLACE INTO settings (scope, scope_id, key, value) "
                               "VALUES ('account', %s, 'app.w%u', %u)",
                               KILL_ACCOUNT, tag >> 28, tag);
    }
}

static void say(const char *format, ...) {
    char line[400];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof(line) - 1, format, arguments);
    va_end(arguments);
    length = length < 398 ? length : 398;
    line[length] = '\n';
    if (write(1, line, (size_t)length + 1) < 0) { /* as one: it is shorter than PIPE_BUF */
        _exit(3);
    }
}

/*
** It may be told that the database is busy without having waited, where waiting would be in vain
** (what it has read is no longer the newest). Then it begins anew, but not for ever.
*/
static int carry_out(sqlite3 *db, const char *sql) {
    for (int tries = 0; tries < 1000; tries++) {
        int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
        if (rc == SQLITE_OK) {
            return 1;
        }
        int busy = (sqlite3_errcode(db) & 0xFF) == SQLITE_BUSY;
        if (!busy) {
            say("! %s: %.100s", sqlite3_errmsg(db), sql);
        }
        if (!sqlite3_get_autocommit(db)) {
            sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
        }
        if (!busy) {
            return 0;
        }
        say("b");
        sqlite3_sleep(1);
    }
    say("! no lock was to be had: %.100s", sql);
    return 0;
}

static void work(sqlite3 *db, char kind) {
    char *sql = write_job(kind);
    if (carry_out(db, sql)) {
        say("%c %08x", kind, kind == 'd' ? joined : tag);
        joined = kind == 'a' ? tag : kind == 'd' ? 0 : joined;
    }
    sqlite3_free(sql);
}

static sqlite3 *open_file(const char *file) {
    sqlite3 *db = NULL;
    if (sqlite3_open(file, &db) != SQLITE_OK || sqlite3_usher_init(db, NULL, NULL) != SQLITE_OK) {
        say("! it cannot be opened: %s", sqlite3_errmsg(db));
        _exit(3);
    }
    sqlite3_busy_timeout(db, KILL_TIMEOUT);
    sqlite3_exec(db, "PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 50", NULL, NULL, NULL);
    return db;
}

static void write_on(const char *file, unsigned slot, unsigned generation) {
    struct dice dice = {slot * 1000 + generation};
    sqlite3 *db = open_file(file);
    if (slot > 1) { /* what the system was given outlives the process: only the first one syncs */
        sqlite3_exec(db, "PRAGMA synchronous = OFF", NULL, NULL, NULL);
    }
    for (unsigned round = 1; round < 1 << 16; round++) {
        static const char kinds[] = "iufns";
        tag = slot << 28 | generation << 16 | round;
        if (joined && dice_chance(&dice, 15)) {
            work(db, 'd');
        }
        char kind = kinds[dice_below(&dice, 5)];
        work(db, kind);
        if (kind == 'i' && dice_chance(&dice, 80)) {
            work(db, 'a');
        }
        sqlite3_sleep((int)dice_below(&dice, 5)); /* or the others would starve */
        if (dice_chance(&dice, 2)) {
            sqlite3_exec(db, "PRAGMA wal_checkpoint(PASSIVE)", NULL, NULL, NULL);
        }
    }
}

static void read_on(const char *file) {
    sqlite3 *db = open_file(file);
    for (;;) {
        if (carry_out(db, "BEGIN; SELECT count(*) FROM users")) {
            const char *trouble = kill_check(db);
            if (trouble) {
                say("! the reader saw: %s", trouble);
            }
            sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
            say("r");
        }
        sqlite3_sleep(10);
    }
}

int writer_main(int argc, char **argv) {
    if (argc == 5 && strcmp(argv[1], "--writer") == 0) {
        write_on(argv[2], (unsigned)strtoul(argv[3], NULL, 10),
                 (unsigned)strtoul(argv[4], NULL, 10));
    } else if (argc == 3) {
        read_on(argv[2]);
    }
    return 3;
}
