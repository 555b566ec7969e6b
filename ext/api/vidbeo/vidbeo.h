/* What the files of the profile vidbeo know of each other. */
#ifndef USHER_VIDBEO_H
#define USHER_VIDBEO_H

#include "api/api.h"

/*
** {success, result, links, errors}; takes `result` over, which is SQLite memory. `links` is JSON; NULL: null.
*/
int usher_vidbeo_answer(struct usher_exchange *x, char *result, const char *links);
int usher_vidbeo_list(struct usher_exchange *x, const struct usher_api_list *list);
/* The one that the path names, which is ?1 of `where`; 404 if there is no such <noun>. */
int usher_vidbeo_one(struct usher_exchange *x, enum usher_sql sql, const char *where,
                     const char *noun);
/* The row that was just written: its number is ?1. */
int usher_vidbeo_written(struct usher_exchange *x, enum usher_sql sql, const char *where,
                         sqlite3_int64 number);
/* invalid unless the name, if it is given, has 40 characters at most here, where the tables have 100. */
int usher_vidbeo_name(struct usher_exchange *x, struct usher_record *record, int column);
/* The role, if it is given, as the tables call it: viewer is user, uploader is creator. 400. */
int usher_vidbeo_role(struct usher_exchange *x, struct usher_record *record, int column);

/* users.c */
usher_api_handler usher_vidbeo_users;
usher_api_handler usher_vidbeo_user;
usher_api_handler usher_vidbeo_user_update;
usher_api_handler usher_vidbeo_user_delete;

/* invites.c */
usher_api_handler usher_vidbeo_invites;
usher_api_handler usher_vidbeo_invite;
usher_api_handler usher_vidbeo_invite_create;
usher_api_handler usher_vidbeo_invite_delete;

#endif
