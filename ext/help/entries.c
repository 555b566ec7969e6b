/*
** The rows of usher_help, from the declarations: tables and functions as they are registered,
** settings.def, permissions.def, the errors of usher.h. What only they would say in words,
** what a table or column is, stands in columns.def.
**
** Examples are made here, too, so that each can be prepared as it stands.
*/
#include "domain/settings/settings.h"
#include "help/help.h"

#include <string.h>

/* -------------------------------------------------------------------- sentences */

enum part { A_TABLE, A_COLUMN, AN_ARGUMENT };

static const struct sentence {
    enum part part;
    const char *name;
    const char *meaning;
} sentences[] = {
#define TABLE(name, meaning) {A_TABLE, name, meaning},
#define COLUMN(name, meaning) {A_COLUMN, name, meaning},
#define ARGUMENT(name, meaning) {AN_ARGUMENT, name, meaning},
#include "help/columns.def"
#undef TABLE
#undef COLUMN
#undef ARGUMENT
    {A_TABLE, NULL, NULL},
};

/* Where the table's sentences begin: of each something is said. */
static const struct sentence *section(const char *table) {
    const struct sentence *found = sentences;
    while (USHER_ALWAYS(found->name) &&
           (found->part != A_TABLE || strcmp(found->name, table) != 0)) {
        found++;
    }
    return USHER_ALWAYS(found->name) ? found : NULL;
}

static const char *meaning_in(const struct sentence *found, const char *column) {
    if (USHER_ALWAYS(found)) { /* or nothing is said of the table */
        for (found++; found->part != A_TABLE; found++) {
            if (strcmp(found->name, column) == 0) {
                return found->meaning;
            }
        }
    }
    return NULL;
}

static const char *meaning_of(const char *table, const char *column) {
    const char *meaning = meaning_in(section(table), column);
    return meaning ? meaning : meaning_in(section(""), column);
}

/* ----------------------------------------------------------------------- tables */

/* The letters of the README's tables: what may be done to the column. */
static const char *letters(unsigned flags) {
    static const char *const words[] = {"", " U", " I", " I U", " R", " R U"};
    int place = flags & USHER_REQUIRED ? 4 : flags & USHER_INSERT ? 2 : 0;
    return words[place + (flags & USHER_UPDATE ? 1 : 0)];
}

static char *example_of(const char *table, const struct usher_column *column) {
    if (column->flags & USHER_PARAMETER) {
        return sqlite3_mprintf("SELECT * FROM %s WHERE %s = :%s", table, column->name,
                               column->name);
    }
    if (column->flags & USHER_SECRET && column->flags & USHER_UPDATE) {
        return sqlite3_mprintf("UPDATE %s SET %s = :%s WHERE id = :id", table, column->name,
                               column->name);
    }
    return sqlite3_mprintf("SELECT %s FROM %s", column->name, table);
}

static int tell_column(struct usher_telling *telling, const char *table,
                       const struct usher_column *column) {
    static const char *const types[] = {[USHER_NONE] = "ANY",
                                        [USHER_TEXT] = "TEXT",
                                        [USHER_NUMERIC] = "NUMERIC",
                                        [USHER_INTEGER] = "INTEGER",
                                        [USHER_REAL] = "REAL"};
    if (!usher_telling_wants(telling, table, column->name)) {
        return SQLITE_OK;
    }
    return usher_tell(telling, "column", sqlite3_mprintf("%s.%s", table, column->name),
                      sqlite3_mprintf("%s%s%s", types[column->affinity], letters(column->flags),
                                      column->flags & USHER_HIDDEN ? " hidden" : ""),
                      meaning_of(table, column->name), example_of(table, column));
}

static int tell_table(struct usher_telling *telling, const struct usher_table *table) {
    const struct sentence *said = section(table->name);
    int rc = SQLITE_OK;
    if (usher_telling_wants(telling, NULL, table->name)) {
        rc = usher_tell(telling, "table", sqlite3_mprintf("%s", table->name),
                        sqlite3_mprintf("SELECT%s%s%s", table->insert ? ", INSERT" : "",
                                        table->update ? ", UPDATE" : "",
                                        table->remove ? ", DELETE" : ""),
                        USHER_ALWAYS(said) ? said->meaning : NULL,
                        sqlite3_mprintf("SELECT * FROM %s", table->name));
    }
    for (int i = 0; i < table->count && rc == SQLITE_OK; i++) {
        rc = tell_column(telling, table->name, &table->columns[i]);
    }
    return rc;
}

/* The two tables whose columns stand in no description: `usher`, and those that `guarded` makes. */
static int tell_call(struct usher_telling *telling) {
    static const struct usher_column columns[] = {
        {.name = "call", .affinity = USHER_TEXT, .flags = USHER_INSERT | USHER_REQUIRED},
        {.name = "args", .affinity = USHER_TEXT, .flags = USHER_INSERT}};
    int rc = SQLITE_OK;
    if (usher_telling_wants(telling, NULL, "usher")) {
        rc = usher_tell(telling, "table", sqlite3_mprintf("usher"),
                        sqlite3_mprintf("SELECT, INSERT"), section("usher")->meaning,
                        sqlite3_mprintf("INSERT INTO usher(call, args) VALUES "
                                        "('user_restore', json_array(:user_id))"));
    }
    for (int i = 0; i < 2 && rc == SQLITE_OK; i++) {
        rc = tell_column(telling, "usher", &columns[i]);
    }
    return rc;
}

static const char guarded_example[] =
    "CREATE VIRTUAL TABLE note USING guarded(base_note, owner=owner_id)";

static int tell_guarded(struct usher_telling *telling) {
    const struct sentence *said = section("guarded");
    int rc = SQLITE_OK;
    if (usher_telling_wants(telling, NULL, "guarded")) {
        rc = usher_tell(telling, "table", sqlite3_mprintf("guarded"),
                        sqlite3_mprintf("table, owner=, account=, read=, write="), said->meaning,
                        sqlite3_mprintf("%s", guarded_example));
    }
    for (said++; said->part != A_TABLE && rc == SQLITE_OK; said++) {
        int argument = said->part == AN_ARGUMENT;
        if (!usher_telling_wants(telling, "guarded", said->name)) {
            continue;
        }
        rc = usher_tell(telling, argument ? "argument" : "column",
                        sqlite3_mprintf("guarded.%s", said->name),
                        sqlite3_mprintf(argument ? "" : "INTEGER hidden"), said->meaning,
                        sqlite3_mprintf("%s", guarded_example));
    }
    return rc;
}

/* -------------------------------------------------------------------- functions */

/* "(:email, :role": as many as are given, from "email, role [, options]". */
static void append_arguments(sqlite3_str *text, const char *parameters, int count) {
    sqlite3_str_appendchar(text, 1, '(');
    for (int i = 0; i < count; i++) {
        parameters += strspn(parameters, " ,[");
        int length = (int)strcspn(parameters, " ,[]");
        sqlite3_str_appendf(text, "%s:%.*s", i ? ", " : "", length, parameters);
        parameters += strcspn(parameters, ",");
    }
    sqlite3_str_appendchar(text, 1, ')');
}

static int tell_function(struct usher_telling *telling, const struct usher_function *function) {
    if (!usher_telling_wants(telling, NULL, function->name)) {
        return SQLITE_OK;
    }
    sqlite3_str *example = sqlite3_str_new(telling->usher->db);
    sqlite3_str_appendf(example, "SELECT %s", function->name);
    append_arguments(example, function->parameters, function->least);
    return usher_tell(telling, "function", sqlite3_mprintf("%s", function->name),
                      sqlite3_mprintf("%s(%s)", function->name, function->parameters),
                      function->meaning, sqlite3_str_finish(example));
}

/* It, with so many arguments. */
static char *example_with(const struct usher_rows_function *function, const char *what,
                          int arguments) {
    sqlite3_str *text = sqlite3_str_new(NULL);
    sqlite3_str_appendf(text, "SELECT %s FROM %s(", what, function->name);
    for (int i = 0; i < arguments; i++) {
        sqlite3_str_appendf(text, "%s:%s", i ? ", " : "", function->parameter[i]);
    }
    sqlite3_str_appendchar(text, 1, ')');
    return sqlite3_str_finish(text);
}

/* A column of such a function, or from `columns` on a parameter, which is a hidden one. */
static int tell_rows_column(struct usher_telling *telling,
                            const struct usher_rows_function *function, int i) {
    int hidden = i - function->columns;
    const char *text = hidden < 0 ? function->column[i] : function->parameter[hidden];
    char own[40];
    sqlite3_snprintf(sizeof(own), own, "%.*s", (int)strcspn(text, " "), text);
    if (!usher_telling_wants(telling, function->name, own)) {
        return SQLITE_OK;
    }
    const char *type = strchr(text, ' ');
    return usher_tell(
        telling, "column", sqlite3_mprintf("%s.%s", function->name, own),
        sqlite3_mprintf("%s", hidden >= 0 ? "ANY hidden"
                              : type      ? type + 1
                                          : "ANY"),
        meaning_of(function->name, own),
        hidden < 0
            ? example_with(function, own, function->least)
            : example_with(function, "*", hidden < function->least ? function->least : hidden + 1));
}

static int tell_rows(struct usher_telling *telling, const struct usher_rows_function *function) {
    int rc = SQLITE_OK;
    if (usher_telling_wants(telling, NULL, function->name)) {
        rc = usher_tell(telling, "function", sqlite3_mprintf("%s", function->name),
                        sqlite3_mprintf("%s(%s)", function->name, function->parameters),
                        function->meaning, example_with(function, "*", function->least));
    }
    for (int i = 0; i < function->columns + function->most && rc == SQLITE_OK; i++) {
        rc = tell_rows_column(telling, function, i);
    }
    return rc;
}

/* SQLite calls it as it stands, so it is no row of a table. */
static int tell_now(struct usher_telling *telling) {
    return usher_telling_wants(telling, NULL, "usher_now")
               ? usher_tell(telling, "function", sqlite3_mprintf("usher_now"),
                            sqlite3_mprintf("usher_now()"),
                            "The time that usher goes by: the supplied one, or the clock's",
                            sqlite3_mprintf("SELECT usher_now()"))
               : SQLITE_OK;
}

static int tell_functions(struct usher_telling *telling) {
    int rc = tell_now(telling);
    for (int i = 0; rc == SQLITE_OK; i++) {
        const struct usher_function_table *table = usher_domain_functions[i];
        int last = !table;
        table = last ? &usher_api_functions : table;
        for (int k = 0; k < table->count && rc == SQLITE_OK; k++) {
            rc = tell_function(telling, &table->functions[k]);
        }
        if (last) {
            break;
        }
    }
    for (int i = 0; usher_domain_rows[i] && rc == SQLITE_OK; i++) {
        rc = tell_rows(telling, usher_domain_rows[i]);
    }
    return rc == SQLITE_OK ? tell_rows(telling, &usher_api) : rc;
}

/* --------------------------------------------------- settings, permissions, errors */

static int tell_settings(struct usher_telling *telling) {
    const struct usher_builtin_setting *setting;
    int rc = SQLITE_OK;
    for (int i = 0; rc == SQLITE_OK && (setting = usher_setting_builtin(i)) != NULL; i++) {
        if (!usher_telling_wants(telling, NULL, setting->key)) {
            continue;
        }
        struct usher_value scopes;
        usher_scopes_write(setting->scopes, &scopes);
        rc = usher_tell(telling, "setting", sqlite3_mprintf("%s", setting->key),
                        sqlite3_mprintf("%s %s %s, %s", setting->type,
                                        setting->initial ? setting->initial : "NULL",
                                        setting->schema, scopes.text),
                        setting->meaning, sqlite3_mprintf("SELECT setting('%s')", setting->key));
    }
    return rc;
}

struct holders {
    sqlite3_str *text;
    enum usher_permission permission;
};

static int add_holder(void *context, const char *role_id, const char *name) {
    const struct holders *holders = context;
    if (usher_role_is_to_hold(role_id, holders->permission)) {
        sqlite3_str_appendf(holders->text, "%s%s", sqlite3_str_length(holders->text) ? ", " : "",
                            name);
    }
    return SQLITE_OK;
}

static int tell_permissions(struct usher_telling *telling) {
    int rc = SQLITE_OK;
    for (int i = 0; i < USHER_PERMISSIONS && rc == SQLITE_OK; i++) {
        const char *token = usher_permission_token((enum usher_permission)i);
        if (!usher_telling_wants(telling, NULL, token)) {
            continue;
        }
        struct holders holders = {sqlite3_str_new(telling->usher->db), (enum usher_permission)i};
        usher_roles_builtin(add_holder, &holders);
        if (sqlite3_str_length(holders.text) == 0) {
            sqlite3_str_appendall(holders.text, "no role");
        }
        char *signature = sqlite3_str_finish(holders.text);
        rc = usher_tell(telling, "permission", sqlite3_mprintf("%s", token), signature,
                        usher_permission_meaning((enum usher_permission)i),
                        sqlite3_mprintf("SELECT can('%s')", token));
    }
    return rc;
}

static int tell_errors(struct usher_telling *telling) {
    static const struct {
        const char *code;
        const char *signature;
        const char *meaning;
    } errors[] = {
#define X(symbol, code, result, status, meaning) {code, #result " " #status, meaning},
        USHER_ERRORS(X)
#undef X
    };
    int rc = SQLITE_OK;
    for (size_t i = 0; i < sizeof(errors) / sizeof(*errors) && rc == SQLITE_OK; i++) {
        if (usher_telling_wants(telling, NULL, errors[i].code)) {
            rc = usher_tell(telling, "error", sqlite3_mprintf("%s", errors[i].code),
                            sqlite3_mprintf("%s", errors[i].signature), errors[i].meaning,
                            sqlite3_mprintf("SELECT usher_error()"));
        }
    }
    return rc;
}

int usher_tell_entries(struct usher_telling *telling) {
    static int (*const parts[])(struct usher_telling *) = {
        tell_call, tell_guarded, tell_functions, tell_settings, tell_permissions, tell_errors};
    int rc = SQLITE_OK;
    for (int i = 0; usher_domain_tables[i] && rc == SQLITE_OK; i++) {
        rc = tell_table(telling, usher_domain_tables[i]);
    }
    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts) && rc == SQLITE_OK; i++) {
        rc = parts[i](telling);
    }
    return rc == SQLITE_OK ? tell_rows(telling, &usher_help) : rc;
}
