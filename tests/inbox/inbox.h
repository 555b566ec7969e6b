/*
** What the files of this program know of each other.
**
**   main.c    takes the steps, and compares what usher shows after each with the model
**   steps.c   what a step does, to the database and to the model
**   model.c   the rules of the inbox once more: plain loops, a copy for each savepoint
*/
#ifndef INBOX_H
#define INBOX_H

#include <sqlite3.h>

/* ------------------------------------------------------------------- model.c */

enum { USERS = 10, ACCOUNTS = 2, TEAMS = 4, NOTES = 8000, NEVER = -1 };
enum audience { TO_USER, TO_TEAM, TO_ACCOUNT, TO_ALL };
enum disposal { KEEP, ON_READ, ON_ACK };

struct mark {
    signed char read; /* 0, 1; NEVER: as the watermark says */
    char gone;
};

struct note {
    char alive;
    enum audience audience;
    int target;
    enum disposal disposal;
    int at;
    struct mark mark[USERS];
};

/* Times are milliseconds since the test began. */
struct model {
    int notes; /* ever sent; note 0 is the first */
    struct user {
        int watermark; /* NEVER */
        int created;
        int deleted;
        int erased;
        int member[ACCOUNTS]; /* since when; NEVER */
        int in_team[TEAMS];
    } user[USERS];
    struct note note[NOTES];
};

/* A user is at home in account u % 2; team t is of account t % 2. */
int model_visible(const struct model *model, int user, int note);
int model_read(const struct model *model, int user, int note);
int model_unread(const struct model *model, int user);
int model_has_new(const struct model *model, int user);
void model_mark_read(struct model *model, int user, int until);
/* Notes of the user from the newest on, at most so many; how many. Those that go by it are gone. */
int model_fetch(struct model *model, int user, int most, int *notes);
void model_end(struct model *model, enum audience audience, int target);
void model_leave_account(struct model *model, int user, int account);
void model_erase(struct model *model, int user);

/* ------------------------------------------------------------------- steps.c */

extern sqlite3 *db;
extern struct model *model; /* as it is now */
extern int now;

int roll(int sides); /* 0 to sides - 1; the same in every run */
void take_step(void);
void end_transaction(void);

/* -------------------------------------------------------------------- main.c */

void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Run it; `code` is what it must fail with, NULL: nothing. */
void run(const char *code, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The first column of the first row, "" if there is none; to be given to sqlite3_free(). */
char *ask(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
