/*
** Who acts on this connection.
**
** A connection starts as the system, which may do everything. act_as() puts a
** user in its place; the system stays the real actor, and both are written to
** the audit log. Who authenticates is both. After usher_lockdown() it is a user,
** or nobody.
**
** A statement sees one actor from its beginning to its end: what act_as() and
** authenticate() change takes effect when the statement that called them is over.
** Called within a transaction they end with the transaction, of which the internal
** table usher_scope is told (scope.c).
*/
#include "identity/internal.h"

#include <string.h>

int usher_identity_open(struct usher *usher) {
    usher->identity = sqlite3_malloc64(sizeof(*usher->identity));
    if (!usher->identity) {
        return SQLITE_NOMEM;
    }
    memset(usher->identity, 0, sizeof(*usher->identity));
    return SQLITE_OK;
}

void usher_identity_close(struct usher *usher) {
    struct usher_identity *identity = usher->identity;
    if (!identity) {
        return; /* loading failed before it was there */
    }
    usher_rights_clear(&identity->held);
    usher_rights_clear(&identity->lender);
    usher_rights_clear(&identity->borrower);
    sqlite3_free(identity);
}

int usher_is_system(const struct usher *usher) {
    return usher->identity->now.effective.kind == USHER_ACTOR_SYSTEM;
}

const char *usher_actor_id(const struct usher *usher) {
    const struct usher_actor *actor = &usher->identity->now.effective;
    return actor->kind == USHER_ACTOR_USER ? actor->id : NULL;
}

static const char *name_of(const struct usher_actor *actor) {
    return actor->kind == USHER_ACTOR_SYSTEM ? "system"
           : actor->kind == USHER_ACTOR_USER ? actor->id
                                             : "nobody";
}

const char *usher_actor_name(const struct usher *usher) {
    return name_of(&usher->identity->now.effective);
}

const char *usher_real_actor_name(const struct usher *usher) {
    return name_of(&usher->identity->now.real);
}

const struct usher_credential *usher_actor_credential(const struct usher *usher) {
    return &usher->identity->now.effective.credential;
}

int usher_acts_by_key(const struct usher *usher) {
    return usher_actor_credential(usher)->kind == USHER_BY_API_KEY;
}

int usher_require_person(struct usher *usher, const char *what) {
    return usher_acts_by_key(usher)
               ? usher_fail(usher, USHER_FORBIDDEN, NULL, "an API key cannot %s: sign in", what)
               : SQLITE_OK;
}

static const char *principal_of(const struct usher_actor *actor) {
    return actor->credential.kind == USHER_BY_API_KEY ? actor->credential.id : name_of(actor);
}

const char *usher_actor_principal(const struct usher *usher) {
    return principal_of(&usher->identity->now.effective);
}

/* ------------------------------------------------------ when a change takes effect */

static int is_inner(const struct usher *usher, const sqlite3_stmt *statement) {
    return USHER_ALWAYS(usher->is_inner) && /* set on loading, by the tables */
           usher->is_inner(usher, statement);
}

/*
** A transaction may end, and its act_as() with it, while statements of the host's wait
** to be stepped on. They began as another actor, and must not go on as this one. What
** waits has a row to show; what runs has none.
*/
static void leave_behind(struct usher *usher) {
    struct usher_identity *identity = usher->identity;
    sqlite3_stmt *statement = NULL;
    while ((statement = sqlite3_next_stmt(usher->db, statement)) != NULL) {
        if (!sqlite3_stmt_busy(statement) || sqlite3_data_count(statement) == 0 ||
            is_inner(usher, statement)) {
            continue;
        }
        if (identity->left == USHER_LEFT_BEHIND) {
            sqlite3_interrupt(usher->db); /* so many: all that run */
            return;
        }
        identity->left_behind[identity->left++] =
            (struct usher_run){statement, sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_RUN, 0),
                               sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 0)};
    }
}

/* Is it still there, and in the same run? */
static int goes_on(const struct usher *usher, const struct usher_run *run) {
    sqlite3_stmt *statement = NULL;
    while ((statement = sqlite3_next_stmt(usher->db, statement)) != NULL) {
        if (statement == run->statement) {
            return sqlite3_stmt_busy(statement) &&
                   sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_RUN, 0) == run->run &&
                   sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 0) >= run->steps;
        }
    }
    return 0;
}

/* conflict if it is one of those that runs now. */
static int require_present(struct usher *usher) {
    struct usher_identity *identity = usher->identity;
    int kept = 0;
    int runs = 0;
    for (int i = 0; i < identity->left; i++) {
        if (goes_on(usher, &identity->left_behind[i])) {
            identity->left_behind[kept++] = identity->left_behind[i];
            runs |= sqlite3_data_count(identity->left_behind[i].statement) == 0;
        }
    }
    identity->left = kept;
    return runs ? usher_fail(usher, USHER_CONFLICT, NULL,
                             "somebody else acts since the statement began: run it again")
                : SQLITE_OK;
}

void usher_actor_put(struct usher *usher, const struct usher_actors *actors) {
    if (strcmp(usher_actor_principal(usher), principal_of(&actors->effective)) != 0) {
        usher->error.code = USHER_OK; /* it may quote what another was told */
        leave_behind(usher);
    }
    usher->identity->now = *actors;
    usher->identity->pending = 0;
    usher_rights_forget(usher);
}

/* Statements of the host's that are running, the one that asks included; and one of them. */
static int running_statements(struct usher *usher, sqlite3_stmt **running) {
    int count = 0;
    sqlite3_stmt *statement = NULL;
    while ((statement = sqlite3_next_stmt(usher->db, statement)) != NULL) {
        if (sqlite3_stmt_busy(statement) && !is_inner(usher, statement)) {
            *running = statement;
            count++;
        }
    }
    return count;
}

int usher_actor_settle(struct usher *usher) {
    struct usher_identity *identity = usher->identity;
    /*
    ** The host may leave the statement that called act_as() unfinished, and go on to
    ** another: it then has a row to show. While it runs it has none, whatever other
    ** statements run within it.
    */
    if (identity->pending && sqlite3_data_count(identity->caller) > 0) {
        usher_actor_put(usher, &identity->next);
    }
    return identity->left ? require_present(usher) : SQLITE_OK;
}

/* SQLite lets go of the function's data: its statement is over. */
static void statement_over(void *data) {
    struct usher *usher = data;
    struct usher_identity *identity = usher->identity;
    if (!identity->pending) {
        return;
    }
    usher_actor_put(usher, &identity->next);
    /* If it was interrupted, it still has a row to show; the next may stand in its place. */
    for (int i = 0; i < identity->left; i++) {
        if (identity->left_behind[i].statement == identity->caller) {
            identity->left_behind[i] = identity->left_behind[--identity->left];
        }
    }
}

/* A number of its own, as json1 has, for data that belongs to the statement as a whole. */
#define STATEMENT_DATA (-429873)

/* The same, and *running is the statement that asks. */
static int find_caller(struct usher *usher, const sqlite3_context *context,
                       sqlite3_stmt **running) {
    *running = NULL;
    return running_statements(usher, running) > 1 || (!context && usher->cursors)
               ? usher_fail(usher, USHER_CONFLICT, NULL,
                            "another statement is running on this connection, and a statement "
                            "sees one actor: finish or reset it first")
               : SQLITE_OK;
}

/* All that can fail of a change, once a statement; *running is the one that asks. */
static int reserve(struct usher *usher, sqlite3_context *context, sqlite3_stmt **running) {
    int reserved = context && sqlite3_get_auxdata(context, STATEMENT_DATA);
    int rc = find_caller(usher, context, running);
    /* Who is lent for a request is gone before the transaction ends. */
    if (rc == SQLITE_OK && !reserved && !usher->identity->lending &&
        !sqlite3_get_autocommit(usher->db)) {
        rc = usher_scope_begin(usher);
    }
    if (rc != SQLITE_OK || !context || reserved) {
        return rc;
    }
    sqlite3_set_auxdata(context, STATEMENT_DATA, usher, statement_over);
    return sqlite3_get_auxdata(context, STATEMENT_DATA) ? SQLITE_OK
                                                        : usher_pass(usher, SQLITE_NOMEM);
}

int usher_require_alone(struct usher *usher, sqlite3_context *context) {
    sqlite3_stmt *running;
    return reserve(usher, context, &running);
}

static int change_actors(struct usher *usher, sqlite3_context *context,
                         const struct usher_actors *actors) {
    struct usher_identity *identity = usher->identity;
    sqlite3_stmt *running;
    int rc = reserve(usher, context, &running);
    if (rc != SQLITE_OK) {
        return rc;
    }
    if (!context) {
        usher_actor_put(usher, actors);
        return SQLITE_OK;
    }
    identity->next = *actors; /* a second call replaces what the first one left */
    identity->caller = running;
    identity->pending = 1;
    return SQLITE_OK;
}

int usher_act_as(struct usher *usher, sqlite3_context *context, const char *user_id) {
    struct usher_actors actors = {.real = {.kind = USHER_ACTOR_SYSTEM}};
    if (usher->locked) {
        return usher_fail(usher, USHER_FORBIDDEN, NULL, "only the system may act as somebody");
    }
    if (user_id) {
        int found;
        int rc = usher_exists(usher, &found, USHER_SQL_user_active, "t", user_id);
        if (rc == SQLITE_OK && !found) {
            rc =
                usher_fail(usher, USHER_NOT_FOUND, "user_id", "there is no active user of this id");
        }
        if (rc != SQLITE_OK) {
            return rc;
        }
        actors.effective.kind = USHER_ACTOR_USER;
        sqlite3_snprintf(sizeof(actors.effective.id), actors.effective.id, "%s", user_id);
    }
    return change_actors(usher, context, &actors);
}

static struct usher_actor recognised(const char *user_id,
                                     const struct usher_credential *credential) {
    struct usher_actor actor = {.kind = USHER_ACTOR_NOBODY};
    if (user_id) {
        actor.kind = USHER_ACTOR_USER;
        actor.credential = *credential;
        sqlite3_snprintf(sizeof(actor.id), actor.id, "%s", user_id);
    }
    return actor;
}

int usher_actor_lend(struct usher *usher) {
    struct usher_identity *identity = usher->identity;
    struct usher_actor nobody = recognised(NULL, NULL);
    if (identity->lending) {
        return usher_fail(usher, USHER_CONFLICT, NULL, "a request is being answered already");
    }
    identity->lending = 1;
    identity->lent = identity->now;
    identity->now = (struct usher_actors){nobody, nobody};
    usher_rights_move(&identity->held, &identity->lender);
    return SQLITE_OK;
}

/* The same person, by the same credential? What they hold is then known at a state of the file. */
static int is_same(const struct usher_actor *a, const struct usher_actor *b) {
    return strcmp(a->id, b->id) == 0 && a->credential.kind == b->credential.kind &&
           strcmp(a->credential.id, b->credential.id) == 0;
}

void usher_actor_borrow(struct usher *usher, const char *user_id,
                        const struct usher_credential *credential) {
    struct usher_identity *identity = usher->identity;
    struct usher_actor actor = recognised(user_id, credential);
    identity->now = (struct usher_actors){actor, actor};
    usher_rights_forget(usher);
    if (is_same(&identity->borrowed_by, &actor)) {
        usher_rights_move(&identity->borrower, &identity->held);
    }
}

void usher_actor_relend(struct usher *usher, const struct usher_actors *actors) {
    struct usher_rights_read none = {.known = 0};
    usher->identity->lent = *actors;
    usher_rights_move(&none, &usher->identity->lender);
}

void usher_actor_give_back(struct usher *usher) {
    struct usher_identity *identity = usher->identity;
    const struct usher_actor *actor = &identity->now.effective;
    if (actor->kind == USHER_ACTOR_USER) { /* nobody holds nothing, and displaces nobody */
        usher_rights_move(&identity->held, &identity->borrower);
        identity->borrowed_by = *actor;
    }
    identity->now = identity->lent;
    identity->lending = 0;
    usher_rights_move(&identity->lender, &identity->held);
}

int usher_act_by(struct usher *usher, sqlite3_context *context, const char *user_id,
                 const struct usher_credential *credential) {
    struct usher_actor actor = recognised(user_id, credential);
    struct usher_actors actors = {actor, actor};
    int rc = change_actors(usher, context, &actors);
    /*
    ** Nobody needs nothing: whoever acted does not stay because memory ran out. Somebody comes when
    ** nobody has, or the statement was reserved: then nothing fails any more.
    */
    if (rc != SQLITE_OK && USHER_ALWAYS(!user_id) && usher->error.code != USHER_CONFLICT) {
        usher_actor_put(usher, &actors);
    }
    return rc;
}

void usher_actor_give_up_system(struct usher *usher) {
    struct usher_identity *identity = usher->identity;
    if (identity->pending) { /* SELECT act_as(:user), usher_lockdown() */
        usher_actor_put(usher, &identity->next);
    }
    if (identity->now.effective.kind == USHER_ACTOR_SYSTEM) {
        identity->now.effective.kind = USHER_ACTOR_NOBODY;
    }
    identity->now.real = identity->now.effective;
    identity->pending = 0; /* whoever stays holds what they held; nobody, nothing */
}

/* -------------------------------------------------------------- who it may be */

int usher_require_actor(struct usher *usher) {
    const struct usher_rights *rights;
    switch (usher->identity->now.effective.kind) {
    case USHER_ACTOR_SYSTEM:
        return SQLITE_OK;
    case USHER_ACTOR_NOBODY:
        return usher_fail(usher, USHER_UNAUTHENTICATED, NULL,
                          "nobody acts on this connection: authenticate first");
    default: {
        int rc = usher_rights_of_actor(usher, &rights);
        return rc == SQLITE_OK && !rights->active
                   ? usher_fail(usher, USHER_UNAUTHENTICATED, NULL,
                                "whoever acts is not an active user any more, or not signed in")
                   : rc;
    }
    }
}

int usher_require_system(struct usher *usher, const char *what) {
    int rc = usher_require_actor(usher);
    return rc == SQLITE_OK && !usher_is_system(usher)
               ? usher_fail(usher, USHER_FORBIDDEN, NULL, "only the system may %s", what)
               : rc;
}

/* Rights end at once: who was disabled or signed out meanwhile does not act for themself either. */
int usher_is_actor(struct usher *usher, const char *user_id, int *is) {
    const struct usher_rights *rights;
    const char *actor = usher_actor_id(usher);
    *is = 0;
    if (!actor || strcmp(actor, user_id) != 0 || usher_acts_by_key(usher)) {
        return SQLITE_OK;
    }
    int rc = usher_rights_of_actor(usher, &rights);
    *is = rc == SQLITE_OK && rights->active;
    return rc;
}

int usher_default_account(struct usher *usher, const char *field, char id[USHER_UUID_TEXT + 1]) {
    struct usher_query query;
    int rc = usher_is_system(usher)
                 ? usher_open(usher, &query, USHER_SQL_account_only, "")
                 : usher_open(usher, &query, USHER_SQL_account_of_user, "t", usher_actor_id(usher));
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        int several = sqlite3_column_int(query.statement, 1) > 1;
        rc = usher_copy_text(usher, query.statement, 0, id, USHER_UUID_TEXT + 1);
        if (rc == SQLITE_OK && several) {
            rc = usher_fail(usher, USHER_MISSING, field,
                            "there are several accounts: say which in %s", field);
        } else if (rc == SQLITE_OK && !id[0]) {
            rc = usher_fail(usher, USHER_MISSING, field, "there is no account yet");
        }
    } else if (USHER_NEVER(rc == SQLITE_DONE)) { /* whoever acts is active, or is refused before */
        rc = usher_fail(usher, USHER_CORRUPT, field, "the acting user has no account");
    }
    usher_close(&query);
    return rc;
}
