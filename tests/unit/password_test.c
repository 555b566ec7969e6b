/*
** Passwords between connections and in the file: who is first with a token wins, one that
** was not used is not used up, and nothing secret is ever in the file.
*/
#include <pthread.h>

#include "session_unit.h"

#define CHEAP                                                                                      \
    "INSERT INTO settings (scope, key, value) VALUES ('account', 'passwords.memory', 19456);"      \
    "INSERT INTO settings (scope, key, value) VALUES ('account', 'passwords.passes', 2)"

#define KEY "'0123456789abcdef0123456789abcdef'"
#define RESET "'RESETAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'"
#define OTHER "'OTHERAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'"

static sqlite3 *other; /* a second connection to the same file */

static int open_two(void **state) {
    open_file(state);
    must(CHEAP);
    other = open_scratch(WRITABLE);
    return 0;
}

static int close_two(void **state) {
    int rc = sqlite3_close(other);
    return close_db(state) == 0 && rc == SQLITE_OK ? 0 : -1;
}

/* Is this the user's password? Asked as the user, who sets it anew. */
static int is_password(const char *password) {
    char sql[400];
    must("SELECT act_as(" BOB ")");
    snprintf(sql, sizeof sql, "SELECT password_set(actor(), '%s', '%s') IS NOT NULL", password,
             password);
    int right = strcmp(ask(sql), "1") == 0;
    must("SELECT act_as(NULL)");
    return right;
}

/* ------------------------------------------------------------------------ tokens */

static void test_wrong_length_keeps_ticket(void **state) {
    (void)state;
    says("SELECT password_reset_request('bob@a.org', json_object('token', " RESET "))",
         "RESETAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    for (int i = 0; i < 3; i++) {
        refused_on(i % 2 ? db : other, "SELECT password_reset(" RESET ", '1234567')", "invalid");
        refused_on(i % 2 ? db : other, "SELECT password_reset(" RESET ", hex(zeroblob(129)))",
                   "invalid");
    }
    says_on(other, "SELECT password_reset(" RESET ", '12345678') = " BOB, "1");
    assert_true(is_password("12345678"));
    assert_false(is_password("1234567"));
}

/* ------------------------------------------------------------------- who is first */

/*
** What another connection does after this one has hashed and before it writes: SQLite
** traces the statement that begins a rule before that takes its lock.
*/
static const char *meanwhile;
static int rules_before; /* that begin before that one: a guess is counted */
static char meanwhile_says[4000];

static int at_rule(unsigned event, void *data, void *statement, void *text) {
    (void)event, (void)data, (void)text;
    const char *sql = sqlite3_sql(statement);
    if (meanwhile && sql && strstr(sql, "INSERT INTO usher_atomic") && rules_before-- == 0) {
        const char *what = meanwhile;
        meanwhile = NULL;
        snprintf(meanwhile_says, sizeof meanwhile_says, "%s", ask_on(other, what));
    }
    return 0;
}

static const char *ask_while(const char *sql, const char *others) {
    meanwhile = others;
    sqlite3_trace_v2(db, SQLITE_TRACE_STMT, at_rule, NULL);
    const char *answer = ask(sql);
    sqlite3_trace_v2(db, 0, NULL, NULL);
    assert_null(meanwhile); /* it was run */
    rules_before = 0;
    return answer;
}

static void test_reset_once(void **state) {
    (void)state;
    ask("SELECT password_reset_request('bob@a.org', json_object('token', " RESET "))");
    const char *answer = ask_while("SELECT password_reset(" RESET ", 'of the first')",
                                   "SELECT password_reset(" RESET ", 'of the second')");
    assert_string_equal(answer, "usher: not_found: the token is not known: it was used, or another "
                                "was asked for since");
    assert_string_equal(meanwhile_says, "00000000-0000-7000-8000-00000000b002");
    assert_true(is_password("of the second"));
    assert_false(is_password("of the first"));
    says("SELECT count(*) FROM audit_log WHERE action = 'password.reset'", "1");
}

/* The ticket that took its place has its number, and stays. */
static void test_reset_replaced(void **state) {
    (void)state;
    ask("SELECT password_reset_request('bob@a.org', json_object('token', " RESET "))");
    says("SELECT number FROM usher_ticket", "1");
    const char *answer = ask_while(
        "SELECT password_reset(" RESET ", 'of the first')",
        "SELECT password_reset_request('bob@a.org', json_object('token', " OTHER ")) IS NOT NULL");
    assert_int_equal(strncmp(answer, "usher: not_found: ", 18), 0);
    assert_string_equal(meanwhile_says, "1");
    says("SELECT number FROM usher_ticket", "1");
    says("SELECT password_reset(" OTHER ", 'of the second') = " BOB, "1");
}

/* The token has become somebody else's, whom it is not shown for. */
static void test_reset_moved(void **state) {
    (void)state;
    ask("SELECT password_reset_request('bob@a.org', json_object('token', " RESET "))");
    ask("SELECT password_reset_request('ann@a.org', json_object('token', " OTHER "))");
    must_on(other, "CREATE TEMP TABLE t (x); CREATE TEMP TRIGGER gives AFTER INSERT ON t BEGIN "
                   "DELETE FROM usher_ticket WHERE user_id = " BOB ";"
                   "UPDATE usher_ticket SET token_hash = NEW.x; END;"
                   "CREATE TEMP TABLE h AS SELECT token_hash AS x FROM usher_ticket "
                   "WHERE user_id = " BOB);
    const char *answer = ask_while("SELECT password_reset(" RESET ", 'of the first')",
                                   "INSERT INTO t SELECT x FROM h");
    assert_int_equal(strncmp(answer, "usher: not_found: ", 18), 0);
    says("SELECT count(*) FROM usher_password", "0");
    says("SELECT user_id FROM usher_ticket", "00000000-0000-7000-8000-00000000b001");
}

/* Deleted meanwhile, or for sso: what was hashed in vain is not stored. */
static void test_reset_too_late(void **state) {
    (void)state;
    ask("SELECT password_reset_request('bob@a.org', json_object('token', " RESET "))");
    const char *answer = ask_while("SELECT password_reset(" RESET ", 'of the first')",
                                   "UPDATE users SET authentication = 'sso' WHERE id = " BOB);
    assert_int_equal(strncmp(answer, "usher: not_found: ", 18), 0);
    must("UPDATE users SET authentication = 'password' WHERE id = " BOB);
    answer = ask_while("SELECT password_set(" BOB ", 'of the first')",
                       "UPDATE users SET authentication = 'sso' WHERE id = " BOB);
    assert_int_equal(strncmp(answer, "usher: conflict: ", 17), 0);
    must("UPDATE users SET authentication = 'password' WHERE id = " BOB);
    answer = ask_while("SELECT password_set(" BOB ", 'of the first')",
                       "DELETE FROM users WHERE id = " BOB);
    assert_int_equal(strncmp(answer, "usher: conflict: ", 17), 0);
    says("SELECT count(*) FROM usher_password", "0");
}

/* Whoever showed the old password, which the system has changed since, sets nothing. */
static void test_old_is_older(void **state) {
    (void)state;
    must("SELECT password_set(" BOB ", 'stolen, alas'); SELECT act_as(" BOB ")");
    rules_before = 1;
    const char *answer = ask_while("SELECT password_set(actor(), 'of the thief', 'stolen, alas')",
                                   "SELECT password_set(" BOB ", 'of the system')");
    assert_string_equal(answer, "usher: conflict: the password was changed meanwhile");
    rules_before = 1;
    answer = ask_while("SELECT password_set(actor(), 'of the thief', 'of the system')",
                       "UPDATE users SET enabled = 0 WHERE id = " BOB);
    assert_int_equal(strncmp(answer, "usher: ", 7), 0);
    must("SELECT act_as(NULL); UPDATE users SET enabled = 1 WHERE id = " BOB);
    assert_true(is_password("of the system"));
}

static void test_accept_once(void **state) {
    (void)state;
    const char *answer = ask_while(
        "SELECT invite_accept(" TOKEN("D") ", '{\"name\":\"one\",\"password\":\"of the first\"}')",
        "SELECT invite_accept(" TOKEN(
            "D") ", '{\"name\":\"two\",\"password\":\"of the second\"}') IS NOT NULL");
    assert_string_equal(answer, "usher: conflict: the invite was already accepted");
    assert_string_equal(meanwhile_says, "1");
    says("SELECT group_concat(name) FROM users WHERE email = 'cat@a.org'", "two");
    says("SELECT count(*) FROM usher_password", "1");
}

static int wins;

static void *reset_in_thread(void *data) {
    static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    sqlite3_stmt *statement;
    sqlite3_prepare_v2(data, "SELECT password_reset(" RESET ", 'of somebody')", -1, &statement,
                       NULL);
    int won = sqlite3_step(statement) == SQLITE_ROW;
    sqlite3_finalize(statement);
    pthread_mutex_lock(&mutex);
    wins += won;
    pthread_mutex_unlock(&mutex);
    return NULL;
}

static void test_reset_race(void **state) {
    sqlite3 *connections[] = {db, other};
    pthread_t threads[2];
    (void)state;
    for (int round = 1; round <= 10; round++) {
        must("SELECT password_reset_request('bob@a.org', json_object('token', " RESET "))");
        wins = 0;
        for (int i = 0; i < 2; i++) {
            sqlite3_busy_timeout(connections[i], 10000);
            pthread_create(&threads[i], NULL, reset_in_thread, connections[i]);
        }
        for (int i = 0; i < 2; i++) {
            pthread_join(threads[i], NULL);
        }
        assert_int_equal(wins, 1);
    }
}

/* ---------------------------------------------------------------- what is at rest */

static int file_has(const char *ending, const char *secret, size_t size) {
    char path[320];
    int found = 0;
    snprintf(path, sizeof path, "%s%s", scratch_path(), ending);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    static unsigned char bytes[4000000];
    size_t length = fread(bytes, 1, sizeof bytes, file);
    assert_true(length > 0 && length < sizeof bytes);
    fclose(file);
    for (size_t i = 0; i + size <= length && !found; i++) {
        found = memcmp(bytes + i, secret, size) == 0;
    }
    return found;
}

static const char *const secrets[] = {
    "password-of-the-system", "password-by-column",      "password-of-the-reset",
    "password-of-an-invite",  "password-of-bob-himself", "0123456789abcdef0123456789abcdef",
    "RESETAAAAAAAAAAA",       "OTHERAAAAAAAAAAA",        "INVITAAAAAAAAAAA"};

static void find_no_secret(const char *ending) {
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
        if (file_has(ending, secrets[i], strlen(secrets[i]))) {
            fail_msg("the file %s holds \"%s\"", ending, secrets[i]);
        }
    }
    /* The 32 bytes of a token, too: 'RESETAAA…' */
    assert_false(file_has(ending, "\x44\x44\x84\x4c\0\0\0\0\0\0\0\0", 12));
}

static void test_nothing_in_the_file(void **state) {
    (void)state;
    must("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0");
    must("SELECT usher_key(" KEY ")");
    must("SELECT password_set(" BOB ", 'password-of-the-system')");
    must("UPDATE users SET password = 'password-by-column' WHERE id = " BOB);
    must("SELECT act_as(" BOB ")");
    must("SELECT password_set(actor(), 'password-of-bob-himself', 'password-by-column')");
    must("SELECT act_as(NULL)");
    must("INSERT INTO usher VALUES ('password_reset_request', json_array('bob@a.org', "
         "json_object('token', " RESET ")))");
    says("SELECT count(*) FROM outbox WHERE token = " RESET, "1");
    refused("SELECT password_reset(" RESET ", 'short')", "invalid");
    must("INSERT INTO usher VALUES ('password_reset', "
         "json_array(" RESET ", 'password-of-the-reset'))");
    must("UPDATE usher_user SET verified_email = 0");
    must("SELECT email_verify_request(" BOB ", json_object('token', " OTHER "))");
    must("SELECT email_verify(" OTHER ")");
    must("SELECT invite_create('dan@a.org', 'user', "
         "'{\"token\":\"INVITAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}')");
    must("INSERT INTO usher VALUES ('invite_accept', "
         "'[\"INVITAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\","
         "{\"password\":\"password-of-an-invite\"}]')");
    assert_true(file_has("-wal", "dan@a.org", 9)); /* it is looked for where it would be */
    assert_true(file_has("-wal", "$argon2id$v=19$m=19456", 22));
    find_no_secret("-wal");
    must("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE");
    assert_true(file_has("", "dan@a.org", 9));
    find_no_secret("");
}

#define test(name) cmocka_unit_test_setup_teardown(name, open_two, close_two)

int main(void) {
    const struct CMUnitTest tests[] = {
        test(test_wrong_length_keeps_ticket),
        test(test_reset_once),
        test(test_reset_replaced),
        test(test_reset_moved),
        test(test_reset_too_late),
        test(test_old_is_older),
        test(test_accept_once),
        test(test_reset_race),
        test(test_nothing_in_the_file),
    };
    return cmocka_run_group_tests_name("password", tests, NULL, NULL);
}
