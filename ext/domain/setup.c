/*
** usher_init(), usher_version(), usher_error(), usher_debug().
*/
#include "domain/domain.h"

#include <string.h>

/* Which of our names are taken by a table or view of the application: JSON array or NULL. */
static int find_shadows(struct usher *usher, char **json) {
    sqlite3_str *text = sqlite3_str_new(usher->db);
    sqlite3_str_appendall(
        text, "SELECT json_group_array(json_object('schema', place, 'name', name, 'type', type)), "
              "count(*) FROM ("
              "SELECT 'main' AS place, name, type FROM main.sqlite_schema UNION ALL "
              "SELECT 'temp', name, type FROM temp.sqlite_schema) "
              "WHERE type IN ('table', 'view') AND lower(name) IN (");
    for (int i = 0; i < usher->tables.count; i++) {
        sqlite3_str_appendf(text, "%s%Q", i ? ", " : "", usher->tables.name[i]);
    }
    sqlite3_str_appendchar(text, 1, ')');
    char *sql = sqlite3_str_finish(text);
    sqlite3_stmt *statement = NULL;
    *json = NULL;
    int rc = sql ? usher_inner_prepare(usher, sql, -1, SQLITE_PREPARE_NO_VTAB, &statement)
                 : SQLITE_NOMEM;
    sqlite3_free(sql);
    if (rc == SQLITE_OK) {
        rc = usher_inner_step(usher, statement);
    }
    if (rc == SQLITE_ROW) {
        rc = SQLITE_OK;
        if (sqlite3_column_int(statement, 1) > 0) {
            *json = sqlite3_mprintf("%s", sqlite3_column_text(statement, 0));
            rc = *json ? SQLITE_OK : SQLITE_NOMEM;
        }
    }
    rc = rc == SQLITE_OK ? SQLITE_OK : usher_pass(usher, rc);
    sqlite3_finalize(statement);
    return rc;
}

/* What a store has from the beginning. An older one, which has no chain yet, gets it last. */
static int seed(struct usher *usher) {
    int rc = usher_roles_seed(usher);
    if (rc == SQLITE_OK) {
        rc = usher_access_seed(usher);
    }
    if (rc == SQLITE_OK) {
        rc = usher_settings_seed(usher);
    }
    if (rc == SQLITE_OK) {
        rc = usher_secret_seed(usher);
    }
    return rc == SQLITE_OK ? usher_audit_seed(usher) : rc;
}

struct init_options {
    struct usher *usher;
    char account_id[USHER_UUID_TEXT + 1]; /* "" if it is not given */
};

static int take_option(void *context, const char *name, struct usher_value *value) {
    struct init_options *options = context;
    if (strcmp(name, "account_id") != 0) {
        static const char *const names[] = {"account_id", NULL};
        usher_fail(options->usher, USHER_INVALID, name,
                   "there is no option \"%.40s\": use account_id", name);
        return usher_suggest(options->usher, name, names);
    }
    int rc = usher_check_uuid(options->usher, name, 0, value);
    sqlite3_snprintf(sizeof(options->account_id), options->account_id, "%s",
                     rc == SQLITE_OK ? value->text : "");
    return rc;
}

/*
** usher_init([options]) → JSON {version, created, shadowed}. Sets the store up
** or upgrades it; does nothing if it is up to date. options: a JSON object,
** account_id (the id for the account `default`). shadowed lists tables of the
** application that hide usher's: use CREATE VIRTUAL TABLE … USING.
*/
static int init(struct usher *usher, struct usher_call *call) {
    struct init_options options = {usher, ""};
    sqlite3_int64 number = 0;
    char *shadows = NULL;
    int from = 0;
    int rc = SQLITE_OK;
    if (call->argc > 0 && !usher_is_null(&call->argv[0])) {
        rc = usher_json_object(usher, "options", &call->argv[0], take_option, &options);
    }
    if (rc == SQLITE_OK) {
        rc = usher_store_migrate(usher, &from, seed);
    }
    if (rc == SQLITE_OK && from < 2) { /* version 2 brought accounts: there is one at least */
        rc = usher_account_create(usher, options.account_id[0] ? options.account_id : NULL,
                                  "default", &number);
    }
    if (rc == SQLITE_OK) {
        rc = find_shadows(usher, &shadows);
    }
    int version = 0;
    if (rc == SQLITE_OK) {
        rc = usher_store_version(usher, &version);
    }
    if (rc == SQLITE_OK) {
        char *json = sqlite3_mprintf("{\"version\":%d,\"created\":%s%s%s}", version,
                                     from == 0 ? "true" : "false", shadows ? ",\"shadowed\":" : "",
                                     shadows ? shadows : "");
        rc = usher_result_take(usher, &call->result, json);
    }
    sqlite3_free(shadows);
    return rc;
}

/* usher_version() → text. */
static int version(struct usher *usher, struct usher_call *call) {
    (void)usher;
    usher_value_text(&call->result, USHER_VERSION);
    return SQLITE_OK;
}

/* usher_error() → JSON {code, status, message, field} of this connection's last error, or NULL. */
static int error(struct usher *usher, struct usher_call *call) {
    return usher_json_error(usher, &call->result);
}

/* usher_debug() → JSON: versions of everything, and shadowed names. */
static int debug(struct usher *usher, struct usher_call *call) {
    char *shadows;
    int rc = find_shadows(usher, &shadows);
    if (rc != SQLITE_OK) {
        return rc;
    }
    char *json = sqlite3_mprintf("{\"usher\":\"%s\",\"sqlite\":\"%s\",\"libsodium\":\"%s\","
                                 "\"jansson\":\"%s\",\"shadowed\":%s}",
                                 USHER_VERSION, sqlite3_libversion(), usher_crypto_library(),
                                 usher_json_library(), shadows ? shadows : "[]");
    sqlite3_free(shadows);
    return usher_result_take(usher, &call->result, json);
}

static const struct usher_function functions[] = {
    {"usher_init", 0, 1, USHER_SETS_UP, USHER_SYSTEM, "[options]",
     "Set the store up, or upgrade it. Returns JSON {version, created, shadowed}", init},
    {"usher_version", 0, 0, USHER_PURE, USHER_ANYBODY, "", "The version of this library", version},
    {"usher_error", 0, 0, USHER_PURE, USHER_ANYBODY, "",
     "This connection's last error as JSON {code, status, message, field}", error},
    {"usher_debug", 0, 0, USHER_PURE, USHER_ANYBODY, "",
     "Versions of the libraries, and names that are hidden by tables of the application", debug},
};

const struct usher_function_table usher_setup_functions = {functions,
                                                           sizeof(functions) / sizeof(*functions)};
