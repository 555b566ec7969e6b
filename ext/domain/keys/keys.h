/* What the files about keys know of each other. */
#ifndef USHER_KEYS_H
#define USHER_KEYS_H

#include "domain/domain.h"

#define USHER_MASTER_LEAST 32 /* bytes */
#define USHER_MASTER_MOST 1024

/*
** The connection gets to know the master key, which the store's proof must agree with; if none is
** set yet, this is the one from now on. With `next` (may be NULL) that is the one, and everything
** that is sealed is sealed anew. invalid.
*/
int usher_master_key(struct usher *usher, const struct usher_value *key,
                     const struct usher_value *next);

#endif
