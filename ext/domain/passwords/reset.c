/*
** password_reset_request() and password_reset().
**
** Whoever asks does not learn whether the address is anybody's: the answer is the same,
** and so is what is done. For an address that nobody has it is done for somebody else and
** taken back, or the time would tell; and nothing goes into the audit log, whose numbers
** would. Only the system is handed a token; else it goes by mail, and that is logged.
** Asked again within a minute, nothing happens, so that nobody's mailbox is flooded; nor can
** it be asked, taken back and asked again, until small differences of time add up.
**
** Rules owned here: reset-tells-nothing, reset-rate, reset-once.
*/
#include "domain/passwords/passwords.h"

/* -------------------------------------------------------------------- asking for it */

/*
** Rows that a request writes, at most: a note of when, the ticket, the mail and the one that it
** replaces, and the one by which usher_atomic() counts. total_changes() tells a caller; so each
** request writes as many.
*/
enum { ROWS_WRITTEN = 5 };

struct request {
    struct usher_call *call;
    const char *email;
    char now[USHER_TIME_TEXT + 1];
    unsigned char subject[USHER_HASH_BYTES];
    struct usher_ticket_options options;
    struct usher_password_user user; /* whom it is for... */
    int found;                       /* ...if the address is theirs */
};

static int note(struct usher *usher, const struct request *request) {
    return usher_run(usher, USHER_SQL_reset_note, "bt", request->subject, USHER_HASH_BYTES,
                     request->now);
}

/* Notes when it was asked for; *recent: somebody did in the last minute. */
static int note_request(struct usher *usher, struct request *request, int *recent) {
    int rc = usher_keyed_hash_nocase(usher, "attempt/reset", request->email, request->subject);
    if (rc == SQLITE_OK) {
        rc = usher_exists(usher, recent, USHER_SQL_reset_recent, "bt", request->subject,
                          USHER_HASH_BYTES, request->now);
    }
    return rc == SQLITE_OK && !*recent ? note(usher, request) : rc;
}

/* The first row of an open query: whose id is it? */
static int take_user(struct usher_query *query, char id[USHER_UUID_TEXT + 1], int *found) {
    int rc = usher_step(query);
    *found = rc == SQLITE_ROW;
    if (*found) {
        rc = usher_copy_text(query->usher, query->statement, 0, id, USHER_UUID_TEXT + 1);
    }
    usher_close(query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* Whom login() would let in with the address, else anybody who has one; *any is 0 if there is not even that. */
static int find_user(struct usher *usher, struct request *request, int *any) {
    const char *account_id = request->options.account_id[0] ? request->options.account_id : NULL;
    char id[USHER_UUID_TEXT + 1] = "";
    struct usher_query query;
    *any = 0;
    int rc = usher_open(usher, &query, USHER_SQL_password_anybody, "");
    if (rc == SQLITE_OK) {
        rc = take_user(&query, id, any);
    }
    if (rc == SQLITE_OK) {
        rc = usher_open(usher, &query, USHER_SQL_login_candidate, "tt", request->email, account_id);
    }
    if (rc == SQLITE_OK) {
        rc = take_user(&query, id, &request->found);
    }
    *any |= request->found;
    return rc == SQLITE_OK && *any ? usher_password_user(usher, id, &request->user) : rc;
}

static int offer(struct usher *usher, struct request *request) {
    return usher_ticket_mail(usher, USHER_TICKET_RESET, &request->user, request->now,
                             &request->options);
}

static int offer_to_system(struct usher *usher, struct request *request) {
    const struct usher_password_user *user = &request->user;
    int any;
    int rc = find_user(usher, request, &any);
    if (rc != SQLITE_OK || !request->found) {
        request->options.token[0] = '\0'; /* there is nobody whom it would be for */
        return rc;
    }
    rc = offer(usher, request);
    struct usher_event event = {"password.reset_request", "users", user->id, user->account_id};
    return rc == SQLITE_OK ? usher_audit(usher, &event, NULL, NULL) : rc;
}

/* It fails where the address is nobody's, and what was done is taken back. */
static int offer_rule(struct usher *usher, void *argument) {
    struct request *request = argument;
    int any;
    int rc = find_user(usher, request, &any);
    if (rc == SQLITE_OK && any) {
        rc = offer(usher, request);
    }
    return rc == SQLITE_OK && !request->found
               ? usher_fail(usher, USHER_NOT_FOUND, "email", "nobody has the address")
               : rc;
}

/* The same work and the same number of rows, whoever was asked for. */
static int offer_by_mail(struct usher *usher, struct request *request) {
    int recent = 0;
    sqlite3_int64 before = sqlite3_total_changes64(usher->db);
    struct usher_error kept = usher->error;
    int rc = note_request(usher, request, &recent);
    if (rc != SQLITE_OK || recent) {
        return rc;
    }
    rc = usher_atomic(usher, offer_rule, request);
    if (rc != SQLITE_OK && !request->found && usher->error.code == USHER_NOT_FOUND) {
        usher->error = kept;
        rc = SQLITE_OK;
    }
    while (rc == SQLITE_OK && sqlite3_total_changes64(usher->db) - before < ROWS_WRITTEN) {
        rc = note(usher, request);
    }
    return rc;
}

static int read_request(struct usher *usher, struct usher_call *call, struct request *request) {
    int rc = usher_argument_required(usher, call, 0, "email", &request->email);
    if (rc == SQLITE_OK) {
        rc = usher_check_email(usher, "email", 254, &call->argv[0]);
    }
    if (rc == SQLITE_OK) {
        request->email = call->argv[0].text;
        rc = usher_ticket_options(usher, call, 1, &request->options);
    }
    if (rc == SQLITE_OK && !usher_is_system(usher)) {
        rc = usher_require_master_key(usher, "password_reset_request()");
    }
    usher_now(usher, request->now);
    return rc;
}

static int request_rule(struct usher *usher, void *argument) {
    struct request *request = argument;
    int rc = usher_run(usher, USHER_SQL_mail_expire, "t", request->now);
    if (rc == SQLITE_OK) { /* what has piled up is not counted among what is written */
        rc = usher_run(usher, USHER_SQL_reset_forget, "t", request->now);
    }
    if (rc == SQLITE_OK) {
        rc = usher_is_system(usher) ? offer_to_system(usher, request)
                                    : offer_by_mail(usher, request);
    }
    return rc == SQLITE_OK ? usher_ticket_result(usher, request->call, request->options.token) : rc;
}

int usher_password_reset_request(struct usher *usher, struct usher_call *call) {
    struct request request = {.call = call, .options = {.accounts = 1}};
    int rc = read_request(usher, call, &request);
    if (rc == SQLITE_OK && !usher_is_system(usher)) {
        rc = usher_require_lasting(usher, "password_reset_request", "what keeps it rare");
    }
    if (rc == SQLITE_OK) {
        rc = usher_atomic(usher, request_rule, &request);
    }
    usher_wipe(request.options.token, sizeof(request.options.token));
    return rc;
}

/* ------------------------------------------------------------------------- using it */

struct job {
    struct usher_call *call;
    struct usher_ticket ticket;
    struct usher_password_user user;
    char hash[USHER_PASSWORD_HASH];
};

/* Whose token it is, who can still sign in with a password. */
static int find_owner(struct usher *usher, struct job *job) {
    int rc = usher_password_user(usher, job->ticket.user_id, &job->user);
    if (rc == SQLITE_OK) {
        rc = usher_password_require(usher, &job->user);
    }
    return rc == SQLITE_OK && !job->user.active
               ? usher_fail(usher, USHER_CONFLICT, "token", "the user is deactivated")
               : rc;
}

/* Whoever has the token reads mail to that address: it is theirs, and so is the account. */
static int trust_address(struct usher *usher, const struct job *job) {
    const char *email = job->ticket.email;
    char now[USHER_TIME_TEXT + 1];
    usher_now(usher, now);
    int rc = usher_run(usher, USHER_SQL_password_email_verified, "ttt", job->user.id, email, now);
    return rc == SQLITE_OK ? usher_attempt_clear(usher, "login", email) : rc;
}

static int reset_rule(struct usher *usher, void *argument) {
    struct job *job = argument;
    int rc = usher_ticket_spend(usher, &job->ticket);
    if (rc == SQLITE_OK) {
        rc = find_owner(usher, job);
    }
    if (rc == SQLITE_OK) {
        rc = usher_password_put(usher, job->user.id, job->hash, NULL, "password.reset");
    }
    if (rc == SQLITE_OK) {
        rc = trust_address(usher, job);
    }
    return rc == SQLITE_OK ? usher_result_copy(usher, &job->call->result, job->user.id) : rc;
}

int usher_password_reset(struct usher *usher, struct usher_call *call) {
    struct job job = {.call = call};
    struct usher_value *password = &call->argv[1];
    const char *token;
    int rc = usher_argument_required(usher, call, 0, "token", &token);
    if (rc == SQLITE_OK) {
        rc = usher_ticket_find(usher, USHER_TICKET_RESET, token, &job.ticket);
    }
    if (rc == SQLITE_OK) {
        rc = find_owner(usher, &job);
    }
    if (rc == SQLITE_OK) {
        rc = usher_password_argument(usher, job.user.account_id, password);
    }
    if (rc == SQLITE_OK) {
        rc = usher_password_make(usher, job.user.account_id, password, job.hash);
    }
    return rc == SQLITE_OK ? usher_atomic(usher, reset_rule, &job) : rc;
}
