/* What the files of the identity layer know of each other. */
#ifndef USHER_IDENTITY_INTERNAL_H
#define USHER_IDENTITY_INTERNAL_H

#include "identity/identity.h"

struct usher_actor {
    enum usher_actor_kind kind;
    char id[USHER_UUID_TEXT + 1]; /* of a user */
    struct usher_credential credential;
};

struct usher_actors {
    struct usher_actor real;      /* who is on the connection */
    struct usher_actor effective; /* who acts */
};

/* One run of a statement: a pointer may come back, and not with the same counts. */
struct usher_run {
    sqlite3_stmt *statement;
    int run;
    int steps; /* at least so many by now */
};

#define USHER_LEFT_BEHIND 16

/* What somebody holds, and when that is so. */
struct usher_rights_read {
    struct usher_rights rights;
    int known;             /* it may be used at... */
    unsigned data_version; /* ...this state of the file, */
    unsigned rule;         /* or within this rule, */
    int changes;           /* as long as no more than this was written */
};

struct usher_identity {
    struct usher_actors now;
    struct usher_actors next;    /* who will be, if `pending`, when the statement is over */
    struct usher_actors outside; /* who will be, if `scoped`, when the transaction is over */
    struct usher_actors lent;    /* who acted, and will again, if `lending` */
    int lending;
    int pending;
    sqlite3_stmt *caller; /* `pending`: whose end it waits for */
    int scoped;
    /* Statements that were begun as another actor, and have not come to their end. */
    int left;
    struct usher_run left_behind[USHER_LEFT_BEHIND];
    int told;                        /* usher_scope was written to, and not a table of its name */
    struct usher_rights_read held;   /* of the effective actor, rights.c */
    struct usher_rights_read lender; /* while `lending`: of whoever acted */
    /* Of whom the last request was made by: the next may be, too. */
    struct usher_rights_read borrower;
    struct usher_actor borrowed_by;
};

/* Let these act from now on. */
void usher_actor_put(struct usher *usher, const struct usher_actors *actors);

/* These will act when the request is answered, instead of whoever acted before it. */
void usher_actor_relend(struct usher *usher, const struct usher_actors *actors);

/* scope.c: put the present actor back when the transaction ends. */
int usher_scope_begin(struct usher *usher);

/* rights.c: somebody else acts. */
void usher_rights_forget(struct usher *usher);
void usher_rights_clear(struct usher_rights_read *read);
/* What is there goes to the other place, which is emptied first. */
void usher_rights_move(struct usher_rights_read *from, struct usher_rights_read *to);

#endif
