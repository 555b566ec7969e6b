/*
** A connection with usher, the tables, their plain twins, and values to ask for.
*/
#include "differential.h"
#include "domain/domain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void give_up(sqlite3 *db, const char *what) {
    printf("%s: %s\n0 passed, 1 failed\n", what, db ? sqlite3_errmsg(db) : "out of memory");
    exit(1);
}

void must(sqlite3 *db, const char *sql) {
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        give_up(db, sql);
    }
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) {
        give_up(db, sql);
    }
    return statement;
}

/* ------------------------------------------------------------------- random */

uint64_t random_next(uint64_t *random) {
    *random += 0x9e3779b97f4a7c15u;
    uint64_t z = *random;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

const struct value *any_value(const struct values *values, uint64_t *random) {
    return &values->value[random_next(random) % (uint64_t)values->count];
}

/* -------------------------------------------------------------------- time */

static sqlite3_int64 milliseconds;

static int tick(sqlite3_vfs *vfs, sqlite3_int64 *now) {
    (void)vfs;
    *now = milliseconds++;
    return SQLITE_OK;
}

/* The same time in every run: 2022-01-01T00:00:00.000Z, and on from there. */
static void set_clock(void) {
    static sqlite3_vfs clock;
    milliseconds = 212507755200000;
    if (!clock.zName) {
        clock = *sqlite3_vfs_find(NULL);
        clock.zName = "clock";
        clock.xCurrentTimeInt64 = tick;
        sqlite3_vfs_register(&clock, 1);
    }
}

/* ------------------------------------------------------------------- values */

static const char nasty[] =
    "VALUES (NULL), (''), (' '), ('5'), ('05'), ('5.0'), (' 5'), ('5 '), ('+5'), ('5e0'), ('-1e3'),"
    " ('-1000'), ('Inf'), ('-Inf'), ('abc'), ('ABC'), ('abc '), ('a'), ('a '), ('A'), ('b'),"
    " ('\xc3\xa9'), ('\xc3\x89'), ('\xc4\x80'), (':'), (':a'), ('/'), ('0'), ('1.0'), ('.5'),"
    " ('\t5'), ('9007199254740993'), ('2022-01-01'), ('2022-01-01T00:00:00.000Z'), ('a%b_c'),"
    " (printf('%.*c', 300, 'x')), (x''), (x'35'), (x'616263'), (0), (-0.0), (1), (1.0), (5), (5.0),"
    " (-1000), (1.5), (-1), (2), (9007199254740993), (9007199254740992.0), (9223372036854775807),"
    " (-9223372036854775808), (9223372036854775808.0), (1e308), (9e999), (-9e999), (NULL)";

static const char words[] =
    "VALUES (NULL), (''), ('abc'), ('ABC'), ('Abc'), ('abc '), ('a'), ('a '), ('A'), ('\xc3\xa9'),"
    " ('\xc4\x80'), ('alpha'), ('Alpha'), ('beta'), ('-'), ('5a'), (':'), (':a'), ('e5'),"
    " ('2022-01-01'), ('2022-01-01T00:00:00.000Z'), ('ann@example.com'), ('Ann@Example.com')";

/* The values that a query of one column gives. */
static void collect(sqlite3 *db, struct values *values, const char *sql) {
    char *text = sqlite3_mprintf("SELECT column1, CASE WHEN column1 IN (9e999, -9e999) "
                                 "THEN replace(quote(column1), 'Inf', '9e999') "
                                 "ELSE quote(column1) END FROM (%s) LIMIT %d",
                                 sql, MAX_VALUES);
    sqlite3_stmt *statement = prepare(db, text);
    values->count = 0;
    while (sqlite3_step(statement) == SQLITE_ROW) {
        struct value *value = &values->value[values->count++];
        value->value = sqlite3_value_dup(sqlite3_column_value(statement, 0));
        value->literal = sqlite3_mprintf("%s", sqlite3_column_text(statement, 1));
        if (!value->value || !value->literal) {
            give_up(NULL, "values");
        }
    }
    sqlite3_finalize(statement);
    sqlite3_free(text);
}

static void free_values(struct values *values) {
    for (int i = 0; i < values->count; i++) {
        sqlite3_value_free(values->value[i].value);
        sqlite3_free(values->value[i].literal);
    }
    values->count = 0;
}

/* ---------------------------------------------------------------- relations */

static char affinity_of(const char *type) {
    return strcmp(type, "TEXT") == 0      ? 'T'
           : strcmp(type, "INTEGER") == 0 ? 'I'
           : strcmp(type, "REAL") == 0    ? 'R'
           : strcmp(type, "NUMERIC") == 0 ? 'N'
                                          : '-';
}

static struct column *add_column(struct relation *relation, const char *name, const char *type,
                                 const char *collation) {
    struct column *column = calloc(1, sizeof(*column));
    if (!column) {
        give_up(NULL, name);
    }
    snprintf(column->name, sizeof(column->name), "%s", name);
    column->affinity = affinity_of(type);
    column->collation = (char)(!collation          ? 'B'
                               : *collation == 'N' ? 'C'
                               : *collation == 'R' ? 'R'
                                                   : 'X');
    relation->column[relation->count++] = column;
    return column;
}

/* Values in no particular order. */
static void collect_values(sqlite3 *db, const struct relation *relation) {
    for (int i = 0; i < relation->count; i++) {
        char *sql = sqlite3_mprintf("SELECT \"%w\" AS column1 FROM %s ORDER BY rowid * 7919 %% 101",
                                    relation->column[i]->name, relation->name);
        collect(db, &relation->column[i]->values, sql);
        sqlite3_free(sql);
    }
}

/* The twin: what SQLite says of the table's columns, as a plain table, with indexes. */
static void make_twin(sqlite3 *db, const struct usher_table *table, struct relation *relation) {
    sqlite3_str *create = sqlite3_str_new(db);
    sqlite3_str *list = sqlite3_str_new(db);
    sqlite3_str *indexes = sqlite3_str_new(db);
    sqlite3_stmt *statement =
        prepare(db, "SELECT name, type FROM pragma_table_xinfo(?1) WHERE hidden = 0");
    sqlite3_bind_text(statement, 1, table->name, -1, SQLITE_STATIC);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(statement, 0);
        const char *type = (const char *)sqlite3_column_text(statement, 1);
        const struct usher_column *described = &table->columns[usher_column_find(table, name)];
        struct column *column = add_column(relation, name, type, described->collation);
        column->words = (described->flags & USHER_WORDS) != 0;
        column->unique = (described->flags & USHER_KEY) != 0;
        column->writable = (described->flags & USHER_UPDATE) != 0;
        sqlite3_str_appendf(create, ", \"%w\" %s COLLATE %s", name, type,
                            described->collation ? described->collation : "BINARY");
        sqlite3_str_appendf(list, ", \"%w\"", name);
        if (described->flags & (USHER_KEY | USHER_INDEXED)) {
            sqlite3_str_appendf(indexes, "CREATE %s INDEX %s_%s ON %s (\"%w\");",
                                column->unique ? "UNIQUE" : "", relation->twin, name,
                                relation->twin, name);
        }
    }
    sqlite3_finalize(statement);
    char *columns = sqlite3_str_finish(list);
    char *declared = sqlite3_str_finish(create);
    char *indexed = sqlite3_str_finish(indexes);
    char *sql = sqlite3_mprintf("CREATE TABLE %s (%s);"
                                "INSERT INTO %s (rowid%s) SELECT rowid%s FROM %s;%s"
                                "CREATE TABLE %s (%s);"
                                "INSERT INTO %s (rowid%s) SELECT rowid%s FROM %s",
                                relation->twin, declared + 1, relation->twin, columns, columns,
                                table->name, indexed, relation->bare, declared + 1, relation->bare,
                                columns, columns, table->name);
    must(db, sql);
    sqlite3_free(sql);
    sqlite3_free(columns);
    sqlite3_free(declared);
    sqlite3_free(indexed);
    collect_values(db, relation);
}

/* A plain table with a column of every affinity, to join with and to select from. */
static void make_helper(struct world *world, uint64_t *random) {
    struct relation *helper = &world->helper;
    static const char *const declared[][3] = {
        {"id", "INTEGER", NULL},    {"ht", "TEXT", NULL},    {"hn", "TEXT", "NOCASE"},
        {"hr", "TEXT", "RTRIM"},    {"hi", "INTEGER", NULL}, {"hf", "REAL", NULL},
        {"hm", "NUMERIC", NULL},    {"hx", "", NULL},        {"hw", "TEXT", NULL},
        {"hy", "NUMERIC", "NOCASE"}};
    must(world->db,
         "CREATE TABLE helper (id INTEGER PRIMARY KEY, ht TEXT, hn TEXT COLLATE NOCASE,"
         " hr TEXT COLLATE RTRIM, hi INTEGER, hf REAL, hm NUMERIC, hx, hw TEXT,"
         " hy NUMERIC COLLATE NOCASE);"
         "CREATE INDEX helper_text ON helper (ht); CREATE INDEX helper_number ON helper (hi, hm)");
    sqlite3_stmt *statement =
        prepare(world->db, "INSERT INTO helper VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (int row = 0; row < 24; row++) {
        for (int i = 1; i <= 9; i++) {
            sqlite3_bind_value(statement, i,
                               any_value(i == 8 ? &world->words : &world->nasty, random)->value);
        }
        sqlite3_step(statement);
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
    *helper = (struct relation){.name = "helper", .rowid = 1};
    for (size_t i = 0; i < sizeof(declared) / sizeof(*declared); i++) {
        add_column(helper, declared[i][0], declared[i][1], declared[i][2]);
    }
    collect_values(world->db, helper);
}

static void free_relation(struct relation *relation) {
    for (int i = 0; i < relation->count; i++) {
        free_values(&relation->column[i]->values);
        free(relation->column[i]);
    }
}

/* --------------------------------------------------------------- connection */

static void release(void *data) {
    struct usher *usher = data;
    if (--usher->references == 0) {
        usher_domain_close(usher);
    }
}

/* As the entry point does it, and the test's tables besides. */
static void register_all(struct world *world) {
    struct usher *usher = &world->usher;
    memset(usher, 0, sizeof(*usher));
    usher->db = world->db;
    usher->references = 1;
    int rc = usher_crypto_open() || usher_store_open(usher) || usher_identity_open(usher) ||
             usher_store_register(usher, release) || usher_tables_open(usher, release) ||
             usher_domain_register(usher, release) ||
             usher_table_register(usher, &sample_table, release) ||
             usher_table_register(usher, &mirror_table, release);
    release(usher);
    if (rc) {
        give_up(world->db, "registering the tables");
    }
}

/* As whoever acts by now sees them. */
static void make_contents(struct world *world) {
    static const struct {
        const struct usher_table *table;
        const char *twin;
        const char *bare;
    } contents[CONTENT_TABLES] = {
        {&usher_channels, "channels_twin", "channels_bare"},
        {&usher_channel_members, "channel_members_twin", "channel_members_bare"},
        {&usher_files, "files_twin", "files_bare"},
        {&usher_notifications, "notifications_twin", "notifications_bare"}};
    for (int i = 0; i < CONTENT_TABLES; i++) {
        world->content[i] = (struct relation){.name = contents[i].table->name,
                                              .twin = contents[i].twin,
                                              .bare = contents[i].bare,
                                              .other = contents[i].table->name,
                                              .rowid = 1};
        make_twin(world->db, contents[i].table, &world->content[i]);
    }
    collect(world->db, &world->rowids,
            "SELECT rowid + CASE rowid % 3 WHEN 0 THEN 0.5 WHEN 1 THEN 0 ELSE 0.0 END AS column1"
            " FROM notifications_twin ORDER BY rowid * 7919 % 101");
}

void world_open(struct world *world, uint64_t seed, const char *encoding, enum theme theme) {
    uint64_t random = seed;
    memset(world, 0, sizeof(*world));
    set_clock();
    if (sqlite3_open(":memory:", &world->db) != SQLITE_OK) {
        give_up(world->db, "opening a database");
    }
    char *pragma = sqlite3_mprintf("PRAGMA encoding = '%s'", encoding);
    must(world->db, pragma);
    sqlite3_free(pragma);
    /* It forgets the collation of `helper.hw COLLATE RTRIM IS t.trims` (3.40). */
    must(world->db, "PRAGMA automatic_index = OFF");
    register_all(world);
    collect(world->db, &world->nasty, nasty);
    collect(world->db, &world->words, words);
    people_fill(world->db);
    sample_fill(world, &random);
    papers_fill(world->db);
    make_helper(world, &random);
    world->sample = (struct relation){.name = "sample",
                                      .backing = "sample_row",
                                      .saved = "sample_saved",
                                      .twin = "sample_twin",
                                      .bare = "sample_bare",
                                      .other = "mirror",
                                      .rowid = 1};
    world->people = (struct relation){
        .name = "users", .twin = "users_twin", .bare = "users_bare", .other = "users", .rowid = 1};
    make_twin(world->db, &sample_table, &world->sample);
    world->papers = (struct relation){.name = "papers",
                                      .backing = "paper_row",
                                      .saved = "paper_saved",
                                      .twin = "papers_twin",
                                      .bare = "papers_bare",
                                      .other = "papers_too",
                                      .rowid = 1};
    world->theme = theme;
    if (theme >= CONTENTS) {
        contents_fill(world->db);
    }
    if (theme == CONTENTS_AS_USER) {
        contents_read_as_user(world->db);
    }
    make_twin(world->db, &usher_users, &world->people);
    if (theme >= CONTENTS) {
        make_contents(world);
        return;
    }
    if (theme == GUARDED_AS_USER) {
        papers_read_as_user(world->db);
    }
    make_twin(world->db, &papers_table, &world->papers);
}

void world_close(struct world *world) {
    free_values(&world->nasty);
    free_values(&world->words);
    free_values(&world->rowids);
    free_relation(&world->sample);
    free_relation(&world->people);
    free_relation(&world->papers);
    for (int i = 0; i < CONTENT_TABLES; i++) {
        free_relation(&world->content[i]);
    }
    free_relation(&world->helper);
    if (sqlite3_close(world->db) != SQLITE_OK) {
        give_up(world->db, "closing the database");
    }
}
