/*
** Who sees which users, and what of them.
*/
#include "domain/users/users.h"

#include "domain/channels/channels.h"

#include <string.h>

#define BIT(column) USER_COLUMN(column)

/* What concerns nobody but the user, and who may see it in their account. */
#define PRIVATE_COLUMNS                                                                            \
    (BIT(USER_AUTHENTICATION) | BIT(USER_MFA_REQUIRED) | BIT(USER_VERIFIED_EMAIL) |                \
     BIT(USER_NOTIFICATIONS) | BIT(USER_EMAIL_NOTIFICATIONS) | BIT(USER_DISK_SPACE) |              \
     BIT(USER_DISK_SPACE_USED) | BIT(USER_TERMS_AGREED) | BIT(USER_PHONE_NUMBER) |                 \
     BIT(USER_FAVORITES) | BIT(USER_GROUP_ASSET_ACCESS) | BIT(USER_ACCESS_ID) |                    \
     BIT(USER_LAST_LOGIN_AT) | BIT(USER_LAST_READ_AT) | BIT(USER_UNREAD) | BIT(USER_HAS_NEW))
/* Who is a guest with us: what they are at home, and who wrote it, is not ours to know. */
#define HOME_COLUMNS                                                                               \
    (BIT(USER_ROLE) | BIT(USER_PERMISSIONS) | BIT(USER_ADDONS) | BIT(USER_TEAMS) |                 \
     BIT(USER_CREATED_BY) | BIT(USER_UPDATED_BY))

enum { SEES_HOME = USHER_SEES_MORE, SEES_HOME_MASKED, SEES_OWN_MASKED, SEES_SHARED };

#define SEEN_USERS                                                                                 \
    "u.id = $actor OR u.account_id IN " USHER_HOLDS(                                               \
        "users.read") " OR u.id IN (SELECT v.user_id FROM main.usher_membership AS v "             \
                      "WHERE v.home = 0 AND v.account_id IN " USHER_HOLDS("users.read") ")"
/* Who is in a channel with whoever acts, in person. */
#define SHARED_USERS                                                                               \
    "u.id IN (SELECT v.user_id FROM main.usher_channel AS c "                                      \
    "JOIN main.usher_channel_member AS v ON v.channel_id = c.id "                                  \
    "WHERE c.discarded_at IS NULL AND c.id IN " USHER_OWN_CHANNELS ")"

/*
** Oneself; where users.read is held, the account's members; and with whom one shares a channel
** (001). In the usual case, one account without guests, that is one condition which an index
** answers: the account's channels have no others in them.
*/
void usher_user_sight(const struct usher_table *table, const struct usher_rights *rights,
                      struct usher_sight *sight) {
    (void)table;
    int accounts = usher_rights_count(rights, USHER_MAY_USERS_READ);
    int in_person = strcmp(sight->principal, sight->actor) == 0; /* not by an API key */
    int shares = rights->shares && in_person;
    if (accounts == 0 && !shares) {
        sight->level = USHER_SEES_OWN;
        sight->rows = "u.id = $actor";
        if (!in_person) { /* for the key's scopes to say, self.read among them */
            sight->level = SEES_OWN_MASKED;
            sight->mask[0] = (struct usher_mask){
                PRIVATE_COLUMNS,
                "u.id = $own OR u.account_id IN " USHER_HOLDS("users.read_private")};
        }
        return;
    }
    int home = usher_rights_hold(rights, USHER_MAY_USERS_READ, rights->home);
    if (accounts == 1 && home && !rights->guests && !(shares && rights->guest)) {
        sight->level = SEES_HOME;
        sight->rows = "u.account_id = $account";
        sqlite3_snprintf(sizeof(sight->account), sight->account, "%s", rights->home);
        if (!usher_rights_hold(rights, USHER_MAY_USERS_READ_PRIVATE, rights->home)) {
            sight->level = SEES_HOME_MASKED;
            sight->mask[0] = (struct usher_mask){PRIVATE_COLUMNS, "u.id = $own"};
        }
        return;
    }
    sight->level = shares ? SEES_SHARED : USHER_SEES_ACCOUNT;
    sight->rows = shares ? SEEN_USERS " OR " SHARED_USERS : SEEN_USERS;
    sight->mask[0] = (struct usher_mask){
        PRIVATE_COLUMNS, "u.id = $own OR u.account_id IN " USHER_HOLDS("users.read_private")};
    sight->mask[1] = (struct usher_mask){
        HOME_COLUMNS, "u.id = $actor OR u.account_id IN " USHER_HOLDS("users.read")};
}
