/*
** Guessing takes time: who guessed wrong too often waits, each time twice as long.
**
** A guess is counted before it is looked at, in a transaction of its own, and the
** count is forgotten when it was right. So a ROLLBACK evades nothing, nor does
** guessing by many connections at once. What was guessed at is kept as a keyed
** hash, and addresses that nobody has are counted like any other: neither the
** table nor the wait tells who there is.
**
** An address may be several people's, each in an account of their own. Whoever signs in
** takes back the guesses that were made at them, and not those at the others: or the
** owner of one account could have an endless number of guesses at somebody in another.
**
** Rules owned here: lockout, counted-first, own-guesses.
*/
#include "domain/sessions/sessions.h"

enum { LONGEST_WAIT = 86400 }; /* seconds */

/*
** In a cluster it would commit before it answers; and where statements are replicated, all that is
** written is part of one that is taken back if it fails.
*/
int usher_require_lasting(struct usher *usher, const char *function, const char *what) {
    if (usher_in_cluster(usher)) {
        return usher_fail(usher, USHER_UNSUPPORTED, NULL,
                          "%s() cannot be called in a cluster: it commits before it answers",
                          function);
    }
    if (usher_is_replicated(usher)) {
        return usher_fail(usher, USHER_UNSUPPORTED, NULL,
                          "%s() cannot be called in a store that is replicated by statements: one "
                          "that fails leaves nothing, and would lose %s",
                          function, what);
    }
    return usher_is_provisional(usher)
               ? usher_fail(usher, USHER_UNSUPPORTED, NULL,
                            "%s() cannot be called within a transaction or a statement that "
                            "writes: a ROLLBACK would undo %s",
                            function, what)
               : SQLITE_OK;
}

/* ------------------------------------------------------------------- the count */

struct attempt {
    unsigned char subject[USHER_HASH_BYTES];
    unsigned char whom[USHER_HASH_BYTES]; /* of whom there may be several to a subject... */
    int several;                          /* ...if there may */
    sqlite3_int64 allowed;                /* failures without a wait */
    sqlite3_int64 lockout;                /* seconds of the first wait */
    sqlite3_int64 wait;                   /* milliseconds; 0: go ahead */
};

static int make_subject(struct usher *usher, const char *kind, const char *subject,
                        unsigned char hash[USHER_HASH_BYTES]) {
    char purpose[40];
    sqlite3_snprintf(sizeof(purpose), purpose, "attempt/%s", kind);
    return usher_keyed_hash_nocase(usher, purpose, subject, hash);
}

/* Seconds to wait after so many failures. */
static sqlite3_int64 wait_after(const struct attempt *attempt, sqlite3_int64 failures) {
    sqlite3_int64 wait = attempt->lockout;
    for (; failures > attempt->allowed && wait < LONGEST_WAIT; failures--) {
        wait *= 2;
    }
    return wait < LONGEST_WAIT ? wait : LONGEST_WAIT;
}

/* A clock that jumped back starts the wait anew: time that has not passed does not count. */
static int look(struct usher *usher, struct attempt *attempt, const char *now) {
    struct usher_query query;
    sqlite3_int64 wait = 0;
    sqlite3_int64 elapsed = 0;
    int rc =
        usher_open(usher, &query, USHER_SQL_attempt, "bt", attempt->subject, USHER_HASH_BYTES, now);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW && sqlite3_column_int64(query.statement, 0) >= attempt->allowed) {
        wait = 1000 * wait_after(attempt, sqlite3_column_int64(query.statement, 0));
        elapsed = sqlite3_column_type(query.statement, 1) == SQLITE_NULL
                      ? -1
                      : sqlite3_column_int64(query.statement, 1);
    }
    usher_close(&query);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE) {
        return rc;
    }
    attempt->wait = elapsed < 0 ? wait : elapsed < wait ? wait - elapsed : 0;
    return elapsed < 0 ? usher_run(usher, USHER_SQL_attempt_anchor, "bt", attempt->subject,
                                   USHER_HASH_BYTES, now)
                       : SQLITE_OK;
}

/* What is found is not an error yet: that would take back what is written here. */
static int count(struct usher *usher, void *argument) {
    struct attempt *attempt = argument;
    char now[USHER_TIME_TEXT + 1];
    usher_now(usher, now);
    int rc = usher_run(usher, USHER_SQL_attempts_prune, "t", now);
    if (rc == SQLITE_OK) {
        rc = look(usher, attempt, now);
    }
    if (rc == SQLITE_OK && attempt->wait == 0) {
        rc = usher_run(usher, USHER_SQL_attempt_count, "bt", attempt->subject, USHER_HASH_BYTES,
                       now);
        if (rc == SQLITE_OK && attempt->several) {
            rc = usher_run(usher, USHER_SQL_attempt_count, "bt", attempt->whom, USHER_HASH_BYTES,
                           now);
        }
    }
    return rc;
}

static int make_whom(struct usher *usher, const char *kind, const char *whom,
                     unsigned char hash[USHER_HASH_BYTES]) {
    char of[32];
    sqlite3_snprintf(sizeof(of), of, "%s/of", kind);
    return make_subject(usher, of, whom, hash);
}

static int must_wait(struct usher *usher, sqlite3_int64 seconds) {
    int rc = usher_fail(usher, USHER_RATE_LIMITED, NULL,
                        "too many attempts: try again in %lld seconds", seconds);
    usher->error.wait = (int)seconds; /* a day at most */
    return rc;
}

int usher_attempt_begin(struct usher *usher, const char *function, const char *account_id,
                        const char *kind, const char *subject, const char *whom) {
    struct attempt attempt = {.several = whom != NULL};
    int rc = usher_require_lasting(usher, function, "the count of failed attempts");
    if (rc == SQLITE_OK) {
        rc = usher_setting(usher, USHER_SETTING_LOGIN_ATTEMPTS, account_id, &attempt.allowed);
    }
    if (rc == SQLITE_OK) {
        rc = usher_setting(usher, USHER_SETTING_LOGIN_LOCKOUT, account_id, &attempt.lockout);
    }
    if (rc == SQLITE_OK) {
        rc = make_subject(usher, kind, subject, attempt.subject);
    }
    if (rc == SQLITE_OK && whom) {
        rc = make_whom(usher, kind, whom, attempt.whom);
    }
    if (rc == SQLITE_OK) {
        rc = usher_atomic(usher, count, &attempt);
    }
    return rc == SQLITE_OK && attempt.wait > 0 ? must_wait(usher, (attempt.wait + 999) / 1000) : rc;
}

int usher_attempt_clear(struct usher *usher, const char *kind, const char *subject) {
    unsigned char hash[USHER_HASH_BYTES];
    int rc = make_subject(usher, kind, subject, hash);
    return rc == SQLITE_OK ? usher_run(usher, USHER_SQL_attempt_clear, "b", hash, USHER_HASH_BYTES)
                           : rc;
}

static int take_back(struct usher *usher, const char *kind, const char *whom,
                     const unsigned char subject[USHER_HASH_BYTES]) {
    unsigned char of[USHER_HASH_BYTES];
    int rc = make_whom(usher, kind, whom, of);
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_attempt_forget, "bb", subject, USHER_HASH_BYTES, of,
                       USHER_HASH_BYTES);
    }
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_attempt_lessen, "bb", subject, USHER_HASH_BYTES, of,
                       USHER_HASH_BYTES);
    }
    return rc == SQLITE_OK ? usher_run(usher, USHER_SQL_attempt_clear, "b", of, USHER_HASH_BYTES)
                           : rc;
}

/* Those at nobody, too, when there was nobody yet: they never came near a password. */
int usher_attempt_take_back(struct usher *usher, const char *kind, const char *subject,
                            const char *whom) {
    unsigned char hash[USHER_HASH_BYTES];
    int rc = make_subject(usher, kind, subject, hash);
    if (rc == SQLITE_OK) {
        rc = take_back(usher, kind, whom, hash);
    }
    return rc == SQLITE_OK ? take_back(usher, kind, subject, hash) : rc;
}
