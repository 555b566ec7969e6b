/*
** usher_init(), usher_supply(), usher_version(), usher_error(), usher_debug().
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
    int replication;                      /* is it given... */
    int replicated;                       /* ...and is it "statements"? */
};

static int take_replication(struct init_options *options, const struct usher_value *value) {
    options->replication = 1;
    options->replicated = usher_value_is(value, "statements");
    static const char *const words[] = {"statements", "none", NULL};
    return usher_check_word(options->usher, "replication", value, words);
}

static int take_option(void *context, const char *name, struct usher_value *value) {
    struct init_options *options = context;
    if (strcmp(name, "replication") == 0) {
        return take_replication(options, value);
    }
    if (strcmp(name, "account_id") != 0) {
        static const char *const names[] = {"account_id", "replication", NULL};
        usher_fail(options->usher, USHER_INVALID, name,
                   "there is no option \"%.40s\": use account_id or replication", name);
        return usher_suggest(options->usher, name, names);
    }
    int rc = usher_check_uuid(options->usher, name, 0, value);
    sqlite3_snprintf(sizeof(options->account_id), options->account_id, "%s",
                     rc == SQLITE_OK ? value->text : "");
    return rc;
}

static int set_replication(struct usher *usher, int replicated) {
    struct usher_event event = {"store.replication", "store", "1", NULL};
    struct usher_fields before;
    struct usher_fields after;
    usher_fields_init(&before);
    usher_fields_init(&after);
    usher_set_text(&before, "replication", replicated ? "none" : "statements");
    usher_set_text(&after, "replication", replicated ? "statements" : "none");
    int rc = usher_replicate(usher, replicated);
    return rc == SQLITE_OK ? usher_audit(usher, &event, &before, &after) : rc;
}

/* What was done so far is a change, too: `changed`, if there was anything to do. */
static int replicate(struct usher *usher, const struct init_options *options, int changed) {
    int replicated;
    int rc = usher_replication(usher, &replicated);
    int differs = options->replication && options->replicated != replicated;
    if (rc == SQLITE_OK && (replicated || options->replicated) && (changed || differs)) {
        rc = usher_require_supply(usher);
    }
    return rc == SQLITE_OK && differs ? set_replication(usher, options->replicated) : rc;
}

/*
** usher_init([options]) → JSON {version, created, shadowed}. Sets the store up
** or upgrades it; does nothing if it is up to date. options: a JSON object,
** account_id (the id for the account `default`), replication (statements, none:
** see store/supply.c). shadowed lists tables of the application that hide
** usher's: use CREATE VIRTUAL TABLE … USING.
*/
static int init(struct usher *usher, struct usher_call *call) {
    struct init_options options = {.usher = usher};
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
        rc = replicate(usher, &options, from < usher_store_current());
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

/*
** What the connection has of its own, and another node's has not, must not show in what follows: who
** acts is said behind the supply.
*/
static int require_alike(struct usher *usher) {
    int replicated;
    int rc = usher_supply_replicates(usher, &replicated);
    if (rc != SQLITE_OK || !replicated) {
        return rc;
    }
    return usher_actor_id(usher) && !usher->supply.given
               ? usher_fail(usher, USHER_CONFLICT, NULL,
                            "somebody acts already: in a store that is replicated by statements "
                            "call act_as(NULL) before usher_supply(), and act_as() after it")
               : usher_require_key_of_store(usher, "a change of this store");
}

/*
** usher_supply(now, seed) → 1. Until the transaction ends this is the time, and all chance follows
** from the seed, 64 hexadecimal digits: see store/supply.c. For whom the file is theirs: who may set
** the clock may have what has expired.
*/
static int supply(struct usher *usher, struct usher_call *call) {
    unsigned char seed[USHER_KEY_BYTES];
    struct usher_value *now = &call->argv[0];
    const struct usher_value *digits = &call->argv[1];
    if (strcmp(usher_real_actor_name(usher), "system") != 0) { /* nor is it once locked */
        return usher_fail(usher, USHER_FORBIDDEN, NULL, "only the system may call usher_supply()");
    }
    int rc = usher_is_null(now) ? usher_fail(usher, USHER_MISSING, "now", "now is required")
                                : usher_check_time(usher, "now", 0, now);
    if (rc == SQLITE_OK && strcmp(now->text, "1970") < 0) {
        rc = usher_fail(usher, USHER_INVALID, "now", "now must not lie before 1970");
    }
    if (rc == SQLITE_OK &&
        (digits->type != SQLITE_TEXT ||
         usher_hex_decode(digits->text, (size_t)digits->length, seed, sizeof(seed)) != 0)) {
        rc = usher_fail(usher, USHER_INVALID, "seed", "seed must be %d hexadecimal digits",
                        2 * USHER_KEY_BYTES);
    }
    if (rc == SQLITE_OK) {
        rc = require_alike(usher);
    }
    if (rc == SQLITE_OK) {
        rc = usher_supply_set(usher, usher_clock_of(now->text), seed);
    }
    usher_value_integer(&call->result, 1);
    usher_wipe(seed, sizeof(seed));
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
    {"usher_supply", 2, 2, USHER_SUPPLIES, USHER_ANYBODY, "now, seed",
     "Supply the time and the chance that this transaction goes by, instead of the clock. Returns "
     "1",
     supply},
    {"usher_version", 0, 0, USHER_PURE, USHER_ANYBODY, "", "The version of this library", version},
    {"usher_error", 0, 0, USHER_PURE, USHER_ANYBODY, "",
     "This connection's last error as JSON {code, status, message, field}", error},
    {"usher_debug", 0, 0, USHER_PURE, USHER_ANYBODY, "",
     "Versions of the libraries, and names that are hidden by tables of the application", debug},
};

const struct usher_function_table usher_setup_functions = {functions,
                                                           sizeof(functions) / sizeof(*functions)};
