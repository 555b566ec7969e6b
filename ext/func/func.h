/*
** The function layer: one trampoline for all SQL functions.
**
**   func.c   registers the rows and calls their handlers
**   rows.c   functions that return rows, as eponymous tables
**   call.c   the table `usher`, which calls any of them by INSERT
**
** A function is a row in a table of the domain layer.
*/
#ifndef USHER_FUNC_H
#define USHER_FUNC_H

#include "identity/identity.h"

#define USHER_MAX_ARGUMENTS 8

/* What a handler gets and gives. The result of one that writes is no BLOB. */
struct usher_call {
    sqlite3_context *context; /* NULL: called by INSERT INTO usher */
    int argc;
    struct usher_value argv[USHER_MAX_ARGUMENTS];
    struct usher_value result;
    /*
    ** What else belongs to the rule that the function runs, within it and with the result: what a layer
    ** above makes of it. NULL: nothing. Only invite_accept() and login() ask.
    */
    int (*then)(void *argument, const struct usher_value *result);
    void *argument;
};

/* For a handler, at the end of its rule. */
static inline int usher_call_then(const struct usher_call *call, const struct usher_value *result) {
    return call->then ? call->then(call->argument, result) : SQLITE_OK;
}

typedef int usher_handler(struct usher *usher, struct usher_call *call);

enum usher_effect {
    USHER_PURE,     /* needs no store: version, last error */
    USHER_SUPPLIES, /* nor does what the transaction goes by */
    USHER_READS,    /* reads the store, as far as the actor may see it */
    USHER_ACTS,     /* reads the store, and changes who acts */
    USHER_WRITES,   /* changes the store: runs inside usher_atomic() */
    USHER_SETS_UP   /* creates the store */
};

enum usher_callers {
    USHER_ANYBODY, /* nobody, too: who accepts an invite is not known yet */
    USHER_ACTORS,  /* an active user, or the system */
    USHER_SYSTEM
};

struct usher_function {
    const char *name;
    int least; /* arguments */
    int most;
    enum usher_effect effect;
    enum usher_callers callers;
    const char *parameters; /* "email, role [, options]" */
    const char *meaning;
    usher_handler *handler;
};

/* Run a function's handler as its effect demands. */
int usher_function_run(struct usher *usher, const struct usher_function *function,
                       struct usher_call *call);
/*
** A text gets memory of its own while the change can still be taken back. For handlers that are
** USHER_ACTS, in the rule that they run; the others' results are kept by themselves.
*/
int usher_result_keep(struct usher *usher, struct usher_value *result);
/* A copy of the text is the result; NULL is NOMEM. */
int usher_result_copy(struct usher *usher, struct usher_value *result, const char *text);
/* The text itself is, which is SQLite memory; NULL is NOMEM. */
int usher_result_take(struct usher *usher, struct usher_value *result, char *text);
/* The functions of one part of the domain. */
struct usher_function_table {
    const struct usher_function *functions;
    int count;
};
/* Make them known to the connection. */
int usher_functions_register(struct usher *usher, const struct usher_function_table *table,
                             void (*release)(void *));
/* Register the table `usher`, which calls any function of these tables (NULL after the last), and of one more. */
int usher_call_register(struct usher *usher, const struct usher_function_table *const *tables,
                        const struct usher_function_table *more, void (*release)(void *));

/* ------------------------------------------------------- functions with rows */

struct usher_rows;
/* Fill in the rows for the arguments, all of them; what is not given is NULL. */
typedef int usher_rows_handler(struct usher *usher, struct usher_call *call,
                               struct usher_rows *rows);
/* Add a row: one value for each column, copied. */
int usher_rows_add(struct usher_rows *rows, const struct usher_value *values);
/* Take back what was added. */
void usher_rows_drop(struct usher_rows *rows);

struct usher_rows_function {
    const char *name;
    const char *const *column; /* "step INTEGER" */
    int columns;
    const char *const *parameter; /* names; hidden columns of the table */
    int least;
    int most;
    int acts;   /* it may change the store: SELECT … FROM it is a call made for that */
    int anyhow; /* it answers where there is no store, too, or a damaged one; for outer SQL only */
    int open;   /* it shows nothing of the store: no matter whether there is one, or who acts */
    const char *parameters; /* "permission [, object_id]" */
    const char *meaning;
    usher_rows_handler *handler;
};

int usher_rows_register(struct usher *usher, const struct usher_rows_function *function,
                        void (*release)(void *));

/* -------------------------------------------------------------------- arguments */

/* The text of an argument; NULL if it is absent or NULL. `invalid` if it is not text. */
int usher_argument_text(struct usher *usher, struct usher_call *call, int index, const char *name,
                        const char **text);
/* The same, required: `missing` if absent. */
int usher_argument_required(struct usher *usher, struct usher_call *call, int index,
                            const char *name, const char **text);
/* A required UUID, normalised. */
int usher_argument_uuid(struct usher *usher, struct usher_call *call, int index, const char *name,
                        const char **text);

#endif
