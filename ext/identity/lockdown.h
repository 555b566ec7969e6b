/* What the files about lockdown know of each other (lockdown.c says more). */
#ifndef USHER_LOCKDOWN_H
#define USHER_LOCKDOWN_H

#include "identity/identity.h"

struct usher_lockdown {
    struct usher_names builtin;    /* SQLite's functions that outer SQL may call */
    struct usher_names registered; /* the connection's modules when it was locked */
    struct usher_names functions;  /* what the options allow besides: functions, */
    struct usher_names modules;    /* and modules of virtual tables */
    unsigned asked;                /* how often the authorizer was */
    unsigned watched;              /* statements that were seen to start */
    struct usher_names trackers;   /* triggers of storage_track(), which may keep usage */
    sqlite3_stmt *refused;         /* the last statement that usher_watch() interrupted */
    int closed;                    /* one of the two was found replaced */
    usher_obstacle_handler
        *each; /* that inspect.c calls for each obstacle; NULL: the first is an error */
    void *context;
};

/* Tables that only usher's own SQL may touch, one by one; NULL after the last. */
const char *usher_hidden(const struct usher *usher, int index);

/* authorizer.c */
int usher_authorize(void *data, int action, const char *first, const char *second,
                    const char *database, const char *accessor);
/* A name that only usher's own SQL may use: usher_*, or a hidden one. */
int usher_is_reserved(const struct usher *usher, const char *name);
/* May a virtual table be made of this module? */
int usher_module_allowed(const struct usher *usher, const char *module);
/* Is it one of SQLite's functions that outer SQL may call? `load_extension` is not. */
int usher_builtin_harmless(const char *function);

/* Does the text name this: as a whole word, or as the beginning of one? */
int usher_text_names(const char *text, const char *name, int whole);
/* Does the SQL join, by USING or NATURAL, what must not be read? The authorizer is not asked. */
int usher_joins_unseen(const struct usher *usher, const char *sql);
/* Might the SQL have a name of its own, by WITH, that the authorizer takes for one of ours? */
int usher_borrows_name(const char *sql);
/* Interrupts a statement that does, when it starts; for sqlite3_trace_v2(). */
int usher_watch(unsigned event, void *data, void *statement, void *text);

/* How the triggers of storage_track() are called. */
#define USHER_TRACKER "storage_track_"

/* inspect.c */
/*
** SQLITE_OK if nothing in the schema captures names or rows of usher; else
** conflict (forbidden on a locked connection), naming the first that does.
*/
int usher_inspect(struct usher *usher);

#endif
