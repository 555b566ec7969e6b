/* What the files about access know of each other. */
#ifndef USHER_ACCESS_H
#define USHER_ACCESS_H

#include "domain/domain.h"

/* What something is to be done to: a user, an account, or what belongs to one. */
struct usher_object {
    const char *kind;                  /* the table it is in; NULL: none is named */
    char id[USHER_UUID_TEXT + 1];      /* "" if none is named */
    char user_id[USHER_UUID_TEXT + 1]; /* whom it is about; "" if about nobody */
    char account_id[USHER_UUID_TEXT + 1];
    int own;   /* the actor's own row */
    int fixed; /* a built-in role */
};

/* One step of the judgement. */
struct usher_judgement_step {
    const char *rule; /* actor, object, self, key, membership, role, setting, rank */
    int granted;      /* 1 grants, 0 denies, -1 neither */
    char account_id[USHER_UUID_TEXT + 1];
    char role[USHER_ROLE_NAME + 1];
    const char *detail;
};

#define USHER_JUDGEMENT_STEPS 8

/* How it was judged: the last step that grants or denies decides. */
struct usher_judgement {
    int granted;
    int count;
    struct usher_judgement_step step[USHER_JUDGEMENT_STEPS];
};

/* judge.c: one more step. */
struct usher_judgement_step *usher_judgement_add(struct usher_judgement *judgement,
                                                 const char *rule, int granted,
                                                 const struct usher_object *object,
                                                 const char *detail);
/* The same of an object that whoever acts, who was found to be active, sees. */
int usher_judge_object(struct usher *usher, const char *token, const struct usher_object *object,
                       struct usher_judgement *judgement);
/*
** objects.c: May whoever acts do this to the object that the id names (NULL: to their account)?
** `permission` is any that there is, an application's too.
*/
int usher_judge(struct usher *usher, const char *permission, const char *object_id,
                struct usher_judgement *judgement);

#endif
