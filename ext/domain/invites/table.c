/*
** The table invites.
*/
#include "domain/invites/invites.h"

#include "domain/channels/channels.h"

#include <string.h>

#define STATUS                                                                                     \
    "CASE WHEN i.accepted_at IS NOT NULL THEN 'accepted' "                                         \
    "WHEN i.declined_at IS NOT NULL THEN 'declined' "                                              \
    "WHEN i.revoked_at IS NOT NULL THEN 'revoked' "                                                \
    "WHEN i.expires_at <= usher_now() THEN 'expired' "                                             \
    "ELSE 'pending' END"

/* A token is looked up by its hash; one that is not well-formed matches nothing. */
static int token_key(struct usher *usher, sqlite3_value *given, struct usher_value *bound) {
    unsigned char *hash = sqlite3_malloc64(USHER_HASH_BYTES);
    if (!hash) {
        return usher_pass(usher, SQLITE_NOMEM);
    }
    const char *text = (const char *)sqlite3_value_text(given);
    bound->owned = (char *)hash;
    if (text && usher_token_hash(text, sqlite3_value_bytes(given), hash) == 0) {
        bound->type = SQLITE_BLOB;
        bound->text = bound->owned;
        bound->length = USHER_HASH_BYTES;
    }
    return SQLITE_OK;
}

static int insert_row(struct usher *usher, struct usher_change *change) {
    char token[USHER_TOKEN_TEXT + 1];
    int rc = usher_invite_open(usher, change->next, &change->number, token);
    usher_wipe(token, sizeof(token));
    return rc;
}

static const char kept[] = "usher keeps it";
static const char derived[] = "it follows from the other columns";

#define OPTIONAL (USHER_INSERT | USHER_UPDATE | USHER_CLEARABLE)

static const struct usher_column columns[INVITE_COLUMNS] = {
    [INVITE_ID] = USHER_UUID_COLUMN("id", "i.id", USHER_KEY | USHER_INSERT),
    [INVITE_ACCOUNT] =
        USHER_UUID_COLUMN("account_id", "i.account_id", USHER_INDEXED | USHER_INSERT),
    [INVITE_EMAIL] = {.name = "email",
                      .affinity = USHER_TEXT,
                      .collation = "NOCASE",
                      .sql = "i.email",
                      .flags = USHER_INDEXED | USHER_WORDS | USHER_INSERT | USHER_REQUIRED,
                      .check = usher_check_email,
                      .limit = 254,
                      .hint = "invite the other address"},
    [INVITE_NAME] = {.name = "name",
                     .affinity = USHER_TEXT,
                     .sql = "i.name",
                     .flags = OPTIONAL,
                     .check = usher_check_text,
                     .limit = 100},
    [INVITE_FIRST_NAME] = {.name = "first_name",
                           .affinity = USHER_TEXT,
                           .sql = "i.first_name",
                           .flags = OPTIONAL,
                           .check = usher_check_text,
                           .limit = 100},
    [INVITE_LAST_NAME] = {.name = "last_name",
                          .affinity = USHER_TEXT,
                          .sql = "i.last_name",
                          .flags = OPTIONAL,
                          .check = usher_check_text,
                          .limit = 100},
    [INVITE_ROLE] = {.name = "role",
                     .affinity = USHER_TEXT,
                     .sql = "r.name",
                     .flags = USHER_INSERT | USHER_UPDATE,
                     .check = usher_check_text,
                     .limit = 40},
    [INVITE_TEAMS] = {.name = "teams",
                      .affinity = USHER_TEXT,
                      .sql = "ifnull(i.teams, '[]')",
                      .flags = USHER_INSERT | USHER_UPDATE | USHER_JSON,
                      .check = usher_check_invite_teams},
    [INVITE_CHANNEL] = USHER_UUID_COLUMN("channel_id", "i.channel_id",
                                         USHER_INDEXED | USHER_INSERT | USHER_CLEARABLE),
    [INVITE_SHARE_MODE] = {.name = "share_mode",
                           .affinity = USHER_TEXT,
                           .sql = "i.share_mode",
                           .flags = USHER_INSERT | USHER_UPDATE | USHER_WORDS,
                           .check = usher_check_share_mode},
    [INVITE_AUTHENTICATION] = {.name = "authentication",
                               .affinity = USHER_TEXT,
                               .sql = "i.authentication",
                               .flags = USHER_INSERT | USHER_UPDATE | USHER_WORDS,
                               .check = usher_check_authentication},
    [INVITE_STATUS] = {.name = "status",
                       .affinity = USHER_TEXT,
                       .sql = STATUS,
                       .flags = USHER_UPDATE | USHER_WORDS,
                       .check = usher_check_text,
                       .limit = 20,
                       .hint = "a new invite is pending"},
    [INVITE_USER] = {.name = "user_id",
                     .affinity = USHER_TEXT,
                     .sql = "i.user_id",
                     .flags = USHER_INDEXED | USHER_WORDS,
                     .hint = kept},
    [INVITE_INVITED_BY] = USHER_WORD_COLUMN("invited_by", "i.invited_by", kept),
    [INVITE_CREATED_AT] = {.name = "created_at",
                           .affinity = USHER_TEXT,
                           .sql = "i.created_at",
                           .flags = USHER_WORDS | USHER_INSERT,
                           .check = usher_check_time,
                           .hint = kept},
    [INVITE_EXPIRES_AT] = {.name = "expires_at",
                           .affinity = USHER_TEXT,
                           .sql = "i.expires_at",
                           .flags = USHER_WORDS | USHER_INSERT | USHER_UPDATE,
                           .check = usher_check_time},
    [INVITE_ACCEPTED_AT] = USHER_TIME_COLUMN("accepted_at", "i.accepted_at", kept),
    [INVITE_DECLINED_AT] = USHER_TIME_COLUMN("declined_at", "i.declined_at", kept),
    [INVITE_REVOKED_AT] = USHER_TIME_COLUMN("revoked_at", "i.revoked_at", kept),
    [INVITE_UPDATED_AT] = USHER_TIME_COLUMN("updated_at", "i.updated_at", kept),
    [INVITE_TOKEN] = {.name = "token",
                      .affinity = USHER_TEXT,
                      .sql = "(i.token_hash = @)",
                      .flags = USHER_HIDDEN | USHER_PARAMETER | USHER_INSERT | USHER_SECRET,
                      .check = usher_check_token,
                      .hint = "invite_resend() makes a new one",
                      .parameter = token_key},
    /* What the invite itself tells whom it is for, whether or not they see user or channel. */
    [INVITE_INVITER_NAME] = {.name = "inviter_name",
                             .affinity = USHER_TEXT,
                             .sql = "(SELECT ifnull(v.name, nullif(trim(ifnull(v.first_name, '') "
                                    "|| ' ' || ifnull(v.last_name, '')), '')) "
                                    "FROM main.usher_user AS v WHERE v.id = i.invited_by)",
                             .flags = USHER_HIDDEN,
                             .hint = derived},
    [INVITE_CHANNEL_NAME] = {.name = "channel_name",
                             .affinity = USHER_TEXT,
                             .sql = "(SELECT v.name FROM main.usher_channel AS v "
                                    "WHERE v.id = i.channel_id)",
                             .flags = USHER_HIDDEN,
                             .hint = derived},
};

/* Whose address was never shown to be theirs does not see what is sent to it; nor does an API key. */
#define OWN_INVITES                                                                                \
    "i.email = (SELECT v.email FROM main.usher_user AS v WHERE v.id = $principal "                 \
    "AND v.verified_email = 1)"
/* Into channels that one may change. */
#define CHANNEL_INVITES                                                                            \
    "i.channel_id IN (SELECT v.channel_id FROM main.usher_channel_member AS v "                    \
    "WHERE v.user_id = $principal AND v.mode = 'edit') "                                           \
    "OR i.channel_id IN (SELECT c.id FROM main.usher_channel AS c "                                \
    "WHERE c.account_id IN " USHER_HOLDS("channels.update") ")"

static const struct usher_policy policy = {
    .own = OWN_INVITES " OR " CHANNEL_INVITES,
    .read = USHER_MAY_INVITES_READ,
    .account =
        OWN_INVITES " OR " CHANNEL_INVITES " OR i.account_id IN " USHER_HOLDS("invites.read"),
};

const struct usher_table usher_invites = {
    .name = "invites",
    .noun = "invite",
    .backing = "usher_invite",
    .from = "main.usher_invite AS i LEFT JOIN main.usher_role AS r ON r.id = i.role_id",
    .rowid = "i.number",
    .columns = columns,
    .count = INVITE_COLUMNS,
    .sight = usher_sight_plain,
    .policy = &policy,
    .insert = insert_row,
    .update = usher_invite_row_update,
    .remove = usher_invite_row_remove,
};
