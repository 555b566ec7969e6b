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
**
** SQLite has a gap (all versions up to the present one): about a column that is
** joined by USING or NATURAL it does not ask, and if a table is read in no other
** way, not about the table. `SELECT email FROM (SELECT '' AS email) FULL JOIN
** usher_user USING (email)` then gives every e-mail address away. So each
** statement is looked at once more, as text, when it starts (usher_watch): a name
** has to be spelled in it as it is, whatever the quotes. That is coarse, and may
** hit a statement that merely has such a word; it can say ON instead.
**
** The triggers of storage_track() keep usage in usher's tables, whoever writes. In
** their name (the trigger is what SQLite asks about last) that much is allowed, and
** what the view usher_grant reads. But SQLite gives the name of a WITH query in the
** same place: a statement that has a WITH and such a name is refused as above.
*/
#include "identity/lockdown.h"

#include <string.h>

static int starts_with(const char *name, const char *prefix) {
    return sqlite3_strnicmp(name, prefix, (int)strlen(prefix)) == 0;
}

/* NULL ends the list. */
static int is_one_of(const char *name, const char *const *list) {
    for (; *list; list++) {
        if (sqlite3_stricmp(name, *list) == 0) {
            return 1;
        }
    }
    return 0;
}

/* ------------------------------------------------------------------- tables */

/* usher_help shows nothing of what is stored. */
int usher_is_reserved(const struct usher *usher, const char *name) {
    int reserved = starts_with(name, "usher_") && sqlite3_stricmp(name, "usher_help") != 0;
    const char *hidden;
    for (int i = 0; !reserved && (hidden = usher_hidden(usher, i)) != NULL; i++) {
        reserved = sqlite3_stricmp(hidden, name) == 0;
    }
    return reserved;
}

/*
** Modules that show nothing but their own data or their arguments. Not dbstat
** (how much everybody has), sqlite_dbpage and sqlite_dbdata (all there is),
** sqlite_stmt (others' SQL), bytecode and tables_used, fsdir and zipfile (files).
*/
int usher_module_allowed(const struct usher *usher, const char *module) {
    static const char *const harmless[] = {
        "fts3",    "fts4",      "fts4aux",   "fts5",      "fts5vocab",  "generate_series",
        "rtree",   "rtree_i32", "json_each", "json_tree", "jsonb_each", "jsonb_tree",
        "geopoly", NULL};
    return is_one_of(module, harmless) || usher_names_have(&usher->tables, module) ||
           usher_names_have(&usher->lockdown->modules, module);
}

/* The schema tells what tables look like, not what is in them. */
static int is_schema_table(const char *database, const char *table) {
    static const char *const names[] = {"sqlite_schema", "sqlite_master", "sqlite_temp_schema",
                                        "sqlite_temp_master", NULL};
    return is_one_of(table, names) && (!database || sqlite3_stricmp(database, "main") == 0 ||
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
                                        "sqlite_compileoption_get", "sqlite_compileoption_used",
                                        NULL};
    /*
    ** Runs code, takes a pointer, counts the rows that rules write (more for a user whom there is
    ** than for one whom there is not), writes the host's log, tells where a row stands in the file.
    */
    static const char *const harmful[] = {"load_extension", "fts3_tokenizer", "total_changes",
                                          NULL};
    return !is_one_of(function, harmful) &&
           (!starts_with(function, "sqlite_") || is_one_of(function, tells));
}

static int function_allowed(const struct usher *usher, const char *function) {
    /* Of full-text search: SQLite registers them as it does an application's. */
    static const char *const search[] = {"match",   "bm25",      "highlight", "snippet",
                                         "offsets", "matchinfo", NULL};
    return usher_names_have(&usher->lockdown->builtin, function) ||
           usher_names_have(&usher->functions, function) || is_one_of(function, search) ||
           usher_names_have(&usher->lockdown->functions, function);
}

/* ----------------------------------------------------------------- trackers */

/* What the view usher_grant is made of. */
static int grant_may_read(const char *table) {
    static const char *const tables[] = {
        "usher_user",       "usher_membership", "usher_role_permission",
        "usher_permission", "usher_setting",    NULL};
    return is_one_of(table, tables);
}

static int tracker_may_read(const char *table, const char *column) {
    static const char *const columns[] = {"number",          "id", "account_id", "disk_space",
                                          "disk_space_used", NULL};
    return strcmp(table, "usher_tracked_doubt") == 0 || strcmp(table, "usher_grant") == 0 ||
           strcmp(table, "usher_tracked") == 0 || /* for a foreign key */
           (strcmp(table, "usher_user") == 0 && is_one_of(column, columns));
}

/* Is it what a trigger of storage_track() does? inspect.c has found which are such. */
static int is_tracking(const struct usher *usher, int action, const char *table, const char *column,
                       const char *database, const char *accessor) {
    const struct usher_names *trackers = &usher->lockdown->trackers;
    if (!accessor || trackers->count == 0 || !database || strcmp(database, "main") != 0) {
        return 0;
    }
    if (strcmp(accessor, "usher_grant") == 0) {
        /* A view only reads, and usher_inspect() sees to it that no trigger is called so. */
        return USHER_ALWAYS(action == SQLITE_READ) && grant_may_read(table);
    }
    if (!usher_names_have(trackers, accessor)) {
        return 0;
    }
    if (action == SQLITE_READ) {
        return tracker_may_read(table, column);
    }
    /* It is ours to the letter, and writes nothing else. */
    return strcmp(table, "usher_user") == 0
               ? USHER_ALWAYS(action == SQLITE_UPDATE && strcmp(column, "disk_space_used") == 0)
               : USHER_ALWAYS(action == SQLITE_INSERT || action == SQLITE_UPDATE ||
                              action == SQLITE_DELETE) &&
                     USHER_ALWAYS(strcmp(table, "usher_tracked_doubt") == 0);
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
    return action == SQLITE_UPDATE && sqlite3_stricmp(table, "sqlite_master") == 0 &&
           strcmp(database, "main") == 0;
}

/* SQLite names what it asks about: a table with its database and column, a function, a pragma. */
static int verdict(const struct usher *usher, int action, const char *first, const char *second,
                   const char *database) {
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_RECURSIVE:
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
        return SQLITE_OK;
    case SQLITE_READ:
        return may_read(usher, database, first) ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
        if (is_declaration(action, database, first)) {
            return SQLITE_IGNORE;
        }
        return is_open_table(usher, first) ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_FUNCTION:
        return function_allowed(usher, second) ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_PRAGMA:
        return pragma_allowed(usher, first, second) ? SQLITE_OK : SQLITE_DENY;
    default:
        return SQLITE_DENY; /* the schema, ATTACH, ANALYZE, REINDEX, and what is not known */
    }
}

/* NULL unless the statement has what the authorizer does not hear. */
static const char *why_refused(const struct usher *usher, const char *sql) {
    return usher_joins_unseen(usher, sql)
               ? "the statement joins by USING or NATURAL and has a name that is refused on this "
                 "locked connection: join with ON"
           : usher_borrows_name(sql)
               ? "the statement has a WITH and a name that is refused on this locked connection"
               : NULL;
}

/*
** A statement that usher_watch() has just refused may find the schema changed
** before it finds the interrupt: SQLite then prepares it again, within the same
** step, forgets the interrupt, and does not tell when it starts. But it asks here
** once more. That it is this statement which is prepared shows in its not having
** been reset since.
*/
static int is_refused_again(struct usher *usher) {
    sqlite3_stmt *refused = usher->lockdown->refused;
    if (!refused) {
        return 0;
    }
    sqlite3_stmt *statement = sqlite3_next_stmt(usher->db, NULL);
    while (statement && statement != refused) {
        statement = sqlite3_next_stmt(usher->db, statement);
    }
    /* Its memory may be that of another one by now: one that is being made has no text yet. */
    const char *sql = sqlite3_sql(statement); /* NULL of none */
    /* There is no parameter 0; but before that a statement must be ready to be bound. */
    if (sql && why_refused(usher, sql) && sqlite3_bind_null(statement, 0) == SQLITE_MISUSE) {
        return 1;
    }
    usher->lockdown->refused = NULL;
    return 0;
}

int usher_authorize(void *data, int action, const char *first, const char *second,
                    const char *database, const char *accessor) {
    struct usher *usher = data;
    usher->lockdown->asked++;
    if (usher->inner > 0) {
        return SQLITE_OK;
    }
    if (is_refused_again(usher)) {
        return SQLITE_DENY;
    }
    return is_tracking(usher, action, first, second, database, accessor)
               ? SQLITE_OK
               : verdict(usher, action, first, second, database);
}

/* ----------------------------------------------------------- joins by a name */

/* SQLite takes a byte order mark for a blank, where a word might begin. */
static int is_mark(const char *p) {
    return strncmp(p, "\xEF\xBB\xBF", 3) == 0;
}

static int begins_word(const char *text, const char *p) {
    return p == text || !usher_is_word(p[-1]) || (p - text >= 3 && is_mark(p - 3));
}

int usher_text_names(const char *text, const char *name, int whole) {
    int length = (int)strlen(name);
    for (const char *p = text; *p; p++) {
        if (begins_word(text, p) && sqlite3_strnicmp(p, name, length) == 0 &&
            !(whole && usher_is_word(p[length]))) {
            return 1;
        }
    }
    return 0;
}

/* A function's name is innocent, unless it may be a table's. */
static int is_refused_word(const struct usher *usher, const char *word) {
    return !may_read(usher, NULL, word) &&
           (!function_allowed(usher, word) || usher_names_have(&usher->lockdown->registered, word));
}

static int names_refused_word(const struct usher *usher, const char *sql) {
    int refused = 0;
    while (*sql && !refused) {
        size_t length = 0;
        while (usher_is_word(sql[length]) && !is_mark(sql + length)) {
            length++;
        }
        if (length > 0) {
            char *word = sqlite3_mprintf("%.*s", (int)length, sql);
            refused = !word || is_refused_word(usher, word); /* out of memory: better not */
            sqlite3_free(word);
        }
        sql += length > 0 ? length : is_mark(sql) ? 3 : 1;
    }
    return refused;
}

/* Hidden names may be of several words; of one with a quote in it there are many spellings. */
static int names_hidden(const struct usher *usher, const char *sql) {
    const char *hidden;
    int found = 0;
    for (int i = 0; !found && (hidden = usher_hidden(usher, i)) != NULL; i++) {
        found = strpbrk(hidden, "\"'`]") || usher_text_names(sql, hidden, 1);
    }
    return found;
}

int usher_joins_unseen(const struct usher *usher, const char *sql) {
    return (usher_text_names(sql, "using", 1) || usher_text_names(sql, "natural", 1)) &&
           (names_refused_word(usher, sql) || names_hidden(usher, sql));
}

int usher_borrows_name(const char *sql) {
    return usher_text_names(sql, "with", 1) &&
           (usher_text_names(sql, USHER_TRACKER, 0) || usher_text_names(sql, "usher_grant", 1));
}

int usher_watch(unsigned event, void *data, void *statement, void *text) {
    struct usher *usher = data;
    (void)event;
    usher->lockdown->watched++;
    const char *why = usher->inner == 0 ? why_refused(usher, text) : NULL;
    if (why) {
        usher_fail(usher, USHER_FORBIDDEN, NULL, "%s", why);
        usher->lockdown->refused = statement;
        sqlite3_interrupt(usher->db); /* before the first row */
    }
    return SQLITE_OK; /* nobody looks at it */
}
