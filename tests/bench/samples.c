/*
** Whom the operations are about: taken from the store each time that it is opened.
*/
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>

static void take_people(struct bench *bench) {
    unsigned long long state = 3;
    sqlite3_stmt *statement =
        bench_prepare(bench->db, "SELECT id, email, created_at FROM usher_user WHERE number > ?1 "
                                 "AND number % ?2 = 0 AND discarded_at IS NULL");
    sqlite3_bind_int(statement, 1, BENCH_ACCOUNTS); /* not the owners */
    sqlite3_bind_int(statement, 2, bench->users / BENCH_PEOPLE + 1);
    bench->people = 0;
    while (sqlite3_step(statement) == SQLITE_ROW && bench->people < BENCH_PEOPLE) {
        struct bench_person *person = &bench->person[bench->people];
        struct bench_person *other = &bench->person[bench_random_below(&state, ++bench->people)];
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
        bench_prepare(bench->db, "SELECT u.id, n.number FROM bench_note AS n "
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
        sqlite3_int64 milliseconds = BENCH_FIRST_MS + BENCH_SPREAD_MS + i;
        bench_random_uuid(&state, milliseconds, fresh->id);
        bench_random_uuid(&state, milliseconds, fresh->membership);
        bench_random_uuid(&state, milliseconds, fresh->invite);
        snprintf(fresh->email, sizeof(fresh->email), "new.comer%d@example.com", i);
        snprintf(fresh->name, sizeof(fresh->name), "%s %s-%d", bench_first_names[i % 16],
                 bench_last_names[i / 16 % 16], i);
        snprintf(fresh->token, sizeof(fresh->token), "%016llx%016llx%010uA", bench_random(&state),
                 bench_random(&state), (unsigned)i);
        snprintf(fresh->hash, sizeof(fresh->hash), "%016llx%016llx", bench_random(&state),
                 bench_random(&state));
        snprintf(fresh->options, sizeof(fresh->options),
                 "{\"account_id\":\"%s\",\"id\":\"%s\",\"token\":\"%s\"}", bench->account[0],
                 fresh->invite, fresh->token);
    }
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
                  "jwt TEXT)");
    bench_execute(bench->db, "SELECT password_set((" SIGN_IN "1), '" BENCH_PASSWORD "');"
                             "INSERT INTO bench_key (user_id, key, jwt) "
                             "SELECT id, api_key_create('bench', json_object('user_id', id)), "
                             "session_create(id, '{\"form\":\"jwt\"}') FROM (" SIGN_IN "100)");
    sqlite3_stmt *statement =
        bench_prepare(bench->db, "SELECT user_id, key, jwt FROM bench_key ORDER BY number");
    int count = 0;
    for (; sqlite3_step(statement) == SQLITE_ROW; count++) {
        struct bench_key *key = &bench->key[count];
        snprintf(key->user_id, sizeof(key->user_id), "%s", sqlite3_column_text(statement, 0));
        snprintf(key->key, sizeof(key->key), "%s", sqlite3_column_text(statement, 1));
        snprintf(key->jwt, sizeof(key->jwt), "%s", sqlite3_column_text(statement, 2));
    }
    sqlite3_finalize(statement);
    bench_check(NULL, count == BENCH_KEYS, "there are too few users for keys");
}

/* An owner who asks the API for people of their account. */
static void take_peers(struct bench *bench) {
    sqlite3_stmt *statement =
        bench_prepare(bench->db, "SELECT id FROM usher_user WHERE account_id = ?1 "
                                 "AND discarded_at IS NULL ORDER BY substr(id, -8) LIMIT ?2");
    int count = 0;
    sqlite3_bind_text(statement, 1, bench->account[0], -1, SQLITE_STATIC);
    sqlite3_bind_int(statement, 2, BENCH_PEERS);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        snprintf(bench->peer[count++].id, 37, "%s", sqlite3_column_text(statement, 0));
    }
    sqlite3_finalize(statement);
    bench_check(bench->db, count > 0, "nobody is in the first account");
    for (int i = count; count > 0 && i < BENCH_PEERS; i++) {
        bench->peer[i] = bench->peer[i % count];
    }
    statement = bench_prepare(bench->db,
                              "SELECT api_key_create('owner', json_object('user_id', m.user_id)) "
                              "FROM usher_membership AS m WHERE m.account_id = ?1 "
                              "AND m.role_id = '00000000-0000-7000-8000-000000000001'");
    sqlite3_bind_text(statement, 1, bench->account[0], -1, SQLITE_STATIC);
    bench_check(bench->db, sqlite3_step(statement) == SQLITE_ROW, "the account has no owner");
    snprintf(bench->owner, sizeof(bench->owner), "%s", sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
}

void bench_samples_take(struct bench *bench) {
    bench->person = calloc(BENCH_PEOPLE, sizeof(*bench->person));
    bench->fresh = calloc(BENCH_FRESH, sizeof(*bench->fresh));
    bench->key = calloc(BENCH_KEYS, sizeof(*bench->key));
    if (!bench->person || !bench->fresh || !bench->key) {
        abort();
    }
    take_people(bench);
    take_me(bench);
    make_fresh(bench);
    make_keys(bench);
    take_peers(bench);
}
