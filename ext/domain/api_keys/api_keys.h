/* What the files about API keys know of each other. */
#ifndef USHER_API_KEYS_H
#define USHER_API_KEYS_H

#include "domain/domain.h"

#define USHER_API_KEY_TEXT 53 /* usk_, 43 characters of secret, 6 of checksum */
#define USHER_API_KEY_HINT 8  /* of these, what is shown of every key */

/* form.c */
void usher_api_key_make(struct usher *usher, char text[USHER_API_KEY_TEXT + 1]);

/* The table. */
enum {
    KEY_ID,
    KEY_KIND,
    KEY_OWNER,
    KEY_USER,
    KEY_ACCOUNT,
    KEY_NAME,
    KEY_HINT,
    KEY_KEY,
    KEY_SCOPES,
    KEY_CREATED_BY,
    KEY_CREATED_AT,
    KEY_EXPIRES_AT,
    KEY_LAST_USED_AT,
    KEY_STATUS,
    KEY_COLUMNS
};

/* What api_key_create() is told: `creation` describes it, as if it were a table. */
enum {
    NEW_NAME,
    NEW_ID,
    NEW_KEY,
    NEW_KIND,
    NEW_OWNER,
    NEW_USER,
    NEW_ACCOUNT,
    NEW_SCOPES,
    NEW_EXPIRES_AT,
    NEW_READABLE,
    NEW_COLUMNS
};
extern const struct usher_table usher_api_key_creation;

/* create.c */
/* Part of a rule; what is given was checked. `text` receives the key. */
int usher_api_key_create(struct usher *usher, const struct usher_record *given,
                         char text[USHER_API_KEY_TEXT + 1]);

/* rules.c */
int usher_api_key_hash(struct usher *usher, const char *text, unsigned char hash[USHER_HASH_BYTES]);
int usher_api_key_update(struct usher *usher, struct usher_change *change);
int usher_api_key_remove(struct usher *usher, struct usher_change *change);

#endif
