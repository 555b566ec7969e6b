/*
** pulse: the Papershift Pulse API (002, 002_6390a929d4a62482.txt), by JSON:API 1.1.
**
** Answers are documents of resource objects with the attributes of the document, in its order. What
** the document only names is our choice: types other than `user`; the names of the members of
** `meta.actions`; PATCH beside PUT, and that both leave alone what they do not name; the
** memberships that can be got under the URL which Location gives.
*/
#include "api/pulse/pulse.h"

/* ------------------------------------------------------------------- types */

#define ATTRIBUTE(name)                                                                            \
    { name, ", '$.attributes." name "'", -1, 0 }
#define RELATIONSHIP(name)                                                                         \
    { name, ", '$.relationships." name "'", -1, 1 }
/* Of a user: added where it is asked for, so never taken away. */
#define RELATED(name, place)                                                                       \
    { name, "", place, 1 }

static const struct usher_pulse_field user_fields[] = {
    ATTRIBUTE("discarded_at"),
    ATTRIBUTE("email"),
    ATTRIBUTE("status"),
    ATTRIBUTE("name"),
    ATTRIBUTE("avatar"),
    RELATED("account", 0),
    RELATED("account_memberships", 1),
    RELATED("teams", 2),
    RELATED("team_memberships", 3),
};
static const struct usher_pulse_field account_fields[] = {
    ATTRIBUTE("name"), /* one a line */
};
static const struct usher_pulse_field account_membership_fields[] = {
    ATTRIBUTE("role"),
    RELATIONSHIP("account"),
    RELATIONSHIP("user"),
};
static const struct usher_pulse_field team_fields[] = {
    ATTRIBUTE("name"),
    ATTRIBUTE("description"),
    RELATIONSHIP("account"),
};
static const struct usher_pulse_field team_membership_fields[] = {
    ATTRIBUTE("role"),
    RELATIONSHIP("team"),
    RELATIONSHIP("user"),
};
static const struct usher_pulse_field notification_setting_fields[] = {
    ATTRIBUTE("notifications"),
    ATTRIBUTE("email_notifications"),
    RELATIONSHIP("user"),
};
static const struct usher_pulse_field invite_fields[] = {
    ATTRIBUTE("email"),        ATTRIBUTE("name"),       ATTRIBUTE("role"),
    ATTRIBUTE("account_name"), ATTRIBUTE("expires_at"), RELATIONSHIP("account"),
};

#define TYPE(name, one)                                                                            \
    {                                                                                              \
#name, USHER_SQL_api_pulse_##name, one, name##_fields,                                     \
            sizeof(name##_fields) / sizeof(*name##_fields)                                         \
    }

const struct usher_pulse_type usher_pulse_types[PULSE_TYPES] = {
    [PULSE_USER] = TYPE(user, " WHERE u.rowid = @"),
    [PULSE_ACCOUNT] = TYPE(account, " WHERE a.rowid = @"),
    [PULSE_ACCOUNT_MEMBERSHIP] = TYPE(account_membership, " WHERE m.rowid = @"),
    [PULSE_TEAM] = TYPE(team, " WHERE t.rowid = @"),
    [PULSE_TEAM_MEMBERSHIP] = TYPE(team_membership, " WHERE m.rowid = @"),
    [PULSE_NOTIFICATION_SETTING] = TYPE(notification_setting, " WHERE u.rowid = @"),
    [PULSE_INVITE] = TYPE(invite, ""),
};

#define MEMBER(name, type)                                                                         \
    {                                                                                              \
#name, "'" #name "', json_object('data', json(", USHER_SQL_api_pulse_link_##name,          \
            USHER_SQL_api_pulse_of_##name, type                                                    \
    }

const struct usher_pulse_related usher_pulse_related[PULSE_RELATED] = {
    MEMBER(account, PULSE_ACCOUNT),
    MEMBER(account_memberships, PULSE_ACCOUNT_MEMBERSHIP),
    MEMBER(teams, PULSE_TEAM),
    MEMBER(team_memberships, PULSE_TEAM_MEMBERSHIP),
};

/* ------------------------------------------------------------------ routes */

#define USERS PULSE_PATH "users"
#define JOIN PULSE_PATH "auth/join/:token"
#define SETTINGS USERS "/:id/notification_settings"
#define WRITES USHER_ROUTE_WRITES
#define OPEN USHER_ROUTE_OPEN

static const struct usher_route routes[] = {
    {"GET", USERS, 0, usher_pulse_users},
    {"POST", USERS, WRITES, usher_pulse_user_create},
    {"GET", USERS "/:id", 0, usher_pulse_user},
    {"PUT", USERS "/:id", WRITES, usher_pulse_user_update},
    {"PATCH", USERS "/:id", WRITES, usher_pulse_user_update},
    {"DELETE", USERS "/:id", WRITES, usher_pulse_user_delete},
    {"POST", USERS "/:id/invite", WRITES, usher_pulse_invite},
    {"DELETE", USERS "/:id/invite", WRITES, usher_pulse_invite_revoke},
    {"GET", SETTINGS, 0, usher_pulse_notification_settings},
    {"PUT", SETTINGS, WRITES, usher_pulse_notification_settings_update},
    {"PATCH", SETTINGS, WRITES, usher_pulse_notification_settings_update},
    {"GET", JOIN, OPEN, usher_pulse_join_show},
    /* All or nothing by itself; the password is hashed, which takes long, before anything is locked. */
    {"POST", JOIN, OPEN, usher_pulse_join},
    {"POST", PULSE_PATH "account_memberships", WRITES, usher_pulse_account_membership_create},
    {"GET", PULSE_PATH "account_memberships/:id", 0, usher_pulse_account_membership},
    {"POST", PULSE_PATH "team_memberships", WRITES, usher_pulse_team_membership_create},
    {"GET", PULSE_PATH "team_memberships/:id", 0, usher_pulse_team_membership},
};

const struct usher_profile usher_pulse = {
    .name = "pulse",
    .type = "application/vnd.api+json",
    .routes = routes,
    .count = sizeof(routes) / sizeof(*routes),
    .check = usher_pulse_check_media,
    .fail = usher_pulse_fail,
    .user = USHER_SQL_api_pulse_user,
};
