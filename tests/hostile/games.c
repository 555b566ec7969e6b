/*
** What takes more than SQL: statements that are kept while the actor or their rights
** change, other connections, transactions that end underneath a running statement.
*/
#include "hostile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define UMA PERSON_04
#define MIA PERSON_03
#define AS_UMA "SELECT act_as(" UMA ")"
#define AS_MIA "SELECT act_as(" MIA ")"
#define AS_SYSTEM "SELECT act_as(NULL)"

enum { MOST_ROWS = 1000 };

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) {
        give_up(db, sql);
    }
    return statement;
}

/* The rows that are left; -1 if an error ends them. */
static int rows_of(sqlite3_stmt *statement) {
    int count = 0;
    int rc;
    while ((rc = sqlite3_step(statement)) == SQLITE_ROW && count < MOST_ROWS) {
        count++;
    }
    sqlite3_reset(statement);
    return rc == SQLITE_DONE ? count : -1;
}

static int number(sqlite3 *db, const char *sql) {
    sqlite3_stmt *statement = prepare(db, sql);
    int value = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int(statement, 0) : -1;
    sqlite3_finalize(statement);
    return value;
}

#define COUNT "SELECT count(*) FROM users"
#define PHONES "SELECT id FROM users WHERE phone_number <> ''"

/* A statement means what whoever acts may see when it is run, not when it was prepared. */
static void keep_across_actors(sqlite3 *db) {
    sqlite3_stmt *all = prepare(db, "SELECT * FROM users");
    sqlite3_stmt *phones = prepare(db, PHONES);
    int everybody = rows_of(all);
    must(db, AS_UMA);
    check(everybody > 1 && rows_of(all) == 1, "a statement of the system's, kept for a user");
    must(db, AS_MIA);
    check(rows_of(all) == 11 && rows_of(phones) == 1,
          "a statement of a user's, kept for a manager");
    must(db, AS_SYSTEM);
    check(rows_of(all) == everybody && rows_of(phones) > 1, "a statement kept for the system");
    must(db, AS_UMA);
    check(rows_of(phones) == 1, "a statement kept for the user again");
    sqlite3_finalize(all);
    sqlite3_finalize(phones);
    must(db, AS_SYSTEM);
}

/* Rights end with what another connection commits. */
static void keep_across_connections(sqlite3 *db, sqlite3 *other) {
    static const struct {
        const char *change;
        const char *undo;
        int rows;
    } changes[] = {
        {"UPDATE users SET role = 'user' WHERE id = " MIA,
         "UPDATE users SET role = 'manager' WHERE id = " MIA, 1},
        {"UPDATE users SET enabled = 0 WHERE id = " MIA,
         "UPDATE users SET enabled = 1 WHERE id = " MIA, 0},
        {"DELETE FROM users WHERE id = " MIA,
         "SELECT user_restore(" MIA "); UPDATE users SET enabled = 1 WHERE id = " MIA, 0},
        {"DELETE FROM usher_role_permission WHERE role_id = '00000000-0000-7000-8000-000000000003' "
         "AND permission = 'users.read'",
         "INSERT INTO usher_role_permission VALUES ('00000000-0000-7000-8000-000000000003', "
         "'users.read')",
         1},
    };
    must(db, AS_MIA);
    sqlite3_stmt *all = prepare(db, "SELECT * FROM users");
    for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++) {
        check(rows_of(all) == 11, "a manager sees the account, before: %s", changes[i].change);
        must(other, changes[i].change);
        check(rows_of(all) == changes[i].rows, "a kept statement after: %s", changes[i].change);
        check(number(db, COUNT) == changes[i].rows, "a new statement after: %s", changes[i].change);
        check(changes[i].rows > 0 ||
                  sqlite3_exec(db, "UPDATE users SET about = 'x'; DELETE FROM users", 0, 0, 0) ==
                      SQLITE_OK,
              "nothing to change after: %s", changes[i].change);
        must(other, changes[i].undo);
    }
    sqlite3_finalize(all);
    must(db, AS_SYSTEM);
}

/* A running statement goes on with the file as it was; the next one sees what came after. */
static void run_across_connections(sqlite3 *db, sqlite3 *other) {
    must(db, AS_MIA);
    sqlite3_stmt *running = prepare(
        db, "SELECT a.id, b.id FROM (VALUES (1), (2)) CROSS JOIN users AS a CROSS JOIN users AS b");
    sqlite3_step(running);
    must(other, "UPDATE users SET role = 'user' WHERE id = " MIA);
    check(rows_of(running) == 241, "a running statement sees one state of the file");
    check(rows_of(running) == 2, "the same statement, run again, sees the next");
    sqlite3_finalize(running);
    must(other, "UPDATE users SET role = 'manager' WHERE id = " MIA);
    must(db, AS_SYSTEM);
}

/* What is taken back takes the rights with it that it gave. */
static void roll_back_rights(sqlite3 *db) {
    static const char give[] = "UPDATE usher_membership SET role_id = "
                               "'00000000-0000-7000-8000-000000000001' WHERE user_id = " UMA;
    must(db, AS_UMA);
    check(number(db, COUNT) == 1, "a user sees themself");
    must(db, "BEGIN");
    must(db, give);
    check(number(db, COUNT) > 1, "rights that are given in the transaction hold in it");
    must(db, "ROLLBACK");
    check(number(db, COUNT) == 1, "rights go with ROLLBACK");
    must(db, "BEGIN; SAVEPOINT a");
    must(db, give);
    check(number(db, COUNT) > 1, "rights that are given in a savepoint hold in it");
    must(db, "ROLLBACK TO a");
    check(number(db, COUNT) == 1, "rights go with ROLLBACK TO");
    must(db, give);
    must(db, "SAVEPOINT b; DELETE FROM probe; RELEASE b; ROLLBACK TO a; COMMIT");
    check(number(db, COUNT) == 1, "rights go with ROLLBACK TO, and do not come with COMMIT");
    must(db, AS_SYSTEM);
}

/* A statement does not outlive the transaction that its actor came with. */
static void end_underneath(sqlite3 *db, const char *end, const char *as, const char *sql,
                           int most) {
    must(db, "BEGIN");
    must(db, as);
    sqlite3_stmt *running = prepare(db, sql);
    check(sqlite3_step(running) == SQLITE_ROW, "%s: a row to begin with", end);
    int rc = sqlite3_exec(db, end, NULL, NULL, NULL);
    int rows = rows_of(running);
    check(rows <= most, "a user's statement goes on after %s (%d) and sees %d rows", end, rc, rows);
    sqlite3_finalize(running);
    if (!sqlite3_get_autocommit(db)) {
        must(db, "ROLLBACK");
    }
    check(number(db, "SELECT actor() = 'system'"), "after %s the system acts", end);
}

static void end_transactions_underneath(sqlite3 *db) {
    static const char join[] = "SELECT b.email FROM (VALUES (1), (2), (3)) CROSS JOIN users AS b";
    static const char subquery[] = "SELECT (SELECT group_concat(phone_number) FROM users WHERE "
                                   "rowid > column1) FROM (VALUES (1), (2), (3))";
    for (int twice = 0; twice < 2; twice++) { /* usher_scope is made the first time */
        end_underneath(db, "COMMIT", AS_UMA, join, 2);
        end_underneath(db, "ROLLBACK", AS_UMA, join, 2);
        end_underneath(db, "COMMIT", AS_UMA, subquery, -1);
        end_underneath(db, "ROLLBACK", AS_UMA, subquery, -1);
    }
}

/* What act_as() leaves to be done is done, and no sooner. */
static void leave_unfinished(sqlite3 *db) {
    sqlite3_stmt *enter = prepare(db, AS_UMA " UNION ALL SELECT 2");
    sqlite3_step(enter);
    check(number(db, COUNT) == 1, "another statement, while that of act_as() is unfinished");
    sqlite3_reset(enter);
    check(number(db, COUNT) == 1, "another statement, when it was reset");
    sqlite3_finalize(enter);
    sqlite3_stmt *both = prepare(db, "SELECT column1, act_as(NULL), (SELECT count(*) FROM users "
                                     "WHERE rowid > column1) FROM (VALUES (0), (1), (2))");
    sqlite3_step(both);
    check(sqlite3_column_int(both, 2) == 1, "a statement that calls act_as() sees one actor");
    check(number(db, COUNT) > 1, "the next one sees the other");
    check(sqlite3_step(both) == SQLITE_CONSTRAINT, "and then the first does not go on as that one");
    sqlite3_finalize(both);
    sqlite3_stmt *failing = prepare(db, AS_UMA ", abs(-9223372036854775808)");
    check(sqlite3_step(failing) == SQLITE_ERROR, "a statement of act_as() that fails");
    sqlite3_finalize(failing);
    check(number(db, COUNT) == 1, "who was to act is not forgotten because the rest failed");
    must(db, AS_SYSTEM);
}

static void open_a_blob(sqlite3 *db) {
    sqlite3_blob *blob = NULL;
    must(db, AS_UMA);
    for (int i = 0; tables[i]; i++) {
        check(sqlite3_blob_open(db, "main", tables[i], "id", 1, 0, &blob) != SQLITE_OK && !blob,
              "a blob of %s", tables[i]);
        sqlite3_blob_close(blob);
    }
    must(db, AS_SYSTEM);
}

static void hear_of_errors(sqlite3 *db) {
    sqlite3_exec(db, "INSERT INTO usher (call) VALUES ('of the system alone')", NULL, NULL, NULL);
    must(db, AS_UMA);
    check(number(db, "SELECT usher_error() IS NULL"), "an error of the system's, told to a user");
    sqlite3_exec(db, "SELECT can('of uma alone')", NULL, NULL, NULL);
    check(number(db, "SELECT usher_error() IS NOT NULL"), "an error, told to who made it");
    must(db, AS_MIA);
    check(number(db, "SELECT usher_error() IS NULL"), "a user's error, told to another");
    must(db, AS_SYSTEM);
}

/* A connection that is closed in the middle of it all leaves nothing behind. */
static void close_early(sqlite3 *db) {
    must(db, "BEGIN");
    must(db, AS_UMA);
    sqlite3_stmt *running = prepare(db, "SELECT * FROM users, (VALUES (1), (2))");
    sqlite3_step(running);
    check(sqlite3_close(db) == SQLITE_BUSY, "a connection that is still at work");
    check(rows_of(running) <= 1, "does not go on as somebody else");
    check(sqlite3_close_v2(db) == SQLITE_OK, "a zombie");
    sqlite3_finalize(running);
}

/* A copy of the store in a file. */
static sqlite3 *in_file(sqlite3 *master, const char *path) {
    sqlite3 *db;
    if (sqlite3_open(path, &db) != SQLITE_OK) {
        give_up(db, path);
    }
    sqlite3_backup *backup = sqlite3_backup_init(db, "main", master, "main");
    if (!backup || sqlite3_backup_step(backup, -1) != SQLITE_DONE ||
        sqlite3_backup_finish(backup) != SQLITE_OK) {
        give_up(db, "backup");
    }
    must(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF");
    sqlite3_close(db);
    return world_open(path);
}

static void play_in_file(sqlite3 *master) {
    static const char *const endings[] = {"", "-wal", "-shm"};
    const char *folder = getenv("TMPDIR");
    char *path = sqlite3_mprintf("%s/hostile-%d.db", folder ? folder : "/tmp", (int)getpid());
    sqlite3 *db = in_file(master, path);
    sqlite3 *other = world_open(path);
    keep_across_connections(db, other);
    run_across_connections(db, other);
    end_transactions_underneath(db);
    sqlite3_close(other);
    close_early(db);
    for (int i = 0; i < 3; i++) {
        char *file = sqlite3_mprintf("%s%s", path, endings[i]);
        remove(file);
        sqlite3_free(file);
    }
    sqlite3_free(path);
}

/* Nobody shares a channel: an ordinary user sees one user, themself. */
static sqlite3 *open_apart(sqlite3 *master) {
    sqlite3 *db = copy_open(master);
    must(db, "DELETE FROM usher_channel_member");
    return db;
}

void play_games(sqlite3 *master) {
    sqlite3 *apart = open_apart(master);
    sqlite3 *db = copy_open(apart);
    must(db, "CREATE TEMP TABLE probe (x)");
    keep_across_actors(db);
    roll_back_rights(db);
    end_transactions_underneath(db);
    leave_unfinished(db);
    open_a_blob(db);
    hear_of_errors(db);
    sqlite3_close(db);
    play_in_file(apart);
    sqlite3_close(apart);
}
