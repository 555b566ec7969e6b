/*
** What xBestIndex hands to xFilter.
**
** A letter says how. 'T': the rest is the text of a plan of some table, as plan.c writes them or as
** it never would; it is refused, or it makes SQL that SQLite takes. Else the bytes choose a table,
** conditions, an order, DISTINCT, LIMIT and OFFSET, for the system or for somebody who sees less:
** what the table answers is what a copy of its rows answers, which no plan has seen.
*/
#include "fuzz.h"

#include "domain/domain.h"
#include "table/internal.h"

#include "../hostile/hostile.h"

#include <string.h>

enum { MOST_NAMES = 64 };

static struct fuzz_store store;
static sqlite3 *db;

static const char *const scanned[] = {"users",           "invites",
                                      "settings",        "accounts",
                                      "roles",           "account_memberships",
                                      "teams",           "audit_log",
                                      "notifications",   "team_memberships",
                                      "files",           "channels",
                                      "channel_members", "sessions",
                                      "api_keys"};
enum { TABLES = sizeof(scanned) / sizeof(*scanned) };

static struct names {
    int count;
    char *name[MOST_NAMES];
} columns[TABLES];

static void close_plan(void) {
    fuzz_close_store(&db);
}

static void learn_columns(void) {
    for (int t = 0; t < TABLES; t++) {
        char *sql = sqlite3_mprintf("SELECT name FROM pragma_table_xinfo(%Q) WHERE hidden = 0 AND "
                                    "name NOT IN ('actions', 'current', 'unread')",
                                    scanned[t]);
        sqlite3_stmt *statement = fuzz_prepare(db, sql);
        while (sqlite3_step(statement) == SQLITE_ROW && columns[t].count < MOST_NAMES) {
            columns[t].name[columns[t].count++] =
                sqlite3_mprintf("%s", sqlite3_column_text(statement, 0));
        }
        sqlite3_finalize(statement);
        sqlite3_free(sql);
    }
}

static void start_anew(void) {
    if (!store.bytes) {
        sqlite3 *world = world_open(":memory:");
        fuzz_store_keep(&store, world);
        sqlite3_close(world);
    }
    db = fuzz_open(&store);
    fuzz_must(db, "PRAGMA case_sensitive_like = 0");
    if (!columns[0].count) {
        learn_columns();
    }
}

/* ------------------------------------------------------------------------ the text */

static const struct usher_table *const described[] = {&usher_users, &usher_settings, &usher_invites,
                                                      &usher_files};

static void try_sql(const struct usher_instance *instance, const struct usher_plan *plan,
                    enum usher_reading reading) {
    struct usher_variant variant = {.reading = reading};
    variant.columns = plan->used & (((uint64_t)1 << instance->table->count) - 1);
    for (int i = 0; i < instance->table->count; i++) {
        if (instance->table->columns[i].flags & USHER_PARAMETER) {
            variant.columns &= ~((uint64_t)1 << i);
        }
    }
    char *sql = usher_shape_sql(instance, plan, &variant, &usher_sight_all, 0);
    sqlite3_stmt *statement = sql ? fuzz_prepare(db, sql) : NULL;
    sqlite3_finalize(statement);
    sqlite3_free(sql);
}

static void try_text(const char *bytes, size_t size) {
    struct usher usher = {.db = db};
    struct usher_instance instance = {.usher = &usher,
                                      .table = described[(unsigned char)bytes[0] % 4]};
    struct usher_shape *shape = NULL;
    char *text = sqlite3_mprintf("%.*s", (int)size - 1, bytes + 1);
    int rc = usher_shape_make(&instance, text, 1, &shape);
    if (rc == SQLITE_OK) {
        const struct usher_plan *plan = &shape->plan;
        try_sql(&instance, plan, USHER_READS_ROWS);
        if (plan->terms == 1 && plan->term[0].op == '=' && plan->term[0].column != USHER_ROWID) {
            try_sql(&instance, plan, USHER_LOOKS_ROWS_UP);
        }
        usher_shape_free(&usher, shape);
    } else if (rc != SQLITE_INTERNAL || shape) {
        fuzz_found("a plan is answered by %d", rc);
    }
    sqlite3_free(text);
}

/* ----------------------------------------------------------------------- the query */

struct reader {
    const uint8_t *at;
    const uint8_t *end;
};

/* Zeros after the end. */
static unsigned take(struct reader *reader, unsigned limit) {
    return reader->at < reader->end ? *reader->at++ % limit : 0;
}

static const char *const operators[] = {"=", "<>", "<", "<=", ">", ">=", "IS", "IS NOT"};
static const char uma[] = PERSON_04;
static const char gus[] = PERSON_13;
static const char account[] = ACCOUNT_1;
static const char *const literals[] = {"NULL",
                                       "0",
                                       "1",
                                       "'a'",
                                       "'%a%'",
                                       "'active'",
                                       "'user'",
                                       "''",
                                       "-1",
                                       "2",
                                       "'1'",
                                       "x'61'",
                                       "1.5",
                                       "'A'",
                                       "5000",
                                       "'b%'",
                                       "'[a]'",
                                       "'account'",
                                       "'edit'",
                                       "'uma@x.org'",
                                       "'UMA'",
                                       "9e99",
                                       "'_'",
                                       "'2'",
                                       "actor()",
                                       uma,
                                       gus,
                                       account,
                                       "'ann '",
                                       "9223372036854775807",
                                       "'2024-01-01T00:00:00.000Z'",
                                       "'pending'"};
static const char *const endings[] = {"", " COLLATE NOCASE", " COLLATE RTRIM", " COLLATE BINARY"};

static const char *literal(struct reader *reader) {
    return literals[take(reader, sizeof(literals) / sizeof(*literals))];
}

static const char *column(struct reader *reader, int table) {
    unsigned i = take(reader, (unsigned)columns[table].count + 1);
    return i == (unsigned)columns[table].count ? "number_" : columns[table].name[i];
}

static void condition(sqlite3_str *sql, struct reader *reader, int table) {
    const char *name = column(reader, table);
    unsigned form = take(reader, 16);
    switch (form) {
    case 8:
        sqlite3_str_appendf(sql, "%s IS %sNULL", name, take(reader, 2) ? "NOT " : "");
        return;
    case 9:
        sqlite3_str_appendf(sql, "%s IN (%s, %s, %s)", name, literal(reader), literal(reader),
                            literal(reader));
        return;
    case 10:
        sqlite3_str_appendf(sql, "%s LIKE %s", name, literal(reader));
        return;
    case 11:
        sqlite3_str_appendf(sql, "%s GLOB %s", name, literal(reader));
        return;
    case 12:
        sqlite3_str_appendf(sql, "%s BETWEEN %s AND %s", name, literal(reader), literal(reader));
        return;
    case 13:
        sqlite3_str_appendf(sql, "(%s = %s OR %s > %s)", name, literal(reader),
                            column(reader, table), literal(reader));
        return;
    case 14:
        sqlite3_str_appendf(sql, "%s = %s", name, column(reader, table));
        return;
    case 15:
        sqlite3_str_appendf(sql, "%s NOT IN (%s)", name, literal(reader));
        return;
    default:
        sqlite3_str_appendf(sql, "%s%s %s %s", name, endings[take(reader, 4)], operators[form],
                            literal(reader));
    }
}

/* The part that both have. Ordered by what is selected, so that the same rows come at the same place. */
static char *query_tail(struct reader *reader, int table) {
    sqlite3_str *sql = sqlite3_str_new(NULL);
    const char *chosen[3];
    unsigned distinct = take(reader, 4) == 0;
    unsigned count = 1 + take(reader, 3);
    unsigned conditions = take(reader, 5);
    unsigned cut = take(reader, 4);
    for (unsigned i = 0; i < count; i++) {
        chosen[i] = column(reader, table);
    }
    sqlite3_str_appendf(sql, "SELECT %s%s", distinct ? "DISTINCT " : "", chosen[0]);
    for (unsigned i = 1; i < count; i++) {
        sqlite3_str_appendf(sql, ", %s", chosen[i]);
    }
    sqlite3_str_appendall(sql, " FROM source");
    for (unsigned i = 0; i < conditions; i++) {
        sqlite3_str_appendall(sql, i ? " AND " : " WHERE ");
        condition(sql, reader, table);
    }
    for (unsigned i = 0; i < count; i++) {
        sqlite3_str_appendf(sql, "%s%s%s", i ? ", " : " ORDER BY ", chosen[i],
                            take(reader, 2) ? " DESC" : "");
    }
    if (cut) {
        sqlite3_str_appendf(sql, " LIMIT %u", take(reader, 12));
    }
    if (cut > 1) {
        sqlite3_str_appendf(sql, " OFFSET %u", take(reader, 6));
    }
    return sqlite3_str_finish(sql);
}

/* `number_` is the rowid, which a copy has as an ordinary column. */
static char *with_rowid(const char *tail, const char *table) {
    sqlite3_str *sql = sqlite3_str_new(NULL);
    static const char number[] = "number_";
    static const char source[] = "source";
    while (*tail) {
        if (strncmp(tail, number, sizeof(number) - 1) == 0) {
            sqlite3_str_appendall(sql, "rowid");
            tail += sizeof(number) - 1;
        } else if (strncmp(tail, source, sizeof(source) - 1) == 0) {
            sqlite3_str_appendall(sql, table);
            tail += sizeof(source) - 1;
        } else {
            sqlite3_str_appendchar(sql, 1, *tail++);
        }
    }
    return sqlite3_str_finish(sql);
}

static char *answer(const char *sql) {
    sqlite3_stmt *statement = NULL;
    sqlite3_str *out = sqlite3_str_new(NULL);
    int rc = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    while (rc == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(statement); i++) {
            sqlite3_str_appendf(out, "%d %s|", sqlite3_column_type(statement, i),
                                sqlite3_column_text(statement, i));
        }
        sqlite3_str_appendchar(out, 1, '\n');
    }
    if (rc != SQLITE_OK || sqlite3_finalize(statement) != SQLITE_OK) {
        sqlite3_str_appendf(out, "%s", sqlite3_errmsg(db));
    }
    sqlite3_str_appendchar(out, 1, '.'); /* not empty */
    return sqlite3_str_finish(out);
}

static const char *const enters[] = {"SELECT act_as(NULL)", "SELECT act_as(" PERSON_04 ")",
                                     "SELECT act_as(" PERSON_14 ")",
                                     "SELECT act_as(" PERSON_12 ")"};

static void try_query(const uint8_t *data, size_t size) {
    struct reader reader = {data, data + size};
    int table = (int)take(&reader, TABLES);
    fuzz_must(db, enters[take(&reader, 4)]);
    char *tail = query_tail(&reader, table);
    char *direct = with_rowid(tail, scanned[table]);
    char *copied = sqlite3_mprintf("WITH source AS MATERIALIZED (SELECT rowid AS number_, * FROM "
                                   "%s) %s",
                                   scanned[table], tail);
    char *one = answer(direct);
    char *other = answer(copied);
    if (strcmp(one, other) != 0) {
        fuzz_found("%s\n%s\nbut a copy answers\n%s", direct, one, other);
    }
    sqlite3_free(other);
    sqlite3_free(one);
    sqlite3_free(copied);
    sqlite3_free(direct);
    sqlite3_free(tail);
    fuzz_must(db, "SELECT act_as(NULL)");
}

static void run_plan(const uint8_t *data, size_t size) {
    if (!db) {
        start_anew();
    }
    if (size < 3) {
        return;
    }
    if (data[0] == 'T') {
        try_text((const char *)data + 1, size - 1);
    } else {
        try_query(data + 1, size - 1);
    }
}

static const char *plan_words(void) {
    return "0=,\n1<C,\nr>,\n12i,\n3k',\n36@,\n/\n2+,\nr-,\n/D/ff\n/LO/\n/S/\n1U\nffffffffffffffff\n"
           "99999999999999\n-1=,\n=B',\n44=,\n47@,\n47=,";
}

const struct fuzz_target fuzz_plan = {"plan", run_plan, close_plan, 2048, 4000, plan_words};
