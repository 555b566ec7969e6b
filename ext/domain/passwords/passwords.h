/* What the files about passwords know of each other. */
#ifndef USHER_PASSWORDS_H
#define USHER_PASSWORDS_H

#include "domain/domain.h"

/* A user as rules about passwords see them. */
struct usher_password_user {
    char id[USHER_UUID_TEXT + 1];
    char account_id[USHER_UUID_TEXT + 1];
    char email[255];                /* "" if there is none */
    char name[USHER_FULL_NAME + 1]; /* "" if there is none */
    char locale[USHER_LOCALE + 1];  /* "" if there is none */
    char hash[USHER_PASSWORD_HASH]; /* "" if there is none */
    int sso;
    int service; /* stands for an account's API key */
    int discarded;
    int active; /* neither created nor disabled nor discarded */
    int verified;
};

/* rules.c */
/* not_found if there is no such user. */
int usher_password_user(struct usher *usher, const char *id, struct usher_password_user *user);
/* conflict if the user is deleted, signs in otherwise, or is nobody who signs in. */
int usher_password_require(struct usher *usher, const struct usher_password_user *user);
/* missing if it is NULL; then as usher_password_check(). */
int usher_password_argument(struct usher *usher, const char *account_id,
                            struct usher_value *password);

/* The handlers of functions.c. */
usher_handler usher_password_set;           /* set.c */
usher_handler usher_password_import;        /* set.c */
usher_handler usher_password_reset_request; /* reset.c */
usher_handler usher_password_reset;         /* reset.c */
usher_handler usher_email_verify_request;   /* verify.c */
usher_handler usher_email_verify;           /* verify.c */

/* tickets.c */
/* Part of a rule: it is used up; not_found if another was faster. */
int usher_ticket_spend(struct usher *usher, const struct usher_ticket *ticket);
const char *usher_ticket_name(enum usher_ticket_purpose purpose);

/*
** Options of the functions that make a ticket. Part of their errors: who else could choose the
** token would hold it, so `token` is the system's to give.
*/
struct usher_ticket_options {
    struct usher *usher;
    int accounts;                         /* is account_id an option? */
    char account_id[USHER_UUID_TEXT + 1]; /* "" if it is not given */
    char token[USHER_TOKEN_TEXT + 1];     /* "" if it is not given */
};
int usher_ticket_options(struct usher *usher, struct usher_call *call, int index,
                         struct usher_ticket_options *options);
/*
** Part of a rule: a token for the user's address, made unless options->token has one; and the mail
** that takes it there, if the master key is here.
*/
int usher_ticket_mail(struct usher *usher, enum usher_ticket_purpose purpose,
                      const struct usher_password_user *user, const char *now,
                      struct usher_ticket_options *options);
/* The token, for the system; NULL for everybody else. `token` is wiped. */
int usher_ticket_result(struct usher *usher, struct usher_call *call,
                        char token[USHER_TOKEN_TEXT + 1]);

#endif
