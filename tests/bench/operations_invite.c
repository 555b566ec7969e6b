/*
** Invites. `plain` is what a program in C would run that knows what it wants: the same looks (is
** there such a role, is the address a member's, is an invite open, who may it be), the same rows, the
** hash of the token, the sealed mail, the chained entries of the audit log.
*/
#include "operations.h"

#include <stddef.h>

/* Chained to the last one: a salted hash of what it says, and one of the rest and the hash before. */
#define CHAINED(action, type, id, after)                                                           \
    "INSERT INTO usher_audit (created_at, real_actor, actor, action, object_type, object_id, "     \
    "account_id, after, contents, hash) VALUES (:now, 'system', 'system', '" action "', '" type    \
    "', " id ", :account, json_object(" after "), CAST(substr(:hash, 1, 16) || "                   \
    "bench_keyed_hash(:hash, json_object(" after ")) AS BLOB), bench_keyed_hash("                  \
    "(SELECT hash FROM usher_audit ORDER BY number DESC LIMIT 1), :now, 'system', 'system', "      \
    "'" action "', '" type "', " id ", :account, :hash));"

#define FIND_ROLE                                                                                  \
    "SELECT id FROM usher_role WHERE name = 'user' AND ifnull(account_id, '') = :account "         \
    "UNION ALL SELECT id FROM usher_role WHERE name = 'user' AND ifnull(account_id, '') = '' "     \
    "LIMIT 1;"
#define FIND_MEMBER                                                                                \
    "SELECT u.id, u.activated_at IS NOT NULL FROM usher_user AS u "                                \
    "CROSS JOIN usher_membership AS m ON m.user_id = u.id AND m.account_id = :account "            \
    "WHERE u.email = :new_email AND u.discarded_at IS NULL;"
#define FIND_LIFE                                                                                  \
    "SELECT value FROM usher_setting WHERE scope_id = :account AND key = 'invites.life' "          \
    "AND scope = 'account';"
#define FIND_OPEN                                                                                  \
    "SELECT id FROM usher_invite WHERE email = :new_email AND account_id = :account "              \
    "AND ifnull(channel_id, '') = '' AND accepted_at IS NULL AND declined_at IS NULL "             \
    "AND revoked_at IS NULL;"
#define INSERT_INVITE                                                                              \
    "INSERT INTO usher_invite (id, account_id, email, role_id, token_hash, created_at, "           \
    "expires_at, updated_at) VALUES (:new_invite, :account, :new_email, :role, "                   \
    "bench_token_hash(:token), :now, :later, :now);"
#define INSERT_MAIL                                                                                \
    "INSERT INTO usher_outbox (id, kind, account_id, invite_id, email, token, created_at, "        \
    "expires_at) VALUES (:new_membership, 'invite', :account, :new_invite, :new_email, "           \
    "bench_seal(:token), :now, :later);"
#define CREATE                                                                                     \
    FIND_ROLE FIND_MEMBER FIND_LIFE FIND_OPEN INSERT_INVITE INSERT_MAIL CHAINED(                   \
        "invite.create", "invites", ":new_invite",                                                 \
        "'email', :new_email, 'role', 'user', 'expires_at', :later")

#define FIND_INVITE                                                                                \
    "SELECT id, account_id, email, role_id, invited_by, number, accepted_at, declined_at, "        \
    "revoked_at, expires_at, channel_id, name, first_name, last_name, authentication, teams "      \
    "FROM usher_invite WHERE token_hash = bench_token_hash(:token);"
#define NAME_ROLE "SELECT name FROM usher_role WHERE id = :role;"
#define INSERT_ACTIVE                                                                              \
    "INSERT INTO usher_user (id, account_id, email, verified_email, activated_at, access_id, "     \
    "recipient, created_at, updated_at) VALUES (:new_id, :account, :new_email, 1, :now, "          \
    "lower(hex(randomblob(16))), (SELECT max(recipient) + 1 FROM usher_user), :now, :now);"
#define INSERT_MEMBERSHIP                                                                          \
    "INSERT INTO usher_membership (id, user_id, account_id, role_id, created_at, updated_at) "     \
    "VALUES (:new_membership, :new_id, :account, :role, :now, :now);"
#define CLOSE_INVITE                                                                               \
    "UPDATE usher_invite SET accepted_at = :now, user_id = :new_id, updated_at = :now "            \
    "WHERE id = :new_invite;"
#define WITHDRAW_MAIL "DELETE FROM usher_outbox WHERE invite_id = :new_invite;"
#define ACCEPT                                                                                     \
    FIND_INVITE NAME_ROLE FIND_MEMBER FIND_QUOTA INSERT_ACTIVE INSERT_MEMBERSHIP CHAINED(          \
        "user.create", "users", ":new_id", "'email', :new_email, 'role', 'user'")                  \
        CLOSE_INVITE WITHDRAW_MAIL CHAINED("invite.accept", "invites", ":new_invite",              \
                                           "'user_id', :new_id")
#define FIND_QUOTA                                                                                 \
    "SELECT value FROM usher_setting WHERE scope_id = :account AND key = 'storage.quota' "         \
    "AND scope = 'account';"

#define USHER_CREATE "SELECT invite_create(:new_email, 'user', :options);"
#define STATE_CREATE                                                                               \
    "SELECT i.id, i.account_id, i.email, i.role_id, hex(i.token_hash), i.accepted_at IS NULL, "    \
    "(SELECT count(*) FROM usher_outbox AS o WHERE o.invite_id = i.id AND o.kind = 'invite' "      \
    "AND length(o.token) > 60), (SELECT count(*) FROM usher_audit AS a "                           \
    "WHERE a.object_id = i.id AND a.action = 'invite.create' AND length(a.hash) = 32) "            \
    "FROM usher_invite AS i WHERE i.email = :new_email"
#define STATE_ACCEPT                                                                               \
    "SELECT i.id, i.accepted_at IS NOT NULL, u.email, u.verified_email, "                          \
    "u.activated_at IS NOT NULL, u.recipient, m.role_id, "                                         \
    "(SELECT count(*) FROM usher_outbox AS o WHERE o.invite_id = i.id), "                          \
    "(SELECT group_concat(e.action) FROM (SELECT a.action FROM usher_audit AS a "                  \
    "WHERE a.object_id IN (i.id, u.id) ORDER BY a.action) AS e) "                                  \
    "FROM usher_invite AS i JOIN usher_user AS u ON u.id = i.user_id "                             \
    "JOIN usher_membership AS m ON m.user_id = u.id WHERE i.email = :new_email"

const struct bench_operation bench_invites[] = {
    {"invite_create",
     "invite_create, ÷ the same by hand",
     BENCH_WRITE,
     50,
     {CREATE, NULL, USHER_CREATE},
     NULL,
     STATE_CREATE,
     NULL},
    {"invite_accept",
     "invite_accept, ÷ the same by hand",
     BENCH_WRITE,
     50,
     {ACCEPT, NULL, "SELECT invite_accept(:token)"},
     USHER_CREATE,
     STATE_ACCEPT,
     NULL},
    {.name = NULL},
};
