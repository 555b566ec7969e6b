/*
** The table users.
**
** Status is derived, never set (SEEDS.md): discarded → deleted, disabled →
** deactivated, activated → active, an open invite → invited, else created.
*/
#include "domain/users/users.h"

#include "domain/channels/channels.h"

#include <limits.h>
#include <string.h>

/* Written by the user themself or by whoever has users.update. */
#define PROFILE (USHER_INSERT | USHER_UPDATE)
#define OPTIONAL (PROFILE | USHER_CLEARABLE)

#define OPEN_INVITE                                                                                \
    "EXISTS (SELECT 1 FROM main.usher_invite AS i WHERE i.email = u.email "                        \
    "AND i.account_id = u.account_id AND i.accepted_at IS NULL AND i.declined_at IS NULL "         \
    "AND i.revoked_at IS NULL AND i.expires_at > usher_now())"

#define STATUS                                                                                     \
    "CASE WHEN u.discarded_at IS NOT NULL THEN 'deleted' "                                         \
    "WHEN u.disabled_at IS NOT NULL THEN 'deactivated' "                                           \
    "WHEN u.activated_at IS NOT NULL THEN 'active' "                                               \
    "WHEN " OPEN_INVITE " THEN 'invited' ELSE 'created' END"

/* What an actor with all permissions may do to the row. */
#define ACTIONS                                                                                    \
    "CASE WHEN u.erased_at IS NOT NULL OR u.service = 1 THEN '[]' "                                \
    "WHEN u.discarded_at IS NOT NULL THEN '[\"restore\",\"erase\"]' "                              \
    "WHEN u.disabled_at IS NOT NULL THEN '[\"edit\",\"enable\",\"delete\",\"erase\"]' "            \
    "WHEN u.activated_at IS NOT NULL THEN '[\"edit\",\"disable\",\"delete\",\"erase\"]' "          \
    "WHEN " OPEN_INVITE                                                                            \
    " THEN '[\"edit\",\"disable\",\"delete\",\"erase\",\"invite\",\"revoke_invitation\"]' "        \
    "WHEN u.email IS NULL THEN '[\"edit\",\"disable\",\"delete\",\"erase\"]' "                     \
    "ELSE '[\"edit\",\"disable\",\"delete\",\"erase\",\"invite\"]' END"

/* The same, for somebody: what they may do of it. can() knows. */
#define ALLOWED_ACTIONS                                                                            \
    "(SELECT json_group_array(a.column1) FROM (VALUES ('edit', 'users.update'), "                  \
    "('disable', 'users.disable'), ('enable', 'users.disable'), ('delete', 'users.delete'), "      \
    "('restore', 'users.delete'), ('erase', 'users.erase'), ('invite', 'invites.create'), "        \
    "('revoke_invitation', 'invites.revoke')) AS a "                                               \
    "WHERE instr(" ACTIONS ", '\"' || a.column1 || '\"') AND can(a.column2, u.id))"

/* What makes them a user of their own account. */
#define HOME_MEMBERSHIP                                                                            \
    "(SELECT v.role_id FROM main.usher_membership AS v "                                           \
    "WHERE v.user_id = u.id AND v.account_id = u.account_id) AS m"

/*
** Unread: what the user has marked so, and what is new, that is beyond the watermark and not marked.
** Each part is found by an index; of all together, usher_inbox, SQLite would make a list first.
*/
#define MARKED "main.usher_inbox_marked AS x WHERE x.user_id = u.id AND x.read = 0"
#define NEW(audience) "main.usher_inbox_new_" audience " AS x WHERE x.user_id = u.id"
#define COUNT(rows) "(SELECT count(*) FROM " rows ")"
#define ANY(rows) "EXISTS (SELECT 1 FROM " rows ")"
#define UNREAD                                                                                     \
    "(" COUNT(MARKED) " + " COUNT(NEW("user")) " + " COUNT(NEW("team")) " + " COUNT(               \
        NEW("account")) " + " COUNT(NEW("all")) ")"
/* The same beyond the watermark (001). */
#define MARKED_BEYOND MARKED " AND x.created_at >= ifnull(u.last_read_at || ' ', '')"
#define HAS_NEW                                                                                    \
    "(" ANY(MARKED_BEYOND) " OR " ANY(NEW("user")) " OR " ANY(NEW("team")) " OR " ANY(             \
        NEW("account")) " OR " ANY(NEW("all")) ")"

/* The channels that are not deleted and that the user is in, in a mode; each is there once. */
#define CHANNELS(mode, seen)                                                                       \
    "(SELECT json_group_array(o.id) FROM (SELECT c.id FROM main.usher_channel_member AS v "        \
    "JOIN main.usher_channel AS c ON c.id = v.channel_id WHERE v.user_id = u.id "                  \
    "AND v.mode = '" mode "' AND c.discarded_at IS NULL" seen                                      \
    " ORDER BY c.created_at, c.number) AS o)"

/* Who edits the channel that is asked for, or views it, too. */
#define IN_CHANNEL(seen)                                                                           \
    "u.id IN (SELECT v.user_id FROM main.usher_channel_member AS v "                               \
    "JOIN main.usher_channel AS c ON c.id = v.channel_id WHERE v.channel_id = @ "                  \
    "AND (v.mode = 'edit' OR @include_view_only = 1) AND c.discarded_at IS NULL" seen ")"

#define SEEN " AND " USHER_SEES_CHANNEL

enum { SEARCH_MOST = 1000 }; /* bytes; first and last name of 100 characters each are fewer */

#define FULL_NAME "trim(ifnull(u.first_name, '') || ' ' || ifnull(u.last_name, ''))"

int usher_check_authentication(struct usher *usher, const char *field, int limit,
                               struct usher_value *value) {
    static const char *const words[] = {"password", "sso", NULL};
    (void)limit;
    return usher_check_word(usher, field, value, words);
}

static int check_size(struct usher *usher, const char *field, int limit,
                      struct usher_value *value) {
    int rc = usher_check_integer(usher, field, limit, value);
    return rc == SQLITE_OK && value->integer < 0
               ? usher_fail(usher, USHER_INVALID, field, "%s must be a number of bytes, 0 or more",
                            field)
               : rc;
}

static int check_access(struct usher *usher, const char *field, int limit,
                        struct usher_value *value) {
    int rc = usher_check_text(usher, field, limit, value);
    return rc == SQLITE_OK && strspn(value->text, "0123456789abcdef") != USHER_ACCESS_TEXT
               ? usher_fail(usher, USHER_INVALID, field, "%s must be 32 hexadecimal digits", field)
               : rc;
}

/*
** `q`: part of the e-mail or of a name; % and _ mean themselves. What no e-mail
** or name can hold (too long, a NUL) matches nothing.
*/
static int search_pattern(struct usher *usher, sqlite3_value *given, struct usher_value *bound) {
    const char *term = (const char *)sqlite3_value_text(given);
    int length = sqlite3_value_bytes(given);
    if (!term) {
        return usher_pass(usher, SQLITE_NOMEM);
    }
    if (length > SEARCH_MOST || memchr(term, '\0', (size_t)length)) {
        return SQLITE_OK;
    }
    sqlite3_str *pattern = sqlite3_str_new(usher->db);
    sqlite3_str_appendchar(pattern, 1, '%');
    for (; *term; term++) {
        if (*term == '%' || *term == '_' || *term == '\\') {
            sqlite3_str_appendchar(pattern, 1, '\\');
        }
        sqlite3_str_appendchar(pattern, 1, *term);
    }
    sqlite3_str_appendchar(pattern, 1, '%');
    bound->owned = sqlite3_str_finish(pattern);
    if (!bound->owned) {
        return usher_pass(usher, SQLITE_NOMEM);
    }
    bound->type = SQLITE_TEXT;
    bound->text = bound->owned;
    bound->length = (int)strlen(bound->owned);
    return SQLITE_OK;
}

/* `channel`: an id; what is none matches nothing. */
static int channel_key(struct usher *usher, sqlite3_value *given, struct usher_value *bound) {
    const char *text = (const char *)sqlite3_value_text(given);
    int rc = text ? usher_value_keep(bound, text, sqlite3_value_bytes(given)) : SQLITE_NOMEM;
    bound->type = rc == SQLITE_OK ? SQLITE_TEXT : SQLITE_NULL;
    return rc == SQLITE_OK ? SQLITE_OK : usher_pass(usher, rc);
}

/* `include_view_only`: 1, in any form that a driver binds; else it changes nothing. */
static int view_only_key(struct usher *usher, sqlite3_value *given, struct usher_value *bound) {
    (void)usher;
    usher_value_integer(bound, sqlite3_value_double(given) == 1);
    return SQLITE_OK;
}

/* How long it may be is for the account to say: the rule asks. */
static int check_password(struct usher *usher, const char *field, int limit,
                          struct usher_value *value) {
    (void)limit;
    return usher_check_secret(usher, field, 0, INT_MAX, value);
}

static const char kept[] = "usher keeps it";
static const char derived[] = "it follows from the other columns";

static const struct usher_column columns[USER_COLUMNS] = {
    [USER_ID] = USHER_UUID_COLUMN("id", "u.id", USHER_KEY | USHER_INSERT),
    [USER_ACCOUNT] = USHER_UUID_COLUMN("account_id", "u.account_id", USHER_INDEXED | USHER_INSERT),
    [USER_EMAIL] = {.name = "email",
                    .affinity = USHER_TEXT,
                    .collation = "NOCASE",
                    .sql = "u.email",
                    .flags = USHER_INDEXED | USHER_WORDS | PROFILE | USHER_CLEARABLE,
                    .check = usher_check_email,
                    .limit = 254},
    /* Of its own, or made of first and last name. */
    [USER_NAME] = {.name = "name",
                   .affinity = USHER_TEXT,
                   .sql = "ifnull(u.name, nullif(" FULL_NAME ", ''))",
                   .flags = OPTIONAL,
                   .check = usher_check_text,
                   .limit = 100},
    [USER_FIRST_NAME] = {.name = "first_name",
                         .affinity = USHER_TEXT,
                         .sql = "u.first_name",
                         .flags = OPTIONAL,
                         .check = usher_check_text,
                         .limit = 100},
    [USER_LAST_NAME] = {.name = "last_name",
                        .affinity = USHER_TEXT,
                        .sql = "u.last_name",
                        .flags = OPTIONAL,
                        .check = usher_check_text,
                        .limit = 100},
    [USER_STATUS] = {.name = "status",
                     .affinity = USHER_TEXT,
                     .sql = STATUS,
                     .flags = USHER_WORDS,
                     .hint = "it follows from invites, enabled and DELETE"},
    [USER_ENABLED] = {.name = "enabled",
                      .affinity = USHER_INTEGER,
                      .sql = "(u.disabled_at IS NULL)",
                      .flags = PROFILE,
                      .check = usher_check_boolean},
    [USER_ROLE] = {.name = "role",
                   .affinity = USHER_TEXT,
                   .sql = "(SELECT r.name FROM " HOME_MEMBERSHIP
                          " JOIN main.usher_role AS r ON r.id = m.role_id)",
                   .flags = PROFILE,
                   .check = usher_check_text,
                   .limit = 40},
    [USER_LOCALE] = {.name = "locale",
                     .affinity = USHER_TEXT,
                     .sql = "u.locale",
                     .flags = OPTIONAL | USHER_WORDS,
                     .check = usher_check_locale,
                     .limit = 35},
    [USER_AVATAR] = {.name = "avatar",
                     .affinity = USHER_TEXT,
                     .sql = "u.avatar",
                     .flags = OPTIONAL,
                     .check = usher_check_filename,
                     .limit = 255},
    [USER_AUTHENTICATION] = {.name = "authentication",
                             .affinity = USHER_TEXT,
                             .sql = "u.authentication",
                             .flags = PROFILE | USHER_WORDS,
                             .check = usher_check_authentication},
    [USER_MFA_REQUIRED] = {.name = "mfa_required",
                           .affinity = USHER_INTEGER,
                           .sql = "u.mfa_required",
                           .flags = PROFILE,
                           .check = usher_check_boolean},
    [USER_VERIFIED_EMAIL] = {.name = "verified_email",
                             .affinity = USHER_INTEGER,
                             .sql = "u.verified_email",
                             .hint = "accepting an invite verifies the e-mail"},
    [USER_NOTIFICATIONS] = {.name = "notifications",
                            .affinity = USHER_TEXT,
                            .sql = "u.notifications",
                            .flags = PROFILE | USHER_JSON,
                            .check = usher_check_string_list},
    [USER_EMAIL_NOTIFICATIONS] = {.name = "email_notifications",
                                  .affinity = USHER_INTEGER,
                                  .sql = "u.email_notifications",
                                  .flags = PROFILE,
                                  .check = usher_check_boolean},
    [USER_DISK_SPACE] = {.name = "disk_space",
                         .affinity = USHER_INTEGER,
                         .sql = "u.disk_space",
                         .flags = PROFILE,
                         .check = check_size},
    [USER_DISK_SPACE_USED] = {.name = "disk_space_used",
                              .affinity = USHER_INTEGER,
                              .sql = "u.disk_space_used",
                              .hint = kept},
    [USER_TERMS_AGREED] = {.name = "terms_agreed",
                           .affinity = USHER_INTEGER,
                           .sql = "u.terms_agreed",
                           .flags = PROFILE,
                           .check = usher_check_boolean},
    [USER_COMPANY] = {.name = "company",
                      .affinity = USHER_TEXT,
                      .sql = "u.company",
                      .flags = OPTIONAL,
                      .check = usher_check_text,
                      .limit = 200},
    [USER_ABOUT] = {.name = "about",
                    .affinity = USHER_TEXT,
                    .sql = "u.about",
                    .flags = OPTIONAL,
                    .check = usher_check_any_text,
                    .limit = 4000},
    [USER_JOB_TITLE] = {.name = "job_title",
                        .affinity = USHER_TEXT,
                        .sql = "u.job_title",
                        .flags = OPTIONAL,
                        .check = usher_check_text,
                        .limit = 200},
    [USER_PHONE_NUMBER] = {.name = "phone_number",
                           .affinity = USHER_TEXT,
                           .sql = "u.phone_number",
                           .flags = OPTIONAL,
                           .check = usher_check_text,
                           .limit = 40},
    [USER_FAVORITES] = {.name = "favorites",
                        .affinity = USHER_TEXT,
                        .sql = "u.favorites",
                        .flags = PROFILE | USHER_JSON,
                        .check = usher_check_json},
    [USER_GROUP_ASSET_ACCESS] = {.name = "group_asset_access",
                                 .affinity = USHER_INTEGER,
                                 .sql = "u.group_asset_access",
                                 .flags = PROFILE,
                                 .check = usher_check_boolean},
    [USER_ACCESS_ID] = {.name = "access_id",
                        .affinity = USHER_TEXT,
                        .sql = "u.access_id",
                        .flags = USHER_INDEXED | USHER_INSERT,
                        .check = check_access,
                        .limit = USHER_ACCESS_TEXT,
                        .hint = kept},
    [USER_SERVICE] = {.name = "service",
                      .affinity = USHER_INTEGER,
                      .sql = "u.service",
                      .hint = "api_key_create() makes service users"},
    [USER_LAST_LOGIN_AT] = USHER_TIME_COLUMN("last_login_at", "u.last_login_at", kept),
    [USER_LAST_READ_AT] = USHER_TIME_COLUMN("last_read_at", "u.last_read_at", kept),
    [USER_DISCARDED_AT] =
        USHER_TIME_COLUMN("discarded_at", "u.discarded_at", "use DELETE and user_restore()"),
    [USER_CREATED_BY] = USHER_WORD_COLUMN("created_by", "u.created_by", kept),
    [USER_CREATED_AT] = {.name = "created_at",
                         .affinity = USHER_TEXT,
                         .sql = "u.created_at",
                         .flags = USHER_WORDS | USHER_INDEXED | USHER_INSERT,
                         .check = usher_check_time,
                         .hint = kept},
    [USER_UPDATED_BY] = USHER_WORD_COLUMN("updated_by", "u.updated_by", kept),
    [USER_UPDATED_AT] = USHER_TIME_COLUMN("updated_at", "u.updated_at", kept),
    [USER_PERMISSIONS] = {.name = "permissions",
                          .affinity = USHER_TEXT,
                          .sql = "(SELECT json_group_array(permission) FROM (SELECT permission "
                                 "FROM " HOME_MEMBERSHIP " JOIN main.usher_role_permission AS p "
                                 "ON p.role_id = m.role_id WHERE u.service = 0 UNION ALL "
                                 "SELECT h.permission FROM main.usher_held AS h "
                                 "WHERE u.service = 1 AND h.principal = u.id "
                                 "AND h.until > usher_now() ORDER BY permission))",
                          .flags = USHER_JSON,
                          .hint = "it follows from the role"},
    [USER_ADDONS] = {.name = "addons",
                     .affinity = USHER_TEXT,
                     .sql = "usher_addons(u.id)",
                     .flags = USHER_JSON,
                     .hint = "it follows from the account's setting addons, and the role"},
    /* Of the user's own account; what comes first counts first, see usher_team. */
    [USER_TEAMS] = {.name = "teams",
                    .affinity = USHER_TEXT,
                    .sql = "(SELECT json_group_array(json_object('id', o.id, 'name', o.name, "
                           "'role', o.role)) FROM (SELECT t.id, t.name, v.role "
                           "FROM main.usher_team_membership AS v "
                           "JOIN main.usher_team AS t ON t.id = v.team_id "
                           "WHERE v.user_id = u.id AND t.account_id = u.account_id "
                           "ORDER BY t.priority DESC, v.created_at, v.number) AS o)",
                    .flags = USHER_JSON,
                    .hint = "the table team_memberships says it"},
    /* Of others only such as whoever asks sees: channel_members says no more. */
    [USER_EDITABLE_CHANNELS] = {.name = "editable_channels",
                                .affinity = USHER_TEXT,
                                .sql = CHANNELS("edit", ""),
                                .actor_sql = CHANNELS("edit", SEEN),
                                .flags = USHER_JSON,
                                .hint = "the table channel_members says it"},
    [USER_VIEW_ONLY_CHANNELS] = {.name = "view_only_channels",
                                 .affinity = USHER_TEXT,
                                 .sql = CHANNELS("view", ""),
                                 .actor_sql = CHANNELS("view", SEEN),
                                 .flags = USHER_JSON,
                                 .hint = "the table channel_members says it"},
    [USER_ACTIONS] = {.name = "actions",
                      .affinity = USHER_TEXT,
                      .sql = ACTIONS,
                      .actor_sql = ALLOWED_ACTIONS,
                      .flags = USHER_JSON,
                      .hint = derived},
    /* Sorts active, created, invited (1) before deactivated, deleted (0) when descending. */
    [USER_ALIVE] = {.name = "alive",
                    .affinity = USHER_INTEGER,
                    .sql = "(u.disabled_at IS NULL AND u.discarded_at IS NULL)",
                    .hint = derived},
    [USER_UNREAD] = {.name = "unread",
                     .affinity = USHER_INTEGER,
                     .sql = UNREAD,
                     .hint = "the table notifications says it"},
    [USER_HAS_NEW] = {.name = "has_new",
                      .affinity = USHER_INTEGER,
                      .sql = HAS_NEW,
                      .hint = "the table notifications says it"},
    /* Of a user who is disabled status does not tell (000: invite_status). */
    [USER_ACTIVATED] = {.name = "activated",
                        .affinity = USHER_INTEGER,
                        .sql = "(u.activated_at IS NOT NULL)",
                        .flags = USHER_HIDDEN,
                        .hint = "accepting an invite activates a user"},
    [USER_PASSWORD] = {.name = "password",
                       .affinity = USHER_TEXT,
                       .sql = "NULL",
                       .flags = USHER_HIDDEN | USHER_UPDATE | USHER_SECRET,
                       .check = check_password,
                       .hint = "a created user has no credentials: send an invite, or call "
                               "password_set()"},
    [USER_CHANNEL] = {.name = "channel",
                      .affinity = USHER_TEXT,
                      .sql = IN_CHANNEL(""),
                      .actor_sql = IN_CHANNEL(SEEN),
                      .flags = USHER_HIDDEN | USHER_PARAMETER,
                      .hint = "it is a condition: WHERE channel = id gives who edits it",
                      .parameter = channel_key},
    [USER_INCLUDE_VIEW_ONLY] = {.name = "include_view_only",
                                .affinity = USHER_INTEGER,
                                .sql = "(@ IS NOT NULL)", /* it is for `channel` to say */
                                .flags = USHER_HIDDEN | USHER_PARAMETER,
                                .hint = "it is a condition: WHERE channel = id AND "
                                        "include_view_only = 1 gives who views it, too",
                                .parameter = view_only_key},
    [USER_Q] = {.name = "q",
                .affinity = USHER_TEXT,
                /* +: of a bare variable SQLite would prepare the statement anew for each value */
                .sql = "(u.email LIKE +@ ESCAPE '\\' OR u.name LIKE +@ ESCAPE '\\' "
                       "OR " FULL_NAME " LIKE +@ ESCAPE '\\')",
                .flags = USHER_HIDDEN | USHER_PARAMETER,
                .hint = "it is a search term: WHERE q = 'ann'",
                .parameter = search_pattern},
};

const struct usher_table usher_users = {
    .name = "users",
    .noun = "user",
    .backing = "usher_user",
    .from = "main.usher_user AS u", /* a join that no column asks for would cost each row */
    .rowid = "u.number",
    .columns = columns,
    .count = USER_COLUMNS,
    /* Active owners last: handing ownership over in one statement first makes the new one. */
    .update_order = "(u.activated_at IS NOT NULL AND u.disabled_at IS NULL "
                    "AND u.discarded_at IS NULL AND EXISTS (SELECT 1 FROM " HOME_MEMBERSHIP
                    " WHERE m.role_id = '00000000-0000-7000-8000-000000000001'))",
    .wanted = USER_WANTED,
    .sight = usher_user_sight,
    .insert = usher_user_insert,
    .update = usher_user_update,
    .remove = usher_user_remove,
};
