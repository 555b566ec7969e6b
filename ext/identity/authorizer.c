/*
** What outer SQL may do on a locked connection: the allow-list.
**
** SQLite asks about every table, column, function and pragma when it prepares a
** statement. What stands here is allowed, all else is refused: what a later
** SQLite adds, too. usher's own SQL, which is marked by usher->inner, may do all.
** So may what it sets off, triggers of the application on a guarded table's base
** table, say: they are the application's, and cannot be changed once locked.
**
** An ordinary table is allowed unless its name is reserved. That is no deny-list
** in disguise: no table can be made on this connection any more, and inspect.c
** has looked at all there are.
*/
#include "identity/lockdown.h"

#include <string.h>

static int starts_with(const char *name, const char *prefix) {
    return sqlite3_strnicmp(name, prefix, (int)strlen(prefix)) == 0;
}

static int is_one_of(const char *name, const char *const *list, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (sqlite3_stricmp(name, list[i]) == 0) {
            return 1;
        }
    }
    return 0;
}

#define IS_ONE_OF(name, list) is_one_of(name, list, sizeof(list) / sizeof(*(list)))

/* ------------------------------------------------------------------- tables */

int usher_is_reserved(const struct usher *usher, const char *name) {
    return starts_with(name, "usher_") || usher_names_have(&usher->lockdown->hidden, name);
}

/*
** Modules that show nothing but their own data or their arguments. Not dbstat
** (how much everybody has), sqlite_dbpage and sqlite_dbdata (all there is),
** sqlite_stmt (others' SQL), bytecode and tables_used, fsdir and zipfile (files).
*/
int usher_module_allowed(const struct usher *usher, const char *module) {
    static const char *const harmless[] = {
        "fts3",   "fts4",      "fts4aux",   "fts5",      "fts5vocab",  "generate_series",
        "rtree",  "rtree_i32", "json_each", "json_tree", "jsonb_each", "jsonb_tree",
        "geopoly"};
    return IS_ONE_OF(module, harmless) || usher_names_have(&usher->tables, module) ||
           usher_names_have(&usher->lockdown->modules, module);
}

/* The schema tells what tables look like, not what is in them. */
static int is_schema_table(const char *database, const char *table) {
    static const char *const names[] = {"sqlite_schema", "sqlite_master", "sqlite_temp_schema",
                                        "sqlite_temp_master"};
    return IS_ONE_OF(table, names) && (!database || sqlite3_stricmp(database, "main") == 0 ||
                                       sqlite3_stricmp(database, "temp") == 0);
}

/* A table, view or virtual table of the application, or one that usher shows. */
static int is_open_table(const struct usher *usher, const char *table) {
    if (starts_with(table, "sqlite_") || starts_with(table, "pragma_") ||
        usher_is_reserved(usher, table)) {
        return 0;
    }
    /* A module's name is a table without being in the schema: `SELECT * FROM dbstat`. */
    return !usher_names_have(&usher->lockdown->registered, table) ||
           usher_module_allowed(usher, table);
}

/* ------------------------------------------------------------------ pragmas */

/*
** Pragmas that only tell something, with the reason. None may be given a value:
** `PRAGMA foreign_keys = 0` is not what is allowed here. Not among them, for
** instance, are database_list (tells the file's path), page_count (grows with
** what others write), integrity_check and foreign_key_check (tell of others'
** rows), journal_mode and busy_timeout (rarely asked, often set), optimize and
** wal_checkpoint (do something), function_list and module_list (nobody needs them).
*/
enum argument { NONE, TABLE, INDEX };

static const struct pragma {
    const char *name;
    enum argument argument;
} pragmas[] = {
    {"table_info", TABLE},       /* how drivers and mappers learn columns; sqlite_schema says it */
    {"table_xinfo", TABLE},      /* the same with hidden ones */
    {"index_list", TABLE},       /* the same of indexes */
    {"index_info", INDEX},       /* their columns */
    {"index_xinfo", INDEX},      /* and collations */
    {"foreign_key_list", TABLE}, /* mappers ask; sqlite_schema says it */
    {"user_version", NONE},      /* the application's own, to know its schema by */
    {"application_id", NONE},    /* the same for its file format */
    {"schema_version", NONE},    /* caches of schemas ask for it */
    {"data_version", NONE},      /* did another connection write; FTS5 asks for it, too */
    {"encoding", NONE},          /* drivers ask when they connect */
    {"foreign_keys", NONE},      /* are they enforced */
    {"page_size", NONE},         /* FTS3 and FTS4 ask when they connect */
};

static const struct pragma *find_pragma(const char *name) {
    for (size_t i = 0; i < sizeof(pragmas) / sizeof(*pragmas); i++) {
        if (sqlite3_stricmp(name, pragmas[i].name) == 0) {
            return &pragmas[i];
        }
    }
    return NULL;
}

static int pragma_allowed(const struct usher *usher, const char *name, const char *argument) {
    const struct pragma *pragma = find_pragma(name);
    if (!pragma || pragma->argument == NONE) {
        return pragma && !argument;
    }
    if (!argument) {
        return 0;
    }
    return pragma->argument == INDEX
               ? !usher_is_reserved(usher, argument)
               : is_open_table(usher, argument) || is_schema_table(NULL, argument);
}

/* ---------------------------------------------------------------- functions */

int usher_builtin_harmless(const char *function) {
    static const char *const tells[] = {"sqlite_version", "sqlite_source_id",
                                        "sqlite_compileoption_get", "sqlite_compileoption_used"};
    /* Runs code, takes a pointer, writes the host's log, tells where a row stands in the file. */
    return sqlite3_stricmp(function, "load_extension") != 0 &&
           sqlite3_stricmp(function, "fts3_tokenizer") != 0 &&
           (!starts_with(function, "sqlite_") || IS_ONE_OF(function, tells));
}

static int function_allowed(const struct usher *usher, const char *function) {
    /* Of full-text search: SQLite registers them as it does an application's. */
    static const char *const search[] = {"match",   "bm25",    "highlight",
                                         "snippet", "offsets", "matchinfo"};
    return usher_names_have(&usher->lockdown->builtin, function) ||
           usher_names_have(&usher->functions, function) || IS_ONE_OF(function, search) ||
           usher_names_have(&usher->lockdown->functions, function);
}

/* ------------------------------------------------------------------ verdict */

static int may_read(const struct usher *usher, const char *database, const char *table) {
    if (starts_with(table, "pragma_")) {
        return find_pragma(table + strlen("pragma_")) != NULL; /* and asked again when it runs */
    }
    return is_open_table(usher, table) || is_schema_table(database, table);
}

/*
** When a virtual table declares its columns, which one of the application's does
** whenever the schema was read anew, SQLite asks as if sqlite_master were updated.
** To ignore it means to leave the columns as they are, so that a real UPDATE, which
** SQLite refuses by itself, would change nothing either.
*/
static int is_declaration(int action, const char *database, const char *table) {
    return action == SQLITE_UPDATE && sqlite3_stricmp(table, "sqlite_master") == 0 && database &&
           strcmp(database, "main") == 0;
}

static int verdict(const struct usher *usher, int action, const char *first, const char *second,
                   const char *database) {
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_RECURSIVE:
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
        return SQLITE_OK;
    case SQLITE_READ:
        return first && may_read(usher, database, first) ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
        if (first && is_declaration(action, database, first)) {
            return SQLITE_IGNORE;
        }
        return first && is_open_table(usher, first) ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_FUNCTION:
        return second && function_allowed(usher, second) ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_PRAGMA:
        return first && pragma_allowed(usher, first, second) ? SQLITE_OK : SQLITE_DENY;
    default:
        return SQLITE_DENY; /* the schema, ATTACH, ANALYZE, REINDEX, and what is not known */
    }
}

int usher_authorize(void *data, int action, const char *first, const char *second,
                    const char *database, const char *accessor) {
    struct usher *usher = data;
    (void)accessor;
    usher->lockdown->seen++;
    return usher->inner > 0 ? SQLITE_OK : verdict(usher, action, first, second, database);
}
