/*
** The head of the audit log, signed (Ed25519), to be kept elsewhere; and what may go once it was.
**
** A checkpoint is a JWT of a type of its own (RFC 8725, 3.11): {"number", "hash", "iat"}. Whoever keeps
** one knows that the log had this entry then: a log that was cut off before it, or replaced, is found
** out (audit_verify(checkpoint)). A log that is not whole is not signed.
**
** Rules owned here: audit-checkpoint, audit-prune.
*/
#include "domain/audit/audit.h"

#include <string.h>

static int malformed(struct usher *usher) {
    return usher_fail(usher, USHER_INVALID, "checkpoint",
                      "checkpoint must be one that audit_checkpoint() of this store gave");
}

/* --------------------------------------------------------------------- making */

int usher_checkpoint_make(struct usher *usher, char **token) {
    struct usher_audit_report report = {.problem = NULL};
    char hash[USHER_BASE64URL(USHER_HASH_BYTES) + 1];
    char payload[200];
    *token = NULL;
    int rc = usher_audit_check(usher, &report);
    if (rc == SQLITE_OK && report.problem) {
        rc = usher_fail(usher, USHER_CORRUPT, "audit_log",
                        "the audit log is not whole: entry %lld is %s (see audit_verify())",
                        report.entry, report.problem);
    }
    if (rc == SQLITE_OK && report.last == 0) {
        rc = usher_fail(usher, USHER_CONFLICT, NULL, "the audit log has no entry yet");
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    usher_base64url(report.hash, sizeof(report.hash), hash);
    sqlite3_snprintf(sizeof(payload), payload, "{\"number\":%lld,\"hash\":\"%s\",\"iat\":%lld}",
                     report.last, hash, usher_clock_now(usher) / 1000);
    return usher_audit_sign(usher, payload, token);
}

/* -------------------------------------------------------------------- reading */

static int take_claim(void *context, const char *name, struct usher_value *value) {
    struct usher_checkpoint *checkpoint = context;
    size_t size = 0;
    if (strcmp(name, "number") == 0 && value->type == SQLITE_INTEGER) {
        checkpoint->number = value->integer;
    } else if (strcmp(name, "hash") == 0 && value->type == SQLITE_TEXT &&
               usher_base64url_decode(value->text, (size_t)value->length, checkpoint->hash,
                                      sizeof(checkpoint->hash), &size) == 0) {
        checkpoint->complete = size == sizeof(checkpoint->hash);
    }
    return SQLITE_OK;
}

int usher_checkpoint_read(struct usher *usher, const struct usher_value *token,
                          struct usher_checkpoint *checkpoint) {
    struct usher_value payload;
    char *text = NULL;
    memset(checkpoint, 0, sizeof(*checkpoint));
    if (token->type != SQLITE_TEXT) {
        return malformed(usher);
    }
    int rc = usher_audit_open(usher, token->text, token->length, &text);
    if (rc == SQLITE_OK && text) {
        usher_value_text(&payload, text);
        rc = usher_json_object(usher, "checkpoint", &payload, take_claim, checkpoint);
    }
    sqlite3_free(text);
    if (rc != SQLITE_OK && usher->error.code != USHER_INVALID) {
        return rc;
    }
    return rc == SQLITE_OK && checkpoint->complete && checkpoint->number > 0 ? SQLITE_OK
                                                                             : malformed(usher);
}

int usher_checkpoint_find(struct usher *usher, const struct usher_checkpoint *checkpoint,
                          const char **problem) {
    struct usher_audit_base base;
    struct usher_query query;
    int rc = usher_audit_base(usher, &base);
    *problem = NULL;
    if (rc != SQLITE_OK || checkpoint->number < base.number) {
        return rc; /* it was pruned, by a later checkpoint */
    }
    if (checkpoint->number == base.number) {
        *problem = memcmp(checkpoint->hash, base.hash, USHER_HASH_BYTES) == 0 ? NULL : "changed";
        return SQLITE_OK;
    }
    rc = usher_open(usher, &query, USHER_SQL_audit_hash, "i", checkpoint->number);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_DONE) {
        *problem = "missing";
    } else if (rc == SQLITE_ROW) {
        const void *hash = sqlite3_column_blob(query.statement, 0);
        *problem = hash && sqlite3_column_bytes(query.statement, 0) == USHER_HASH_BYTES &&
                           memcmp(hash, checkpoint->hash, USHER_HASH_BYTES) == 0
                       ? NULL
                       : "changed";
    }
    usher_close(&query);
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* -------------------------------------------------------------------- pruning */

static int count_entries(struct usher *usher, sqlite3_int64 number, sqlite3_int64 *count) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_audit_count_to, "i", number);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    *count = rc == SQLITE_ROW ? sqlite3_column_int64(query.statement, 0) : 0;
    usher_close(&query);
    return rc == SQLITE_ROW ? SQLITE_OK : rc;
}

static int audit(struct usher *usher, const struct usher_checkpoint *checkpoint,
                 sqlite3_int64 count) {
    char number[24];
    struct usher_fields after;
    struct usher_event event = {"audit.prune", "audit_log", number, NULL};
    sqlite3_snprintf(sizeof(number), number, "%lld", checkpoint->number);
    usher_fields_init(&after);
    usher_set_integer(&after, "entries", count);
    return usher_audit(usher, &event, NULL, &after);
}

int usher_audit_prune(struct usher *usher, const struct usher_value *token, sqlite3_int64 *count) {
    struct usher_checkpoint checkpoint = {.number = 0};
    const char *problem = NULL;
    char now[USHER_TIME_TEXT + 1];
    int rc = usher_require_master_key(usher, "pruning the audit log");
    if (rc == SQLITE_OK) {
        rc = usher_checkpoint_read(usher, token, &checkpoint);
    }
    if (rc == SQLITE_OK) {
        rc = usher_checkpoint_find(usher, &checkpoint, &problem);
    }
    if (rc == SQLITE_OK && problem) {
        rc = usher_fail(usher, USHER_CONFLICT, "checkpoint",
                        "checkpoint is of an entry that the audit log does not have so: it is %s",
                        problem);
    }
    if (rc == SQLITE_OK) {
        rc = count_entries(usher, checkpoint.number, count);
    }
    if (rc != SQLITE_OK || *count == 0) {
        return rc; /* they are gone already */
    }
    usher_now(usher, now);
    rc = usher_run(usher, USHER_SQL_audit_set_base, "ibvt", checkpoint.number, checkpoint.hash,
                   USHER_HASH_BYTES, token, now);
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_audit_prune, "i", checkpoint.number);
    }
    return rc == SQLITE_OK ? audit(usher, &checkpoint, *count) : rc;
}
