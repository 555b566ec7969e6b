/*
** The table layer: one engine for all virtual tables.
**
**   module.c   connect, declare, register: a description becomes a table
**   plan.c     xBestIndex: which parts of a query are pushed down
**   shape.c    a plan as text, parsed; the inner SQL that answers it
**   argument.c what a value on the right-hand side means for exactness
**   bind.c     the arguments of a scan, on their way to the inner statement
**   sight.c    row security: which rows and columns whoever acts may see
**   variant.c  the inner statements of a shape, kept for the next scan
**   cursor.c   xFilter, xNext: one cached inner statement per shape
**   lookup.c   a join's searches, by one statement that stays open
**   rescan.c   scans that go on otherwise than they began
**   value.c    xColumn: the values of the present row
**   update.c   xUpdate: check the values, then call the description's rule
**   list.c     usher_list, which hands an IN list, or keys, to the inner statement
**
** There is no domain word here: a table is a static description. To add one,
** write a description and register it.
*/
#ifndef USHER_TABLE_H
#define USHER_TABLE_H

#include "identity/identity.h"

/* A column's declared affinity, as SQLite knows them. */
enum usher_affinity { USHER_NONE, USHER_TEXT, USHER_NUMERIC, USHER_INTEGER, USHER_REAL };

enum {
    USHER_HIDDEN = 1 << 0,    /* not part of SELECT * */
    USHER_KEY = 1 << 1,       /* unique: `=` finds one row at most */
    USHER_INDEXED = 1 << 2,   /* `=` is answered by an index */
    USHER_WORDS = 1 << 3,     /* TEXT that never looks like a number: exact without a second look */
    USHER_INSERT = 1 << 4,    /* an INSERT may give it */
    USHER_UPDATE = 1 << 5,    /* an UPDATE may change it */
    USHER_REQUIRED = 1 << 6,  /* an INSERT must give it */
    USHER_CLEARABLE = 1 << 7, /* an UPDATE may set it to NULL */
    USHER_PARAMETER = 1 << 8, /* not a value of the row: `WHERE q = 'ann'` */
    USHER_SECRET = 1 << 9,    /* never read back, never audited */
    USHER_JSON = 1 << 10,     /* holds JSON text */
};

/* Turn the right-hand side of a parameter into what the inner statement binds. */
typedef int usher_parameter(struct usher *usher, sqlite3_value *given, struct usher_value *bound);

struct usher_column {
    const char *name;
    enum usher_affinity affinity;
    const char *collation; /* NULL is BINARY; else NOCASE or RTRIM */
    /*
    ** Inner expression; of a parameter: a condition, with @ for its value and @name for that of
    ** another parameter, NULL where the query does not give it.
    */
    const char *sql;
    const char *actor_sql; /* the same where it differs for anybody but the system */
    unsigned flags;
    usher_check *check; /* of values that are written */
    int limit;          /* longest length that `check` lets pass */
    const char *hint;   /* for a column that cannot be set: what to do instead */
    usher_parameter *parameter;
};

#define USHER_MAX_COLUMNS 62

/* Values by column. `given` has a bit for each column that was given or changed. */
struct usher_record {
    uint64_t given;
    struct usher_value value[USHER_MAX_COLUMNS];
};

/* What a rule of a table is asked to do. */
struct usher_change {
    const struct usher_table *table;
    sqlite3_int64 number;      /* the rowid; of an INSERT 0 unless it was given */
    int replace;               /* the statement says OR REPLACE */
    struct usher_record *old;  /* UPDATE and DELETE: the row as it stands */
    struct usher_record *next; /* INSERT: what is given; UPDATE: what changes */
};

/* Called inside usher_atomic(). An INSERT leaves the rowid in change->number. */
typedef int usher_table_rule(struct usher *usher, struct usher_change *change);

/*
** For a table that takes whatever xUpdate is given, instead of rules: `old` and
** `next` are empty, argv as SQLite has it. Called inside usher_atomic().
*/
typedef int usher_table_writer(struct usher *usher, struct usher_change *change, int argc,
                               sqlite3_value **argv);

/*
** Which rows and columns of a table whoever acts may see. What is not seen does not
** exist: the conditions are part of the inner statement. In the texts, which must live
** as long as the table, $actor is the actor's id, $principal that under which their rights
** stand (an API key has fewer than its user) and $account the `account` below, $session the session by which they
** got here, "" if by none, $own the actor's id if they see what is their own: "" by a key without self.read.
*/
#define USHER_MASKS 2
struct usher_sight {
    int level;        /* tells sights of one table apart; 0: the system, who sees all */
    const char *rows; /* a condition, but for the system */
    struct usher_mask {
        uint64_t columns;   /* these are NULL... */
        const char *unless; /* ...unless this holds */
    } mask[USHER_MASKS];
    char actor[USHER_UUID_TEXT + 1];
    char account[USHER_UUID_TEXT + 1];
    char principal[USHER_UUID_TEXT + 1];
    char session[USHER_UUID_TEXT + 1];
    char own[USHER_UUID_TEXT + 1];
};

/* Fill in what an actor other than the system sees; `rights` are those of an active user. */
typedef void usher_sight_rule(const struct usher_table *table, const struct usher_rights *rights,
                              struct usher_sight *sight);

/* What most tables need: see usher_sight_plain(). */
struct usher_policy {
    const char *own;            /* the actor's own rows; NULL: there are none */
    enum usher_permission read; /* who holds this in an account... */
    const char *account;        /* ...sees these rows, and their own */
};

/* The accounts in which the actor holds a permission, as a subquery. */
#define USHER_HOLDS(token)                                                                         \
    "(SELECT h.account_id FROM main.usher_held AS h WHERE h.principal = $principal "               \
    "AND h.permission = '" token "' AND h.until > usher_now())"

struct usher_table {
    const char *name;
    const char *backing; /* the backing table whose rows are this table's rows */
    const char *from;    /* FROM clause of the inner statement */
    const char *rowid;   /* expression for the rowid */
    /*
    ** Of a view, where no index answers that expression: a condition that finds the row whose
    ** rowid is @, or few more; and the bits of the rowid that are the number of the backing row.
    */
    const char *found_by;
    sqlite3_int64 mask; /* 0: all */
    const struct usher_column *columns;
    int count;
    /*
    ** ORDER BY for the rows that an UPDATE visits: a rule that holds for the
    ** whole statement (one owner at least) sees what adds before what takes away.
    */
    const char *update_order;
    /*
    ** The columns that the rules for UPDATE and DELETE want of the row as it stands, besides those
    ** that an UPDATE names; 0: all that can be written or tell rows apart.
    */
    uint64_t wanted;
    usher_sight_rule *sight;           /* NULL: only the system sees anything */
    const struct usher_policy *policy; /* of usher_sight_plain() */
    const char *noun;                  /* what a row is, for errors: "user" */
    usher_table_rule *insert;          /* NULL: not supported */
    usher_table_rule *update;
    usher_table_rule *remove;
    const char *hint; /* for a table that cannot be written: what to do instead */

    /* Of a description that is made from the schema of a table of the application's: */
    usher_table_writer *write;
    /*
    ** Is the description still right? Called before a query is planned and before a
    ** row is written. May change USHER_KEY and USHER_INDEXED of columns.
    */
    int (*current)(struct usher *usher, const struct usher_table *table);
    void (*release)(const struct usher_table *table); /* nobody needs it any more */
    int foreign;       /* not usher's: what fails is told in SQLite's words */
    int without_rowid; /* `rowid` is the expression of the key, of any type */
};

/* Make the table known to the connection. `release` gives up one reference to `usher`. */
int usher_table_register(struct usher *usher, const struct usher_table *table,
                         void (*release)(void *));
/*
** For a module that makes its descriptions when it connects: all methods but xCreate
** and xConnect; and a new instance of such a description, which it owns from then on.
*/
void usher_table_methods(sqlite3_module *methods);
int usher_table_connect(struct usher *usher, const struct usher_table *table, sqlite3_vtab **out);
/* The description of an instance. */
const struct usher_table *usher_table_of(const sqlite3_vtab *vtab);
/* What the tables share: usher_list, and the watch on inserted rows. */
int usher_tables_open(struct usher *usher, void (*release)(void *));

/* ------------------------------------------------------------------ sight */

enum { USHER_SEES_ALL, USHER_SEES_NOTHING, USHER_SEES_OWN, USHER_SEES_ACCOUNT, USHER_SEES_MORE };

/* What the present actor sees of the table. */
int usher_sight_of(struct usher *usher, const struct usher_table *table, struct usher_sight *sight);
/* By the table's policy: own rows, and the accounts' where the permission is held. */
usher_sight_rule usher_sight_plain;
/*
** Find the row whose first column, the id, is this. not_found unless there is such a
** row and the actor sees it: both look the same. `field` is what the error names.
*/
int usher_table_find(struct usher *usher, const struct usher_table *table, const char *field,
                     const char *id, sqlite3_int64 *number);
/* The same; *found is 0 if there is none. */
int usher_table_seen(struct usher *usher, const struct usher_table *table, const char *id,
                     sqlite3_int64 *number, int *found);

/*
** What DML on the table does, for the layers above: the same checks, the same rule. Within
** usher_atomic(). The row is one that whoever acts sees (usher_table_find()); the values stay
** the caller's to clear. Only of tables that have the rule.
*/
int usher_table_insert(struct usher *usher, const struct usher_table *table,
                       struct usher_record *row, sqlite3_int64 *number);
/* The same as INSERT OR REPLACE, which replaces where the table's rule says so. */
int usher_table_replace(struct usher *usher, const struct usher_table *table,
                        struct usher_record *row, sqlite3_int64 *number);
int usher_table_update(struct usher *usher, const struct usher_table *table, sqlite3_int64 number,
                       struct usher_record *row);
int usher_table_remove(struct usher *usher, const struct usher_table *table, sqlite3_int64 number);
/* Make the table known under another name, too: one that nothing in the database can hide. */
int usher_table_alias(struct usher *usher, const struct usher_table *table, const char *name,
                      void (*release)(void *));

/* ---------------------------------------------------------------- records */

static inline int usher_given(const struct usher_record *record, int column) {
    return (int)(record->given >> column & 1);
}

/* for (int i = 0; (i = usher_next_column(columns, i)) >= 0; i++): each column of the set. */
static inline int usher_next_column(uint64_t columns, int from) {
    columns >>= from; /* from is 63 at most: there are 62 columns */
    return columns ? from + __builtin_ctzll(columns) : -1;
}

void usher_record_init(struct usher_record *record);
void usher_record_clear(struct usher_record *record);
/* Take a value over from the caller (borrowed). */
void usher_record_set(struct usher_record *record, int column, const struct usher_value *value);
/* The value's text, or NULL if it was not given. */
const char *usher_record_text(const struct usher_record *record, int column);
/*
** Check what an INSERT is given (update = 0) or what an UPDATE changes (1):
** writable columns, validators, required ones. Functions that create rows pass
** through here too.
*/
int usher_record_check(struct usher *usher, const struct usher_table *table,
                       struct usher_record *record, int update);
/* The column of this name, -1 if there is none. */
int usher_column_find(const struct usher_table *table, const char *name);
/* Fill a record from a JSON object whose members are columns of the table. */
int usher_record_from_json(struct usher *usher, const struct usher_table *table, const char *field,
                           const struct usher_value *json, struct usher_record *record);
#endif
