/*
** A run: a database, and a random mix of statements, transactions and checkpoints on it, until it
** is closed. What it is like after each acknowledged change is noted.
*/
#include "crash.h"

#include "store/internal.h"
#include "usher.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST "'00000000-0000-7000-8000-00000000a001'"
#define SECOND "'00000000-0000-7000-8000-00000000a002'"
#define MASTER_KEY "'the master key of those who crash'"

static const char store_sql[] =
    "SELECT usher_init(json_object('account_id', " FIRST "));"
    "SELECT usher_key(" MASTER_KEY ");"
    "INSERT INTO accounts (id, name) VALUES (" SECOND ", 'second');"
    "INSERT INTO settings (scope, scope_id, key, value) "
    "SELECT 'account', id, 'users.direct_creation', 1 FROM accounts;"
    "WITH cast (email, role, account) AS (VALUES ('olga@a.org', 'owner', " FIRST "), "
    "('ben@a.org', 'admin', " FIRST "), ('cat@a.org', 'creator', " FIRST "), "
    "('dan@a.org', 'creator', " FIRST "), ('eva@b.org', 'owner', " SECOND ")) "
    "SELECT invite_accept(invite_create(email, role, json_object('account_id', account))) "
    "FROM cast;"
    "INSERT INTO teams (account_id, name) VALUES (" FIRST ", 'red'), (" FIRST ", 'blue');"
    "INSERT INTO channels (account_id, name) VALUES (" FIRST ", 'one'), (" FIRST ", 'two');"
    "CREATE TABLE app (number INTEGER PRIMARY KEY, user_id TEXT REFERENCES usher_user (id), "
    "value TEXT)";

/* ------------------------------------------------------------- the beginning */

#define TIME "'2022-01-01T00:00:00.000Z'"
#define OWNER_ROLE "'00000000-0000-7000-8000-000000000001'"

/* Many who own it together. */
static const char old_sql[] =
    "CREATE UNIQUE INDEX usher_invite_open ON usher_invite (email, account_id) WHERE "
    "accepted_at IS NULL AND declined_at IS NULL AND revoked_at IS NULL;"
    "INSERT INTO usher_account (id, name, created_at, updated_at) "
    "VALUES (" FIRST ", 'Acme', " TIME ", " TIME ");"
    "INSERT INTO usher_role (id, name, created_at, updated_at) "
    "VALUES (" OWNER_ROLE ", 'owner', " TIME ", " TIME ");"
    "WITH n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 31) "
    "INSERT INTO usher_user (id, account_id, email, about, activated_at, created_at, updated_at) "
    "SELECT printf('00000000-0000-7000-8000-%012d', i), " FIRST ", 'old' || i || '@a.org', "
    "hex(zeroblob(150)), " TIME ", " TIME ", " TIME " FROM n;"
    "INSERT INTO usher_membership (id, user_id, account_id, role_id, created_at, updated_at) "
    "SELECT id, id, account_id, " OWNER_ROLE ", " TIME ", " TIME " FROM usher_user;"
    "INSERT INTO usher_audit (created_at, real_actor, actor, action, object_type, object_id) "
    "SELECT " TIME ", 'system', 'system', 'user.create', 'user', id FROM usher_user";

enum { OLD_VERSION = 7 };

/* A store as the library of an earlier version left it. */
static void make_old(sqlite3 *db) {
    struct usher usher = {.db = db};
    unsigned char fingerprint[USHER_HASH_BYTES];
    sqlite3_stmt *statement;
    for (int i = 0; i < usher_migration_count; i++) {
        if (usher_migrations[i].version <= OLD_VERSION) {
            must(db, usher_migrations[i].text);
        }
    }
    must(db, old_sql);
    if (usher_store_fingerprint(&usher, fingerprint) != SQLITE_OK) {
        fail("no fingerprint of a store of version %d", OLD_VERSION);
    }
    sqlite3_prepare_v2(db, "INSERT INTO usher_store VALUES (1, ?1, ?2, " TIME ", NULL)", -1,
                       &statement, NULL);
    sqlite3_bind_int(statement, 1, OLD_VERSION);
    sqlite3_bind_blob(statement, 2, fingerprint, USHER_HASH_BYTES, SQLITE_STATIC);
    sqlite3_step(statement);
    sqlite3_finalize(statement);
}

static void must_format(sqlite3 *db, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *sql = sqlite3_vmprintf(format, arguments);
    va_end(arguments);
    must(db, sql);
    sqlite3_free(sql);
}

/* The disk before anything may go wrong. */
static struct disk *make_disk(const struct setting *setting) {
    struct disk *disk = disk_new();
    disk->sector = setting->sector;
    disk_current = disk;
    if (setting->origin != EMPTY) {
        sqlite3 *db = examine_open();
        must_format(db, "PRAGMA page_size = %d; PRAGMA synchronous = OFF", setting->page_size);
        must(db, "PRAGMA journal_mode = MEMORY; PRAGMA temp_store = MEMORY");
        if (setting->origin == OLD) {
            make_old(db);
        } else {
            must(db, store_sql);
        }
        sqlite3_close(db);
    }
    struct disk *settled = disk_copy(disk);
    disk_free(disk);
    settled->sector = setting->sector;
    settled->powersafe = setting->powersafe;
    settled->lazy = setting->lazy;
    settled->lies = setting->lies;
    return settled;
}

/* ------------------------------------------------------------------ the units */

static void mark(struct run *run, sqlite3 *db) {
    char trouble[300];
    if ((run->marks & (run->marks - 1)) == 0) {
        size_t room = run->marks ? 2 * (size_t)run->marks : 1;
        run->mark = must_have(realloc(run->mark, room * sizeof(*run->mark)));
    }
    struct mark *mark = &run->mark[run->marks++];
    mark->op = run->disk->ops;
    mark->state = examine_state(db, trouble);
    mark->works = examine_works(db);
    if (!mark->state) {
        fail("%s: %s", run->setting->name, trouble);
    }
}

static int attempt(sqlite3 *db, struct dice *dice) {
    int kind;
    char *sql = step_write(db, dice, &kind);
    int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
    step_count(kind, rc);
    if (rc != SQLITE_OK && rc != SQLITE_CONSTRAINT &&
        strncmp(sqlite3_errmsg(db), "usher: ", 7) != 0) {
        fail("%s: %s", sqlite3_errmsg(db), sql);
    }
    sqlite3_free(sql);
    return rc;
}

/* A refusal takes back what its statement did. Whoever is straight then takes back everything. */
static void transact(struct run *run, sqlite3 *db, struct dice *dice) {
    unsigned count = 2 + dice_below(dice, 5);
    int straight = run->setting->straight;
    int back = dice_chance(dice, 12);
    must(db, dice_chance(dice, 50) ? "BEGIN" : "BEGIN IMMEDIATE");
    for (unsigned i = 0; i < count; i++) {
        int point = dice_chance(dice, 15) && !straight;
        must(db, point ? "SAVEPOINT here" : "SELECT 1");
        if (attempt(db, dice) != SQLITE_OK && straight) {
            back = 1;
            break;
        }
        must(db, point && dice_chance(dice, 50) ? "ROLLBACK TO here" : "SELECT 1");
    }
    must(db, back ? "ROLLBACK" : "COMMIT");
}

/* The same, but somebody forgot to begin a transaction. */
static void transact_badly(sqlite3 *db, struct dice *dice) {
    for (unsigned count = 2 + dice_below(dice, 5); count > 0; count--) {
        attempt(db, dice);
    }
}

static void keep_house(sqlite3 *db, struct dice *dice) {
    static const char *const checkpoints[] = {"PASSIVE", "FULL", "RESTART", "TRUNCATE"};
    if (dice_chance(dice, 10)) {
        must(db, "VACUUM");
    } else {
        must_format(db, "PRAGMA wal_checkpoint(%s)", checkpoints[dice_below(dice, 4)]);
    }
}

static void unit(struct run *run, sqlite3 *db, struct dice *dice) {
    unsigned place = dice_below(dice, 100);
    if (place < 55) {
        attempt(db, dice);
    } else if (place < 93 && run->setting->split) {
        transact_badly(db, dice);
    } else if (place < 93) {
        transact(run, db, dice);
    } else {
        keep_house(db, dice);
    }
}

/* The store is made, or brought up to date; then somebody moves in. */
static void first_units(struct run *run, sqlite3 *db) {
    must(db, "SELECT usher_init()");
    mark(run, db);
    must(db, "SELECT usher_key(" MASTER_KEY ")");
    mark(run, db);
    must(db, "INSERT INTO usher (call, args) SELECT 'invite_create', json_array('olga@a.org', "
             "'owner', json_object('account_id', id)) FROM usher_account");
    mark(run, db);
}

struct run *run_make(const struct setting *setting, uint64_t seed, int units) {
    struct run *run = must_have(calloc(1, sizeof(*run)));
    struct dice dice = {seed};
    int highest = 0;
    disk_seed(seed);
    step_begin();
    run->setting = setting;
    disk_current = run->disk = make_disk(setting);
    sqlite3 *db = examine_open();
    must_format(db, "PRAGMA page_size = %d; PRAGMA synchronous = %s; PRAGMA cache_size = %d",
                setting->page_size, setting->synchronous, setting->cache);
    must_format(db, "PRAGMA journal_mode = %s; PRAGMA wal_autocheckpoint = 40", setting->journal);
    if (strcmp(setting->journal, "WAL") == 0 && !setting->straight) {
        must(db, "PRAGMA cache_spill = OFF");
    }
    mark(run, db);
    if (setting->origin != STORE) {
        first_units(run, db);
    } else {
        must(db, "SELECT usher_key(" MASTER_KEY ")");
        mark(run, db);
    }
    for (int i = 0; setting->origin == STORE && i < units; i++) {
        unit(run, db, &dice);
        mark(run, db);
    }
    sqlite3_db_status(db, SQLITE_DBSTATUS_CACHE_SPILL, &run->spills, &highest, 0);
    const char *trouble = check_sound(db);
    trouble = trouble ? trouble : check_store(db);
    if (trouble) {
        fail("%s, before anything went wrong: %s", setting->name, trouble);
    }
    if (sqlite3_close(db) != SQLITE_OK) {
        fail("%s: the connection does not close", setting->name);
    }
    return run;
}

void run_free(struct run *run) {
    disk_free(run->disk);
    free(run->mark);
    free(run);
}
