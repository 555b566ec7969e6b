/* What the files of the profile vidbeo know of each other. */
#ifndef USHER_VIDBEO_H
#define USHER_VIDBEO_H

#include "api/api.h"

/* {success, result, links, errors}; takes `result` over, which is SQLite memory. `links` is JSON. */
int usher_vidbeo_answer(struct usher_exchange *x, char *result, const char *links);

/* users.c */
usher_api_handler usher_vidbeo_users;
usher_api_handler usher_vidbeo_user;
usher_api_handler usher_vidbeo_user_update;
usher_api_handler usher_vidbeo_user_delete;

#endif
