/*
** Inviting, inviting again, resending.
**
** Rules: 32 random bytes, only their hash is stored; one open invite per
** account, channel and e-mail, inviting again reuses the row and its id, keeps who
** invited first (while they may, and into the same role), and kills the old
** token; nobody invites into a role beyond their own; nobody is invited who is
** there already, but into a channel (channel.c).
*/
#include "domain/invites/invites.h"

#include <string.h>

/* SQLITE_ROW, or SQLITE_DONE if there is none. */
static int load(struct usher_query *query, struct usher_invite *invite) {
    int rc = usher_step(query);
    if (rc != SQLITE_ROW) {
        return rc;
    }
    sqlite3_stmt *row = query->statement;
    const struct usher_copy copies[] = {{0, invite->id, sizeof(invite->id)},
                                        {1, invite->account_id, sizeof(invite->account_id)},
                                        {2, invite->email, sizeof(invite->email)},
                                        {3, invite->role_id, sizeof(invite->role_id)},
                                        {4, invite->invited_by, sizeof(invite->invited_by)},
                                        {8, invite->channel_id, sizeof(invite->channel_id)},
                                        {9, invite->share_mode, sizeof(invite->share_mode)}};
    invite->number = sqlite3_column_int64(row, 5);
    invite->state = (enum usher_invite_state)sqlite3_column_int(row, 6);
    invite->disclosed = sqlite3_column_int(row, 7);
    invite->described = sqlite3_column_int(row, 10);
    invite->teams = sqlite3_column_int(row, 11);
    rc = usher_copy_texts(query->usher, row, copies, sizeof(copies) / sizeof(*copies));
    return rc == SQLITE_OK ? SQLITE_ROW : rc;
}

/* Load the one row of an open query, which must be there. */
static int load_one(struct usher *usher, struct usher_query *query, const char *field,
                    struct usher_invite *invite) {
    int rc = load(query, invite);
    usher_close(query);
    if (rc == SQLITE_DONE) {
        return usher_fail(usher, USHER_NOT_FOUND, field,
                          "there is no such invite: it was never made, was deleted, or its token "
                          "was replaced");
    }
    return rc == SQLITE_ROW ? SQLITE_OK : rc;
}

int usher_invite_by_id(struct usher *usher, const char *id, struct usher_invite *invite) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_invite_by_id, "t", id);
    return rc == SQLITE_OK ? load_one(usher, &query, "id", invite) : rc;
}

int usher_invite_by_token(struct usher *usher, const char *token, struct usher_invite *invite) {
    unsigned char hash[USHER_HASH_BYTES];
    struct usher_query query;
    if (usher_token_hash(token, (int)strlen(token), hash) != 0) {
        return usher_fail(usher, USHER_INVALID, "token",
                          "token must be the 43 characters that the invite carries");
    }
    int rc = usher_open(usher, &query, USHER_SQL_invite_by_token, "b", hash, USHER_HASH_BYTES);
    return rc == SQLITE_OK ? load_one(usher, &query, "token", invite) : rc;
}

int usher_invite_require_open(struct usher *usher, const struct usher_invite *invite) {
    switch (invite->state) {
    case PENDING:
        return SQLITE_OK;
    case ACCEPTED:
        return usher_fail(usher, USHER_CONFLICT, "invite", "the invite was already accepted");
    case DECLINED:
        return usher_fail(usher, USHER_CONFLICT, "invite", "the invite was declined");
    case REVOKED:
        return usher_fail(usher, USHER_REVOKED, "invite", "the invite was revoked");
    default:
        return usher_fail(usher, USHER_EXPIRED, "invite", "the invite has expired");
    }
}

/* ---------------------------------------------------------- token and times */

struct terms {
    char now[USHER_TIME_TEXT + 1];
    char expires[USHER_TIME_TEXT + 1];
    const char *token;
    unsigned char hash[USHER_HASH_BYTES];
    char locale[USHER_LOCALE + 1]; /* of whoever was created for the address; "" */
};

static void make_token(struct usher *usher, const struct usher_record *record, struct terms *terms,
                       char token[USHER_TOKEN_TEXT + 1]) {
    const char *given = usher_record_text(record, INVITE_TOKEN);
    if (given) {
        memcpy(token, given, USHER_TOKEN_TEXT + 1);
    } else {
        usher_token_make(usher, token);
    }
    usher_token_hash(token, USHER_TOKEN_TEXT, terms->hash);
    terms->token = token;
}

int usher_invite_check_expiry(struct usher *usher, const char *expires, const char *now) {
    return !expires || strcmp(expires, now) > 0
               ? SQLITE_OK
               : usher_fail(usher, USHER_INVALID, "expires_at", "expires_at must lie ahead");
}

static int make_terms(struct usher *usher, const struct usher_record *record,
                      const char *account_id, char token[USHER_TOKEN_TEXT + 1],
                      struct terms *terms) {
    const char *given = usher_record_text(record, INVITE_EXPIRES_AT);
    sqlite3_int64 life;
    make_token(usher, record, terms, token);
    usher_now(usher, terms->now);
    if (given) {
        sqlite3_snprintf(sizeof(terms->expires), terms->expires, "%s", given);
        return usher_invite_check_expiry(usher, given, terms->now);
    }
    int rc = usher_setting(usher, USHER_SETTING_INVITE_LIFE, account_id, &life);
    if (rc == SQLITE_OK) {
        usher_time_after(terms->now, life, terms->expires);
    }
    return rc;
}

/* -------------------------------------------------------------------- writing */

static void set_texts(struct usher_fields *fields, const struct usher_record *record) {
    static const struct {
        int column;
        const char *name;
    } texts[] = {{INVITE_NAME, "name"},
                 {INVITE_FIRST_NAME, "first_name"},
                 {INVITE_LAST_NAME, "last_name"},
                 {INVITE_TEAMS, "teams"},
                 {INVITE_CHANNEL, "channel_id"},
                 {INVITE_SHARE_MODE, "share_mode"},
                 {INVITE_AUTHENTICATION, "authentication"}};
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        if (usher_given(record, texts[i].column)) {
            usher_set(fields, texts[i].name, &record->value[texts[i].column]);
        }
    }
}

/* `number` is the row that gets them, 0 a new one. */
static int set_terms(struct usher *usher, struct usher_fields *fields, const struct terms *terms,
                     sqlite3_int64 number) {
    int taken;
    int rc = usher_exists(usher, &taken, USHER_SQL_invite_token_taken, "bi", terms->hash,
                          USHER_HASH_BYTES, number);
    usher_set_blob(fields, "token_hash", terms->hash, USHER_HASH_BYTES);
    usher_set_text(fields, "expires_at", terms->expires);
    usher_set_text(fields, "updated_at", terms->now);
    usher_set_integer(fields, "disclosed", usher->locked); /* they see the token */
    return rc == SQLITE_OK && taken ? usher_fail(usher, USHER_CONFLICT, "token",
                                                 "token is that of another invite: make a new one")
                                    : rc;
}

static int audit(struct usher *usher, const char *action, const char *id, const char *account_id,
                 const struct usher_record *record, const char *expires) {
    struct usher_fields after;
    struct usher_event event = {action, "invites", id, account_id};
    usher_audit_fields(&usher_invites, record, record->given & ~((uint64_t)1 << INVITE_EXPIRES_AT),
                       &after);
    usher_set_text(&after, "expires_at", expires);
    return usher_audit(usher, &event, NULL, &after);
}

static int insert(struct usher *usher, struct usher_record *record, const char *account_id,
                  const char *role_id, const struct terms *terms, sqlite3_int64 *number) {
    char made[USHER_UUID_TEXT + 1];
    const char *id = usher_record_text(record, INVITE_ID);
    const char *created = usher_record_text(record, INVITE_CREATED_AT);
    struct usher_fields fields;
    id = usher_fields_new_row(usher, &fields, *number, id, made);
    usher_set_text(&fields, "account_id", account_id);
    usher_set(&fields, "email", &record->value[INVITE_EMAIL]);
    set_texts(&fields, record);
    if (usher_given(record, INVITE_CHANNEL) && !usher_given(record, INVITE_SHARE_MODE)) {
        usher_set_text(&fields, "share_mode", "view");
    }
    usher_set_text(&fields, "role_id", role_id);
    usher_set_text(&fields, "invited_by", usher_actor_id(usher));
    usher_set_text(&fields, "created_at", created ? created : terms->now);
    int rc = set_terms(usher, &fields, terms, 0);
    if (rc == SQLITE_OK) {
        rc = usher_insert(usher, "usher_invite", &fields, number);
    }
    if (rc == SQLITE_OK) {
        rc = audit(usher, "invite.create", id, account_id, record, terms->expires);
    }
    struct usher_mail mail = {.account_id = account_id,
                              .invite_id = id,
                              .locale = terms->locale[0] ? terms->locale : NULL,
                              .token = terms->token,
                              .expires_at = terms->expires};
    return rc == SQLITE_OK ? usher_invite_mail_first(usher, record, role_id, &mail) : rc;
}

/*
** May whoever invited first remain the one who did? Of an invite into a channel also if they share
** with members only, unless whoever acts may do more.
*/
static int inviter_remains(struct usher *usher, const struct usher_invite *invite,
                           const char *role_id, int *remains) {
    const char *actor = usher_actor_id(usher);
    int more;
    int rc = usher_invite_inviter_shares(usher, invite, remains);
    if (rc != SQLITE_OK || !*remains) {
        return rc;
    }
    rc = usher_invite_inviter_may(usher, invite, role_id, remains);
    if (rc == SQLITE_OK && !*remains && invite->channel_id[0] && actor) {
        rc = usher_user_may(usher, actor, USHER_MAY_INVITES_CREATE, invite->account_id, &more);
        *remains = rc == SQLITE_OK && !more;
    }
    return rc;
}

int usher_invite_set_inviter(struct usher *usher, struct usher_fields *fields,
                             const struct usher_invite *invite, const char *role_id,
                             const struct usher_record *record) {
    int may;
    int rc = inviter_remains(usher, invite, role_id, &may);
    /* Into another role, or teams, it is the invite of whoever says so, and ends with their right. */
    if (rc == SQLITE_OK &&
        (!may || strcmp(role_id, invite->role_id) != 0 || usher_given(record, INVITE_TEAMS))) {
        usher_set_text(fields, "invited_by", usher_actor_id(usher));
    }
    return rc;
}

/* What the new invite does not say of the person stays as it was. */
static int reuse(struct usher *usher, struct usher_record *record, const struct usher_invite *open,
                 const char *role_id, const struct terms *terms, sqlite3_int64 *number) {
    struct usher_fields fields;
    const char *id = usher_record_text(record, INVITE_ID);
    *number = open->number;
    int rc = usher_require_grant(usher, usher_actor_id(usher), open->role_id, open->account_id);
    if (rc == SQLITE_OK && id && strcmp(id, open->id) != 0) {
        rc = usher_fail(usher, USHER_CONFLICT, "id",
                        "an invite of this e-mail is open under another id");
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    usher_fields_init(&fields);
    usher_set(&fields, "email", &record->value[INVITE_EMAIL]);
    set_texts(&fields, record);
    usher_set_text(&fields, "role_id", role_id);
    rc = set_terms(usher, &fields, terms, open->number);
    if (rc == SQLITE_OK) {
        rc = usher_invite_set_inviter(usher, &fields, open, role_id, record);
    }
    if (rc == SQLITE_OK) {
        rc = usher_update(usher, "usher_invite", open->number, &fields);
    }
    if (rc == SQLITE_OK) {
        rc = audit(usher, "invite.renew", open->id, open->account_id, record, terms->expires);
    }
    return rc == SQLITE_OK
               ? usher_invite_mail_again(usher, open->number, terms->locale, terms->token)
               : rc;
}

/* Somebody who is there already needs no invite, unless they were only created. */
static int require_newcomer(struct usher *usher, const char *email, const char *account_id,
                            struct terms *terms) {
    struct usher_query query;
    char id[USHER_UUID_TEXT + 1];
    const struct usher_copy copies[] = {{0, id, sizeof(id)},
                                        {2, terms->locale, sizeof(terms->locale)}};
    terms->locale[0] = '\0';
    int rc = usher_open(usher, &query, USHER_SQL_invite_member, "tt", email, account_id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        int there = sqlite3_column_int(query.statement, 1);
        rc = there ? usher_fail(usher, USHER_CONFLICT, "email",
                                "email belongs to a user of the account already")
                   : usher_copy_texts(usher, query.statement, copies, 2);
        if (rc == SQLITE_OK) {
            rc = usher_invite_require_rank(usher, usher_actor_id(usher), id, account_id);
        }
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

int usher_invite_find_open(struct usher *usher, const char *email, const char *account_id,
                           const char *channel_id, struct usher_invite *open, int *found) {
    struct usher_query query;
    int rc =
        channel_id
            ? usher_open(usher, &query, USHER_SQL_invite_open, "ttt", email, account_id, channel_id)
            : usher_open(usher, &query, USHER_SQL_invite_open_any, "tt", email, account_id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = load(&query, open);
    usher_close(&query);
    *found = rc == SQLITE_ROW;
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* Whoever may share the channel has been found to; `account_id` is filled unless it is. */
static int may_invite(struct usher *usher, const struct usher_record *record,
                      char account_id[USHER_UUID_TEXT + 1], char role_id[USHER_UUID_TEXT + 1]) {
    int rc = SQLITE_OK;
    if (!usher_given(record, INVITE_CHANNEL)) {
        rc = usher_account_of(usher, "account_id", usher_record_text(record, INVITE_ACCOUNT),
                              account_id);
        rc = rc == SQLITE_OK ? usher_require(usher, USHER_MAY_INVITES_CREATE, account_id) : rc;
    }
    if (rc == SQLITE_OK && usher_given(record, INVITE_CREATED_AT) && !usher_is_system(usher)) {
        rc = usher_fail(usher, USHER_FORBIDDEN, "created_at", "created_at is the system's to set");
    }
    if (rc == SQLITE_OK) {
        rc = usher_role_find(usher, "role", account_id, record->value[INVITE_ROLE].text, role_id);
    }
    return rc == SQLITE_OK ? usher_require_grant(usher, usher_actor_id(usher), role_id, account_id)
                           : rc;
}

int usher_invite_open(struct usher *usher, struct usher_record *record, sqlite3_int64 *number,
                      char token[USHER_TOKEN_TEXT + 1]) {
    char account_id[USHER_UUID_TEXT + 1];
    char role_id[USHER_UUID_TEXT + 1];
    struct terms terms;
    struct usher_invite open;
    int found = 0;
    if (!usher_given(record, INVITE_ROLE)) {
        struct usher_value role;
        usher_value_text(&role, "user");
        usher_record_set(record, INVITE_ROLE, &role);
    }
    const char *email = record->value[INVITE_EMAIL].text;
    const char *channel_id = usher_record_text(record, INVITE_CHANNEL);
    int rc = usher_invite_may_channel(usher, record, account_id);
    if (rc == SQLITE_OK) {
        rc = may_invite(usher, record, account_id, role_id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_invite_may_teams(usher, record, account_id);
    }
    if (rc == SQLITE_OK) {
        rc = channel_id ? usher_invite_locale(usher, email, account_id, terms.locale)
                        : require_newcomer(usher, email, account_id, &terms);
    }
    if (rc == SQLITE_OK) {
        rc = make_terms(usher, record, account_id, token, &terms);
    }
    if (rc == SQLITE_OK) {
        rc = usher_invite_find_open(usher, email, account_id, channel_id ? channel_id : "", &open,
                                    &found);
    }
    if (rc == SQLITE_OK) {
        rc = found ? reuse(usher, record, &open, role_id, &terms, number)
                   : insert(usher, record, account_id, role_id, &terms, number);
    }
    return rc;
}

int usher_invite_renew(struct usher *usher, const struct usher_invite *invite,
                       struct usher_record *options, char token[USHER_TOKEN_TEXT + 1]) {
    struct terms terms;
    struct usher_fields fields;
    int rc = usher_invite_require_create(usher, invite->channel_id, invite->account_id);
    if (rc == SQLITE_OK && invite->state != EXPIRED) {
        rc = usher_invite_require_open(usher, invite);
    }
    if (rc == SQLITE_OK) {
        rc = usher_require_grant(usher, usher_actor_id(usher), invite->role_id, invite->account_id);
    }
    if (rc == SQLITE_OK) {
        rc = make_terms(usher, options, invite->account_id, token, &terms);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    usher_fields_init(&fields);
    rc = set_terms(usher, &fields, &terms, invite->number);
    if (rc == SQLITE_OK) {
        rc = usher_invite_set_inviter(usher, &fields, invite, invite->role_id, options);
    }
    if (rc == SQLITE_OK) {
        rc = usher_update(usher, "usher_invite", invite->number, &fields);
    }
    if (rc == SQLITE_OK) {
        rc = usher_invite_locale(usher, invite->email, invite->account_id, terms.locale);
    }
    if (rc == SQLITE_OK) {
        rc = usher_invite_mail_again(usher, invite->number, terms.locale, token);
    }
    struct usher_record none = {.given = 0};
    return rc == SQLITE_OK
               ? audit(usher, "invite.resend", invite->id, invite->account_id, &none, terms.expires)
               : rc;
}
