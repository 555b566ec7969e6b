/* Stands in for what is being built. */
#include "domain/domain.h"
int usher_jwt_sign_session(struct usher *usher, const struct usher_session_claims *claims, char **token) { (void)claims; *token = NULL; return usher_fail(usher, USHER_UNSUPPORTED, NULL, "stub"); }
int usher_jwt_verify_session(struct usher *usher, const char *token, int length, struct usher_session_claims *claims, int *valid) { (void)usher, (void)token, (void)length, (void)claims; *valid = 0; return SQLITE_OK; }
int usher_password_check(struct usher *usher, const char *field, const char *account_id, struct usher_value *password) { (void)usher, (void)field, (void)account_id, (void)password; return SQLITE_OK; }
int usher_password_make(struct usher *usher, const char *account_id, const struct usher_value *password, char hash[USHER_PASSWORD_HASH]) { struct usher_cost cost = {19456, 2}; (void)account_id; return usher_password_hash(password->text, (size_t)password->length, &cost, hash) ? usher_pass(usher, SQLITE_NOMEM) : SQLITE_OK; }
int usher_password_store(struct usher *usher, const char *user_id, const char *hash, const char *now) { (void)user_id, (void)hash, (void)now; return usher_fail(usher, USHER_UNSUPPORTED, NULL, "stub"); }
int usher_password_clear(struct usher *usher, const char *user_id) { (void)usher, (void)user_id; return SQLITE_OK; }
int usher_password_matches(struct usher *usher, const char *user_id, const char *account_id, const char *email, const struct usher_value *password, int *matches, int *stale) { (void)usher, (void)account_id, (void)email; *matches = user_id && password->length > 7; *stale = 0; return SQLITE_OK; }
int usher_ticket_make(struct usher *usher, enum usher_ticket_purpose purpose, const char *user_id, const char *email, const char *data, sqlite3_int64 seconds, char token[USHER_TOKEN_TEXT + 1]) { (void)usher, (void)purpose, (void)user_id, (void)email, (void)data, (void)seconds; usher_token_make(token); return SQLITE_OK; }
int usher_ticket_find(struct usher *usher, enum usher_ticket_purpose purpose, const char *token, struct usher_ticket *ticket) { (void)purpose, (void)token, (void)ticket; return usher_fail(usher, USHER_NOT_FOUND, "token", "stub"); }
int usher_ticket_use(struct usher *usher, const struct usher_ticket *ticket, int *used) { (void)usher, (void)ticket; *used = 1; return SQLITE_OK; }
int usher_attempt_begin(struct usher *usher, const char *function, const char *account_id, const char *kind, const char *subject) { (void)usher, (void)function, (void)account_id, (void)kind, (void)subject; return SQLITE_OK; }
int usher_attempt_clear(struct usher *usher, const char *kind, const char *subject) { (void)usher, (void)kind, (void)subject; return SQLITE_OK; }
int usher_session_start(struct usher *usher, const struct usher_new_session *session, char **token, struct usher_credential *credential) { (void)session, (void)credential; *token = sqlite3_mprintf("stub"); return *token ? SQLITE_OK : usher_pass(usher, SQLITE_NOMEM); }
int usher_sessions_end(struct usher *usher, const char *user_id, const char *except_id) { (void)usher, (void)user_id, (void)except_id; return SQLITE_OK; }
int usher_api_key_formed(const char *text, int length) { (void)text, (void)length; return 0; }
int usher_api_key_find(struct usher *usher, const char *text, int length, int *found, char user_id[USHER_UUID_TEXT + 1], struct usher_credential *credential) { (void)usher, (void)text, (void)length, (void)user_id, (void)credential; *found = 0; return SQLITE_OK; }
int usher_api_keys_end(struct usher *usher, const char *user_id) { (void)usher, (void)user_id; return SQLITE_OK; }
int usher_mfa_enrolled(struct usher *usher, const char *user_id, int *enrolled) { (void)usher, (void)user_id; *enrolled = 0; return SQLITE_OK; }
int usher_mfa_check(struct usher *usher, const char *user_id, const char *code, int *right) { (void)usher, (void)user_id, (void)code; *right = 0; return SQLITE_OK; }
int usher_mfa_clear(struct usher *usher, const char *user_id) { (void)usher, (void)user_id; return SQLITE_OK; }
int usher_require_team(struct usher *usher, const char *team_id) {
    struct usher_query query;
    char account_id[USHER_UUID_TEXT + 1] = "";
    int member = 0, lead = 0;
    int rc = usher_is_system(usher) ? SQLITE_OK : usher_require_actor(usher);
    if (rc == SQLITE_OK) rc = usher_open(usher, &query, USHER_SQL_stub_team, "tt", team_id, usher_actor_id(usher));
    if (rc != SQLITE_OK) return rc;
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        const char *role = (const char *)sqlite3_column_text(query.statement, 1);
        sqlite3_snprintf(sizeof(account_id), account_id, "%s", sqlite3_column_text(query.statement, 0));
        member = role != NULL;
        lead = role && role[0] == 'l';
    }
    usher_close(&query);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE) return rc;
    if (!account_id[0]) return usher_fail(usher, USHER_NOT_FOUND, "scope_id", "there is no such team");
    if (usher_is_system(usher) || lead) return SQLITE_OK;
    rc = usher_require(usher, USHER_MAY_TEAMS_UPDATE, account_id);
    return rc != SQLITE_OK && !member ? usher_fail(usher, USHER_NOT_FOUND, "scope_id", "there is no such team") : rc;
}
