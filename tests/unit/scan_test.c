/*
** A large store: what is done to one user, team or channel steps over no table, also after ANALYZE,
** when SQLite knows that everything is of one account.
*/
#include "session_unit.h"

#define TEAM "'00000000-0000-7000-8000-00000000d001'"
#define CHANNEL "'00000000-0000-7000-8000-00000000e001'"
#define LEAST "'00000000-0000-7000-8000-00000001'"
#define TIMES "'2022-01-01T00:00:00.000Z', '2022-01-01T00:00:00.000Z'"

/* Rows that a search may step over: lists of a statement's own, settings, roles. */
#define FEW 200

#define NUMBERS                                                                                    \
    "WITH RECURSIVE n (i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 2999) "

/* 2000 more users, and of each a file, a notification, a mail, and a place in one channel. */
static int open_large(void **state) {
    open_file(state);
    must("INSERT INTO teams (id, name) VALUES (" TEAM ", 'red');"
         "INSERT INTO team_memberships (team_id, user_id) VALUES (" TEAM ", " BOB ");"
         "INSERT INTO channels (id, name) VALUES (" CHANNEL ", 'one');"
         "INSERT INTO channel_members (channel_id, user_id, mode) VALUES (" CHANNEL ", " BOB
         ", 'edit')");
    must(NUMBERS
         "INSERT INTO usher_user (id, account_id, email, recipient, created_at, updated_at) "
         "SELECT " LEAST " || i, " ACCOUNT ", i || '@x.org', i, " TIMES " FROM n");
    must(NUMBERS
         "INSERT INTO usher_membership (id, account_id, user_id, role_id, home, created_at, "
         "updated_at) SELECT u.id, u.account_id, u.id, m.role_id, 1, " TIMES
         " FROM n JOIN usher_user AS u ON u.id = " LEAST " || i "
         "JOIN usher_membership AS m ON m.user_id = " BOB);
    must(NUMBERS "INSERT INTO usher_channel (id, account_id, name, created_at, updated_at) "
                 "SELECT " LEAST " || i, " ACCOUNT ", i, " TIMES " FROM n");
    must(NUMBERS
         "INSERT INTO usher_channel_member (id, channel_id, user_id, mode, created_at, updated_at) "
         "SELECT " LEAST " || i, " LEAST " || i, " LEAST " || i, 'edit', " TIMES " FROM n");
    must(NUMBERS "INSERT INTO usher_file (id, account_id, user_id, channel_id, checksum, size, "
                 "format, created_at, updated_at) SELECT " LEAST " || i, " ACCOUNT ", " LEAST
                 " || i, " LEAST " || i, printf('%032d', i), 1, 'x', " TIMES " FROM n");
    must(NUMBERS "INSERT INTO usher_notification (id, account_id, audience, audience_id, event, "
                 "created_at) SELECT " LEAST " || i, " ACCOUNT ", 'user', " LEAST
                 " || i, 'message', '2022-01-01T00:00:00.000Z' FROM n");
    must(NUMBERS "INSERT INTO usher_outbox (id, kind, email, account_id, user_id, notification_id, "
                 "created_at) SELECT " LEAST " || i, 'notification', 'x@x.org', " ACCOUNT ", " LEAST
                 " || i, " LEAST " || i, '2022-01-01T00:00:00.000Z' FROM n");
    must("SELECT usher_key('0123456789abcdefghijklmnopqrstuvwxyz'); ANALYZE");
    return 0;
}

/* What all statements of the connection stepped over since this was asked last. */
static int stepped_over(void) {
    int steps = 0;
    for (sqlite3_stmt *s = NULL; (s = sqlite3_next_stmt(db, s)) != NULL;) {
        steps += sqlite3_stmt_status(s, SQLITE_STMTSTATUS_FULLSCAN_STEP, 1);
    }
    return steps;
}

static void test_scan(void **state) {
    (void)state;
    static const char *const statements[] = {
        "INSERT INTO notifications (user_id, message) VALUES (" BOB ", 'm')",
        "INSERT INTO notifications (audience, audience_id, message) VALUES ('team', " TEAM ", 'm')",
        "INSERT INTO notifications (audience, message) VALUES ('account', 'm')",
        "SELECT unread, has_new FROM users WHERE id = " BOB,
        "SELECT count(*) FROM notifications WHERE user_id = " BOB,
        "UPDATE notifications SET read = 1 WHERE user_id = " BOB,
        "SELECT mark_read('2099-01-01T00:00:00Z', " BOB ")",
        "SELECT notifications_fetch(5, " BOB ")",
        "SELECT notifications_prune('2021-01-01T00:00:00Z')",
        "SELECT outbox_claim(1, 60)",
        "DELETE FROM outbox WHERE id = " LEAST " || 1000",
        "INSERT INTO files (user_id, channel_id, checksum, size, format) VALUES (" BOB ", " CHANNEL
        ", '00000000000000000000000000000000', 1, 'x')",
        "UPDATE files SET size = 2 WHERE user_id = " BOB,
        "SELECT storage_refresh(" BOB ")",
        "UPDATE channel_members SET mode = 'view' WHERE user_id = " BOB,
        "SELECT count(*) FROM users WHERE channel = " CHANNEL " AND include_view_only = 1",
        "DELETE FROM channels WHERE id = " CHANNEL,
        "SELECT invite_create('new@x.org', 'user', json_object('id', " LEAST " || 4000))",
        "UPDATE invites SET name = 'New' WHERE id = " LEAST " || 4000",
        "SELECT invite_resend(" LEAST " || 4000)",
        "SELECT invite_revoke(" LEAST " || 4000)",
        "SELECT password_reset_request('bob@a.org')",
        "SELECT notification_send('[\"bob@a.org\"]', 's', 'b')",
        "DELETE FROM team_memberships WHERE user_id = " BOB,
        "DELETE FROM teams WHERE id = " TEAM,
        "DELETE FROM users WHERE id = " BOB,
        "SELECT user_erase(" BOB ")",
    };
    for (size_t i = 0; i < sizeof(statements) / sizeof(*statements); i++) {
        stepped_over();
        must(statements[i]);
        int steps = stepped_over();
        if (steps > FEW) {
            fail_msg("%s\n  steps over %d rows", statements[i], steps);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_scan, open_large, close_db),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
