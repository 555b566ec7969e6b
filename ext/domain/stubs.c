/* Stands in for what is being built. */
#include "domain/domain.h"
int usher_jwt_sign_session(struct usher *usher, const struct usher_session_claims *claims, char **token) { (void)claims; *token = NULL; return usher_fail(usher, USHER_UNSUPPORTED, NULL, "stub"); }
int usher_jwt_verify_session(struct usher *usher, const char *token, int length, struct usher_session_claims *claims, int *valid) { (void)usher, (void)token, (void)length, (void)claims; *valid = 0; return SQLITE_OK; }
int usher_attempt_begin(struct usher *usher, const char *function, const char *account_id, const char *kind, const char *subject) { (void)usher, (void)function, (void)account_id, (void)kind, (void)subject; return SQLITE_OK; }
int usher_attempt_clear(struct usher *usher, const char *kind, const char *subject) { (void)usher, (void)kind, (void)subject; return SQLITE_OK; }
int usher_session_start(struct usher *usher, const struct usher_new_session *session, char **token, struct usher_credential *credential) { (void)session, (void)credential; *token = sqlite3_mprintf("stub"); return *token ? SQLITE_OK : usher_pass(usher, SQLITE_NOMEM); }
int usher_sessions_end(struct usher *usher, const char *user_id, const char *except_id) { (void)usher, (void)user_id, (void)except_id; return SQLITE_OK; }
int usher_api_key_formed(const char *text, int length) { (void)text, (void)length; return 0; }
int usher_api_key_find(struct usher *usher, const char *text, int length, int *found, char user_id[USHER_UUID_TEXT + 1], struct usher_credential *credential) { (void)usher, (void)text, (void)length, (void)user_id, (void)credential; *found = 0; return SQLITE_OK; }
int usher_api_keys_end(struct usher *usher, const char *user_id) { (void)usher, (void)user_id; return SQLITE_OK; }
