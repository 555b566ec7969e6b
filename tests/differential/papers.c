/*
** The table `papers`: a guarded table over a table of the application's, with a key
** that is the rowid, a generated column, odd types, and a collation of its own.
** It has columns of the names that the changes of `sample` write.
**
** Half of its rows belong to somebody else: for the user who asks they do not exist,
** and the twin never had them.
*/
#include "differential.h"

#include <string.h>

#define USER "'00000000-0000-7000-8000-00000000b001'"
#define WRITTEN USHER_UPDATE
/* No two that are equal and yet can be told apart, which the test takes for different. */
#define PRICE "CASE number % 3 WHEN 0 THEN number / 4.0 WHEN 1 THEN 'p' || number ELSE number END"

/* What the test must know of the columns; the rest SQLite says. */
static const struct usher_column columns[] = {
    {.name = "nth", .flags = USHER_KEY},
    {.name = "owner"},
    {.name = "key", .flags = WRITTEN | USHER_KEY},
    {.name = "plain", .flags = WRITTEN},
    {.name = "folds", .collation = "NOCASE", .flags = WRITTEN | USHER_INDEXED},
    {.name = "trims", .collation = "RTRIM", .flags = WRITTEN},
    {.name = "backwards", .collation = "BACKWARDS", .flags = WRITTEN | USHER_INDEXED},
    {.name = "whole", .flags = WRITTEN},
    {.name = "fraction", .flags = WRITTEN},
    {.name = "amount", .flags = WRITTEN},
    {.name = "anything", .flags = WRITTEN},
    {.name = "title", .flags = WRITTEN | USHER_INDEXED},
    {.name = "rank", .flags = WRITTEN | USHER_INDEXED},
    {.name = "short", .flags = WRITTEN},
    {.name = "price", .flags = WRITTEN},
    {.name = "label"},
    {.name = "size"},
    {.name = "ratio"},
};

const struct usher_table papers_table = {
    .name = "papers", .columns = columns, .count = sizeof(columns) / sizeof(*columns)};

static const char schema[] =
    "CREATE TABLE paper_row (nth INTEGER PRIMARY KEY, owner TEXT, key TEXT UNIQUE, plain TEXT,"
    " folds TEXT COLLATE NOCASE, trims TEXT COLLATE RTRIM, backwards TEXT COLLATE BACKWARDS,"
    " whole INTEGER, fraction REAL, amount NUMERIC, anything, title TEXT,"
    " rank INTEGER, short VARCHAR(20), price DECIMAL(10, 2), label TEXT,"
    " size INTEGER AS (length(plain)), ratio REAL AS (fraction + 0.0) STORED);"
    "CREATE INDEX paper_owner ON paper_row (owner);"
    "CREATE INDEX paper_backwards ON paper_row (backwards);"
    "CREATE INDEX paper_folds ON paper_row (folds);"
    "CREATE INDEX paper_title ON paper_row (title);"
    "CREATE INDEX paper_rank ON paper_row (rank, title);"
    "CREATE UNIQUE INDEX paper_partly ON paper_row (folds) WHERE folds = 'no such';"
    "CREATE INDEX paper_other ON paper_row (trims COLLATE NOCASE);"
    "CREATE VIRTUAL TABLE papers USING guarded(paper_row, owner=owner);"
    "CREATE VIRTUAL TABLE papers_too USING guarded(main.paper_row, owner = \"owner\");"
    "INSERT INTO paper_row (nth, owner, key, plain, folds, trims, backwards, whole, fraction,"
    " amount, anything, title, rank, short, price)"
    " SELECT number * 3, " USER ", key, plain, folds, trims, word, whole, fraction, amount,"
    " anything, title, rank, plain, " PRICE " FROM sample_row;"
    "INSERT INTO paper_row (nth, owner, key, plain, folds, trims, backwards, whole, fraction,"
    " amount, anything, title, rank, short, price)"
    " SELECT number * 3 + 1, iif(number % 2, upper(" USER "), NULL), NULL, trims, plain, word,"
    " word, rank, whole, fraction, anything, mail, whole, title, " PRICE " FROM sample_row;"
    "CREATE TABLE paper_saved AS SELECT nth, owner, key, plain, folds, trims, backwards, whole,"
    " fraction, amount, anything, title, rank, short, price, label FROM paper_row";

static int backwards(void *context, int a_size, const void *a, int b_size, const void *b) {
    (void)context;
    int common = memcmp(b, a, (size_t)(a_size < b_size ? a_size : b_size));
    return common ? common : b_size - a_size;
}

void papers_fill(sqlite3 *db) {
    if (sqlite3_create_collation(db, "backwards", SQLITE_UTF8, NULL, backwards) != SQLITE_OK) {
        give_up(db, "backwards");
    }
    must(db, schema);
}

void papers_read_as_user(sqlite3 *db) {
    must(db, "SELECT invite_accept(invite_create('reader@example.org', 'user', json_object("
             "'account_id', (SELECT min(id) FROM accounts))), json_object('id', " USER "));"
             "SELECT act_as(" USER ")");
}
