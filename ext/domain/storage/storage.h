/* What the files about storage know of each other. */
#ifndef USHER_STORAGE_H
#define USHER_STORAGE_H

#include "domain/domain.h"

/* tracked.c: what the user's rows in the application's tracked tables come to. */
int usher_tracked_used(struct usher *usher, const char *user_id, sqlite3_int64 *bytes);

#endif
