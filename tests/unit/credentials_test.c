/*
** Functions of credentials, below SQL: what they give at their edges, and that whoever shows nothing
** finds nothing where it would have been.
*/
#include "rules_unit.h"

#include "domain/passwords/passwords.h"
#include "domain/sessions/sessions.h"

#define BOB_ID "00000000-0000-7000-8000-00000000b002"
#define SESSION_ID "00000000-0000-7000-8000-00000000d001"
#define OPAQUE "SAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define TICKET "VAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static char nothing[4];
static void *const nowhere = &nothing; /* what must not stay where something is to be given */

/* -------------------------------------------------------------------- tickets */

/* A ticket that was looked at, and is gone; another has its token by now, or its number. */
static void test_spent(void **state) {
    struct usher_ticket ticket;
    int used = 7;
    (void)state;
    must("SELECT password_reset_request('bob@a.org', '{\"token\":\"" TICKET "\"}')");
    assert_int_equal(usher_ticket_find(&usher, USHER_TICKET_RESET, TICKET, &ticket), SQLITE_OK);
    must("UPDATE usher_ticket SET number = number + 9");
    assert_int_equal(usher_ticket_use(&usher, &ticket, &used), SQLITE_OK);
    assert_int_equal(used, 0);
    assert_int_equal(usher_ticket_spend(&usher, &ticket), SQLITE_ERROR);
    assert_int_equal(usher.error.code, USHER_NOT_FOUND);
    must("UPDATE usher_ticket SET number = number - 9, token_hash = zeroblob(32)");
    assert_int_equal(usher_ticket_spend(&usher, &ticket), SQLITE_ERROR);
    says("SELECT count(*) FROM usher_ticket", "1");
    must("DELETE FROM usher_ticket");
    assert_int_equal(usher_ticket_spend(&usher, &ticket), SQLITE_ERROR);
}

/* The system is told the token, nobody else is; no byte of it stays. */
static void test_told(void **state) {
    static const char none[USHER_TOKEN_TEXT + 1];
    char token[USHER_TOKEN_TEXT + 1];
    (void)state;
    for (int as_bob = 0; as_bob <= 1; as_bob++) {
        struct usher_call call;
        memset(&call, 0, sizeof(call));
        usher_value_null(&call.result);
        must(as_bob ? "SELECT act_as(" BOB ")" : "SELECT act_as(NULL)");
        memset(token, 'x', USHER_TOKEN_TEXT);
        token[USHER_TOKEN_TEXT] = 'y';
        token[USHER_TOKEN_TEXT - 1] = '\0';
        assert_int_equal(usher_ticket_result(&usher, &call, token), SQLITE_OK);
        assert_memory_equal(token, none, sizeof(token));
        assert_int_equal(call.result.type, as_bob ? SQLITE_NULL : SQLITE_TEXT);
        assert_int_equal(call.result.length, as_bob ? 0 : USHER_TOKEN_TEXT - 1);
        usher_value_clear(&call.result);
    }
}

/* -------------------------------------------------------------------- sessions */

static void test_shows_nothing(void **state) {
    struct usher_session session;
    struct usher_shown shown;
    struct usher_value value;
    int found = 7;
    (void)state;
    memset(&shown, 0x55, sizeof(shown));
    usher_value_null(&value);
    assert_int_equal(usher_credential_find(&usher, &value, &shown), SQLITE_OK);
    assert_int_equal(shown.found, 0);
    assert_string_equal(shown.user_id, "");
    assert_int_equal(usher_session_find(&usher, "*", 1, &session, &found), SQLITE_OK);
    assert_int_equal(found, 0);
    found = 7;
    assert_int_equal(usher_session_find(&usher, OPAQUE, USHER_TOKEN_TEXT, &session, &found),
                     SQLITE_OK);
    assert_int_equal(found, 0);
}

/* One that cannot begin has no token. */
static void test_taken(void **state) {
    struct usher_new_session asked = {.user_id = BOB_ID,
                                      .account_id = "00000000-0000-7000-8000-00000000a001",
                                      .id = SESSION_ID,
                                      .token = OPAQUE};
    struct usher_credential credential;
    char *token;
    (void)state;
    assert_int_equal(usher_session_start(&usher, &asked, &token, &credential), SQLITE_OK);
    assert_string_equal(token, OPAQUE);
    assert_string_equal(credential.id, SESSION_ID);
    sqlite3_free(token);
    token = nowhere;
    assert_int_equal(usher_session_start(&usher, &asked, &token, &credential), SQLITE_CONSTRAINT);
    assert_null(token);
}

/* A hash with something behind it is not the token's. */
static void test_longer_hash(void **state) {
    struct usher_session session;
    int found = 0;
    (void)state;
    must("SELECT usher_key('0123456789abcdef0123456789abcdef')");
    char *jwt = sqlite3_mprintf("%s", ask("SELECT session_create(" BOB ", '{\"form\":\"jwt\"}')"));
    must("PRAGMA ignore_check_constraints = 1; UPDATE usher_session SET "
         "token_hash = CAST(token_hash || x'00' AS BLOB), previous_hash = token_hash");
    assert_int_equal(usher_session_find(&usher, jwt, (int)strlen(jwt), &session, &found),
                     SQLITE_OK);
    assert_int_equal(found, 1);
    assert_int_equal(session.present, 0);
    assert_int_equal(session.previous, 1);
    sqlite3_free(jwt);
}

#define test(name) cmocka_unit_test_setup_teardown(name, open_rules, close_rules)

int main(void) {
    const struct CMUnitTest tests[] = {
        test(test_spent), test(test_told),        test(test_shows_nothing),
        test(test_taken), test(test_longer_hash),
    };
    return cmocka_run_group_tests_name("credentials", tests, NULL, NULL);
}
