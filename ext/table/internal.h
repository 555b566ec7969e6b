/* What the files of the table layer know of each other. */
#ifndef USHER_TABLE_INTERNAL_H
#define USHER_TABLE_INTERNAL_H

#include "table/table.h"

#include <string.h>

#define USHER_ROWID (-1)        /* "column" that means the rowid */
#define USHER_SHAPE_LISTS 64    /* chains of the instance's shape table */
#define USHER_SHAPES 512        /* beyond this many a shape lives as long as its cursor */
#define USHER_IDLE_STATEMENTS 4 /* kept per variant */
#define USHER_MAX_TERMS 32
#define USHER_MAX_ORDER 16

/* One WHERE term that is pushed down. */
struct usher_term {
    int column;
    char op;        /* see shape.c */
    char collation; /* of the comparison: 'B', 'C' (NOCASE), 'R' */
    char literal;   /* the right-hand side is a TEXT literal */
};

struct usher_order {
    int column;
    int descending;
};

/* The parsed form of a plan. */
struct usher_plan {
    struct usher_term *term;
    struct usher_order *order;
    int terms;
    int orders;
    uint64_t used;   /* columns that the outer statement may read */
    char limit;      /* LIMIT is pushed: one more argument */
    char offset;     /* and OFFSET */
    char skip;       /* OFFSET is known: one more argument; SQLite skips the rows */
    char distinct;   /* SELECT DISTINCT */
    char unique;     /* one row at most */
    char parameter;  /* a term is of a parameter */
    char for_update; /* an UPDATE scans: columns are read on demand */
};

/*
** How a scan is answered. A row that SQLite does not look at need not be there: if
** nothing of the rows is read, they are counted, and if OFFSET passes over the first of
** them, the inner statement begins behind those. One that looks row after row up, as of a join,
** stays open and is fed with their keys (list.c).
*/
enum usher_reading { USHER_READS_ROWS, USHER_COUNTS_ROWS, USHER_SKIPS_ROWS, USHER_LOOKS_ROWS_UP };

/* One inner statement of a shape: which terms it leaves out, which columns it reads, how. */
struct usher_variant {
    struct usher_variant *next;
    int level; /* of the actor's sight */
    enum usher_reading reading;
    uint64_t dropped;
    uint64_t columns;
    unsigned char slot[USHER_MAX_COLUMNS]; /* result column of each column, 0: not read */
    struct usher_kept kept[USHER_IDLE_STATEMENTS];
};

struct usher_shape {
    struct usher_shape *next;
    struct usher_variant *variants;
    struct usher_plan plan;
    uint64_t learned;  /* columns that scans for an UPDATE turned out to read */
    uint64_t readable; /* columns that are values of a row */
    uint64_t always;   /* what a scan for an UPDATE reads at once: see set_columns() */
    int looks_up;      /* it finds one row by its key: see lookup.c */
    int identified;    /* the last scan was asked for what need not have been there */
    char text[];       /* what EXPLAIN QUERY PLAN shows; then the plan's terms and orders */
};

struct usher_instance {
    sqlite3_vtab base;
    struct usher *usher;
    const struct usher_table *table;
    int from; /* of a row to be updated, a column that does not change was read after its number */
    int shapes;
    struct usher_shape *shape[USHER_SHAPE_LISTS];
};

/* What usher_list hands to a statement that stays open: the key to be looked up next, NULL: none. */
struct usher_feed {
    sqlite3_value *key;
};

struct usher_cursor {
    sqlite3_vtab_cursor base;
    struct usher_cursor *next; /* usher->cursors */
    struct usher_shape *shape;
    struct usher_variant *variant;
    sqlite3_stmt *statement;
    struct usher_kept *kept_statement; /* NULL: it goes with the scan */
    struct usher_sight sight;
    int temporary;    /* the shape is the cursor's own */
    const char *last; /* the plan of the scan before; NULL: it has no shape of the instance's */
    int again;        /* it is that of this scan, too */
    struct usher_feed feed; /* what is looked up */
    int eof;
    sqlite3_int64 groups; /* rows seen of a DISTINCT scan */
    int expanded;         /* a DISTINCT scan that had to tell rows apart */
    sqlite3_int64 fence;  /* rows beyond it were inserted after the scan began; 0: none */
    enum usher_reading reading;
    int shows;           /* what the statement reads is what is asked for */
    int fresh;           /* there was no scan before this one... */
    int lends;           /* ...and it is at its first row: see value.c */
    int steps;           /* the next row is the statement's next */
    int phantom;         /* the present row is one that nobody looks at: */
    sqlite3_int64 place; /* so many of them by now, */
    sqlite3_int64 total; /* and altogether */
    int identified;      /* somebody did look */
    int kept; /* arguments kept beyond xFilter: parameters; all, if it may have to run again */
    sqlite3_value *argument[USHER_MAX_TERMS];
};

/* plan.c */
int usher_best_index(sqlite3_vtab *vtab, sqlite3_index_info *info);

/* shape.c */
/* 'B', 'C', 'R', or 0 for a collation of the application's: SQLite compares, the column sorts. */
char usher_collation_code(const char *name);
struct usher_shape *usher_shape_find(struct usher_instance *instance, const char *text);
/* SQLITE_NOMEM; SQLITE_INTERNAL if the text is no plan. Owned by the instance unless `temporary`. */
int usher_shape_make(struct usher_instance *instance, const char *text, int temporary,
                     struct usher_shape **out);
struct usher_shape *
usher_shape_of_text(const char *text); /* the shape that EXPLAIN's text belongs to */
void usher_shape_free(struct usher *usher, struct usher_shape *shape);
/*
** The inner statement that answers the plan without the dropped terms. After the
** terms' arguments come LIMIT, OFFSET, and those of the sight.
*/
char *usher_shape_sql(const struct usher_instance *instance, const struct usher_plan *plan,
                      const struct usher_variant *variant, const struct usher_sight *sight,
                      int ranked);
/* Bind the sight's own arguments; the sight must outlive the bindings. */
int usher_sight_bind(sqlite3_stmt *statement, int terms, const struct usher_sight *sight);
/* A text of a description: $actor and the like follow `terms`. */
void usher_append_text(sqlite3_str *out, const char *text, int terms);
/* The condition of a parameter, which is the plan's term of this index, as the sight has it. */
void usher_append_parameter(sqlite3_str *out, const struct usher_table *table,
                            const struct usher_plan *plan, int term,
                            const struct usher_sight *sight);
extern const struct usher_sight usher_sight_all;
/* A condition: the rowid is argument `parameter`. */
void usher_append_rowid_is(sqlite3_str *out, const struct usher_table *table, const char *op,
                           int parameter);
/* Its level, as a part of a statement's name. */
const char *usher_sight_name(const struct usher_sight *sight);
/* The columns that it may show otherwise than they are. */
uint64_t usher_sight_alters(const struct usher_table *table, const struct usher_sight *sight);
/* The column's expression as the sight shows it. */
void usher_append_column(sqlite3_str *out, const struct usher_table *table, int column,
                         const struct usher_sight *sight, int terms);

/* argument.c */
enum usher_push { USHER_PUSH, USHER_DROP };
/* Can this term be consumed without a second look, whatever value comes? */
int usher_term_exact(const struct usher_column *column, const struct usher_term *term);
/* May the term be pushed at all? */
int usher_term_possible(const struct usher_column *column, const struct usher_term *term);
/*
** `title < 'abc'`: if the other side has numeric affinity, every title that looks
** like a number is less. They all sort before ':', so rows up to there are kept.
*/
int usher_term_keeps_numbers(const struct usher_column *column, const struct usher_term *term);
/* What to do with the term now that its value is known. May convert `value`. */
enum usher_push usher_argument(const struct usher_column *column, const struct usher_term *term,
                               sqlite3_value *value);
extern const struct usher_column usher_rowid_column;

/* variant.c */
void usher_variant_free(struct usher *usher, struct usher_variant *variant);
/* Take the statement of this variant, or make it; cursor->statement. As the cursor reads. */
int usher_variant_acquire(struct usher_cursor *cursor, uint64_t dropped, uint64_t columns);
/* A statement of the cursor's variant; `ranked` as in usher_shape_sql(). */
int usher_variant_prepare(struct usher_cursor *cursor, int ranked, sqlite3_stmt **statement);
/* Give cursor->statement back for the next scan of the shape. */
void usher_variant_release(struct usher_cursor *cursor);

/* cursor.c */
static inline struct usher_instance *usher_instance_of(struct usher_cursor *cursor) {
    return (struct usher_instance *)(void *)cursor->base.pVtab;
}

/* A step of the inner statement; and what it came to, an error or the end of the scan too. */
int usher_cursor_step(struct usher_cursor *cursor);
int usher_cursor_settle(struct usher_cursor *cursor, int rc);
void usher_cursor_release(struct usher_cursor *cursor); /* the scan is over */
/* What the scan is to read. */
uint64_t usher_cursor_columns(const struct usher_cursor *cursor);
/* Record what the inner statement came to grief over. */
int usher_cursor_pass(struct usher_cursor *cursor, int result);
/* The scan failed: what the table says of it. */
int usher_cursor_fail(struct usher_cursor *cursor, int result);
int usher_cursor_open(sqlite3_vtab *vtab, sqlite3_vtab_cursor **out);
int usher_cursor_close(sqlite3_vtab_cursor *cursor);
int usher_cursor_filter(sqlite3_vtab_cursor *cursor, int number, const char *text, int argc,
                        sqlite3_value **argv);
int usher_cursor_next(sqlite3_vtab_cursor *cursor);
int usher_cursor_eof(sqlite3_vtab_cursor *cursor);
int usher_cursor_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *rowid);
int usher_cursors_own(const struct usher *usher, const sqlite3_stmt *statement);
void usher_cursors_inserted(struct usher *usher, const char *backing, sqlite3_int64 number);

/* bind.c */
const struct usher_column *usher_term_column(const struct usher_cursor *cursor,
                                             const struct usher_term *term);
/* Keep what will be asked for after xFilter. */
int usher_arguments_keep(struct usher_cursor *cursor, sqlite3_value **argv);
/* Which terms mean nothing for these arguments (the result), and what to do with each. */
uint64_t usher_arguments_look(const struct usher_cursor *cursor, sqlite3_value **argv,
                              unsigned char *push);
int usher_arguments_find_nothing(const struct usher_plan *plan, sqlite3_value **argv);
int usher_arguments_bind_terms(struct usher_cursor *cursor, sqlite3_value **argv,
                               const unsigned char *push);
int usher_arguments_bind(struct usher_cursor *cursor, int argc, sqlite3_value **argv,
                         const unsigned char *push);

/* lookup.c */
int usher_plan_looks_up(const struct usher_table *table, const struct usher_plan *plan);
int usher_lookup_settle(struct usher_cursor *cursor, int rc);
int usher_sight_same(const struct usher_sight *a, const struct usher_sight *b);
/* Feed the open statement. */
int usher_lookup_next(struct usher_cursor *cursor, sqlite3_value *key);

/* rescan.c */
int usher_shows_phantoms(const struct usher_cursor *cursor);
/* The first step of a scan that begins with rows that are not there. */
int usher_phantoms_begin(struct usher_cursor *cursor, int rc);
/* A row that is not there (usher_reading) is looked at: scan for it. */
int usher_cursor_look(struct usher_cursor *cursor);
/* Rows that DISTINCT has merged must be told apart. */
int usher_cursor_expand(struct usher_cursor *cursor);

/* value.c */
/*
** Hand a value on. Copying text is cheaper than sqlite3_result_value(); and SQLite
** copies the terminator only if it is not told the length: whoever reads the text
** would make it copy all again to add one.
*/
static inline void usher_result(sqlite3_context *context, sqlite3_value *value) {
    switch (sqlite3_value_type(value)) {
    case SQLITE_TEXT: {
        const char *text = (const char *)sqlite3_value_text(value);
        int length = sqlite3_value_bytes(value);
        int whole = text && strlen(text) == (size_t)length; /* no NUL inside */
        sqlite3_result_text(context, text, whole ? -1 : length, SQLITE_TRANSIENT);
        break;
    }
    case SQLITE_INTEGER:
        sqlite3_result_int64(context, sqlite3_value_int64(value));
        break;
    case SQLITE_NULL:
        break;
    default:
        sqlite3_result_value(context, value);
    }
}

int usher_cursor_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column);

/* record.c: record what a statement on the table came to grief over. */
int usher_table_pass(struct usher *usher, const struct usher_table *table, int result);
/*
** record.c: the row's values for these columns as the sight shows them, borrowed from
** `query` until it is closed; not_found.
*/
int usher_table_read(struct usher *usher, const struct usher_table *table, sqlite3_int64 number,
                     uint64_t columns, const struct usher_sight *sight, struct usher_query *query,
                     struct usher_record *record);

/* list.c */
int usher_list_register(struct usher *usher, void (*release)(void *));

/* update.c */
int usher_vtab_update(sqlite3_vtab *vtab, int argc, sqlite3_value **argv, sqlite3_int64 *rowid);

#endif
