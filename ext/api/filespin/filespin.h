/*
** What the files of the profile filespin know of each other.
**
**   filespin.c       the routes, errors
**   form.c           what a body may have in it
**   sign_in.c        login, activation
**   users.c          lists, search, one user
**   write.c          creating and changing them
**   notifications.c  the inbox, sending
**   settings.c       of the account, the group, the user
**   watermark.c      the image
*/
#ifndef USHER_FILESPIN_H
#define USHER_FILESPIN_H

#include "api/api.h"

/* ------------------------------------------------------------------ form.c */

/* A member that a body may have. */
struct usher_form_member {
    const char *name;
    const char *types; /* as json_type() calls them */
    const char *must;  /* for the error */
    int required;
};

/*
** Take the body apart: value[i] is that of member[i], to be cleared in any case; `given` has a bit for each
** that is there, null too if its types say so. 400: not an object, a member that is none of these, of
** another type or missing.
*/
int usher_filespin_form(struct usher_exchange *x, const struct usher_form_member *member, int count,
                        struct usher_value *value, unsigned *given);
/* Wipes them, too. */
void usher_filespin_form_clear(struct usher_value *value, int count);

/* ----------------------------------------------------------------- users.c */

/*
** The user of the path, a number: a person of the own account who is not deleted. 404; and
** for whom it takes users.read, which is anybody but oneself, forbidden without it.
*/
struct usher_filespin_person {
    char id[USHER_UUID_TEXT + 1];
    char account_id[USHER_UUID_TEXT + 1]; /* their own, which is that of whoever asks */
    int owner;                            /* whose role this API calls ADMIN, too */
};
int usher_filespin_find(struct usher_exchange *x, struct usher_filespin_person *person);
int usher_filespin_self(struct usher_exchange *x, struct usher_filespin_person *person);
int usher_filespin_answer_user(struct usher_exchange *x, const char *id);

/* -------------------------------------------------------------- settings.c */

/* Set one of the account's, as INSERT OR REPLACE does. */
int usher_filespin_set(struct usher_exchange *x, const char *key, const struct usher_value *value);

/* ---------------------------------------------------------------- handlers */

usher_api_handler usher_filespin_login;
usher_api_handler usher_filespin_activate;
usher_api_handler usher_filespin_users;
usher_api_handler usher_filespin_search;
usher_api_handler usher_filespin_user;
usher_api_handler usher_filespin_user_self;
usher_api_handler usher_filespin_user_create;
usher_api_handler usher_filespin_user_update;
usher_api_handler usher_filespin_user_update_self;
usher_api_handler usher_filespin_notifications;
usher_api_handler usher_filespin_notification_delete;
usher_api_handler usher_filespin_send;
usher_api_handler usher_filespin_settings;
usher_api_handler usher_filespin_settings_update;
usher_api_handler usher_filespin_addons;
usher_api_handler usher_filespin_addons_update;
usher_api_handler usher_filespin_group;
usher_api_handler usher_filespin_group_update;
usher_api_handler usher_filespin_preferences;
usher_api_handler usher_filespin_preferences_update;
usher_api_handler usher_filespin_watermark;

#endif
