/* What the files of the profile studio know of each other. */
#ifndef USHER_STUDIO_H
#define USHER_STUDIO_H

#include "api/api.h"

/* studio.c */
/* Answer with all rows of an open statement, one JSON text each, as an array. Closes it. */
int usher_studio_list(struct usher_exchange *x, struct usher_query *query);
/* 400 unless the body is an object of these members only (NULL after the last), or there is none. */
int usher_studio_body(struct usher_exchange *x, const char *const *names);
/* A required string of the body, of this form; to be cleared. */
int usher_studio_text(struct usher_exchange *x, const char *name, usher_check *check, int limit,
                      struct usher_value *value);
/* The same of a parameter of the query. */
int usher_studio_parameter(struct usher_exchange *x, const char *name, usher_check *check,
                           struct usher_value *value);

/* users.c */
usher_api_handler usher_studio_users;
usher_api_handler usher_studio_user;
usher_api_handler usher_studio_storage;
usher_api_handler usher_studio_storage_refresh;
usher_api_handler usher_studio_mark_read;

/* invitations.c */
usher_api_handler usher_studio_invitations;
usher_api_handler usher_studio_accept;
usher_api_handler usher_studio_decline;
usher_api_handler usher_studio_invite;

/* members.c */
usher_api_handler usher_studio_remove_self;

#endif
