/*
** The help layer: what there is, told where the user is.
**
**   help.c      the table usher_help, and what is spelt most like a name
**   entries.c   its rows: whatever is declared in the layers below
**   columns.def what tables and columns are, in a sentence each
*/
#ifndef USHER_HELP_H
#define USHER_HELP_H

#include "api/api.h"

/* Registers the table usher_help; called by the entry point. */
int usher_help_register(struct usher *usher, void (*release)(void *));

extern const struct usher_rows_function usher_help;

/* An entry is shown unless a name is looked for that it is not near to. */
struct usher_telling {
    struct usher *usher;
    struct usher_rows *rows;
    const char *near; /* NULL: every entry is told */
    int slips;        /* those that are just so near are */
    int left;         /* so many more rows */
};

/* Is the entry of this name to be told? That of a column of `table`, or if that is NULL, another one. */
int usher_telling_wants(const struct usher_telling *telling, const char *table, const char *name);
/* Tell it. `name`, `signature` and `example` are SQLite memory and are taken over; NULL is NOMEM. */
int usher_tell(struct usher_telling *telling, const char *kind, char *name, char *signature,
               const char *what, char *example);

/* entries.c: all of them, in their order. */
int usher_tell_entries(struct usher_telling *telling);

#endif
