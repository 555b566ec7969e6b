/*
** What is in a new store: users, written straight into the backing tables in one transaction, and the
** same every time; the application's own tables; settings.
*/
#include "bench.h"

#include <stdio.h>

const char *const bench_locales[BENCH_LOCALES] = {"en_GB", "en_US", "de", "fr",    "es",    "it",
                                                  "pt_BR", "nl",    "pl", "tr_TR", "ja_JP", "sv"};

const char *const bench_first_names[16] = {"Ann",   "Ben",  "Carla",  "David", "Emma",   "Felix",
                                           "Grace", "Hugo", "Ingrid", "Jonas", "Katrin", "Liam",
                                           "Marta", "Nils", "Olivia", "Pablo"};
const char *const bench_last_names[16] = {
    "Archer",  "Baker",  "Carpenter", "Dumont",   "Eriksson", "Fischer", "Garcia", "Hoffmann",
    "Ivanova", "Jansen", "Kowalski",  "Lindgren", "Moreau",   "Novak",   "Okafor", "Petersen"};

#define TIME "strftime('%Y-%m-%dT%H:%M:%fZ', :ms / 1000.0, 'unixepoch')"

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
    sqlite3_stmt *statement = bench_prepare(
        bench->db, "INSERT INTO usher_account (id, name, created_at, updated_at) "
                   "VALUES (:id, :name, " TIME ", " TIME ") ON CONFLICT (name) DO UPDATE "
                   "SET id = excluded.id");
    for (int i = 0; i < BENCH_ACCOUNTS; i++) {
        char name[32];
        snprintf(name, sizeof(name), i ? "account %d" : "default", i);
        bind_time(statement, BENCH_FIRST_MS);
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
    sqlite3_int64 milliseconds =
        BENCH_FIRST_MS + BENCH_SPREAD_MS / bench->users * number + bench_random_below(state, 10000);
    const char *first = bench_first_names[bench_random_below(state, 16)];
    const char *last = bench_last_names[bench_random_below(state, 16)];
    int owner = number <= BENCH_ACCOUNTS;
    int fate = owner ? 99 : bench_random_below(state, 100);
    bench_random_uuid(state, milliseconds, id);
    snprintf(email, sizeof(email), "%s.%s%d@example.com", first, last, number);
    snprintf(name, sizeof(name), "%s %s", first, last);
    bind_time(user, milliseconds);
    bind_integer(user, ":recipient", number);
    bind_text(user, ":id", id);
    bind_text(user, ":account", bench->account[number % BENCH_ACCOUNTS]);
    bind_text(user, ":email", email);
    bind_text(user, ":name", bench_random_below(state, 10) < 7 ? name : NULL);
    bind_text(user, ":first", first);
    bind_text(user, ":last", last);
    bind_text(user, ":locale", bench_locales[bench_random_below(state, BENCH_LOCALES)]);
    bind_text(user, ":company", bench_random_below(state, 2) ? "Example Ltd" : NULL);
    bind_integer(user, ":discarded", fate < 5);
    bind_integer(user, ":disabled", fate >= 5 && fate < 10);
    bind_integer(user, ":activated", fate >= 15);
    run(bench->db, user);
    bind_time(membership, milliseconds);
    bind_text(membership, ":user", id);
    bind_text(membership, ":account", bench->account[number % BENCH_ACCOUNTS]);
    bench_random_uuid(state, milliseconds, id);
    bind_text(membership, ":id", id);
    bind_integer(membership, ":role", owner ? 1 : fate > 95 ? fate - 95 : 5);
    run(bench->db, membership);
}

static void fill_users(const struct bench *bench) {
    unsigned long long state = 1;
    sqlite3_stmt *user = bench_prepare(
        bench->db,
        "INSERT INTO usher_user (id, account_id, email, name, first_name, last_name, locale, "
        "company, verified_email, activated_at, disabled_at, discarded_at, created_at, updated_at, "
        "recipient) "
        "VALUES (:id, :account, lower(:email), :name, :first, :last, :locale, :company, "
        ":activated, "
        "iif(:activated, " TIME ", NULL), iif(:disabled, " TIME ", NULL), "
        "iif(:discarded, " TIME ", NULL), " TIME ", " TIME ", :recipient)");
    sqlite3_stmt *membership = bench_prepare(
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

/* The application's own table: one a user, of any of them. */
static void fill_tasks(const struct bench *bench) {
    bench_execute(bench->db, "CREATE TABLE bench_task (number INTEGER PRIMARY KEY, user_id TEXT, "
                             "title TEXT)");
    bench_execute(bench->db, "CREATE INDEX bench_task_user ON bench_task (user_id)");
    sqlite3_stmt *statement = bench_prepare(
        bench->db, "INSERT INTO bench_task (user_id, title) "
                   "SELECT id, 'call ' || email FROM usher_user WHERE number = :number");
    unsigned long long state = 2;
    for (int i = 0; i < bench->users; i++) {
        bind_integer(statement, ":number", 1 + bench_random_below(&state, bench->users));
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
        "SELECT printf('0f000000-0000-7000-8000-%05d%07d', n.n, u.number), t.id, u.id, "
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

void bench_fill(const struct bench *bench) {
    bench_execute(bench->db, "SELECT usher_init()");
    bench_execute(bench->db, "BEGIN");
    fill_accounts(bench);
    fill_users(bench);
    fill_tasks(bench);
    fill_settings(bench);
    bench_fill_inbox(bench);
    bench_execute(bench->db, "COMMIT");
    fill_notes(bench);
}
