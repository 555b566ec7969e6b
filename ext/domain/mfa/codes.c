/*
** Codes as people type them, and the recovery codes: 80 random bits each, shown once,
** good once, at rest as a keyed hash.
**
** Rules owned here: code-form, recovery-codes.
*/
#include "domain/mfa/mfa.h"

#include <string.h>

/* Nothing in a code that is read from the other factor's screen is case or space. */
void usher_mfa_read_code(const char *text, struct usher_mfa_code *code) {
    int length = 0;
    int digits = 0;
    code->kind = USHER_CODE_MALFORMED;
    for (; *text; text++) {
        char c = usher_lower(*text);
        if (c == ' ' || c == '-') {
            continue;
        }
        int letter = (c >= 'a' && c <= 'z') || (c >= '2' && c <= '7'); /* of base32 */
        if (length == USHER_RECOVERY_TEXT || !(letter || (c >= '0' && c <= '9'))) {
            return;
        }
        digits += c <= '9';
        code->text[length++] = c;
    }
    code->text[length] = '\0';
    if (length == USHER_TOTP_DIGITS && digits == length) {
        code->kind = USHER_CODE_TOTP;
    } else if (length == USHER_RECOVERY_TEXT && !strpbrk(code->text, "0189")) {
        code->kind = USHER_CODE_RECOVERY;
    }
}

static int hash_code(struct usher *usher, const char text[USHER_RECOVERY_TEXT + 1],
                     unsigned char hash[USHER_HASH_BYTES]) {
    return usher_keyed_hash(usher, "recovery_code", text, USHER_RECOVERY_TEXT, hash);
}

static void make_code(struct usher *usher, char text[USHER_RECOVERY_TEXT + 1]) {
    unsigned char bytes[USHER_RECOVERY_BYTES];
    usher_random(usher, bytes, sizeof(bytes));
    usher_base32(bytes, sizeof(bytes), text);
    for (char *c = text; *c; c++) {
        *c = usher_lower(*c);
    }
    usher_wipe(bytes, sizeof(bytes));
}

/* One member of the list: "abcd-efgh-ijkl-mnop". */
static char *append_code(char *out, const char *text) {
    *out++ = '"';
    for (int i = 0; i < USHER_RECOVERY_TEXT; i++) {
        if (i > 0 && i % 4 == 0) {
            *out++ = '-';
        }
        *out++ = text[i];
    }
    *out++ = '"';
    return out;
}

int usher_recovery_make(struct usher *usher, const char *user_id, char **list) {
    char code[USHER_RECOVERY_TEXT + 1];
    unsigned char hash[USHER_HASH_BYTES];
    enum { MEMBER = USHER_RECOVERY_TEXT + 3 + 2 + 1 }; /* dashes, quotes, comma */
    char *out = *list = sqlite3_malloc(USHER_RECOVERY_CODES * MEMBER + 2);
    if (!out) {
        return usher_pass(usher, SQLITE_NOMEM);
    }
    int rc = usher_run(usher, USHER_SQL_recovery_delete_all, "t", user_id);
    for (int i = 0; i < USHER_RECOVERY_CODES && rc == SQLITE_OK; i++) {
        make_code(usher, code);
        *out++ = i ? ',' : '[';
        out = append_code(out, code);
        rc = hash_code(usher, code, hash);
        if (rc == SQLITE_OK) {
            rc = usher_run(usher, USHER_SQL_recovery_insert, "tb", user_id, hash, USHER_HASH_BYTES);
        }
    }
    usher_wipe(code, sizeof(code));
    *out++ = ']';
    *out = '\0';
    return rc;
}

/* How many are left, so that somebody notices. */
static int audit_use(struct usher *usher, const char *user_id) {
    struct usher_query query;
    struct usher_fields after;
    usher_fields_init(&after);
    int rc = usher_open(usher, &query, USHER_SQL_recovery_left, "t", user_id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        usher_set_integer(&after, "left", sqlite3_column_int(query.statement, 0));
    }
    usher_close(&query);
    return rc == SQLITE_ROW ? usher_mfa_audit(usher, "mfa.recovery", user_id, &after) : rc;
}

int usher_recovery_use(struct usher *usher, const char *user_id, const struct usher_mfa_code *code,
                       int *right) {
    unsigned char hash[USHER_HASH_BYTES];
    int rc = hash_code(usher, code->text, hash);
    if (rc == SQLITE_OK) {
        rc = usher_exists(usher, right, USHER_SQL_recovery_find, "tb", user_id, hash,
                          USHER_HASH_BYTES);
    }
    if (rc == SQLITE_OK && *right) {
        rc = usher_run(usher, USHER_SQL_recovery_delete, "tb", user_id, hash, USHER_HASH_BYTES);
        if (rc == SQLITE_OK) {
            rc = audit_use(usher, user_id);
        }
    }
    return rc;
}
