/* Stands in for what is being built. */
#include "domain/domain.h"
int usher_api_key_formed(const char *text, int length) { (void)text, (void)length; return 0; }
int usher_api_key_find(struct usher *usher, const char *text, int length, int *found, char user_id[USHER_UUID_TEXT + 1], struct usher_credential *credential) { (void)usher, (void)text, (void)length, (void)user_id, (void)credential; *found = 0; return SQLITE_OK; }
int usher_api_keys_end(struct usher *usher, const char *user_id) { (void)usher, (void)user_id; return SQLITE_OK; }
