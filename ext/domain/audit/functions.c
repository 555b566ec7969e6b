/*
** audit_verify(), audit_checkpoint() and audit_prune().
*/
#include "domain/audit/audit.h"

#include <string.h>

static char *write_report(const struct usher_audit_report *report) {
    char hash[USHER_BASE64URL(USHER_HASH_BYTES) + 1];
    if (report->problem) {
        return sqlite3_mprintf("{\"whole\":false,\"problem\":\"%s\",\"entry\":%lld}",
                               report->problem, report->entry);
    }
    usher_base64url(report->hash, sizeof(report->hash), hash);
    return sqlite3_mprintf("{\"whole\":true,\"first\":%lld,\"last\":%lld,\"sealed\":%lld,"
                           "\"erased\":%lld,\"hash\":\"%s\"}",
                           report->first, report->last, report->sealed, report->erased, hash);
}

/*
** audit_verify([checkpoint]) → JSON. {"whole":true, "first", "last": numbers of entries; "sealed": the
** last that nobody can have made without the master key, 0: none; "erased": how many lost their values
** by user_erase(); "hash": of the last}, or {"whole":false, "problem", "entry"}: the first that is
** missing, changed (itself, or put there, or out of order), unhashed (written past usher), erased
** (without an entry that says so), base (it was pruned, and by no checkpoint of ours). With a
** checkpoint: has the log that entry still? System only. invalid (no checkpoint of this store);
** unsupported (entries under the secret key, and the master key was not given).
*/
static int verify(struct usher *usher, struct usher_call *call) {
    struct usher_audit_report report = {.problem = NULL};
    struct usher_checkpoint checkpoint = {.number = 0};
    const char *problem = NULL;
    int given = call->argc > 0 && !usher_is_null(&call->argv[0]);
    int rc = usher_store_unchanged(usher); /* its triggers keep the log */
    if (rc == SQLITE_OK && given) {
        rc = usher_checkpoint_read(usher, &call->argv[0], &checkpoint);
    }
    if (rc == SQLITE_OK) {
        rc = usher_audit_check(usher, &report);
    }
    if (rc == SQLITE_OK && given && !report.problem) {
        rc = usher_checkpoint_find(usher, &checkpoint, &problem);
    }
    if (rc == SQLITE_OK && problem) {
        report.problem = problem;
        report.entry = checkpoint.number;
    }
    return rc == SQLITE_OK ? usher_result_take(usher, &call->result, write_report(&report)) : rc;
}

/*
** audit_checkpoint() → a token that says what the last entry is, signed: keep it elsewhere. System
** only, and not in views and triggers of the file. unsupported (no master key), corrupt (the log is
** not whole), conflict (it is empty).
*/
static int checkpoint(struct usher *usher, struct usher_call *call) {
    char *token;
    int rc = usher_checkpoint_make(usher, &token);
    return rc == SQLITE_OK ? usher_result_take(usher, &call->result, token) : rc;
}

/*
** audit_prune(checkpoint) → how many entries went: all up to that of the checkpoint. System only.
** unsupported (the master key is missing), invalid (no checkpoint of this store), conflict (the log does
** not have that entry so).
*/
static int prune(struct usher *usher, struct usher_call *call) {
    sqlite3_int64 count = 0;
    int rc = usher_audit_prune(usher, &call->argv[0], &count);
    usher_value_integer(&call->result, count);
    return rc;
}

static const struct usher_function functions[] = {
    {"audit_verify", 0, 1, USHER_READS, USHER_SYSTEM, "[checkpoint]",
     "Is the audit log whole? JSON; the first entry that is not", verify},
    /* ACTS: a trigger of a hostile file must not have it signed. */
    {"audit_checkpoint", 0, 0, USHER_ACTS, USHER_SYSTEM, "",
     "The audit log's last entry, signed, to be kept elsewhere", checkpoint},
    {"audit_prune", 1, 1, USHER_WRITES, USHER_SYSTEM, "checkpoint",
     "Delete the audit log's entries up to a checkpoint. Returns how many", prune},
};

const struct usher_function_table usher_audit_functions = {functions,
                                                           sizeof(functions) / sizeof(*functions)};
