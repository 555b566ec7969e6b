/*
** A virtual table answers every query exactly as a plain table with the same
** rows would: proven by asking both.
**
**   world.c    a connection with usher, the tables, their plain twins, values
**   sample.c   the table `sample`: a column of every kind, and nasty values
**   people.c   the table `users`: people in all states, by system SQL
**   papers.c   the table `papers`: guarded, of the application's
**   contents.c the tables `channels`, `channel_members`, `files`, `notifications`
**   value.c    values and columns as operands of an expression
**   term.c     conditions
**   order.c    ORDER BY and LIMIT, and what they leave undetermined
**   select.c   queries of one table
**   join.c     queries of several, and compound ones
**   change.c   INSERT, UPDATE and DELETE, each taken back
**   compare.c  run a query on both sides; equal or not
**   report.c   make a query that differs small, and show it
**   main.c     how many, from which seed
**
** A query is text in which the table's name is left open, and conditions are
** marked so that they can be dropped. Each follows from the seed and its number
** alone: `differential QUERIES SEED ONLY` runs number ONLY again.
**
** Two more ways to ask find faults without a twin: three-way partition (p, NOT p
** and p IS NULL give the whole), and the count of rows with p against the sum
** of p over all rows, which nothing can be pushed down from.
*/
#ifndef DIFFERENTIAL_H
#define DIFFERENTIAL_H

#include "table/table.h"

#include <stdint.h>

/* In the text of a query. */
#define MARK_OPEN '\1'  /* a condition begins */
#define MARK_CLOSE '\2' /* and ends */
#define MARK_TABLE '\3' /* the table, or its twin */
#define MARK_OTHER '\4' /* another table over the same rows, or the twin */
#define MARK_COPY '\5'  /* the table, or a twin that is not being changed */
#define MARK_PLUS '\6'  /* a plus for the twin without indexes, where it changes no value */

#define MAX_VALUES 64
#define MAX_PARAMETERS 100
#define MAX_ITEMS 8
#define MAX_KEYS 8

/* Says what went wrong and ends the program: the test itself cannot go on. */
_Noreturn void give_up(sqlite3 *db, const char *what);

/* ------------------------------------------------------------------- world */

struct value {
    sqlite3_value *value;
    char *literal;
};

struct values {
    int count;
    struct value value[MAX_VALUES];
};

struct column {
    char name[32];
    char affinity;  /* 'T', 'I', 'R', 'N', '-' none */
    char collation; /* 'B', 'C' (NOCASE), 'R', 'X' the application's */
    int words;      /* never holds what looks like a number */
    int unique;
    int writable;
    struct values values; /* that the column holds */
};

struct relation {
    const char *name;
    const char *backing; /* of a table that is changed, and a copy of it */
    const char *saved;
    const char *twin;  /* NULL: plain, the same on both sides */
    const char *bare;  /* a twin without indexes */
    const char *other; /* another table over the same rows, or NULL */
    int rowid;         /* has one */
    int count;
    struct column *column[USHER_MAX_COLUMNS];
};

/*
** What the queries are about: usher's tables; a guarded one; the same, asked by a user; what
** people have brought and were sent, and who they are; the same, asked by a user.
*/
enum theme { USHERS, GUARDED, GUARDED_AS_USER, CONTENTS, CONTENTS_AS_USER };

#define CONTENT_TABLES 4

struct world {
    sqlite3 *db;
    struct usher usher;
    struct values nasty;
    struct values words;
    struct values rowids; /* of notifications, and beside them */
    struct relation sample;
    struct relation people;
    struct relation papers;
    struct relation content[CONTENT_TABLES];
    struct relation helper;
    enum theme theme;
};

/* Opens a connection to a new database in memory and fills it. */
void world_open(struct world *world, uint64_t seed, const char *encoding, enum theme theme);
void world_close(struct world *world);
void must(sqlite3 *db, const char *sql);
const struct value *any_value(const struct values *values, uint64_t *random);

extern const struct usher_table sample_table;
extern const struct usher_table mirror_table; /* the same rows under another name */
void sample_fill(struct world *world, uint64_t *random);
void people_fill(sqlite3 *db);
extern const struct usher_table papers_table;
void papers_fill(sqlite3 *db);
void papers_read_as_user(sqlite3 *db);
void contents_fill(sqlite3 *db);
void contents_read_as_user(sqlite3 *db);

/* ------------------------------------------------------------------- query */

struct query {
    char *sql;
    char *limit; /* to be appended, or NULL */
    char *same;  /* a statement that must give the same; NULL: the twin's */
    int keys;    /* the first columns are what the rows are ordered by */
    int total;   /* the order leaves nothing open */
    int loose;   /* of equal values any may stand for all */
    int change;  /* not a SELECT: compare the tables afterwards */
    int commits; /* a change that is refused within a transaction */
    int bare;    /* ask the twin without indexes */
    int parameters;
    const struct value *parameter[MAX_PARAMETERS];
    const struct relation *subject;
};

void query_make(struct query *query, const struct world *world, uint64_t seed);
void query_free(struct query *query);

/* --------------------------------------------------------------- generator */

/* A table of the FROM clause. */
struct item {
    char alias[8];
    const struct relation *relation;
};

struct generator {
    const struct world *world;
    struct query *query;
    sqlite3_str *out;
    uint64_t random;
    int aliases;
    int depth; /* of subqueries */
    int items;
    struct item item[MAX_ITEMS];
};

/* A column of an item; NULL is its rowid. */
struct reference {
    const struct item *item;
    const struct column *column;
};

uint64_t random_next(uint64_t *random);
unsigned pick(struct generator *g, unsigned count); /* 0 .. count - 1 */
int chance(struct generator *g, unsigned percent);
const char *one_of(struct generator *g, const char *const *list); /* ends with NULL */

/* value.c */
struct reference any_reference(struct generator *g);
struct reference reference_of(struct generator *g, const struct item *item);
void put_reference(struct generator *g, struct reference reference);
void put_value(struct generator *g, const struct value *value);
const struct value *likely_value(struct generator *g, const struct column *like);
void put_collation(struct generator *g); /* perhaps */
/* The left side of a comparison: mostly a column. Returns the column it is about, or NULL. */
const struct column *put_subject(struct generator *g);
/* The right side: a literal, parameter, cast, subquery, column, ... */
void put_operand(struct generator *g, const struct column *like);

/* term.c */
void put_term(struct generator *g, int depth);
/* " WHERE …" of some terms, or nothing. */
void put_where(struct generator *g);
void put_terms(struct generator *g, int count);

/* order.c */
struct order {
    int count;
    int columns_only;
    struct {
        char *expression;
        char suffix[40];
    } key[MAX_KEYS];
};

/* `total`: make it so by adding rowids. */
void order_make(struct generator *g, struct order *order, int total);
void order_free(struct order *order);
/* The keys as the first columns of the result, with a comma after each. */
void order_put_columns(struct generator *g, const struct order *order);
void order_put(struct generator *g, const struct order *order);
void limit_make(struct generator *g);

/* select.c */
struct item *add_item(struct generator *g, const struct relation *relation);
const struct relation *subject(struct generator *g);
void put_from(struct generator *g, const struct item *item);
void put_columns(struct generator *g, int count);
/* The values may be any of several equal ones: compare them loosely. */
void put_equal_columns(struct generator *g, int count);
void select_rows(struct generator *g);
void select_page(struct generator *g);
void select_aggregate(struct generator *g);
void select_groups(struct generator *g);
void select_distinct(struct generator *g);
void select_window(struct generator *g);
void select_partition(struct generator *g);
void select_count(struct generator *g);
void select_channel(struct generator *g);

/* join.c */
void select_join(struct generator *g);
void select_correlated(struct generator *g);
void select_compound(struct generator *g);
void select_derived(struct generator *g);

/* change.c */
void change_update(struct generator *g);
void change_update_from(struct generator *g);
void change_delete(struct generator *g);
void change_insert(struct generator *g);

/* -------------------------------------------------------------- comparison */

struct result {
    int code; /* SQLITE_OK or an error */
    char message[200];
    int too_much; /* more rows or more work than is reasonable */
    int columns;
    int rows;
    char **cell;
};

enum verdict { SAME, DIFFERENT, SKIPPED };

/* The two answers are there to be shown; free them. `why` is a static text. */
struct comparison {
    struct result ours;
    struct result twins;
    const char *why;
};

/* The text of the query for one side, owned by the caller. */
char *query_text(const struct query *query, const char *template, int twin);
/*
** SQLite 3.40 itself now and then errs on a plain table: it loses the affinity in
** `(a, b) IN (SELECT …)`, takes `key IS 5` for one row and `title = 5` for one
** title. An answer is right if it is that of the twin with indexes, or of the one
** without, asked so that there is nothing to optimise.
*/
enum verdict compare(const struct world *world, struct query *query, struct comparison *comparison);
void comparison_free(struct comparison *comparison);

void report(const struct world *world, struct query *query, uint64_t seed, int number);

#endif
