/*
** A database with many users, written straight into the backing tables in one
** transaction, and the same every time.
*/
#include "bench.h"

#include "base/crypto.h"

#include "usher.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIRST_MS 1577836800000 /* 2020-01-01 */
#define SPREAD_MS 157680000000 /* five years */

const char *const bench_locales[BENCH_LOCALES] = {"en_GB", "en_US", "de", "fr",    "es",    "it",
                                                  "pt_BR", "nl",    "pl", "tr_TR", "ja_JP", "sv"};

static const char *const first_names[] = {"Ann",   "Ben",  "Carla",  "David", "Emma",   "Felix",
                                          "Grace", "Hugo", "Ingrid", "Jonas", "Katrin", "Liam",
                                          "Marta", "Nils", "Olivia", "Pablo"};
static const char *const last_names[] = {
    "Archer",  "Baker",  "Carpenter", "Dumont",   "Eriksson", "Fischer", "Garcia", "Hoffmann",
    "Ivanova", "Jansen", "Kowalski",  "Lindgren", "Moreau",   "Novak",   "Okafor", "Petersen"};

static char folder[256]; /* removed at exit; "" if there is none */

/* -------------------------------------------------------------------- helpers */

void bench_check(sqlite3 *db, int ok, const char *what) {
    if (!ok) {
        fprintf(stderr, "bench: %s%s%s\n", what, db ? ": " : "", db ? sqlite3_errmsg(db) : "");
        exit(1);
    }
}

void bench_execute(sqlite3 *db, const char *sql) {
    bench_check(db, sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, sql);
}

sqlite3_int64 bench_integer(sqlite3 *db, const char *sql) {
    sqlite3_stmt *statement;
    bench_check(db, sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK, sql);
    bench_check(db, sqlite3_step(statement) == SQLITE_ROW, sql);
    sqlite3_int64 integer = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return integer;
}

/* splitmix64 */
static unsigned long long next_random(unsigned long long *state) {
    unsigned long long z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static int below(unsigned long long *state, int limit) {
    return (int)(next_random(state) % (unsigned)limit);
}

static void make_uuid(unsigned long long *state, sqlite3_int64 milliseconds, char uuid[37]) {
    unsigned long long random = next_random(state);
    snprintf(uuid, 37, "%08x-%04x-7%03x-%04x-%012llx", (unsigned)(milliseconds >> 16),
             (unsigned)(milliseconds & 0xFFFF), (unsigned)(random >> 52),
             (unsigned)(0x8000 | (random >> 32 & 0x3FFF)),
             (random & 0xFFFFFFFF) << 16 | (next_random(state) & 0xFFFF));
}

static void remove_folder(void) {
    static const char *const names[] = {"users.db", "users.db-wal", "users.db-shm"};
    char path[sizeof(folder) + 32];
    for (int i = 0; folder[0] && i < 3; i++) {
        snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
        remove(path);
    }
    rmdir(folder);
}

static const char *make_path(char *path, size_t size) {
    const char *temporary = getenv("TMPDIR");
    snprintf(folder, sizeof(folder), "%s/usher-bench-%ld", temporary ? temporary : "/tmp",
             (long)getpid());
    bench_check(NULL, mkdir(folder, 0700) == 0, "no temporary folder");
    atexit(remove_folder);
    snprintf(path, size, "%s/users.db", folder);
    return path;
}

/* ----------------------------------------------------------------------- fill */

#define TIME "strftime('%Y-%m-%dT%H:%M:%fZ', :ms / 1000.0, 'unixepoch')"

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql) {
    sqlite3_stmt *statement;
    bench_check(db, sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK, sql);
    return statement;
}

static void run(sqlite3 *db, sqlite3_stmt *statement) {
    bench_check(db, sqlite3_step(statement) == SQLITE_DONE, sqlite3_sql(statement));
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
}

static void bind_text(sqlite3_stmt *statement, const char *name, const char *text) {
    sqlite3_bind_text(statement, sqlite3_bind_parameter_index(statement, name), text, -1,
                      SQLITE_TRANSIENT);
}

static void bind_time(sqlite3_stmt *statement, sqlite3_int64 milliseconds) {
    sqlite3_bind_int64(statement, sqlite3_bind_parameter_index(statement, ":ms"), milliseconds);
}

static void bind_integer(sqlite3_stmt *statement, const char *name, int integer) {
    sqlite3_bind_int(statement, sqlite3_bind_parameter_index(statement, name), integer);
}

static void fill_accounts(const struct bench *bench) {
    sqlite3_stmt *statement =
        prepare(bench->db, "INSERT INTO usher_account (id, name, created_at, updated_at) "
                           "VALUES (:id, :name, " TIME ", " TIME ") ON CONFLICT (name) DO UPDATE "
                           "SET id = excluded.id");
    for (int i = 0; i < BENCH_ACCOUNTS; i++) {
        char name[32];
        snprintf(name, sizeof(name), i ? "account %d" : "default", i);
        bind_time(statement, FIRST_MS);
        bind_text(statement, ":id", bench->account[i]);
        bind_text(statement, ":name", name);
        run(bench->db, statement);
    }
    sqlite3_finalize(statement);
    bench_execute(bench->db, "INSERT INTO settings (scope, scope_id, key, value) "
                             "SELECT 'account', id, 'users.direct_creation', 'true' FROM accounts");
}

/* Most are active users, some have a name of their own, some go without. */
static void fill_user(const struct bench *bench, sqlite3_stmt *user, sqlite3_stmt *membership,
                      unsigned long long *state, int number) {
    char id[37];
    char email[64];
    char name[64];
    sqlite3_int64 milliseconds = FIRST_MS + SPREAD_MS / bench->users * number + below(state, 10000);
    const char *first = first_names[below(state, 16)];
    const char *last = last_names[below(state, 16)];
    int owner = number <= BENCH_ACCOUNTS;
    int fate = owner ? 99 : below(state, 100);
    make_uuid(state, milliseconds, id);
    snprintf(email, sizeof(email), "%s.%s%d@example.com", first, last, number);
    snprintf(name, sizeof(name), "%s %s", first, last);
    bind_time(user, milliseconds);
    bind_text(user, ":id", id);
    bind_text(user, ":account", bench->account[number % BENCH_ACCOUNTS]);
    bind_text(user, ":email", email);
    bind_text(user, ":name", below(state, 10) < 7 ? name : NULL);
    bind_text(user, ":first", first);
    bind_text(user, ":last", last);
    bind_text(user, ":locale", bench_locales[below(state, BENCH_LOCALES)]);
    bind_text(user, ":company", below(state, 2) ? "Example Ltd" : NULL);
    bind_integer(user, ":discarded", fate < 5);
    bind_integer(user, ":disabled", fate >= 5 && fate < 10);
    bind_integer(user, ":activated", fate >= 15);
    run(bench->db, user);
    bind_time(membership, milliseconds);
    bind_text(membership, ":user", id);
    bind_text(membership, ":account", bench->account[number % BENCH_ACCOUNTS]);
    make_uuid(state, milliseconds, id);
    bind_text(membership, ":id", id);
    bind_integer(membership, ":role", owner ? 1 : fate > 95 ? fate - 95 : 5);
    run(bench->db, membership);
}

static void fill_users(const struct bench *bench) {
    unsigned long long state = 1;
    sqlite3_stmt *user = prepare(
        bench->db,
        "INSERT INTO usher_user (id, account_id, email, name, first_name, last_name, locale, "
        "company, verified_email, activated_at, disabled_at, discarded_at, created_at, updated_at) "
        "VALUES (:id, :account, lower(:email), :name, :first, :last, :locale, :company, "
        ":activated, "
        "iif(:activated, " TIME ", NULL), iif(:disabled, " TIME ", NULL), "
        "iif(:discarded, " TIME ", NULL), " TIME ", " TIME ")");
    sqlite3_stmt *membership = prepare(
        bench->db,
        "INSERT INTO usher_membership (id, user_id, account_id, role_id, created_at, updated_at) "
        "VALUES (:id, :user, :account, '00000000-0000-7000-8000-00000000000' || :role, " TIME
        ", " TIME ")");
    for (int number = 1; number <= bench->users; number++) {
        fill_user(bench, user, membership, &state, number);
    }
    sqlite3_finalize(user);
    sqlite3_finalize(membership);
}

/* The application's own table. */
static void fill_tasks(const struct bench *bench) {
    bench_execute(bench->db, "CREATE TABLE bench_task (number INTEGER PRIMARY KEY, user_id TEXT, "
                             "title TEXT)");
    bench_execute(bench->db, "CREATE INDEX bench_task_user ON bench_task (user_id)");
    sqlite3_stmt *statement =
        prepare(bench->db, "INSERT INTO bench_task (user_id, title) "
                           "SELECT id, 'call ' || email FROM usher_user WHERE number = :number");
    unsigned long long state = 2;
    for (int i = 0; i < BENCH_TASKS; i++) {
        bind_integer(statement, ":number", 1 + below(&state, bench->users));
        run(bench->db, statement);
    }
    sqlite3_finalize(statement);
}

/* Another, which is guarded: as many rows as users, of a hundred owners. */
static void fill_notes(const struct bench *bench) {
    bench_execute(bench->db,
                  "CREATE TABLE bench_note (number INTEGER PRIMARY KEY, user_id TEXT, "
                  "created_at TEXT, title TEXT);"
                  "WITH u AS (SELECT id, row_number() OVER (ORDER BY number) - 1 AS n "
                  "           FROM usher_user WHERE number > (SELECT count(*) / 2 FROM usher_user)"
                  "           ORDER BY number LIMIT 100) "
                  "INSERT INTO bench_note (user_id, created_at, title) "
                  "SELECT u.id, x.created_at, 'note ' || x.number FROM usher_user AS x "
                  "JOIN u ON u.n = x.number % 100;"
                  "CREATE INDEX bench_note_user ON bench_note (user_id, created_at);"
                  "CREATE VIRTUAL TABLE notes USING guarded(bench_note, owner=user_id)");
}

/*
** Settings on three levels: each account's, a hundred teams' in each, and those of every third
** user. Everybody is in two teams. The key is one that anybody may use.
*/
static void fill_settings(const struct bench *bench) {
    bench_execute(
        bench->db,
        "WITH RECURSIVE n (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < 99) "
        "INSERT INTO usher_team (id, account_id, name, priority, created_at, updated_at) "
        "SELECT printf('0e000000-0000-7000-8000-%06d%06d', a.number, n.n), a.id, 'team ' || n.n, "
        "n.n % 3, a.created_at, a.created_at FROM usher_account AS a, n;"
        "INSERT INTO usher_team_membership (id, team_id, user_id, created_at, updated_at) "
        "SELECT printf('0f000000-0000-7000-8000-%06d%06d', n.n, u.number), t.id, u.id, "
        "u.created_at, u.created_at FROM usher_user AS u, (SELECT 0 AS n UNION ALL SELECT 50) AS n "
        "JOIN usher_account AS a ON a.id = u.account_id "
        "JOIN usher_team AS t ON t.id = printf('0e000000-0000-7000-8000-%06d%06d', a.number, "
        "(u.number + n.n) % 100);"
        "INSERT INTO usher_setting (scope, scope_id, key, value, updated_at) "
        "SELECT 'account', id, 'app.theme', '\"light\"', created_at FROM usher_account UNION ALL "
        "SELECT 'team', id, 'app.theme', json_quote(name), created_at FROM usher_team UNION ALL "
        "SELECT 'user', id, 'app.theme', json_quote(email), created_at FROM usher_user "
        "WHERE number % 3 = 0");
}

static void fill(const struct bench *bench) {
    bench_execute(bench->db, "SELECT usher_init()");
    bench_execute(bench->db, "BEGIN");
    fill_accounts(bench);
    fill_users(bench);
    fill_tasks(bench);
    fill_settings(bench);
    bench_inbox_fill(bench->db);
    bench_execute(bench->db, "COMMIT");
    fill_notes(bench);
    bench_execute(bench->db, "PRAGMA wal_checkpoint(TRUNCATE)");
}

/* -------------------------------------------------------------------- samples */

static void take_people(struct bench *bench) {
    unsigned long long state = 3;
    sqlite3_stmt *statement =
        prepare(bench->db, "SELECT id, email, created_at FROM usher_user WHERE number > ?1 "
                           "AND number % ?2 = 0 AND discarded_at IS NULL");
    sqlite3_bind_int(statement, 1, BENCH_ACCOUNTS); /* not the owners */
    sqlite3_bind_int(statement, 2, bench->users / BENCH_PEOPLE + 1);
    bench->people = 0;
    while (sqlite3_step(statement) == SQLITE_ROW && bench->people < BENCH_PEOPLE) {
        struct bench_person *person = &bench->person[bench->people];
        struct bench_person *other = &bench->person[below(&state, ++bench->people)];
        *person = *other; /* a shuffle as they come */
        snprintf(other->id, sizeof(other->id), "%s", sqlite3_column_text(statement, 0));
        snprintf(other->email, sizeof(other->email), "%s", sqlite3_column_text(statement, 1));
        snprintf(other->created_at, sizeof(other->created_at), "%s",
                 sqlite3_column_text(statement, 2));
    }
    sqlite3_finalize(statement);
    bench_check(bench->db, bench->people > 0, "there are too few users");
}

/* Somebody who sees nobody but themself. */
static void take_me(struct bench *bench) {
    sqlite3_stmt *statement =
        prepare(bench->db, "SELECT u.id, n.number FROM bench_note AS n "
                           "JOIN usher_user AS u ON u.id = n.user_id "
                           "JOIN usher_membership AS m ON m.user_id = u.id "
                           "WHERE u.activated_at NOT NULL AND u.disabled_at IS NULL "
                           "AND u.discarded_at IS NULL "
                           "AND m.role_id = '00000000-0000-7000-8000-000000000005' LIMIT 1");
    bench_check(bench->db, sqlite3_step(statement) == SQLITE_ROW, "there is no ordinary user");
    snprintf(bench->me, sizeof(bench->me), "%s", sqlite3_column_text(statement, 0));
    snprintf(bench->note, sizeof(bench->note), "%s", sqlite3_column_text(statement, 1));
    sqlite3_finalize(statement);
}

static void make_fresh(const struct bench *bench) {
    unsigned long long state = 4;
    for (int i = 0; i < BENCH_FRESH; i++) {
        struct bench_fresh *fresh = &bench->fresh[i];
        sqlite3_int64 milliseconds = FIRST_MS + SPREAD_MS + i;
        make_uuid(&state, milliseconds, fresh->id);
        make_uuid(&state, milliseconds, fresh->membership);
        make_uuid(&state, milliseconds, fresh->invite);
        snprintf(fresh->email, sizeof(fresh->email), "new.comer%d@example.com", i);
        snprintf(fresh->name, sizeof(fresh->name), "%s %s-%d", first_names[i % 16],
                 last_names[i / 16 % 16], i);
        snprintf(fresh->token, sizeof(fresh->token), "%016llx%016llx%010uA", next_random(&state),
                 next_random(&state), (unsigned)i);
        snprintf(fresh->hash, sizeof(fresh->hash), "%016llx%016llx", next_random(&state),
                 next_random(&state));
        snprintf(fresh->options, sizeof(fresh->options), "{\"account_id\":\"%s\",\"token\":\"%s\"}",
                 bench->account[0], fresh->token);
    }
}

/* bench_signed(jwt): is it signed by the store's key? libsodium's work, and no more. */
static void check_signature(sqlite3_context *context, int argc, sqlite3_value **argv) {
    const unsigned char *public_key = sqlite3_user_data(context);
    const char *token = (const char *)sqlite3_value_text(argv[0]);
    const char *point = strrchr(token, '.');
    unsigned char signature[USHER_SIGNATURE_BYTES];
    size_t size = 0;
    (void)argc;
    sqlite3_result_int(context,
                       point &&
                           usher_base64url_decode(point + 1, strlen(point + 1), signature,
                                                  sizeof(signature), &size) == 0 &&
                           size == sizeof(signature) &&
                           usher_signed(public_key, token, (size_t)(point - token), signature));
}

static void take_public_key(const struct bench *bench) {
    static unsigned char public_key[USHER_KEY_BYTES];
    sqlite3_stmt *statement =
        prepare(bench->db, "SELECT public_key FROM usher_signing_key ORDER BY number DESC LIMIT 1");
    size_t size = 0;
    bench_check(bench->db,
                sqlite3_step(statement) == SQLITE_ROW &&
                    usher_base64url_decode((const char *)sqlite3_column_text(statement, 0),
                                           (size_t)sqlite3_column_bytes(statement, 0), public_key,
                                           sizeof(public_key), &size) == 0 &&
                    size == sizeof(public_key),
                "there is no key that signs");
    sqlite3_finalize(statement);
    sqlite3_create_function(bench->db, "bench_signed", 1, SQLITE_UTF8, public_key, check_signature,
                            NULL, NULL);
}

/* bench_argon2(password): is it that of the hash? libsodium's work, and no more. */
static void compare_password(sqlite3_context *context, int argc, sqlite3_value **argv) {
    (void)argc;
    sqlite3_result_int(context, usher_password_verify(sqlite3_user_data(context),
                                                      (const char *)sqlite3_value_text(argv[0]),
                                                      (size_t)sqlite3_value_bytes(argv[0])));
}

static void take_hash(const struct bench *bench) {
    static char hash[USHER_PASSWORD_HASH];
    sqlite3_stmt *statement = prepare(bench->db, "SELECT hash FROM usher_password");
    bench_check(bench->db, sqlite3_step(statement) == SQLITE_ROW, "nobody has a password");
    snprintf(hash, sizeof(hash), "%s", sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    sqlite3_create_function(bench->db, "bench_argon2", 1, SQLITE_UTF8, hash, compare_password, NULL,
                            NULL);
}

#define SIGN_IN                                                                                    \
    "SELECT id FROM usher_user WHERE activated_at NOT NULL AND disabled_at IS NULL "               \
    "AND discarded_at IS NULL AND authentication = 'password' ORDER BY number DESC LIMIT "

/* Made anew each time: sessions end. */
static void make_keys(struct bench *bench) {
    bench_execute(bench->db,
                  "SELECT usher_key('the master key of the benchmark''s store');"
                  "DELETE FROM api_keys;"
                  "DROP TABLE IF EXISTS bench_key;"
                  "CREATE TABLE bench_key (number INTEGER PRIMARY KEY, user_id TEXT, key TEXT, "
                  "jwt TEXT, key_hash TEXT UNIQUE)");
    bench_execute(bench->db,
                  "SELECT password_set((" SIGN_IN "1), '" BENCH_PASSWORD "');"
                  "INSERT INTO bench_key (user_id, key, jwt) "
                  "SELECT id, api_key_create('bench', json_object('user_id', id)), "
                  "session_create(id, '{\"form\":\"jwt\"}') FROM (" SIGN_IN "100);"
                  "UPDATE bench_key SET key_hash = (SELECT substr(hex(k.key_hash), 1, 32) "
                  "FROM usher_api_key AS k WHERE k.user_id = bench_key.user_id)");
    sqlite3_stmt *statement =
        prepare(bench->db, "SELECT user_id, key, key_hash, jwt FROM bench_key ORDER BY number");
    int count = 0;
    for (; sqlite3_step(statement) == SQLITE_ROW; count++) {
        struct bench_key *key = &bench->key[count];
        snprintf(key->user_id, sizeof(key->user_id), "%s", sqlite3_column_text(statement, 0));
        snprintf(key->key, sizeof(key->key), "%s", sqlite3_column_text(statement, 1));
        snprintf(key->hash, sizeof(key->hash), "%s", sqlite3_column_text(statement, 2));
        snprintf(key->jwt, sizeof(key->jwt), "%s", sqlite3_column_text(statement, 3));
    }
    sqlite3_finalize(statement);
    bench_check(NULL, count == BENCH_KEYS, "there are too few users for keys");
}

/* An owner who asks the API for people of their account. */
static void take_peers(struct bench *bench) {
    sqlite3_stmt *statement =
        prepare(bench->db, "SELECT id FROM usher_user WHERE account_id = ?1 "
                           "AND discarded_at IS NULL ORDER BY substr(id, -8) LIMIT ?2");
    int count = 0;
    sqlite3_bind_text(statement, 1, bench->account[0], -1, SQLITE_STATIC);
    sqlite3_bind_int(statement, 2, BENCH_PEERS);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        snprintf(bench->peer[count++].id, 37, "%s", sqlite3_column_text(statement, 0));
    }
    sqlite3_finalize(statement);
    bench_check(bench->db, count > 0, "nobody is in the first account");
    for (int i = count; i < BENCH_PEERS; i++) {
        bench->peer[i] = bench->peer[i % count];
    }
    statement =
        prepare(bench->db, "SELECT api_key_create('owner', json_object('user_id', m.user_id)) "
                           "FROM usher_membership AS m WHERE m.account_id = ?1 "
                           "AND m.role_id = '00000000-0000-7000-8000-000000000001'");
    sqlite3_bind_text(statement, 1, bench->account[0], -1, SQLITE_STATIC);
    bench_check(bench->db, sqlite3_step(statement) == SQLITE_ROW, "the account has no owner");
    snprintf(bench->owner, sizeof(bench->owner), "%s", sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
}

/* The virtual table must see what was put under it. */
static void check_sight(const struct bench *bench) {
    bench_check(NULL, bench_integer(bench->db, "SELECT count(*) FROM users") == bench->users,
                "the table users does not show all users");
    bench_check(NULL,
                bench_integer(bench->db, "SELECT count(*) FROM users AS a JOIN usher_user AS b "
                                         "USING (id) WHERE a.email = b.email") == bench->users,
                "the table users shows other users");
}

/* -------------------------------------------------------------- open and close */

void bench_store_open(struct bench *bench, const char *path, int users) {
    char made[sizeof(folder) + 32];
    char *error = NULL;
    memset(bench, 0, sizeof(*bench));
    if (!*path) {
        path = make_path(made, sizeof(made));
    }
    bench_check(NULL, sqlite3_open(path, &bench->db) == SQLITE_OK, path);
    bench_check(bench->db, sqlite3_usher_init(bench->db, &error, NULL) == SQLITE_OK, "usher");
    bench_execute(bench->db, "PRAGMA journal_mode = WAL");
    bench_execute(bench->db, "PRAGMA synchronous = NORMAL");
    bench_execute(bench->db, "PRAGMA cache_size = -2000000"); /* all of it: reads are warm */
    for (int i = 0; i < BENCH_ACCOUNTS; i++) {
        snprintf(bench->account[i], 37, "0d000000-0000-7000-8000-%012d", i + 1);
    }
    bench->users = users;
    if (bench_integer(bench->db, "SELECT count(*) FROM sqlite_schema") == 0) {
        fill(bench);
    }
    bench->users = (int)bench_integer(bench->db, "SELECT count(*) FROM usher_user");
    bench->person = calloc(BENCH_PEOPLE, sizeof(*bench->person));
    bench->fresh = calloc(BENCH_FRESH, sizeof(*bench->fresh));
    bench->key = calloc(BENCH_KEYS, sizeof(*bench->key));
    bench_check(NULL, bench->person && bench->fresh && bench->key, "out of memory");
    check_sight(bench);
    take_people(bench);
    take_me(bench);
    bench_inbox_open(bench);
    if (bench_integer(bench->db, "SELECT count(*) FROM usher_file") == 0) {
        bench_fill_files(bench);
    }
    make_fresh(bench);
    make_keys(bench);
    take_peers(bench);
    take_public_key(bench);
    take_hash(bench);
}

void bench_store_close(struct bench *bench) {
    bench_check(bench->db, sqlite3_close(bench->db) == SQLITE_OK, "close");
    free(bench->person);
    free(bench->fresh);
    free(bench->key);
}
