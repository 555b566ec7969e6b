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
    const char *rule; /* actor, object, self, membership, role, setting, rank */
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

/* May the actor, who is found to be active, do this to the object? */
int usher_judge(struct usher *usher, enum usher_permission permission,
                const struct usher_object *object, struct usher_judgement *judgement);
/* The same for an object that is given by its id (NULL: the actor's account). */
int usher_judge_id(struct usher *usher, enum usher_permission permission, const char *object_id,
                   struct usher_judgement *judgement);

#endif
