/*
** What the files about settings know of each other.
**
**   settings.def   every key there is, one row each
**   registry.c     a key's definition; usher_setting(), for rules
**   value.c        is it a value that the key may have?
**   image.c        watermarks: images, and what names them
**   rules.c        who may set what, where; what is locked above
**   table.c        the table settings
**   definitions.c  the table setting_definitions
**   functions.c    setting(), setting_patch(), settings_effective()
**   addons.c       which addons a user has
*/
#ifndef USHER_SETTINGS_H
#define USHER_SETTINGS_H

#include "domain/domain.h"

enum { USHER_OF_ACCOUNT = 1, USHER_OF_TEAM = 2, USHER_OF_USER = 4 };

#define USHER_SETTING_KEY 100    /* longest key, in characters */
#define USHER_SETTING_MOST 65536 /* bytes of a value, but of an image */

/* ------------------------------------------------------------- registry.c */

struct usher_definition {
    const char *key;
    const char *type;
    const char *initial; /* JSON; NULL: there is none */
    const char *schema;
    const char *permission; /* to write an account's */
    unsigned scopes;
    int known;                /* by this library, or an application's */
    struct usher_query query; /* lends the texts of an application's definition */
};

/*
** What is said of the key; one that nobody has defined may be any JSON. To be closed in any case.
*/
int usher_definition_open(struct usher *usher, const char *key,
                          struct usher_definition *definition);
void usher_definition_close(struct usher_definition *definition);
/* A key of usher's own. */
struct usher_builtin_setting {
    const char *key;
    const char *type;
    const char *initial; /* JSON; NULL: there is none */
    const char *schema;
    unsigned scopes;
    enum usher_permission permission;
    const char *meaning;
};
/* In the order of settings.def; NULL after the last. */
const struct usher_builtin_setting *usher_setting_builtin(int index);
/* A key that begins with app. and goes on. */
int usher_setting_is_free(const char *key);
usher_check usher_check_setting_key; /* one that there is, or an application's */
usher_check usher_check_scope;       /* account, team or user */
/* "account" for USHER_OF_ACCOUNT; and back, 0 if it is none. */
const char *usher_scope_name(unsigned scope);
unsigned usher_scope_find(const char *name);
/* Scopes as a JSON list. */
void usher_scopes_write(unsigned scopes, struct usher_value *list);

/* ---------------------------------------------------------------- value.c */

/* Make the value canonical: compact JSON, or an image. invalid or missing, naming the member. */
int usher_setting_check(struct usher *usher, const struct usher_definition *definition,
                        struct usher_value *value);
/* The same for one that is stored, and so has its form already. */
int usher_setting_check_stored(struct usher *usher, const struct usher_definition *definition,
                               struct usher_value *value);

/* ---------------------------------------------------------------- image.c */

/* invalid unless it is an image of the size that the schema allows. */
int usher_image_check(struct usher *usher, const char *key, const char *schema,
                      const struct usher_value *value);
/* conflict if the value is a watermark that names an image which the account does not have. */
int usher_watermark_check(struct usher *usher, const char *account_id, const char *key,
                          const struct usher_value *value);
/* conflict if the account's watermark names the image of this key. */
int usher_watermark_unused(struct usher *usher, const char *account_id, const char *key);

/* ---------------------------------------------------------------- rules.c */

/* Whose setting it is. */
struct usher_setting_place {
    unsigned scope;
    char id[USHER_UUID_TEXT + 1];
    char account_id[USHER_UUID_TEXT + 1]; /* "" if what the id named is gone */
    int deleted;                          /* the user is */
};

/* By scope and scope_id; NULL is the actor's account, or the actor. missing, not_found. */
int usher_setting_place_find(struct usher *usher, unsigned scope, const char *given,
                             struct usher_setting_place *place);
/* The same of a row that the actor sees. */
int usher_setting_place_of(struct usher *usher, const struct usher_record *row,
                           struct usher_setting_place *place);

/* forbidden unless whoever acts may know what the user, whose own account this is, has set. */
int usher_setting_require_private(struct usher *usher, const char *user_id, const char *account_id);

/* What is to be set. */
struct usher_setting_change {
    const struct usher_setting_place *place;
    const struct usher_definition *definition;
    sqlite3_int64 number;      /* the rowid; of an INSERT 0 unless it was given */
    struct usher_value *value; /* made canonical; NULL: stays */
    int locked;                /* 0, 1; -1: stays, or is not said */
    int replace;               /* INSERT OR REPLACE */
};

/* Rules: forbidden, invalid, conflict. The value that was there, if any, is `old`. */
int usher_setting_insert(struct usher *usher, struct usher_setting_change *change);
int usher_setting_update(struct usher *usher, struct usher_setting_change *change,
                         const struct usher_value *old, int old_locked);
int usher_setting_remove(struct usher *usher, const struct usher_setting_place *place,
                         const struct usher_record *row, sqlite3_int64 number);
/* Merge `patch` into what is stored there, or in force above; the new value is put into `value`. */
int usher_setting_merge(struct usher *usher, struct usher_setting_change *change,
                        const struct usher_value *patch);

/* --------------------------------------------------------------- addons.c */

/*
** JSON list of the addons that are added and enabled in the user's account, and that they may use;
** NULL if it is not for whoever acts to know.
*/
int usher_addons_of(struct usher *usher, const char *user_id, struct usher_value *list);

#endif
