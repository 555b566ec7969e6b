/*
** Row security costs in the usual case one condition, which an index answers: which condition it is
** that usher writes for whoever asks, in each case.
*/
#include "session_unit.h"

#define OTHER "'00000000-0000-7000-8000-00000000a002'"
#define CHANNEL "'00000000-0000-7000-8000-00000000e001'"

/* The statement that was run last, of those that read what was asked for. */
static char seen[20000];
static const char *marker;

static int at_statement(unsigned event, void *unused, void *statement, void *text) {
    (void)event, (void)unused, (void)text;
    const char *sql = sqlite3_sql(statement);
    if (strstr(sql, marker) && strstr(sql, "main.")) {
        sqlite3_snprintf(sizeof(seen), seen, "%s", sql);
    }
    return 0;
}

static void look(const char *sql, const char *column) {
    marker = column;
    seen[0] = '\0';
    sqlite3_trace_v2(db, SQLITE_TRACE_STMT, at_statement, NULL);
    ask(sql);
    sqlite3_trace_v2(db, 0, NULL, NULL);
    assert_string_not_equal(seen, "");
}

/* Is it in the condition on rows, or on columns? */
static int has(const char *text) {
    return strstr(seen, text) != NULL;
}

struct sight {
    int home;   /* the rows are those of one account, by one condition */
    int many;   /* or of any in which they may be seen */
    int shared; /* or of whoever is in a channel with whoever asks */
    int masked; /* not everything of them */
};

static void users_are(struct sight expected) {
    look("SELECT email, phone_number FROM users", "u.email");
    struct sight found = {has("WHERE (u.account_id = ?") || has("WHERE u.account_id = ?"),
                          has("usher_held"), has("usher_channel_member"), has("CASE WHEN")};
    if (memcmp(&found, &expected, sizeof(found)) != 0) {
        fail_msg("%s", seen);
    }
}

static void test_users(void **state) {
    (void)state;
    must("INSERT INTO accounts (id, name) VALUES (" OTHER ", 'other');"
         "INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', " OTHER
         ", 'users.direct_creation', 1);"
         "INSERT INTO channels (id, account_id, name) VALUES (" CHANNEL ", " ACCOUNT ", 'one');"
         "SELECT act_as(" ANN ")");
    users_are((struct sight){.home = 1});
    must("SELECT act_as(" BOB ")"); /* only himself */
    users_are((struct sight){0});
    must("SELECT act_as(NULL);"
         "INSERT INTO channel_members (channel_id, user_id, mode) VALUES (" CHANNEL ", " ANN
         ", 'edit');"
         "SELECT act_as(" ANN ")");
    users_are((struct sight){.home = 1}); /* whoever is in the channel is of the account */
    must("SELECT act_as(" BOB ")");       /* who is in none */
    users_are((struct sight){0});
    must("SELECT act_as(NULL);"
         "INSERT INTO channel_members (channel_id, user_id, mode) VALUES (" CHANNEL ", " BOB
         ", 'view');"
         "SELECT act_as(" BOB ")");
    users_are((struct sight){.many = 1, .shared = 1, .masked = 1});
    must("SELECT act_as(NULL); UPDATE users SET role = 'manager' WHERE id = " BOB ";"
         "DELETE FROM channel_members; SELECT act_as(" BOB ")");
    users_are((struct sight){.home = 1, .masked = 1});
    must("SELECT act_as(NULL);"
         "INSERT INTO account_memberships (user_id, account_id, role) VALUES (" BOB ", " OTHER
         ", 'user'); SELECT act_as(" BOB ")");
    users_are((struct sight){.home = 1, .masked = 1}); /* a guest, who sees nobody there */
    must("SELECT act_as(NULL);"
         "INSERT INTO channel_members (channel_id, user_id, mode) VALUES (" CHANNEL ", " BOB
         ", 'view');"
         "SELECT act_as(" BOB ")");
    users_are((struct sight){.many = 1, .shared = 1, .masked = 1}); /* some may be elsewhere */
    must("SELECT act_as(" ANN ")");
    users_are((struct sight){.home = 1});
    must("SELECT act_as(NULL); DELETE FROM channel_members;"
         "UPDATE account_memberships SET role = 'manager' WHERE account_id = " OTHER ";"
         "SELECT act_as(" BOB ")");
    users_are((struct sight){.many = 1, .masked = 1}); /* in two accounts, in no channel */
    must("SELECT act_as(NULL); INSERT INTO users (id, account_id, email) VALUES "
         "('00000000-0000-7000-8000-00000000b009', " OTHER ", 'gus@a.org');"
         "INSERT INTO account_memberships (user_id, account_id, role) VALUES "
         "('00000000-0000-7000-8000-00000000b009', " ACCOUNT ", 'user');"
         "SELECT act_as(" ANN ")");
    users_are((struct sight){.many = 1, .masked = 1}); /* a guest is here */
}

/* By a key: in no channel, and of oneself what its scopes say. */
static void test_users_by_key(void **state) {
    (void)state;
    must("INSERT INTO channels (id, account_id, name) VALUES (" CHANNEL ", " ACCOUNT ", 'one');"
         "INSERT INTO channel_members (channel_id, user_id, mode) VALUES (" CHANNEL ", " BOB
         ", 'edit');"
         "CREATE TEMP TABLE k AS SELECT api_key_create('k', json_object('user_id', " BOB
         ", 'scopes', json_array('self.read'))) AS key; SELECT authenticate(key) FROM k");
    look("SELECT email, phone_number FROM users", "u.email");
    assert_false(has("usher_channel_member"));
    assert_true(has("CASE WHEN"));
}

static void docs_are(struct sight expected) {
    look("SELECT title FROM docs", "b.\"title\"");
    struct sight found = {has("b.\"account_id\" COLLATE BINARY = ?"), has("usher_held"), 0, 0};
    if (memcmp(&found, &expected, sizeof(found)) != 0) {
        fail_msg("%s", seen);
    }
}

static void test_guarded(void **state) {
    (void)state;
    must("INSERT INTO accounts (id, name) VALUES (" OTHER ", 'other');"
         "INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', " OTHER
         ", 'users.direct_creation', 1);"
         "CREATE TABLE doc (id INTEGER PRIMARY KEY, account_id TEXT, owner_id TEXT, title TEXT);"
         "CREATE VIRTUAL TABLE docs USING guarded(doc, owner=owner_id, account=account_id, "
         "read='docs.read'); SELECT act_as(" BOB ")");
    docs_are((struct sight){0});
    must("SELECT act_as(" ANN ")");
    docs_are((struct sight){.home = 1});
    must("SELECT act_as(NULL);"
         "INSERT INTO account_memberships (user_id, account_id, role) VALUES (" ANN ", " OTHER
         ", 'owner'); SELECT act_as(" ANN ")");
    docs_are((struct sight){.many = 1});
}

#define test(name) cmocka_unit_test_setup_teardown(name, open_store, close_db)

int main(void) {
    const struct CMUnitTest tests[] = {
        test(test_users),
        test(test_users_by_key),
        test(test_guarded),
    };
    return cmocka_run_group_tests_name("usual", tests, NULL, NULL);
}
