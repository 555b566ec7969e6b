/*
** POST /api/v1/account_memberships, /api/v1/team_memberships, and GET of one, which is where Location
** leads (our choice).
**
** Who becomes a member of what stands in the relationships `user` and `account` or `team`, as what in
** the attribute `role`. The account is that of whoever asks, unless it is said.
*/
#include "api/pulse/pulse.h"

static const char text[] = "must be a string";

/* Columns of the tables account_memberships and team_memberships, by their place. */
enum { ID, WHAT, USER, ROLE };

static const struct usher_pulse_attribute attributes[] = {
    {"role", ROLE, "text", text},
    {NULL, 0, NULL, NULL},
};
static const struct usher_pulse_reference of_account[] = {
    {"account", WHAT, PULSE_ACCOUNT},
    {"user", USER, PULSE_USER},
    {NULL, 0, PULSE_TYPES},
};
static const struct usher_pulse_reference of_team[] = {
    {"team", WHAT, PULSE_TEAM},
    {"user", USER, PULSE_USER},
    {NULL, 0, PULSE_TYPES},
};

static int show(struct usher_exchange *x, const struct usher_table *table,
                enum usher_pulse_name type) {
    struct usher_pulse_query query;
    struct usher_value key;
    sqlite3_int64 number = 0;
    int rc = usher_pulse_query_read(x, 0, &query);
    if (rc == SQLITE_OK) {
        rc = usher_pulse_find(x, table, &number);
    }
    usher_value_integer(&key, number);
    return rc == SQLITE_OK ? usher_pulse_show(x, 200, type, &key, &query) : rc;
}

static int create(struct usher_exchange *x, const struct usher_table *table,
                  enum usher_pulse_name type, const struct usher_pulse_reference *references) {
    const struct usher_pulse_form form = {type, attributes, references};
    struct usher_pulse_query query;
    struct usher_record record;
    sqlite3_int64 number = 0;
    usher_record_init(&record);
    int rc = usher_pulse_query_read(x, 0, &query);
    if (rc == SQLITE_OK) {
        rc = usher_pulse_read(x, &form, NULL, &record);
    }
    if (rc == SQLITE_OK) {
        rc = usher_table_insert(x->usher, table, &record, &number);
    }
    usher_record_clear(&record);
    return rc == SQLITE_OK ? usher_pulse_written(x, 201, type, number, &query) : rc;
}

int usher_pulse_account_membership(struct usher_exchange *x) {
    return show(x, &usher_account_memberships, PULSE_ACCOUNT_MEMBERSHIP);
}

int usher_pulse_account_membership_create(struct usher_exchange *x) {
    return create(x, &usher_account_memberships, PULSE_ACCOUNT_MEMBERSHIP, of_account);
}

int usher_pulse_team_membership(struct usher_exchange *x) {
    return show(x, &usher_team_memberships, PULSE_TEAM_MEMBERSHIP);
}

int usher_pulse_team_membership_create(struct usher_exchange *x) {
    return create(x, &usher_team_memberships, PULSE_TEAM_MEMBERSHIP, of_team);
}
