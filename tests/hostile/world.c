/*
** The stores: three accounts and their people, and a fourth whose rows come last so
** that new rows get the same numbers in both stores.
**
** Hidden values carry marks that turn up nowhere else: texts begin with `c4n4ry`, ids
** with `c4c4c4c4`, numbers with 77315.
*/
#include "hostile.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void give_up(sqlite3 *db, const char *what) {
    printf("%s: %s\n0 passed, 1 failed\n", what, db ? sqlite3_errmsg(db) : "out of memory");
    exit(1);
}

void must(sqlite3 *db, const char *sql) {
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        give_up(db, sql);
    }
}

static void must_format(sqlite3 *db, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *sql = sqlite3_vmprintf(format, arguments);
    va_end(arguments);
    must(db, sql);
    sqlite3_free(sql);
}

char *ask(sqlite3 *db, const char *sql) {
    sqlite3_stmt *statement;
    char *answer = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) {
        give_up(db, sql);
    }
    if (sqlite3_step(statement) == SQLITE_ROW) {
        const unsigned char *text = sqlite3_column_text(statement, 0);
        answer = text ? sqlite3_mprintf("%s", text) : NULL;
    }
    sqlite3_finalize(statement);
    return answer;
}

/* The log is append-only, unless its trigger is away for a moment. */
static void must_rewrite_log(sqlite3 *db, const char *format, ...) {
    char *trigger = ask(db, "SELECT sql FROM sqlite_schema WHERE name = 'usher_audit_update'");
    va_list arguments;
    va_start(arguments, format);
    char *sql = sqlite3_vmprintf(format, arguments);
    va_end(arguments);
    must(db, "DROP TRIGGER usher_audit_update");
    must(db, sql);
    must(db, trigger);
    sqlite3_free(sql);
    sqlite3_free(trigger);
}

const char *const tables[] = {"users",
                              "accounts",
                              "account_memberships",
                              "roles",
                              "invites",
                              "settings",
                              "audit_log",
                              "permissions",
                              "api_keys",
                              "teams",
                              "team_memberships",
                              "channels",
                              "channel_members",
                              "files",
                              "notifications",
                              "sessions",
                              "jwt_keys",
                              "outbox",
                              NULL};

/* ------------------------------------------------------------------- master */

#define MASTER "SELECT usher_key('the master key of the hostile world')"

/* name, id, account, role */
#define JOIN(name, id, account, role)                                                              \
    "SELECT invite_create('" name "@x.org', '" role "', json_object('id', " INVITE_##id            \
        ", 'token', " TOKEN_##id ", 'account_id', " account "));"                                  \
                                 "SELECT invite_accept(" TOKEN_##id                                \
        ", json_object('id', " PERSON_##id ", 'name', '" name "'));"

static const char *const people[] = {
    "INSERT INTO accounts (id, name) VALUES (" ACCOUNT_2 ", 'second'), (" ACCOUNT_3
    ", 'third'), (" ACCOUNT_4
    ", 'fourth');INSERT INTO roles (id, account_id, name, permissions) VALUES (" ROLE_1
    ", " ACCOUNT_1 ", 'clerk', '[\"users.read\", \"users.update\"]'), (" ROLE_2 ", " ACCOUNT_2
    ", 'second role', '[\"users.read\"]'), (" ROLE_3 ", " ACCOUNT_3
    ", 'third role', '[\"users.read\"]'), (" ROLE_4 ", " ACCOUNT_1
    ", 'auditor', '[\"audit.read\"]');",
    JOIN("olga", 01, ACCOUNT_1, "owner"), JOIN("adam", 02, ACCOUNT_1, "admin"),
    JOIN("mia", 03, ACCOUNT_1, "manager"), JOIN("uma", 04, ACCOUNT_1, "user"),
    JOIN("carl", 05, ACCOUNT_1, "clerk"), JOIN("dan", 06, ACCOUNT_1, "manager"),
    JOIN("del", 07, ACCOUNT_1, "manager"), JOIN("aude", 08, ACCOUNT_1, "auditor"),
    JOIN("bob", 11, ACCOUNT_2, "owner"), JOIN("bea", 12, ACCOUNT_2, "admin"),
    JOIN("gus", 13, ACCOUNT_2, "owner"), JOIN("gia", 14, ACCOUNT_2, "user"),
    JOIN("cyd", 21, ACCOUNT_3, "owner"), JOIN("max", 22, ACCOUNT_3, "manager"),
    JOIN("ned", 23, ACCOUNT_3, "third role"),
    /* Guests of the first account. */
    "SELECT invite_create('gus@x.org', 'user', json_object('id', " INVITE_31 ", 'token', " TOKEN_31
    ", 'account_id', " ACCOUNT_1 "));SELECT act_as(" PERSON_13 ");SELECT invite_accept(" TOKEN_31
    ");SELECT act_as(NULL);",
    "SELECT invite_create('gia@x.org', 'manager', json_object('id', " INVITE_32
    ", 'token', " TOKEN_32 ", 'account_id', " ACCOUNT_1 "));SELECT act_as(" PERSON_14
    ");SELECT invite_accept(" TOKEN_32 ");SELECT act_as(NULL);",
    "INSERT INTO teams (id, account_id, name, priority) VALUES (" TEAM_1 ", " ACCOUNT_1
    ", 'red', 1), (" TEAM_2 ", " ACCOUNT_1 ", 'green', 2), (" TEAM_3 ", " ACCOUNT_2
    ", 'blue', 3), (" TEAM_4 ", " ACCOUNT_3
    ", 'black', 4);INSERT INTO team_memberships (id, team_id, user_id, role) VALUES (" MATE_1
    ", " TEAM_1 ", " PERSON_04 ", 'lead'), (" MATE_2 ", " TEAM_1 ", " PERSON_05
    ", 'member'), (" MATE_3 ", " TEAM_1 ", " PERSON_07 ", 'member'), (" MATE_4 ", " TEAM_2
    ", " PERSON_03 ", 'member'), (" MATE_0 ", " TEAM_2 ", " PERSON_02 ", 'lead'), (" MATE_5
    ", " TEAM_2 ", " PERSON_13 ", 'member'), (" MATE_6 ", " TEAM_3 ", " PERSON_13
    ", 'member'), (" MATE_7 ", " TEAM_3 ", " PERSON_14 ", 'lead'), (" MATE_8 ", " TEAM_4
    ", " PERSON_21 ", 'lead');",
    /* Shared within an account, with a guest, and deleted; and invites into them. */
    "INSERT INTO channels (id, account_id, name) VALUES (" CHANNEL_1 ", " ACCOUNT_1
    ", 'shared'), (" CHANNEL_2 ", " ACCOUNT_1 ", 'inner'), (" CHANNEL_3 ", " ACCOUNT_2
    ", 'second'), (" CHANNEL_4 ", " ACCOUNT_3 ", 'third'), (" CHANNEL_5 ", " ACCOUNT_1
    ", 'gone');UPDATE channels SET description = name;INSERT INTO channel_members (id, channel_id, "
    "user_id, mode) VALUES (" SHARER_11 ", " CHANNEL_1 ", " PERSON_04 ", 'edit'), (" SHARER_12
    ", " CHANNEL_1 ", " PERSON_13 ", 'view'), (" SHARER_21 ", " CHANNEL_2 ", " PERSON_03
    ", 'edit'), (" SHARER_22 ", " CHANNEL_2 ", " PERSON_07 ", 'view'), (" SHARER_31 ", " CHANNEL_3
    ", " PERSON_14 ", 'edit'), (" SHARER_32 ", " CHANNEL_3 ", " PERSON_11 ", 'view'), (" SHARER_41
    ", " CHANNEL_4 ", " PERSON_21 ", 'edit'), (" SHARER_51 ", " CHANNEL_5 ", " PERSON_04
    ", 'edit'), (" SHARER_52 ", " CHANNEL_5 ", " PERSON_03 ", 'view');"
    /* Their own, in channels that they edit, view and are not in; in the one that is deleted. */
    "INSERT INTO files (id, user_id, channel_id, checksum, size, format) VALUES (" UPLOAD_01
    ", " PERSON_04 ", NULL, " CHECKSUM(
        "01") ", 10, 'mp4'), (" UPLOAD_02 ", " PERSON_04 ", " CHANNEL_1
              ", " CHECKSUM(
                  "02") ", 20, 'mp4'), (" UPLOAD_03 ", " PERSON_03 ", " CHANNEL_1
                        ", " CHECKSUM(
                            "03") ", 30, 'mp4'), (" UPLOAD_04 ", " PERSON_03 ", " CHANNEL_2
                                  ", " CHECKSUM(
                                      "04") ", 40, 'png'), (" UPLOAD_05 ", " PERSON_05
                                            ", " CHANNEL_2 ", " CHECKSUM(
                                                "05") ", 50, 'png'), (" UPLOAD_06 ", " PERSON_14
                                                      ", " CHANNEL_3 ", " CHECKSUM(
                                                          "06") ", 60, NULL), (" UPLOAD_07
                                                                ", " PERSON_13 ", NULL, " CHECKSUM(
                                                                    "01") ", 70, 'mp4'), "
                                                                          "(" UPLOAD_08
                                                                          ", " PERSON_21
                                                                          ", " CHANNEL_4
                                                                          ", " CHECKSUM(
                                                                              "08") ", 80, 'mp4'), "
                                                                                    "(" UPLOAD_09
                                                                                    ", " PERSON_04
                                                                                    ", " CHANNEL_5
                                                                                    ", " CHECKSUM(
                                                                                        "09") ", "
                                                                                              "90, "
                                                                                              "'mp4"
                                                                                              "');"
                                                                                              "DELE"
                                                                                              "TE "
                                                                                              "FROM"
                                                                                              " cha"
                                                                                              "nnel"
                                                                                              "s "
                                                                                              "WHER"
                                                                                              "E "
                                                                                              "id "
                                                                                              "="
                                                                                              " " CHANNEL_5
                                                                                              ";SEL"
                                                                                              "ECT "
                                                                                              "invi"
                                                                                              "te_"
                                                                                              "crea"
                                                                                              "te('"
                                                                                              "new4"
                                                                                              "@x."
                                                                                              "org'"
                                                                                              ", "
                                                                                              "'use"
                                                                                              "r', "
                                                                                              "json"
                                                                                              "_obj"
                                                                                              "ect("
                                                                                              "'id'"
                                                                                              ","
                                                                                              " " INVITE_44
                                                                                              ", "
                                                                                              "'tok"
                                                                                              "en',"
                                                                                              " " TOKEN_44
                                                                                              ", "
                                                                                              "'nam"
                                                                                              "e', "
                                                                                              "'New"
                                                                                              " Fou"
                                                                                              "r', "
                                                                                              "'cha"
                                                                                              "nnel"
                                                                                              "_id'"
                                                                                              ","
                                                                                              " " CHANNEL_1
                                                                                              "));"
                                                                                              "SELE"
                                                                                              "CT "
                                                                                              "invi"
                                                                                              "te_"
                                                                                              "crea"
                                                                                              "te('"
                                                                                              "new5"
                                                                                              "@x."
                                                                                              "org'"
                                                                                              ", "
                                                                                              "'use"
                                                                                              "r', "
                                                                                              "json"
                                                                                              "_obj"
                                                                                              "ect("
                                                                                              "'id'"
                                                                                              ","
                                                                                              " " INVITE_45
                                                                                              ", "
                                                                                              "'tok"
                                                                                              "en',"
                                                                                              " " TOKEN_45
                                                                                              ", "
                                                                                              "'nam"
                                                                                              "e', "
                                                                                              "'New"
                                                                                              " Fiv"
                                                                                              "e', "
                                                                                              "'cha"
                                                                                              "nnel"
                                                                                              "_id'"
                                                                                              ","
                                                                                              " " CHANNEL_3
                                                                                              ", "
                                                                                              "'sha"
                                                                                              "re_"
                                                                                              "mode"
                                                                                              "', "
                                                                                              "'edi"
                                                                                              "t'))"
                                                                                              ";",
    /* To oneself, to a team, to accounts, to all; read by some, dismissed by others. */
    "INSERT INTO notifications (id, user_id, event, title, message, url, data, disposal, "
    "created_at) VALUES (" NOTICE_01 ", " PERSON_04
    ", 'for.uma', 'For Uma', 'to uma', '/uma', '{\"to\":\"uma\"}', 'keep', NULL), (" NOTICE_02
    ", " PERSON_03 ", 'for.mia', 'For Mia', 'to mia', '/mia', '{\"to\":\"mia\"}', 'on_read', "
    "'2024-01-02T00:00:00Z'), (" NOTICE_03 ", " PERSON_13
    ", 'for.gus', 'For Gus', 'to gus', '/gus', '{\"to\":\"gus\"}', 'on_ack', NULL), (" NOTICE_04
    ", " PERSON_21 ", 'for.cyd', 'For Cyd', 'to cyd', '/cyd', '{\"to\":\"cyd\"}', 'on_ack', NULL);"
    "INSERT INTO notifications (id, audience, audience_id, event, title, message, url) VALUES "
    "(" NOTICE_05 ", 'team', " TEAM_2
    ", 'for.green', 'For green', 'to green', '/green'), (" NOTICE_06 ", 'account', " ACCOUNT_1
    ", 'for.first', 'For first', 'to first', '/1'), (" NOTICE_07 ", 'account', " ACCOUNT_2
    ", 'for.second', 'For second', 'to second', '/2'), (" NOTICE_08 ", 'account', " ACCOUNT_3
    ", 'for.third', 'For third', 'to third', '/3'), (" NOTICE_09
    ", 'all', NULL, 'for.all', 'For all', 'to all', '/0');UPDATE notifications SET read = 1 WHERE "
    "user_id IN (" PERSON_04 ", " PERSON_05 ", " PERSON_11 ") AND audience = 'account';SELECT "
    "mark_read('2024-01-01T00:00:00.000Z', " PERSON_03 ");DELETE FROM notifications WHERE user_id "
    "IN (" PERSON_13 ", " PERSON_22 ") AND audience = 'all';",
    /* Open invites, one of them to somebody who is there. */
    "SELECT invite_create('new1@x.org', 'admin', json_object('id', " INVITE_41
    ", 'token', " TOKEN_41 ", 'name', 'New One', 'teams', json_array(" TEAM_1
    "), 'account_id', " ACCOUNT_1
    "));SELECT invite_create('new2@x.org', 'user', json_object('id', " INVITE_42
    ", 'token', " TOKEN_42 ", 'name', 'New Two', 'account_id', " ACCOUNT_2
    "));SELECT invite_create('uma@x.org', 'creator', json_object('id', " INVITE_43
    ", 'token', " TOKEN_43 ", 'account_id', " ACCOUNT_2 "));",
    "INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', " ACCOUNT_1
    ", 'users.direct_creation', 1), ('account', " ACCOUNT_1
    ", 'invites.life', 7000), ('account', " ACCOUNT_2
    ", 'users.direct_creation', 1), ('account', " ACCOUNT_2
    ", 'invites.life', 8000), ('account', " ACCOUNT_3
    ", 'users.email_change', 1), ('account', " ACCOUNT_3
    ", 'invites.life', 9000);UPDATE users SET phone_number = name, about = name, company = name, "
    "job_title = name, first_name = name, last_name = name, locale = 'en', avatar = name, "
    "favorites = json_array(name), notifications = json_array(name);",
    /* Of users and teams behind the log's back: it names users by ids, which the variants change. */
    "INSERT INTO usher_setting (scope, scope_id, key, value, updated_at) SELECT 'user', id, "
    "'app.mine', json_quote(name), created_at FROM usher_user UNION ALL SELECT 'team', id, "
    "'app.ours', json_quote(name), created_at FROM usher_team;",
    NULL};

/* n, whose (NULL: the first account's own), the key itself, scopes */
#define MAKE_KEY(n, name, person, key, scopes)                                                     \
    "SELECT api_key_create('" name "', json_patch(json_object('id', " KEY(                         \
        n) ", 'key', '" key "', 'scopes', json('" scopes "')), iif(" person                        \
           " IS NULL, json_object('owner', 'account', "                                            \
           "'account_id', " ACCOUNT_1                                                              \
           ", 'user_id', " PERSON("31") "), json_object('user_id', " person "))));"

static const char keys[] = MAKE_KEY("1", "reader", PERSON_01, READER, "[\"users.read\"]")
    MAKE_KEY("2", "nothing", PERSON_02, NOTHING, "[]") MAKE_KEY("3", "auditor", PERSON_01, AUDITOR,
                                                                "[\"audit.read\"]")
        MAKE_KEY("4", "bot", "NULL", BOT, "[\"users.read\",\"users.update\"]") MAKE_KEY(
            "5", "of uma", PERSON_04, "usk_umaumaumaumaumaumaumaumaumaumaumaumaumaumau4Xv6cy",
            "[\"settings.read\"]") MAKE_KEY("6", "of bob", PERSON_11,
                                            "usk_bobbobbobbobbobbobbobbobbobbobbobbobbobbobb0o6fH2",
                                            "[\"users.read\"]")
            MAKE_KEY("7", "of gus", PERSON_13,
                     "usk_gusgusgusgusgusgusgusgusgusgusgusgusgusgusg4ULt0J", "[\"users.read\"]")
                MAKE_KEY("8", "self", PERSON_04, SELF, "[\"self.read\",\"self.update\"]");

/* Everybody is signed in; some of them have mail that waits, or another session that is over. */
static const char sessions[] =
    "SELECT session_create(id, json_object('id', printf('00000000-0000-7000-8000-000000000f%02d', "
    "number), 'form', 'opaque', 'device', name)) FROM usher_user WHERE service = 0 AND id "
    "<> " PERSON_04 ";SELECT session_create(" PERSON_04 ", json_object('id', " SESSION(
        "54") ", 'device', 'mine', 'token', " TOKEN_54
              "));SELECT session_create(id) FROM usher_user WHERE id IN (" PERSON_01 ", " PERSON_04
              ", " PERSON_12
              ");UPDATE usher_session SET revoked_at = created_at WHERE device IS NULL;"
              "UPDATE usher_user SET verified_email = 0 WHERE id IN (" PERSON_05 ", " PERSON_14
              ");SELECT email_verify_request(id) FROM usher_user WHERE verified_email = 0 AND "
              "service = 0;"
              "SELECT password_reset_request(email) FROM usher_user WHERE id IN (" PERSON_04
              ", " PERSON_11 ");SELECT jwt_key_create('{\"algorithm\":\"HS256\"}');SELECT "
              "jwt_key_create()";

/* The rows that come last, in every table and for every actor hidden. */
static const char last_rows[] =
    "INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', " ACCOUNT_4
    ", 'users.direct_creation', 1);INSERT INTO users (rowid, id, account_id, email) VALUES "
    "(9000000, " PERSON_99 ", " ACCOUNT_4
    ", 'last@x.org');INSERT INTO accounts (rowid, id, name) VALUES (9000000, " ACCOUNT_9
    ", 'last');INSERT INTO roles (rowid, id, account_id, name) VALUES (9000000, " ROLE_9
    ", " ACCOUNT_4
    ", 'last');INSERT INTO teams (rowid, id, account_id, name) VALUES (9000000, " TEAM_9
    ", " ACCOUNT_4 ", 'last');INSERT INTO team_memberships (rowid, id, team_id, user_id) VALUES "
    "(9000000, " MATE_9 ", " TEAM_9 ", " PERSON_99
    ");INSERT INTO channels (rowid, id, account_id, name) VALUES (9000000, " CHANNEL_9
    ", " ACCOUNT_4 ", 'last');INSERT INTO channel_members (rowid, id, channel_id, user_id) VALUES "
    "(9000000, " SHARER_99 ", " CHANNEL_9 ", " PERSON_99
    ");INSERT INTO files (rowid, id, user_id, checksum, size, format) VALUES (9000000, " UPLOAD_99
    ", " PERSON_99 ", " CHECKSUM(
        "99") ", 1, 'mp4');INSERT INTO notifications (id, user_id, message) "
              "VALUES (" NOTICE_99 ", " PERSON_99
              ", 'last');UPDATE usher_notification SET number = 9000000 "
              "WHERE id = " NOTICE_99
              ";UPDATE usher_user SET recipient = 9000000 WHERE id = " PERSON_99
              ";INSERT INTO invites (rowid, id, account_id, email, token) VALUES "
              "(9000000, " INVITE_99 ", " ACCOUNT_4 ", 'after@x.org', " TOKEN_99
              ");UPDATE usher_membership SET id = printf('00000000-0000-7000-8000-%012d', 500000 + "
              "number);UPDATE usher_membership SET number = 9000000 WHERE user_id = " PERSON_99
              ";UPDATE usher_setting SET number = 9000000 WHERE scope_id = " ACCOUNT_4
              ";INSERT INTO usher_api_key SELECT 9000000, " KEY(
                  "9") ", kind, " PERSON_99 ", " ACCOUNT_4
                       ", owner, name, hint, randomblob(32), sealed, "
                       "created_by, created_at, expires_at, last_used_at "
                       "FROM usher_api_key LIMIT 1";

static const char last_entry[] =
    "UPDATE usher_audit SET number = 9000000 WHERE object_id = " INVITE_99;

sqlite3 *world_open(const char *file) {
    sqlite3 *db;
    char *error = NULL;
    if (sqlite3_open(file, &db) != SQLITE_OK || sqlite3_usher_init(db, &error, NULL) != SQLITE_OK) {
        give_up(db, "open");
    }
    if (strcmp(file, ":memory:") == 0) {
        must(db, "SELECT usher_init(json_object('account_id', " ACCOUNT_1 "))");
        must(db, MASTER);
        for (int i = 0; people[i]; i++) {
            must(db, people[i]);
        }
        must(db, keys);
        must(db, sessions);
        must(db, last_rows);
        must_rewrite_log(db, last_entry);
    }
    return db;
}

/* ------------------------------------------------------------------- actors */

#define ACT(person) "SELECT act_as(" person ")"
#define GUESTS "id IN (" PERSON_13 ", " PERSON_14 ")"
#define FIRST "account_id = " ACCOUNT_1
#define BUILT_IN "account_id IS NULL OR "
#define OF_USERS_IN(account)                                                                       \
    "scope_id IN (SELECT id FROM usher_user WHERE account_id = " account ")"

const struct actor actors[] = {
    {.name = "an ordinary user, signed in",
     .id = PERSON_04,
     .enter = "SELECT authenticate(" TOKEN_54 ")",
     .leave = "",
     .users = "id IN (" PERSON_04 ", " PERSON_13 ")",
     .private = "id = " PERSON_04,
     .home = "id = " PERSON_04,
     .accounts = "id = " ACCOUNT_1,
     .memberships = "user_id = " PERSON_04,
     .roles = BUILT_IN FIRST,
     .teams = "id = " TEAM_1,
     .mates = "team_id = " TEAM_1,
     .channels = "id IN (" CHANNEL_1 ", " CHANNEL_5 ")",
     .sharers = "channel_id IN (" CHANNEL_1 ", " CHANNEL_5 ")",
     .files = "user_id = " PERSON_04 " OR channel_id = " CHANNEL_1,
     .notices = "audience = 'all' OR audience_id IN (" PERSON_04 ", " TEAM_1 ", " ACCOUNT_1 ")",
     .invites = "email = 'uma@x.org' OR channel_id = " CHANNEL_1,
     .settings = "scope_id IN (" ACCOUNT_1 ", " TEAM_1 ", " PERSON_04 ")",
     .audit = "0",
     .changes = "1",
     .keys = "user_id = " PERSON_04,
     .sessions = "user_id = " PERSON_04},
    {.name = "a manager, with guests about",
     .id = PERSON_03,
     .enter = ACT(PERSON_03),
     .leave = "",
     .users = FIRST " OR " GUESTS,
     .private = "id = " PERSON_03,
     .home = FIRST,
     .accounts = "id = " ACCOUNT_1,
     .memberships = FIRST,
     .roles = BUILT_IN FIRST,
     .teams = FIRST,
     .mates = "team_id IN (" TEAM_1 ", " TEAM_2 ")",
     .channels = "id IN (" CHANNEL_2 ", " CHANNEL_5 ")",
     .sharers = "channel_id IN (" CHANNEL_2 ", " CHANNEL_5 ")",
     .files = "user_id = " PERSON_03 " OR channel_id = " CHANNEL_2,
     .notices = "audience = 'all' OR audience_id IN (" PERSON_03 ", " TEAM_2 ", " ACCOUNT_1 ")",
     .invites = "email = 'mia@x.org'",
     .settings = "scope_id IN (" ACCOUNT_1 ", " TEAM_1 ", " TEAM_2 ", " PERSON_03 ")",
     .audit = "0",
     .changes = "1",
     .keys = "user_id = " PERSON_03,
     .sessions = "user_id = " PERSON_03},
    {.name = "a manager, without guests",
     .id = PERSON_22,
     .enter = ACT(PERSON_22),
     .leave = "",
     .users = "account_id = " ACCOUNT_3,
     .private = "id = " PERSON_22,
     .home = "1",
     .accounts = "id = " ACCOUNT_3,
     .memberships = "account_id = " ACCOUNT_3,
     .roles = BUILT_IN "account_id = " ACCOUNT_3,
     .teams = "account_id = " ACCOUNT_3,
     .mates = "team_id = " TEAM_4,
     .channels = "0",
     .sharers = "0",
     .files = "user_id = " PERSON_22,
     .notices = "audience_id = " ACCOUNT_3,
     .invites = "email = 'max@x.org'",
     .settings = "scope_id IN (" ACCOUNT_3 ", " TEAM_4 ", " PERSON_22 ")",
     .audit = "0",
     .changes = "1",
     .keys = "user_id = " PERSON_22,
     .sessions = "user_id = " PERSON_22},
    {.name = "an administrator of another account",
     .id = PERSON_12,
     .enter = ACT(PERSON_12),
     .leave = "",
     .users = "account_id = " ACCOUNT_2,
     .private = "1",
     .home = "1",
     .accounts = "id = " ACCOUNT_2,
     .memberships = "account_id = " ACCOUNT_2,
     .roles = BUILT_IN "account_id = " ACCOUNT_2,
     .teams = "account_id = " ACCOUNT_2,
     .mates = "team_id = " TEAM_3,
     .channels = "id IN (" CHANNEL_3 ")",
     .sharers = "channel_id IN (" CHANNEL_3 ")",
     .files = "account_id = " ACCOUNT_2,
     .notices = "audience = 'all' OR audience_id = " ACCOUNT_2,
     .invites = "account_id = " ACCOUNT_2 " OR email = 'bea@x.org'",
     .settings = "scope_id IN (" ACCOUNT_2 ", " TEAM_3 ") OR " OF_USERS_IN(ACCOUNT_2),
     .audit = "account_id = " ACCOUNT_2,
     .changes = "1",
     .keys = "account_id = " ACCOUNT_2,
     .sessions = "user_id IN (SELECT id FROM usher_user WHERE account_id = " ACCOUNT_2 ")"},
    {.name = "an owner, with guests about",
     .id = PERSON_01,
     .enter = ACT(PERSON_01),
     .leave = "",
     .users = FIRST " OR " GUESTS,
     .private = FIRST,
     .home = FIRST,
     .accounts = "id = " ACCOUNT_1,
     .memberships = FIRST,
     .roles = BUILT_IN FIRST,
     .teams = FIRST,
     .mates = "team_id IN (" TEAM_1 ", " TEAM_2 ")",
     .channels = "id IN (" CHANNEL_1 ", " CHANNEL_2 ", " CHANNEL_5 ")",
     .sharers = "channel_id IN (" CHANNEL_1 ", " CHANNEL_2 ", " CHANNEL_5 ")",
     .files = FIRST,
     .notices = "audience = 'all' OR audience_id = " ACCOUNT_1,
     .invites = FIRST,
     .settings = "scope_id IN (" ACCOUNT_1 ", " TEAM_1 ", " TEAM_2 ") OR " OF_USERS_IN(ACCOUNT_1),
     .audit = FIRST,
     .changes = "1",
     .keys = FIRST,
     .sessions = "user_id IN (SELECT id FROM usher_user WHERE " FIRST ")"},
    {.name = "a guest",
     .id = PERSON_13,
     .enter = "SELECT act_as(" PERSON_13 ")",
     .leave = "UPDATE usher_membership SET role_id = '00000000-0000-7000-8000-000000000005' WHERE "
              "user_id = " PERSON_13,
     .users = "id IN (" PERSON_04 ", " PERSON_13 ")",
     .private = "id = " PERSON_13,
     .home = "id = " PERSON_13,
     .accounts = "id IN (" ACCOUNT_1 ", " ACCOUNT_2 ")",
     .memberships = "user_id = " PERSON_13,
     .roles = BUILT_IN "account_id IN (" ACCOUNT_1 ", " ACCOUNT_2 ")",
     .teams = "id IN (" TEAM_2 ", " TEAM_3 ")",
     .mates = "user_id = " PERSON_13,
     .channels = "id = " CHANNEL_1,
     .sharers = "channel_id = " CHANNEL_1,
     .files = "user_id = " PERSON_13 " OR channel_id = " CHANNEL_1,
     .notices =
         "audience_id IN (" PERSON_13 ", " TEAM_2 ", " TEAM_3 ", " ACCOUNT_1 ", " ACCOUNT_2 ")",
     .invites = "email = 'gus@x.org'",
     .settings =
         "scope_id IN (" ACCOUNT_1 ", " ACCOUNT_2 ", " TEAM_2 ", " TEAM_3 ", " PERSON_13 ")",
     .audit = "0",
     .changes = "1",
     .keys = "user_id = " PERSON_13,
     .sessions = "user_id = " PERSON_13},
    {.name = "a guest who manages",
     .id = PERSON_14,
     .enter = ACT(PERSON_14),
     .leave = "",
     .users = FIRST " OR " GUESTS " OR id = " PERSON_11,
     .private = "id = " PERSON_14,
     .home = FIRST " OR id = " PERSON_14,
     .accounts = "id IN (" ACCOUNT_1 ", " ACCOUNT_2 ")",
     .memberships = FIRST " OR user_id = " PERSON_14,
     .roles = BUILT_IN "account_id IN (" ACCOUNT_1 ", " ACCOUNT_2 ")",
     .teams = FIRST " OR id = " TEAM_3,
     .mates = "team_id IN (" TEAM_1 ", " TEAM_2 ", " TEAM_3 ")",
     .channels = "id IN (" CHANNEL_3 ")",
     .sharers = "channel_id IN (" CHANNEL_3 ")",
     .files = "user_id = " PERSON_14 " OR channel_id = " CHANNEL_3,
     .notices = "audience = 'all' OR audience_id IN (" TEAM_3 ", " ACCOUNT_1 ", " ACCOUNT_2 ")",
     .invites = "email = 'gia@x.org' OR channel_id = " CHANNEL_3,
     .settings = "scope_id IN (" ACCOUNT_1 ", " ACCOUNT_2 ", " TEAM_1 ", " TEAM_2 ", " TEAM_3
                 ", " PERSON_14 ")",
     .audit = "0",
     .changes = "1",
     .keys = "user_id = " PERSON_14,
     .sessions = "user_id = " PERSON_14},
    {.name = "one who updates others and does not see all of them",
     .id = PERSON_05,
     .enter = ACT(PERSON_05),
     .leave = "",
     .users = FIRST " OR " GUESTS,
     .private = "id = " PERSON_05,
     .home = FIRST,
     .accounts = "id = " ACCOUNT_1,
     .memberships = FIRST,
     .roles = BUILT_IN FIRST,
     .teams = FIRST,
     .mates = "team_id IN (" TEAM_1 ", " TEAM_2 ")",
     .channels = "0",
     .sharers = "0",
     .files = "user_id = " PERSON_05,
     .notices = "audience = 'all' OR audience_id = " ACCOUNT_1,
     .invites = "email = 'carl@x.org'",
     .settings = "scope_id IN (" TEAM_1 ", " PERSON_05 ")",
     .audit = "0",
     .changes = "1",
     .keys = "user_id = " PERSON_05,
     .sessions = "user_id = " PERSON_05},
    {.name = "an auditor",
     .id = PERSON_08,
     .enter = ACT(PERSON_08),
     .leave = "",
     .users = "id = " PERSON_08,
     .private = "1",
     .home = "1",
     .accounts = "id = " ACCOUNT_1,
     .memberships = "user_id = " PERSON_08,
     .roles = BUILT_IN FIRST,
     .teams = "0",
     .mates = "0",
     .channels = "0",
     .sharers = "0",
     .files = "user_id = " PERSON_08,
     .notices = "audience = 'all' OR audience_id = " ACCOUNT_1,
     .invites = "email = 'aude@x.org'",
     .settings = "scope_id = " PERSON_08,
     .audit = FIRST,
     .changes = "object_type <> 'users' OR action = 'user.role' OR object_id = " PERSON_08,
     .keys = "user_id = " PERSON_08,
     .sessions = "user_id = " PERSON_08},
    {.name = "a disabled user",
     .id = PERSON_06,
     .enter = ACT(PERSON_06),
     .leave = "UPDATE usher_user SET disabled_at = created_at WHERE id = " PERSON_06,
     .users = "0",
     .private = "0",
     .home = "0",
     .accounts = "0",
     .memberships = "0",
     .roles = "0",
     .teams = "0",
     .mates = "0",
     .channels = "0",
     .sharers = "0",
     .files = "0",
     .notices = "0",
     .invites = "0",
     .settings = "0",
     .audit = "0",
     .changes = "1",
     .keys = "0",
     .sessions = "0"},
    {.name = "a deleted user",
     .id = PERSON_07,
     .enter = ACT(PERSON_07),
     .leave = "UPDATE usher_user SET discarded_at = created_at WHERE id = " PERSON_07,
     .users = "0",
     .private = "0",
     .home = "0",
     .accounts = "0",
     .memberships = "0",
     .roles = "0",
     .teams = "0",
     .mates = "0",
     .channels = "0",
     .sharers = "0",
     .files = "0",
     .notices = "0",
     .invites = "0",
     .settings = "0",
     .audit = "0",
     .changes = "1",
     .keys = "0",
     .sessions = "0"},
    {.name = "an API key that reads users",
     .id = PERSON_01,
     .enter = "SELECT authenticate('" READER "')",
     .leave = "",
     .users = FIRST " OR " GUESTS,
     .private = "0",
     .home = FIRST,
     .accounts = "id = " ACCOUNT_1,
     .memberships = FIRST,
     .roles = BUILT_IN FIRST,
     .teams = FIRST,
     .mates = "team_id IN (" TEAM_1 ", " TEAM_2 ")",
     .channels = "0",
     .sharers = "0",
     .files = "0",
     .notices = "0",
     .invites = "0",
     .settings = "0",
     .audit = "0",
     .changes = "1",
     .keys = "id = " KEY("1"),
     .sessions = "0"},
    {.name = "an API key without scopes",
     .id = PERSON_02,
     .enter = "SELECT authenticate('" NOTHING "')",
     .leave = "",
     .users = "id = " PERSON_02,
     .private = "0",
     .home = "1",
     .accounts = "id = " ACCOUNT_1,
     .memberships = "user_id = " PERSON_02,
     .roles = BUILT_IN FIRST,
     .teams = "id = " TEAM_2,
     .mates = "user_id = " PERSON_02,
     .channels = "0",
     .sharers = "0",
     .files = "0",
     .notices = "0",
     .invites = "0",
     .settings = "0",
     .audit = "0",
     .changes = "1",
     .keys = "id = " KEY("2"),
     .sessions = "0"},
    {.name = "an API key that reads the log",
     .id = PERSON_01,
     .enter = "SELECT authenticate('" AUDITOR "')",
     .leave = "",
     .users = "id = " PERSON_01,
     .private = "0",
     .home = "1",
     .accounts = "id = " ACCOUNT_1,
     .memberships = "user_id = " PERSON_01,
     .roles = BUILT_IN FIRST,
     .teams = "0",
     .mates = "0",
     .channels = "0",
     .sharers = "0",
     .files = "0",
     .notices = "0",
     .invites = "0",
     .settings = "0",
     .audit = FIRST,
     .changes = "object_type <> 'users' OR action = 'user.role'",
     .keys = "id = " KEY("3"),
     .sessions = "0"},
    {.name = "an API key of an ordinary user, for what is their own",
     .id = PERSON_04,
     .enter = "SELECT authenticate('" SELF "')",
     .leave = "",
     .users = "id = " PERSON_04,
     .private = "id = " PERSON_04,
     .home = "1",
     .accounts = "id = " ACCOUNT_1,
     .memberships = "user_id = " PERSON_04,
     .roles = BUILT_IN FIRST,
     .teams = "id = " TEAM_1,
     .mates = "user_id = " PERSON_04,
     .channels = "0",
     .sharers = "0",
     .files = "user_id = " PERSON_04,
     .notices = "audience = 'all' OR audience_id IN (" PERSON_04 ", " TEAM_1 ", " ACCOUNT_1 ")",
     .invites = "0",
     .settings = "scope_id IN (" TEAM_1 ", " PERSON_04 ")", /* of a team: what is in force */
     .audit = "0",
     .changes = "1",
     .keys = "id = " KEY("8"),
     .sessions = "0"},
    {.name = "an API key of the account",
     .id = PERSON("31"),
     .enter = "SELECT authenticate('" BOT "')",
     .leave = "",
     .users = FIRST " OR " GUESTS,
     .private = "0",
     .home = FIRST,
     .accounts = "id = " ACCOUNT_1,
     .memberships = FIRST,
     .roles = BUILT_IN FIRST,
     .teams = FIRST,
     .mates = "team_id IN (" TEAM_1 ", " TEAM_2 ")",
     .channels = "0",
     .sharers = "0",
     .files = "0",
     .notices = "0",
     .invites = "0",
     .settings = "0",
     .audit = "0",
     .changes = "1",
     .keys = "id = " KEY("4"),
     .sessions = "0"},
};

const int actor_count = sizeof(actors) / sizeof(*actors);

/* ------------------------------------------------------------------ variants */

/* The rows that come last are the same in both stores, but for their values. */
#define MOVED "number = iif(number < 9000000, number + 1000 * %d, number), "
#define MARK(column)                                                                               \
#column " = 'c4n4ry%d " #column " ' || number || ' ' || (number * 7919 %% 104729), "
#define TIME(column) #column " = printf('20%%02d-01-0%%dT00:00:00.000Z', 40 + number %% 50, %d), "
#define FLAG(column) #column " = (%d + number) %% 2, "

/* Where ids stand that differ. */
static const char *const places[] = {"usher_user.id",
                                     "usher_membership.id",
                                     "usher_membership.user_id",
                                     "usher_membership.role_id",
                                     "usher_role.id",
                                     "usher_role_permission.role_id",
                                     "usher_team.id",
                                     "usher_team_membership.id",
                                     "usher_team_membership.team_id",
                                     "usher_team_membership.user_id",
                                     "usher_channel.id",
                                     "usher_channel_member.id",
                                     "usher_channel_member.channel_id",
                                     "usher_channel_member.user_id",
                                     "usher_file.id",
                                     "usher_file.user_id",
                                     "usher_file.channel_id",
                                     "usher_notification.id",
                                     "usher_notification.audience_id",
                                     "usher_notification_state.user_id",
                                     "usher_invite.id",
                                     "usher_invite.channel_id",
                                     "usher_invite.role_id",
                                     "usher_invite.user_id",
                                     "usher_setting.scope_id",
                                     "usher_api_key.id",
                                     "usher_api_key.user_id",
                                     "usher_api_key_scope.key_id",
                                     "usher_session.id",
                                     "usher_session.user_id",
                                     "usher_outbox.id",
                                     "usher_outbox.user_id",
                                     "usher_outbox.invite_id",
                                     "usher_outbox.notification_id"};

/*
** The hidden rows' own ids differ too, wherever they are named. The actor's stays: it is
** who they are even if they see nothing; and those that a visible membership, or file, names.
*/
static void change_ids(sqlite3 *db, const struct actor *actor, int variant) {
    must_format(
        db,
        "CREATE TEMP TABLE changed AS SELECT id, printf('c4c4c4c4-%%04d-7000-8000-%%s', "
        "%d, substr(id, -12)) AS other FROM (SELECT id FROM usher_user WHERE NOT (%s) AND "
        "id <> %s AND id NOT IN (SELECT user_id FROM usher_team_membership WHERE %s UNION ALL "
        "SELECT user_id FROM usher_channel_member WHERE %s UNION ALL SELECT user_id FROM "
        "usher_file WHERE %s) UNION "
        "ALL SELECT id FROM usher_membership WHERE NOT (%s) UNION ALL SELECT id FROM "
        "usher_role WHERE account_id IS NOT NULL AND NOT (%s) UNION ALL SELECT id FROM "
        "usher_team WHERE NOT (%s) UNION ALL SELECT id FROM usher_team_membership WHERE "
        "NOT (%s) UNION ALL SELECT id FROM usher_invite WHERE NOT (%s) UNION ALL SELECT id "
        "FROM usher_api_key WHERE NOT (%s) UNION ALL SELECT id FROM usher_session WHERE "
        "NOT (%s) UNION ALL SELECT id FROM usher_channel WHERE NOT (%s) AND id NOT IN (SELECT "
        "channel_id FROM usher_file WHERE channel_id IS NOT NULL AND (%s)) UNION ALL SELECT id "
        "FROM usher_channel_member WHERE NOT (%s) UNION ALL SELECT id FROM usher_file WHERE NOT "
        "(%s) UNION ALL SELECT id FROM usher_notification WHERE NOT (%s) UNION ALL SELECT id FROM "
        "usher_outbox)",
        variant, actor->users, actor->id, actor->mates, actor->sharers, actor->files,
        actor->memberships, actor->roles, actor->teams, actor->mates, actor->invites, actor->keys,
        actor->sessions, actor->channels, actor->files, actor->sharers, actor->files,
        actor->notices);
    for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
        int length = (int)(strchr(places[i], '.') - places[i]);
        const char *column = places[i] + length + 1;
        must_format(db,
                    "UPDATE %.*s SET %s = (SELECT other FROM changed WHERE changed.id = %s) WHERE "
                    "%s IN (SELECT id FROM changed)",
                    length, places[i], column, places[i], column);
    }
    must(db, "DROP TABLE changed");
}

static void change_users(sqlite3 *db, const struct actor *actor, int v) {
    /* Of the actor's own row they see nothing either if they are not active. */
    must_format(db,
                "UPDATE usher_user SET " MARK(email) MARK(name) MARK(first_name) MARK(last_name)
                    MARK(avatar) MARK(company) MARK(about) MARK(job_title) TIME(last_login_at)
                        FLAG(verified_email) FLAG(
                            mfa_required) "locale = 'c4n4ry%d', disk_space = 7731500000 + number * "
                                          "10 + %d, updated_by = 'c4n4ry%d', created_by = "
                                          "'c4n4ry%d', disabled_at = CASE WHEN id = %s THEN "
                                          "disabled_at WHEN %d THEN created_at END WHERE NOT (%s)",
                v, v, v, v, v, v, v, v, v, v, v, v, v, v, v, actor->id, v - 1, actor->users);
    must_format(
        db,
        "UPDATE usher_user SET " MARK(phone_number) MARK(access_id) TIME(last_login_at) TIME(
            last_read_at) FLAG(mfa_required) FLAG(verified_email) FLAG(email_notifications)
            FLAG(terms_agreed) FLAG(
                group_asset_access) "notifications = json_array('c4n4ry%d ' || number), favorites "
                                    "= json_array('c4n4ry%d ' || number), authentication = CASE "
                                    "(number + %d) %% 2 WHEN 1 THEN 'sso' ELSE 'password' END, "
                                    "disk_space = 7731500000 + number * 10 + %d, disk_space_used "
                                    "= iif(id IN (SELECT user_id FROM usher_channel_member), 0, "
                                    "7731500000 - number * 10 - %d) WHERE NOT ((%s) AND (%s))",
        v, v, v, v, v, v, v, v, v, v, v, v, v, v, actor->users, actor->private);
    must_format(db,
                "UPDATE usher_user SET created_by = 'c4n4ry%d', updated_by = 'c4n4ry%d' WHERE NOT "
                "((%s) AND (%s))",
                v, v, actor->users, actor->home);
    must_format(db, "UPDATE usher_user SET " MOVED "created_at = created_at WHERE NOT (%s)", v,
                actor->users);
}

/* What guests are at home. */
static void change_roles(sqlite3 *db, const struct actor *actor, int v) {
    must_format(db,
                "UPDATE usher_membership SET " MOVED
                "role_id = CASE WHEN user_id = %s THEN role_id ELSE "
                "'00000000-0000-7000-8000-00000000000' || iif((number + %d) %% 2, 1, 5) END, "
                "created_by = 'c4n4ry%d', updated_by = 'c4n4ry%d' WHERE NOT (%s)",
                v, actor->id, v, v, v, actor->memberships);
    must_format(
        db,
        "UPDATE usher_role SET " MOVED MARK(
            description) "name = 'c4n4ry%d ' || number WHERE account_id IS NOT NULL AND NOT (%s)",
        v, v, v, actor->roles);
}

static void change_teams(sqlite3 *db, const struct actor *actor, int v) {
    must_format(db,
                "UPDATE usher_team SET " MOVED MARK(name) MARK(description) TIME(created_at)
                    TIME(updated_at) "priority = 7731500 + number * 10 + %d, created_by = "
                                     "'c4n4ry%d', updated_by = 'c4n4ry%d' WHERE NOT (%s)",
                v, v, v, v, v, v, v, v, actor->teams);
    must_format(db,
                "UPDATE usher_team_membership SET " MOVED TIME(created_at)
                    TIME(updated_at) "role = iif((number + %d) %% 2, 'lead', 'member'), created_by "
                                     "= 'c4n4ry%d', updated_by = 'c4n4ry%d' WHERE NOT (%s)",
                v, v, v, v, v, v, actor->mates);
}

static void change_channels(sqlite3 *db, const struct actor *actor, int v) {
    must_format(db,
                "UPDATE usher_channel SET " MOVED MARK(name) MARK(description) TIME(created_at)
                    TIME(updated_at) "discarded_at = iif(%d = 1, NULL, created_at), created_by = "
                                     "'c4n4ry%d', updated_by = 'c4n4ry%d' WHERE NOT (%s)",
                v, v, v, v, v, v, v, v, actor->channels);
    must_format(db,
                "UPDATE usher_channel_member SET " MOVED TIME(created_at)
                    TIME(updated_at) "mode = iif((number + %d) %% 2, 'edit', 'view'), created_by "
                                     "= 'c4n4ry%d', updated_by = 'c4n4ry%d' WHERE NOT (%s)",
                v, v, v, v, v, v, actor->sharers);
}

/* In another tree, so that what users may see of what counts does not depend on it. */
static void change_files(sqlite3 *db, const struct actor *actor, int v) {
    must_format(db,
                "UPDATE usher_file SET " MOVED MARK(checksum) MARK(format) MARK(tree)
                    TIME(created_at) TIME(updated_at) "size = 7731500000 + number * 10 + %d, "
                                                      "updated_by = 'c4n4ry%d' WHERE NOT (%s)",
                v, v, v, v, v, v, v, v, actor->files);
}

/*
** What others got, and what became of it. How much is unread shows to who sees what is private
** of them: that stays.
*/
static void change_notices(sqlite3 *db, const struct actor *actor, int v) {
    must_format(db,
                "UPDATE usher_notification_state SET notification = notification + 1000 * %d WHERE "
                "notification IN (SELECT number FROM usher_notification WHERE number < 9000000 AND "
                "NOT (%s))",
                v, actor->notices);
    must_format(db,
                "UPDATE usher_notification SET " MOVED MARK(event) MARK(title) MARK(message)
                    MARK(url)
                        TIME(created_at) "data = json_array('c4n4ry%d ' || number), disposal = "
                                         "iif((number + %d) %% 2, 'keep', 'on_ack'), "
                                         "created_by = 'c4n4ry%d' WHERE NOT (%s)",
                v, v, v, v, v, v, v, v, v, actor->notices);
    must_format(db,
                "UPDATE usher_notification_state SET created_at = (SELECT n.created_at FROM "
                "usher_notification AS n WHERE n.number = notification);UPDATE "
                "usher_notification_state SET read_at = printf('2077-01-0%%dT00:00:00.000Z', %d) "
                "WHERE user_id <> %s;UPDATE usher_notification_state SET read = (notification + "
                "%d) %% 2, disposed_at = iif(%d = 1, NULL, created_at) WHERE user_id <> %s AND "
                "user_id NOT IN (SELECT id FROM usher_user WHERE (%s) AND (%s));",
                v, actor->id, v, v, actor->id, actor->users, actor->private);
    must_format(db,
                "UPDATE usher_user SET recipient = recipient + 1000 * %d WHERE recipient < 9000000 "
                "AND id <> %s AND NOT (%s)",
                v, actor->id, actor->users);
}

static void change_rest(sqlite3 *db, const struct actor *actor, int v) {
    must_format(db,
                "UPDATE usher_account SET " MOVED
                "name = 'c4n4ry%d ' || number, created_by = 'c4n4ry%d', updated_by = 'c4n4ry%d' "
                "WHERE NOT (%s)",
                v, v, v, v, actor->accounts);
    must_format(
        db,
        "UPDATE usher_invite SET " MOVED MARK(email) MARK(name) MARK(first_name) MARK(last_name)
            TIME(expires_at)
                MARK(teams) "share_mode = iif(channel_id IS NULL, NULL, iif((number + %d) %% 2, "
                            "'edit', 'view')), token_hash = iif(%d = 1, token_hash, "
                            "randomblob(32)), invited_by = "
                            "'c4n4ry%d', authentication = CASE (number + %d) %% 2 WHEN 1 THEN "
                            "'sso' ELSE 'password' END, accepted_at = NULL, declined_at = iif(%d "
                            "= 1, NULL, created_at) WHERE NOT (%s)",
        v, v, v, v, v, v, v, v, v, v, v, v, actor->invites);
    must_format(db,
                "UPDATE usher_setting SET " MOVED
                "value = CASE WHEN key = 'invites.life' THEN 77315000 + number * 10 + %d WHEN "
                "scope = 'account' THEN iif(%d = 1, 'true', 'false') ELSE json_quote('c4n4ry%d ' "
                "|| number) END, locked = %d, updated_by = 'c4n4ry%d' WHERE NOT (%s)",
                v, v, v, v, v - 1, v, actor->settings);
    must_rewrite_log(
        db,
        "UPDATE usher_audit SET " MOVED MARK(object_id) MARK(action)
            MARK(object_type) "actor = 'c4n4ry%d', real_actor = 'c4n4ry%d', before = "
                              "json_array('c4n4ry%d ' || number), after = json_array('c4n4ry%d "
                              "' || number), hash = CAST('c4n4ry%d' AS BLOB) WHERE NOT (%s)",
        v, v, v, v, v, v, v, v, v, actor->audit);
    must_rewrite_log(db,
                     "UPDATE usher_audit SET before = json_array('c4n4ry%d ' || number), "
                     "after = json_array('c4n4ry%d ' || number) WHERE NOT ((%s) AND (%s))",
                     v, v, actor->audit, actor->changes);
}

/* What the account's key may do shows in the permissions of its user. */
static void change_keys(sqlite3 *db, const struct actor *actor, int v) {
    must_format(db,
                "DELETE FROM usher_api_key_scope WHERE key_id IN (SELECT id FROM usher_api_key "
                "WHERE owner = 'user' AND NOT (%s)) AND %d = 2",
                actor->keys, v);
    must_format(db,
                "UPDATE usher_api_key SET " MOVED MARK(name) MARK(hint) TIME(expires_at) TIME(
                    last_used_at) "created_by = 'c4n4ry%d', kind = iif(%d = 1, 'api', 'upload'), "
                                  "owner = iif(%d = 1, owner, 'account') WHERE NOT (%s)",
                v, v, v, v, v, v, v, v, actor->keys);
}

/* Sessions; and what is hidden from everybody: mail, and the keys that sign. */
static void change_credentials(sqlite3 *db, const struct actor *actor, int v) {
    must_format(
        db,
        "UPDATE usher_session SET " MOVED MARK(device) TIME(created_at) TIME(refreshed_at)
            TIME(last_used_at) TIME(expires_at) FLAG(
                mfa) "idle_seconds = 7731500000 + "
                     "number, form = iif((number + %d) %% 2, 'jwt', 'opaque'), token_hash = "
                     "randomblob(32), revoked_at = iif(%d = 1, NULL, created_at) WHERE NOT (%s)",
        v, v, v, v, v, v, v, v, v, actor->sessions);
    must_format(db,
                "UPDATE usher_outbox SET " MOVED MARK(error) MARK(kind) MARK(email) MARK(name)
                    MARK(locale) TIME(created_at)
                        TIME(expires_at) "token = iif(%d = 1, NULL, token)",
                v, v, v, v, v, v, v, v, v);
    must_format(db,
                "UPDATE usher_signing_key SET " MOVED MARK(id) MARK(issuer) MARK(audience)
                    MARK(public_key) TIME(created_at) "expires_at = iif(%d = 1, expires_at, NULL)",
                v, v, v, v, v, v, v);
}

/* After add_rows(). */
static void add_channels(sqlite3 *db) {
    must(db, "INSERT INTO usher_channel (number, id, "
             "account_id, name, created_at, updated_at) SELECT 800001, "
             "'c4c4c4c4-0009-7000-8000-0000000000a1', 'c4c4c4c4-0009-7000-8000-000000000001', "
             "'c4n4ry9', created_at, created_at FROM usher_user LIMIT 1;INSERT INTO "
             "usher_channel_member (number, id, channel_id, user_id, mode, created_at, updated_at) "
             "SELECT number, 'c4c4c4c4-0009-7000-8000-0000000000b' || (number % 10), "
             "'c4c4c4c4-0009-7000-8000-0000000000a1', id, 'edit', created_at, created_at FROM "
             "usher_user WHERE number BETWEEN 800001 AND 800009");
}

/* After add_channels(). */
static void add_contents(sqlite3 *db) {
    must(db,
         "UPDATE usher_user SET recipient = number WHERE number BETWEEN 800001 AND 800009;"
         "INSERT INTO usher_file (number, id, account_id, user_id, channel_id, checksum, size, "
         "format, created_at, updated_at) SELECT number, "
         "'c4c4c4c4-0009-7000-8000-0000000000c' || (number % 10), account_id, id, "
         "'c4c4c4c4-0009-7000-8000-0000000000a1', 'c4n4ry9', 773150009, 'c4n4ry9', created_at, "
         "created_at FROM usher_user WHERE number BETWEEN 800001 AND 800009;INSERT INTO "
         "usher_notification (number, id, audience, audience_id, event, message, created_at) "
         "SELECT number, 'c4c4c4c4-0009-7000-8000-0000000000d' || (number % 10), 'user', id, "
         "'c4n4ry9', 'c4n4ry9', created_at FROM usher_user WHERE number BETWEEN 800001 AND "
         "800009;INSERT INTO usher_notification_state (user_id, notification, created_at, read) "
         "SELECT id, number, created_at, 1 FROM usher_user WHERE number = 800001");
}

/* One of the stores has more hidden rows than the other. */
static void add_rows(sqlite3 *db) {
    must(
        db,
        "INSERT INTO usher_account (number, id, name, created_at, updated_at) SELECT 800001, "
        "'c4c4c4c4-0009-7000-8000-000000000001', 'c4n4ry9', created_at, created_at FROM "
        "usher_account LIMIT 1;INSERT INTO usher_user (number, id, account_id, email, name, "
        "phone_number, activated_at, created_at, updated_at) SELECT 800000 + column1, "
        "'c4c4c4c4-0009-7000-8000-00000000001' || column1, "
        "'c4c4c4c4-0009-7000-8000-000000000001', 'c4n4ry9@' || column1, 'c4n4ry9', 'c4n4ry9', "
        "created_at, created_at, created_at FROM (VALUES (1), (2), (3)), (SELECT created_at FROM "
        "usher_user LIMIT 1);INSERT INTO usher_role (number, id, account_id, name, created_at, "
        "updated_at) SELECT 800001, 'c4c4c4c4-0009-7000-8000-000000000021', "
        "'c4c4c4c4-0009-7000-8000-000000000001', 'c4n4ry9', created_at, created_at FROM "
        "usher_role LIMIT 1;INSERT INTO usher_membership (number, id, user_id, account_id, "
        "role_id, created_at, updated_at) SELECT number, 'c4c4c4c4-0009-7000-8000-00000000003' || "
        "(number % 10), id, account_id, '00000000-0000-7000-8000-00000000000' || (number % 10), "
        "created_at, created_at FROM usher_user WHERE number BETWEEN 800001 AND 800009;INSERT "
        "INTO usher_invite (number, id, account_id, email, role_id, created_at, expires_at, "
        "updated_at) SELECT number, 'c4c4c4c4-0009-7000-8000-00000000004' || (number % 10), "
        "account_id, 'c4n4ry9' || number, '00000000-0000-7000-8000-000000000001', created_at, "
        "created_at, created_at FROM usher_user WHERE number BETWEEN 800001 AND 800009;INSERT "
        "INTO usher_setting (number, scope, scope_id, key, value, updated_at) SELECT 800001, "
        "'account', 'c4c4c4c4-0009-7000-8000-000000000001', 'invites.life', 773150009, created_at "
        "FROM usher_user LIMIT 1;INSERT INTO usher_team (number, id, account_id, name, created_at, "
        "updated_at) SELECT 800001, 'c4c4c4c4-0009-7000-8000-000000000081', "
        "'c4c4c4c4-0009-7000-8000-000000000001', 'c4n4ry9', created_at, created_at FROM "
        "usher_user LIMIT 1;INSERT INTO usher_team_membership (number, id, team_id, user_id, role, "
        "created_at, updated_at) SELECT number, 'c4c4c4c4-0009-7000-8000-00000000009' || (number % "
        "10), 'c4c4c4c4-0009-7000-8000-000000000081', id, 'lead', created_at, created_at FROM "
        "usher_user WHERE number BETWEEN 800001 AND 800009;INSERT INTO usher_audit (number, "
        "created_at, real_actor, actor, "
        "action, object_type, object_id, account_id, after) SELECT number, created_at, 'c4n4ry9', "
        "'c4n4ry9', 'c4n4ry9', 'c4n4ry9', id, account_id, '[\"c4n4ry9\"]' FROM usher_user WHERE "
        "number BETWEEN 800001 AND 800009;INSERT INTO usher_api_key (number, id, user_id, "
        "account_id, owner, name, hint, key_hash, created_at) SELECT number, "
        "'c4c4c4c4-0009-7000-8000-00000000005' || (number % 10), id, account_id, 'user', "
        "'c4n4ry9', 'c4n4ry99', randomblob(32), created_at FROM usher_user WHERE number BETWEEN "
        "800001 AND 800009;INSERT INTO usher_session (number, id, user_id, form, token_hash, "
        "device, created_at, last_used_at, idle_seconds, expires_at) SELECT number, "
        "'c4c4c4c4-0009-7000-8000-00000000006' || (number % 10), id, 'jwt', randomblob(32), "
        "'c4n4ry9', created_at, created_at, 773150009, created_at FROM usher_user WHERE number "
        "BETWEEN 800001 AND 800009;INSERT INTO usher_outbox (number, id, kind, account_id, "
        "user_id, email, created_at) SELECT number, 'c4c4c4c4-0009-7000-8000-00000000007' || "
        "(number % 10), 'c4n4ry9', account_id, id, 'c4n4ry9', created_at FROM usher_user WHERE "
        "number BETWEEN 800001 AND 800009;INSERT INTO usher_signing_key (number, id, algorithm, "
        "secret, issuer, audience, created_at) SELECT number, 'c4n4ry9' || number, 'HS256', "
        "randomblob(72), 'c4n4ry9', 'c4n4ry9', created_at FROM usher_user WHERE number BETWEEN "
        "800001 AND 800009");
}

sqlite3 *copy_open(sqlite3 *from) {
    sqlite3 *db;
    char *error = NULL;
    if (sqlite3_open(":memory:", &db) != SQLITE_OK) {
        give_up(db, "open");
    }
    sqlite3_backup *backup = sqlite3_backup_init(db, "main", from, "main");
    if (!backup || sqlite3_backup_step(backup, -1) != SQLITE_DONE ||
        sqlite3_backup_finish(backup) != SQLITE_OK ||
        sqlite3_usher_init(db, &error, NULL) != SQLITE_OK) {
        give_up(db, "copy");
    }
    return db;
}

/* What was done to make the store must not be seen in what the connection counts. */
static void even_out(sqlite3 *db) {
    must_format(db,
                "CREATE TEMP TABLE pad (x INTEGER PRIMARY KEY);WITH RECURSIVE n(x) AS (SELECT 1 "
                "UNION ALL SELECT x + 1 FROM n WHERE x < %d) INSERT INTO pad SELECT x FROM n; "
                "INSERT INTO pad VALUES (100000); DROP TABLE pad",
                10000 - sqlite3_total_changes(db));
}

sqlite3 *variant_open(sqlite3 *master, const struct actor *actor, int variant) {
    sqlite3 *db = copy_open(master);
    must(db, "PRAGMA ignore_check_constraints = 1");
    change_ids(db, actor, variant);
    change_users(db, actor, variant);
    change_roles(db, actor, variant);
    change_teams(db, actor, variant);
    change_channels(db, actor, variant);
    change_files(db, actor, variant);
    change_notices(db, actor, variant);
    change_rest(db, actor, variant);
    change_keys(db, actor, variant);
    change_credentials(db, actor, variant);
    if (variant == 2) {
        add_rows(db);
        add_channels(db);
        add_contents(db);
    }
    return db;
}

void actor_enter(sqlite3 *db, const struct actor *actor) {
    must(db, MASTER);
    must(db, actor->enter);
    must(db, actor->leave);
    even_out(db);
}

/* Mail goes with what it is about, which may be seen. */
sqlite3_stmt *hidden_values(sqlite3 *db) {
    sqlite3_stmt *statement;
    char *sql = ask(
        db, "SELECT 'SELECT sum(n) FROM (' || group_concat('SELECT count(*) AS n FROM ' || m.name "
            "|| ' WHERE ' || c.name || ' LIKE ''%c4%4%'' OR ' || c.name || ' LIKE ''%77315%''', ' "
            "UNION ALL ') || ')' FROM main.sqlite_schema AS m JOIN pragma_table_info(m.name) AS c "
            "WHERE m.type = 'table' AND m.name LIKE 'usher%' AND m.name NOT IN ('usher_audit', "
            "'usher_outbox')");
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) {
        give_up(db, sql);
    }
    sqlite3_free(sql);
    return statement;
}
