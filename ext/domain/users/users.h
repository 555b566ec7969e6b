/* What the files about users know of each other: the columns of the table. */
#ifndef USHER_USERS_H
#define USHER_USERS_H

#include "domain/domain.h"

enum {
    USER_ID,
    USER_ACCOUNT,
    USER_EMAIL,
    USER_NAME,
    USER_FIRST_NAME,
    USER_LAST_NAME,
    USER_STATUS,
    USER_ENABLED,
    USER_ROLE,
    USER_LOCALE,
    USER_AVATAR,
    USER_AUTHENTICATION,
    USER_MFA_REQUIRED,
    USER_VERIFIED_EMAIL,
    USER_NOTIFICATIONS,
    USER_EMAIL_NOTIFICATIONS,
    USER_DISK_SPACE,
    USER_DISK_SPACE_USED,
    USER_TERMS_AGREED,
    USER_COMPANY,
    USER_ABOUT,
    USER_JOB_TITLE,
    USER_PHONE_NUMBER,
    USER_FAVORITES,
    USER_GROUP_ASSET_ACCESS,
    USER_ACCESS_ID,
    USER_SERVICE,
    USER_LAST_LOGIN_AT,
    USER_LAST_READ_AT,
    USER_DISCARDED_AT,
    USER_CREATED_BY,
    USER_CREATED_AT,
    USER_UPDATED_BY,
    USER_UPDATED_AT,
    USER_PERMISSIONS,
    USER_ADDONS,
    USER_TEAMS,
    USER_EDITABLE_CHANNELS,
    USER_VIEW_ONLY_CHANNELS,
    USER_ACTIONS,
    USER_ALIVE,
    USER_UNREAD,
    USER_HAS_NEW,
    USER_ACTIVATED,
    USER_PASSWORD,
    USER_CHANNEL,
    USER_INCLUDE_VIEW_ONLY,
    USER_Q,
    USER_COLUMNS
};

/* sight.c */
usher_sight_rule usher_user_sight;

/* What the rules for UPDATE and DELETE want of the row as it stands. */
#define USER_COLUMN(column) ((uint64_t)1 << (column))
#define USER_WANTED                                                                                \
    (USER_COLUMN(USER_ID) | USER_COLUMN(USER_ACCOUNT) | USER_COLUMN(USER_EMAIL) |                  \
     USER_COLUMN(USER_ENABLED) | USER_COLUMN(USER_SERVICE) | USER_COLUMN(USER_DISCARDED_AT) |      \
     USER_COLUMN(USER_ACTIVATED))

/* rules.c, remove.c: what the table does. */
int usher_user_insert(struct usher *usher, struct usher_change *change);
int usher_user_update(struct usher *usher, struct usher_change *change);
int usher_user_remove(struct usher *usher, struct usher_change *change);

/*
** Part of a rule: nothing that the user has at hand lets anybody in: sessions, keys, tokens; nor is
** any mail sent to them any more.
*/
int usher_user_sign_out(struct usher *usher, const char *id);

/* The state of a user that rules ask for. */
struct usher_user_state {
    sqlite3_int64 number;
    char id[USHER_UUID_TEXT + 1];
    char account_id[USHER_UUID_TEXT + 1];
    char email[255]; /* "" if there is none */
    int activated;
    int disabled;
    int discarded;
    int erased;
    int service; /* the user of an account's API key */
};

/* Of a row of the table, whether an active user: they may own the account. */
int usher_user_was_active(const struct usher_record *old);
/* not_found if there is no such user. */
int usher_user_load(struct usher *usher, const char *id, struct usher_user_state *state);

#endif
