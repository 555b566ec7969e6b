/*
** Functions of sessions, guesses and tickets, below SQL, that fail half-way: they say why, and give
** nothing.
*/
#include "fault_unit.h"

#include "domain/passwords/passwords.h"
#include "domain/sessions/sessions.h"

#define BOB_ID "00000000-0000-7000-8000-00000000b002"
#define ACCOUNT_ID "00000000-0000-7000-8000-00000000a001"
#define SESSION_ID "00000000-0000-7000-8000-00000000d001"
#define OPAQUE "SAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define NEW "NAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define TICKET "VAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static char nothing[4];
static void *const nowhere = &nothing; /* what an out-parameter must not keep */
static char *jwt, *api_key, *api_key_id;

/* What is there before each call: sessions, of one of which a token was replaced, and guesses. */
#define BEFORE                                                                                     \
    "SELECT act_as(NULL); DELETE FROM usher_session; DELETE FROM usher_session_past;"              \
    "INSERT INTO usher_session SELECT * FROM the_session;"                                         \
    "INSERT INTO usher_session_past SELECT * FROM the_past;"                                       \
    "DELETE FROM usher_attempt; INSERT INTO usher_attempt SELECT * FROM the_attempt;"              \
    "DELETE FROM usher_ticket; INSERT INTO usher_ticket SELECT * FROM the_ticket;"                 \
    "DELETE FROM usher_outbox;"

#define MANGLED "9999-99-99T00:00:00.000Z"
#define SESSIONS                                                                                   \
    "SELECT (SELECT count(*) FROM usher_session) || ' ' || (SELECT count(*) FROM "                 \
    "usher_session_past)"
#define GUESSES "SELECT group_concat(failures) FROM (SELECT * FROM usher_attempt ORDER BY failures)"
#define TICKETS                                                                                    \
    "SELECT (SELECT count(*) FROM usher_ticket) || ' ' || (SELECT count(*) FROM usher_outbox)"

/* -------------------------------------------------------------------- sessions */

static int start(const char *form) {
    struct usher_new_session asked = {.user_id = BOB_ID, .account_id = ACCOUNT_ID, .form = form};
    struct usher_credential credential;
    char *token = nowhere;
    int rc = usher_session_start(&usher, &asked, &token, &credential);
    if (rc == SQLITE_OK || !token) { /* what it has made by then is let go by whoever asked */
        fault_gives(rc, token != NULL);
    }
    assert_ptr_not_equal(token, nowhere);
    sqlite3_free(token);
    return rc;
}

static int start_opaque(void) {
    return start("opaque");
}

static int start_jwt(void) {
    return start("jwt");
}

static int find(const char *token) {
    struct usher_session session;
    int found = 7;
    int rc = usher_session_find(&usher, token, (int)strlen(token), &session, &found);
    if (rc == SQLITE_OK) {
        assert_string_equal(session.user_id, BOB_ID);
        assert_int_equal(session.present, 1);
    }
    return fault_gives(rc, found);
}

static int find_opaque(void) {
    return find(OPAQUE);
}

static int find_jwt(void) {
    return find(jwt);
}

static int remove_one(void) {
    return usher_session_remove(&usher, SESSION_ID);
}

static int end_all(void) {
    return usher_sessions_end(&usher, BOB_ID, NULL);
}

/* ------------------------------------------------------------------ credentials */

static int show(const char *text) {
    struct usher_value value;
    struct usher_shown shown = {.found = 7};
    usher_value_text(&value, text);
    int rc = usher_credential_find(&usher, &value, &shown);
    if (rc == SQLITE_OK) {
        assert_string_equal(shown.user_id, BOB_ID);
    }
    return fault_gives(rc, shown.found);
}

static int show_session(void) {
    return show(OPAQUE);
}

static int show_api_key(void) {
    return show(api_key);
}

static int call(usher_handler *handler, const char *first, const char *second) {
    struct usher_call call;
    memset(&call, 0, sizeof(call));
    call.argc = (first != NULL) + (second != NULL);
    usher_value_text(&call.argv[0], first);
    usher_value_text(&call.argv[1], second);
    int rc = handler(&usher, &call);
    assert_true(rc != SQLITE_OK || call.result.type != SQLITE_NULL);
    usher_value_clear(&call.argv[0]);
    usher_value_clear(&call.argv[1]);
    usher_value_clear(&call.result);
    return rc;
}

/* Whoever begins to act does so only if nothing failed. */
static int authenticate(void) {
    int rc = call(usher_authenticate, OPAQUE, NULL);
    fault.wanted = 0;
    assert_string_equal(ask("SELECT actor()"), rc == SQLITE_OK ? BOB_ID : "nobody");
    return rc;
}

static int logout(void) {
    return call(usher_logout, NULL, NULL);
}

static int create(void) {
    return call(usher_session_create, BOB_ID, "{\"form\":\"jwt\",\"device\":\"a phone\"}");
}

static int refresh_opaque(void) {
    return call(usher_session_refresh, OPAQUE, "{\"token\":\"" NEW "\"}");
}

static int refresh_jwt(void) {
    return call(usher_session_refresh, jwt, NULL);
}

/* If it cannot be noted that a credential was used, nothing is said, and nothing else is noted. */
static int touch(void) {
    usher_touch(&usher, USHER_SQL_api_key_used, api_key_id, "2022-01-01T00:00:00.000Z");
    int met = fault.seen >= fault.wanted;
    fault.wanted = 0;
    assert_int_equal(usher.error.code, USHER_OK);
    const char *used = ask("SELECT last_used_at FROM usher_api_key");
    assert_true(met ? used[0] == '2' : strcmp(used, "2023") > 0);
    return met && fault.kind == STOP ? SQLITE_INTERRUPT : SQLITE_OK; /* which it keeps to itself */
}

/* --------------------------------------------------------------------- guesses */

static int guess(void) {
    return usher_attempt_begin(&usher, "login", ACCOUNT_ID, "login", "new@a.org", "somebody");
}

/* Whoever must wait is told so, and nothing else. */
static int guess_too_often(void) {
    int rc = usher_attempt_begin(&usher, "login", ACCOUNT_ID, "login", "bob@a.org", BOB_ID);
    assert_int_not_equal(rc, SQLITE_OK);
    return usher.error.code == USHER_RATE_LIMITED ? SQLITE_OK : rc;
}

/* The same of login(), which has looked by then for whom it is. */
static int login_too_often(void) {
    int rc = call(usher_login, "bob@a.org", "a password");
    assert_int_not_equal(rc, SQLITE_OK);
    return usher.error.code == USHER_RATE_LIMITED ? SQLITE_OK : rc;
}

static int clear(void) {
    return usher_attempt_clear(&usher, "login", "bob@a.org");
}

static int take_back(void) {
    return usher_attempt_take_back(&usher, "login", "bob@a.org", BOB_ID);
}

/* --------------------------------------------------------------------- tickets */

static int make_ticket(void) {
    char token[USHER_TOKEN_TEXT + 1] = "";
    return usher_ticket_make(&usher, USHER_TICKET_VERIFY, BOB_ID, "bob@a.org", NULL, 60, token);
}

static int find_ticket(void) {
    struct usher_ticket ticket = {.number = 0};
    int rc = usher_ticket_find(&usher, USHER_TICKET_RESET, TICKET, &ticket);
    if (rc == SQLITE_OK) {
        assert_string_equal(ticket.user_id, BOB_ID);
    }
    return rc;
}

static struct usher_ticket the_ticket;

static int use_ticket(void) {
    int used = 7;
    int rc = usher_ticket_use(&usher, &the_ticket, &used);
    return rc == SQLITE_OK ? fault_gives(rc, used) : rc;
}

static int spend_ticket(void) {
    return usher_ticket_spend(&usher, &the_ticket);
}

static int end_tickets(void) {
    return usher_tickets_end(&usher, BOB_ID);
}

static int mail_ticket(void) {
    struct usher_ticket_options options = {.usher = &usher};
    struct usher_password_user user;
    memset(&user, 0, sizeof(user));
    strcpy(user.id, BOB_ID);
    strcpy(user.account_id, ACCOUNT_ID);
    strcpy(user.email, "bob@a.org");
    return usher_ticket_mail(&usher, USHER_TICKET_VERIFY, &user, "2022-01-01T00:00:00.000Z",
                             &options);
}

/* ------------------------------------------------------------------- passwords */

static int find_user(void) {
    struct usher_password_user user;
    int rc = usher_password_user(&usher, BOB_ID, &user);
    if (rc == SQLITE_OK) {
        assert_string_equal(user.account_id, ACCOUNT_ID);
        assert_string_equal(user.email, "bob@a.org");
        assert_memory_equal(user.hash, "$argon2id$", 10);
    }
    return rc;
}

static int forget_password(void) {
    return call(usher_password_reset_request, "bob@a.org", NULL);
}

/* ------------------------------------------------------------------------- all */

static const struct faulty all[] = {
    {"a session is found", NULL, find_opaque, NULL, NULL},
    {"a session of a JWT is found", NULL, find_jwt, NULL, NULL},
    {"a session is shown", NULL, show_session, NULL, NULL},
    {"an API key is shown", NULL, show_api_key, NULL, NULL},
    {"a ticket is found", NULL, find_ticket, NULL, NULL},
    {"authenticate()", "SELECT act_as(NULL)", authenticate, NULL, NULL},
    {"a user of passwords", NULL, find_user, NULL, NULL},
    {"password_reset_request()", BEFORE, forget_password, TICKETS, "1 1"},
    {"a session begins", BEFORE, start_opaque, SESSIONS, "3 1"},
    {"a session of a JWT begins", BEFORE, start_jwt, SESSIONS, "3 1"},
    {"a session goes", BEFORE, remove_one, SESSIONS, "1 0"},
    {"all sessions end", BEFORE, end_all, SESSIONS, "0 0"},
    {"logout()", BEFORE "SELECT authenticate('" OPAQUE "')", logout,
     "SELECT actor() || (SELECT count(*) FROM usher_session)", "nobody1"},
    {"session_create()", BEFORE, create, SESSIONS, "3 1"},
    {"session_refresh()", BEFORE, refresh_opaque, SESSIONS, "2 2"},
    {"session_refresh() of a JWT", BEFORE, refresh_jwt, SESSIONS, "2 1"},
    {"a key is used", "UPDATE usher_api_key SET last_used_at = '2022-01-01T00:00:00.000Z'", touch,
     NULL, NULL},
    {"a guess", BEFORE, guess, GUESSES, "1,1,1,2,7,20"},
    {"one too many", BEFORE "UPDATE usher_attempt SET last_at = '" MANGLED "' WHERE failures = 7",
     guess_too_often, "SELECT count(*) FROM usher_attempt WHERE last_at = '" MANGLED "'", "0"},
    {"login(), one too many", BEFORE, login_too_often, GUESSES, "1,2,7,20"},
    {"guesses are forgotten", BEFORE, clear, GUESSES, "1,2,20"},
    {"guesses are taken back", BEFORE, take_back, GUESSES, "4,20"},
    {"a ticket is made", BEFORE, make_ticket, TICKETS, "2 0"},
    {"a ticket is used", BEFORE, use_ticket, TICKETS, "0 0"},
    {"a ticket is spent", BEFORE, spend_ticket, TICKETS, "0 0"},
    {"all tickets end", BEFORE, end_tickets, TICKETS, "0 0"},
    {"a ticket is mailed", BEFORE, mail_ticket, TICKETS, "2 1"},
};

static void test_all(void **state) {
    (void)state;
    fault_all(all, (int)(sizeof(all) / sizeof(*all)));
}

static void guess_at(const char *whom, const char *then) {
    assert_int_equal(usher_attempt_begin(&usher, "login", ACCOUNT_ID, "login", "bob@a.org", whom),
                     SQLITE_OK);
    must(then);
}

/* 20 at another's address; 7 at Bob's, of which 2 were at Bob, and one at nobody. */
static void make_guesses(void) {
    must("DELETE FROM usher_attempt");
    assert_int_equal(usher_attempt_begin(&usher, "login", ACCOUNT_ID, "login", "cat@a.org", NULL),
                     SQLITE_OK);
    must("UPDATE usher_attempt SET failures = 20, subject = zeroblob(32)"); /* the first */
    guess_at(NULL, "UPDATE usher_attempt SET failures = 3 WHERE failures = 1");
    guess_at(BOB_ID, "UPDATE usher_attempt SET failures = 2 WHERE failures = 1");
    guess_at("bob@a.org", "UPDATE usher_attempt SET failures = 7 WHERE failures = 5;"
                          "CREATE TABLE the_attempt AS SELECT * FROM usher_attempt");
}

static void open_sessions_after(const char *first) {
    open_rules_after(first);
    must("SELECT usher_key('0123456789abcdef0123456789abcdef');"
         "SELECT session_create(" BOB ", '{\"id\":\"" SESSION_ID "\",\"token\":"
         "\"PAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}');"
         "SELECT session_refresh('PAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', "
         "'{\"token\":\"" OPAQUE "\"}')");
    jwt = sqlite3_mprintf("%s", ask("SELECT session_create(" BOB ", '{\"form\":\"jwt\"}')"));
    api_key =
        sqlite3_mprintf("%s", ask("SELECT api_key_create('k', json_object('user_id', " BOB "))"));
    api_key_id = sqlite3_mprintf("%s", ask("SELECT id FROM usher_api_key"));
    must("CREATE TABLE the_session AS SELECT * FROM usher_session;"
         "CREATE TABLE the_past AS SELECT * FROM usher_session_past");
    make_guesses();
    must("INSERT INTO usher_password (user_id, hash, updated_at) SELECT " BOB
         ", '$argon2id$v=19$m=19456,t=2,p=1$' || printf('%.22c', 'A') || '$' || "
         "printf('%.43c', 'A'), created_at FROM usher_user WHERE id = " BOB ";"
         "SELECT password_reset_request('bob@a.org', '{\"token\":\"" TICKET "\"}');"
         "CREATE TABLE the_ticket AS SELECT * FROM usher_ticket");
    assert_int_equal(usher_ticket_find(&usher, USHER_TICKET_RESET, TICKET, &the_ticket), SQLITE_OK);
}

static int close_sessions(void **state) {
    sqlite3_free(jwt);
    sqlite3_free(api_key);
    sqlite3_free(api_key_id);
    return close_rules(state);
}

static int open_sessions(void **state) {
    (void)state;
    fault_open(open_sessions_after, close_sessions, "PRAGMA encoding = 'UTF-8'");
    return 0;
}

/* Each text that is bound or read takes memory. */
static int open_wide(void **state) {
    (void)state;
    fault_open(open_sessions_after, close_sessions, "PRAGMA encoding = 'UTF-16le'");
    return 0;
}

static int close_counted(void **state) {
    return fault_close(close_sessions(state));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_all, open_sessions, close_counted),
        cmocka_unit_test_setup_teardown(test_all, open_wide, close_counted),
    };
    fault_prepare();
    return cmocka_run_group_tests_name("faults of sessions", tests, NULL, NULL);
}
