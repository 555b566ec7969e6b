/*
** Several connections, a thread each, use one thing at the same moment: one of them wins.
**
** The others are told that it was used, or that the database is busy, and write nothing:
** every table gains and loses as many rows as if one had been alone.
*/
#include "threads.h"

#include "domain/mfa/mfa.h"
#include "usher.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { RACERS = 4, ROUNDS = 4, TABLES = 12 };

#define ANN "'00000000-0000-7000-8000-00000000b001'"
#define TOKEN(letter) "'" letter "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'"
#define AS_ANN "SELECT act_as(" ANN ")"

/* :mine differs from racer to racer; :code is a recovery code of ann's. */
static const struct race {
    const char *name;
    const char *before; /* by the system */
    const char *enter;
    const char *sql;
    const char *codes[3]; /* what the others are told */
} races[] = {
    {"accept an invite",
     "DELETE FROM users WHERE email = 'new@a.org'; DELETE FROM invites;"
     "SELECT invite_create('new@a.org', 'user', json_object('token', " TOKEN("I") "))",
     "SELECT act_as(NULL)",
     "SELECT invite_accept(" TOKEN("I") ", json_object('name', :mine))",
     {"conflict"}},
    {"refresh a token",
     "DELETE FROM sessions;"
     "SELECT session_create(" ANN ", json_object('form', 'opaque', 'token', " TOKEN("S") "))",
     "SELECT act_as(NULL)",
     "SELECT session_refresh(" TOKEN("S") ")",
     {"conflict"}},
    {"reset a password",
     "DELETE FROM usher_password; DELETE FROM sessions;"
     "SELECT password_reset_request('ann@a.org', json_object('token', " TOKEN("R") "))",
     "SELECT act_as(NULL)",
     "SELECT password_reset(" TOKEN("R") ", :mine)",
     {"not_found"}},
    {"verify an address",
     "UPDATE usher_user SET verified_email = 0;"
     "SELECT email_verify_request(" ANN ", json_object('token', " TOKEN("V") "))",
     "SELECT act_as(NULL)",
     "SELECT email_verify(" TOKEN("V") ")",
     {"not_found"}},
    /* A ticket for a token of which the hash is known. */
    {"answer a challenge",
     "DELETE FROM sessions; DELETE FROM usher_attempt;"
     "INSERT INTO usher_ticket (purpose, user_id, token_hash, data, created_at, expires_at) "
     "VALUES ('mfa', " ANN ", x'1305ad0422bc9af8b165301dbfc9884f85a572ef4298a4743d004d656e38e071', "
     "'{\"form\":\"opaque\"}', '2022-01-01T00:00:00.000Z', '9999-01-01T00:00:00.000Z')",
     "SELECT act_as(NULL)",
     "SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', :code)",
     {"not_found"}},
    {"use a recovery code",
     "DELETE FROM usher_attempt",
     AS_ANN,
     "SELECT mfa_recovery_codes(:code)",
     {"unauthenticated"}},
};

static char file[400];
static char code[40];
static int failures;

static void complain(sqlite3 *db, const char *race, const char *what) {
    failures++;
    printf("%s: %s: %s\n", race, what, sqlite3_errmsg(db));
}

static void must(sqlite3 *db, const char *sql) {
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        complain(db, "before a race", sql);
    }
}

/* The first column of the first row; "" if there is none. */
static void ask(sqlite3 *db, const char *sql, char *answer, int size) {
    sqlite3_stmt *statement = NULL;
    const char *text = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW) {
        text = (const char *)sqlite3_column_text(statement, 0);
    }
    sqlite3_snprintf(size, answer, "%s", text ? text : "");
    sqlite3_finalize(statement);
}

/* ------------------------------------------------------------------ the store */

static sqlite3 *open_database(void) {
    sqlite3 *db = NULL;
    sqlite3_open(file, &db);
    sqlite3_busy_timeout(db, 60000);
    must(db, "PRAGMA synchronous = OFF");
    if (sqlite3_usher_init(db, NULL, NULL) != SQLITE_OK) {
        complain(db, "before a race", "load");
    }
    return db;
}

/* What an authenticator app shows, whose secret this is. */
static void show_code(const char *text, char shown[9]) {
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    unsigned char secret[USHER_TOTP_SECRET] = {0};
    for (int i = 0; i < 8 * USHER_TOTP_SECRET && text[i / 5]; i++) {
        unsigned five = (unsigned)(strchr(alphabet, text[i / 5]) - alphabet);
        secret[i / 8] |= (unsigned char)((five >> (4 - i % 5) & 1) << (7 - i % 8));
    }
    struct usher_totp totp = {USHER_TOTP_SHA256, USHER_TOTP_DIGITS, secret, sizeof(secret)};
    usher_totp_code(&totp, usher_totp_step((sqlite3_int64)time(NULL) * 1000), shown);
}

static void enrol(sqlite3 *db) {
    char secret[80];
    char shown[9];
    must(db, AS_ANN);
    ask(db,
        "WITH u (url) AS MATERIALIZED (SELECT mfa_enroll()) "
        "SELECT substr(url, instr(url, 'secret=') + 7, 52) FROM u",
        secret, sizeof(secret));
    show_code(secret, shown);
    char *sql = sqlite3_mprintf("SELECT json_extract(mfa_confirm(%Q), '$[0]')", shown);
    ask(db, sql, code, sizeof(code));
    sqlite3_free(sql);
    must(db, "SELECT act_as(NULL)");
}

static void make_store(sqlite3 *db, const char *journal) {
    char *sql = sqlite3_mprintf("PRAGMA journal_mode = %s", journal);
    must(db, sql);
    sqlite3_free(sql);
    must(db, "SELECT usher_init();"
             "SELECT usher_key('the master key of those who race');"
             "SELECT invite_create('ann@a.org', 'owner', json_object('token', " TOKEN(
                 "A") "));"
                      "SELECT invite_accept(" TOKEN("A") ", json_object('id', " ANN "))");
    enrol(db);
}

/* ------------------------------------------------------------------- one race */

struct racer {
    const struct race *race;
    sqlite3 *db;
    int number;
    pthread_barrier_t *together;
    int rc;
    char error[200];
};

static void *run(void *argument) {
    struct racer *racer = argument;
    sqlite3_stmt *statement = NULL;
    char mine[40];
    sqlite3_snprintf(sizeof(mine), mine, "what racer %d makes", racer->number);
    sqlite3_prepare_v2(racer->db, racer->race->sql, -1, &statement, NULL);
    sqlite3_bind_text(statement, sqlite3_bind_parameter_index(statement, ":mine"), mine, -1,
                      SQLITE_STATIC);
    sqlite3_bind_text(statement, sqlite3_bind_parameter_index(statement, ":code"), code, -1,
                      SQLITE_STATIC);
    pthread_barrier_wait(racer->together);
    sqlite3_step(statement);
    racer->rc = sqlite3_finalize(statement);
    sqlite3_snprintf(sizeof(racer->error), racer->error, "%s", sqlite3_errmsg(racer->db));
    return NULL;
}

static int is_told(const struct racer *racer) {
    char prefix[60];
    for (int i = 0; racer->race->codes[i]; i++) {
        sqlite3_snprintf(sizeof(prefix), prefix, "usher: %s: ", racer->race->codes[i]);
        if (strncmp(racer->error, prefix, strlen(prefix)) == 0) {
            return 1;
        }
    }
    return racer->rc == SQLITE_BUSY;
}

static void count_rows(sqlite3 *db, int rows[TABLES]) {
    static const char *const tables[TABLES] = {
        "user",     "membership", "invite", "session",       "session_past", "ticket",
        "password", "outbox",     "totp",   "recovery_code", "api_key",      "audit"};
    char sql[60];
    char answer[20];
    for (int i = 0; i < TABLES; i++) {
        sqlite3_snprintf(sizeof(sql), sql, "SELECT count(*) FROM usher_%s", tables[i]);
        ask(db, sql, answer, sizeof(answer));
        rows[i] = (int)strtol(answer, NULL, 10);
    }
}

/* So many start; what the tables gained goes to `gain`. */
static void hold(const struct race *race, struct racer *racers, int count, int gain[TABLES]) {
    pthread_t threads[RACERS];
    pthread_barrier_t together;
    int before[TABLES];
    int winners = 0;
    sqlite3 *db = racers[RACERS].db;
    must(db, race->before);
    count_rows(db, before);
    pthread_barrier_init(&together, NULL, (unsigned)count);
    for (int i = 0; i < count; i++) {
        racers[i].race = race;
        racers[i].together = &together;
        must(racers[i].db, race->enter);
        pthread_create(&threads[i], NULL, run, &racers[i]);
    }
    for (int i = 0; i < count; i++) {
        pthread_join(threads[i], NULL);
        winners += racers[i].rc == SQLITE_OK;
        if (racers[i].rc != SQLITE_OK && !is_told(&racers[i])) {
            complain(racers[i].db, race->name, "another error");
        }
    }
    pthread_barrier_destroy(&together);
    if (winners != 1) {
        failures++;
        printf("%s: %d won\n", race->name, winners);
    }
    count_rows(db, gain);
    for (int i = 0; i < TABLES; i++) {
        gain[i] -= before[i];
    }
}

/* A recovery code is gone once it opened something. */
static void refill(struct racer *racers) {
    sqlite3 *db = racers[RACERS].db;
    must(db, "SELECT mfa_remove(" ANN ")");
    enrol(db);
}

static void hold_all(struct racer *racers) {
    int alone[TABLES];
    int gain[TABLES];
    for (size_t i = 0; i < sizeof(races) / sizeof(*races); i++) {
        for (int round = 0; round <= ROUNDS; round++) {
            refill(racers);
            hold(&races[i], racers, round == 0 ? 1 : RACERS, round == 0 ? alone : gain);
            if (round > 0 && memcmp(alone, gain, sizeof(alone)) != 0) {
                failures++;
                printf("%s: more was written than one writes alone\n", races[i].name);
            }
        }
    }
}

int run_races(const char *folder, const char *journal) {
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    struct racer racers[RACERS + 1]; /* the last one prepares, and looks */
    char name[420];
    failures = 0;
    sqlite3_snprintf(sizeof(file), file, "%s/races.db", folder);
    memset(racers, 0, sizeof(racers));
    racers[RACERS].db = open_database();
    make_store(racers[RACERS].db, journal);
    for (int i = 0; i < RACERS; i++) {
        racers[i].number = i;
        racers[i].db = open_database();
        must(racers[i].db, "SELECT usher_key('the master key of those who race')");
    }
    hold_all(racers);
    for (int i = 0; i <= RACERS; i++) {
        sqlite3_close(racers[i].db);
    }
    for (int i = 0; i < 4; i++) {
        sqlite3_snprintf(sizeof(name), name, "%s%s", file, endings[i]);
        unlink(name);
    }
    printf("%sok - races, journal_mode %s\n", failures ? "not " : "", journal);
    return failures == 0;
}
