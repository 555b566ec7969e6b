/*
** Notifications to e-mail addresses (000): one row is stored, in nobody's inbox, and one mail queued
** for each recipient who is accepted.
**
** Rules: sending takes notifications.send in the account. The allow-list of the account holds the
** sender's own address; those of its members; those of the domain of the sender's address, once
** that is verified; the domains of the setting notifications.allowed_domains; and any, if
** notifications.allow_all_domains says so. A domain is the same if all of it is, without regard to
** case. The list binds the system, too, which has no address. Design choices: the rest of 000's
** rules says nothing of guests (they are members) or of addresses that were never verified.
**
** A recipient is rejected for one reason: invalid_email, not_in_allow_list, or, once 50 are
** accepted, max_recipients_exceeded. Who is named twice counts once. An answer tells nothing of who
** has an account beyond what the list says of an address.
*/
#include "domain/notifications/notifications.h"

#include <string.h>

enum { EMAIL_TEXT = 254 };
enum reason { INVALID_EMAIL, NOT_ALLOWED, EXCEEDED, REASONS };

static const char *const reason_names[REASONS] = {"invalid_email", "not_in_allow_list",
                                                  "max_recipients_exceeded"};

/* The recipients as they are gone through. */
struct sorting {
    struct usher *usher;
    char account_id[USHER_UUID_TEXT + 1];
    char sender[EMAIL_TEXT + 1]; /* "": has no address */
    int verified;
    sqlite3_int64 anybody;      /* the account allows all domains */
    struct usher_names domains; /* that the account allows */
    struct usher_names seen;
    int told;
    int count;
    char accepted[USHER_RECIPIENTS_MOST][EMAIL_TEXT + 1];
    sqlite3_str *rejected; /* objects, with commas between */
    int rejections[REASONS];
};

/* ---------------------------------------------------------------- the allow-list */

static const char *domain_of(const char *email) {
    return strchr(email, '@') + 1;
}

static int take_domain(void *context, const char *name, struct usher_value *value) {
    struct sorting *sorting = context;
    (void)name;
    return value->type != SQLITE_TEXT ? SQLITE_OK
           : usher_names_add(&sorting->domains, value->text) == SQLITE_OK
               ? SQLITE_OK
               : usher_pass(sorting->usher, SQLITE_NOMEM);
}

static int read_domains(struct sorting *sorting) {
    struct usher_query query;
    struct usher_value list;
    int rc = usher_open(sorting->usher, &query, USHER_SQL_setting_of_account, "tt",
                        sorting->account_id, "notifications.allowed_domains");
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        usher_value_text(&list, (const char *)sqlite3_column_text(query.statement, 0));
        rc = list.type == SQLITE_TEXT
                 ? usher_json_array(sorting->usher, "notifications.allowed_domains", &list,
                                    take_domain, sorting)
                 : usher_pass(sorting->usher, SQLITE_NOMEM); /* there is a default */
    }
    usher_close(&query);
    return rc == SQLITE_CONSTRAINT ? usher_fail(sorting->usher, USHER_CORRUPT, "value",
                                                "the store holds a malformed value of "
                                                "notifications.allowed_domains: set it again")
                                   : rc;
}

static int read_sender(struct sorting *sorting) {
    struct usher_query query;
    int rc = usher_open(sorting->usher, &query, USHER_SQL_notification_sender, "t",
                        usher_actor_id(sorting->usher));
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        const char *email = (const char *)sqlite3_column_text(query.statement, 0);
        sqlite3_snprintf(sizeof(sorting->sender), sorting->sender, "%s", email ? email : "");
        sorting->verified = sqlite3_column_int(query.statement, 1) && strchr(sorting->sender, '@');
    }
    usher_close(&query);
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int is_allowed(struct sorting *sorting, const char *email, int *allowed) {
    const char *domain = domain_of(email);
    *allowed = sorting->anybody || sqlite3_stricmp(email, sorting->sender) == 0 ||
               (sorting->verified && sqlite3_stricmp(domain, domain_of(sorting->sender)) == 0) ||
               usher_names_have(&sorting->domains, domain);
    return *allowed ? SQLITE_OK
                    : usher_exists(sorting->usher, allowed, USHER_SQL_notification_member, "tt",
                                   email, sorting->account_id);
}

/* -------------------------------------------------------------------- recipients */

static void reject(struct sorting *sorting, const char *recipient, enum reason reason) {
    sqlite3_str *out = sorting->rejected;
    sqlite3_str_appendall(out, sqlite3_str_length(out) ? ",{\"recipient\":" : "{\"recipient\":");
    usher_json_append(out, recipient);
    sqlite3_str_appendf(out, ",\"reason\":\"%s\"}", reason_names[reason]);
    sorting->rejections[reason]++;
}

static int is_email(struct usher *usher, struct usher_value *value) {
    struct usher_error kept = usher->error;
    int is = usher_check_email(usher, "recipients", 0, value) == SQLITE_OK;
    usher->error = kept; /* it said no more than that it is none */
    return is;
}

static int judge(struct sorting *sorting, struct usher_value *value) {
    int allowed = 0;
    int email = is_email(sorting->usher, value);
    int rc = email ? is_allowed(sorting, value->text, &allowed) : SQLITE_OK;
    if (rc != SQLITE_OK) {
        return rc;
    }
    if (!email || !allowed) {
        reject(sorting, value->text, email ? NOT_ALLOWED : INVALID_EMAIL);
    } else if (sorting->count == USHER_RECIPIENTS_MOST) {
        reject(sorting, value->text, EXCEEDED);
    } else {
        sqlite3_snprintf(EMAIL_TEXT + 1, sorting->accepted[sorting->count++], "%s", value->text);
    }
    return SQLITE_OK;
}

static int unfit(struct usher *usher) {
    return usher_fail(usher, USHER_INVALID, "recipients",
                      "recipients must be a JSON list of 1 to %d e-mail addresses",
                      USHER_RECIPIENTS_TOLD);
}

static int sort_recipient(void *context, const char *name, struct usher_value *value) {
    struct sorting *sorting = context;
    (void)name;
    if (++sorting->told > USHER_RECIPIENTS_TOLD) { /* all are strings: the column checks it */
        return unfit(sorting->usher);
    }
    if (usher_names_have(&sorting->seen, value->text)) {
        return SQLITE_OK;
    }
    return usher_names_add(&sorting->seen, value->text) == SQLITE_OK
               ? judge(sorting, value)
               : usher_pass(sorting->usher, SQLITE_NOMEM);
}

static int sort_recipients(struct sorting *sorting, const struct usher_value *recipients) {
    struct usher *usher = sorting->usher;
    int rc = read_sender(sorting);
    if (rc == SQLITE_OK) {
        rc = usher_setting(usher, USHER_SETTING_NOTIFY_ALL_DOMAINS, sorting->account_id,
                           &sorting->anybody);
    }
    if (rc == SQLITE_OK) {
        rc = read_domains(sorting);
    }
    if (rc == SQLITE_OK) {
        rc = usher_json_array(usher, "recipients", recipients, sort_recipient, sorting);
    }
    if (rc == SQLITE_OK && sorting->told == 0) {
        rc = unfit(usher);
    }
    return rc == SQLITE_OK && sorting->count == 0
               ? usher_fail(usher, USHER_INVALID, "recipients",
                            "none of the recipients can be sent to: %d %s, %d %s",
                            sorting->rejections[INVALID_EMAIL], reason_names[INVALID_EMAIL],
                            sorting->rejections[NOT_ALLOWED], reason_names[NOT_ALLOWED])
               : rc;
}

/* ---------------------------------------------------------------------- writing */

/* With the name and the language of whoever is a member. */
static int queue(struct sorting *sorting, const char *notification_id, const char *email) {
    struct usher_query query;
    struct usher_mail mail = {.kind = "notification",
                              .account_id = sorting->account_id,
                              .notification_id = notification_id,
                              .email = email};
    int rc = usher_open(sorting->usher, &query, USHER_SQL_notification_member, "tt", email,
                        sorting->account_id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        mail.user_id = (const char *)sqlite3_column_text(query.statement, 0);
        mail.name = (const char *)sqlite3_column_text(query.statement, 1);
        mail.locale = (const char *)sqlite3_column_text(query.statement, 2);
    }
    rc = rc == SQLITE_ROW || rc == SQLITE_DONE ? usher_mail_send(sorting->usher, &mail) : rc;
    usher_close(&query);
    return rc;
}

/* Nobody's name is in the log, which outlives the mail. */
static int audit(struct sorting *sorting, const char *id, const char *event_name) {
    struct usher_event event = {"notification.send", "notifications", id, sorting->account_id};
    struct usher_fields after;
    usher_fields_init(&after);
    usher_set_text(&after, "audience", "email");
    usher_set_text(&after, "event", event_name);
    usher_set_integer(&after, "recipients", sorting->count);
    return usher_audit(sorting->usher, &event, NULL, &after);
}

static int write(struct sorting *sorting, const struct usher_record *record, const char *now,
                 char id[USHER_UUID_TEXT + 1], sqlite3_int64 *number) {
    struct usher *usher = sorting->usher;
    const char *event = usher_record_text(record, NOTIFICATION_EVENT);
    const char *given = usher_record_text(record, NOTIFICATION_ID);
    struct usher_fields fields;
    const char *used = usher_fields_new_row(usher, &fields, 0, given, id);
    usher_set_text(&fields, "account_id", sorting->account_id);
    usher_set_text(&fields, "audience", "email");
    usher_set_text(&fields, "event", event ? event : "message");
    for (int i = NOTIFICATION_TITLE; i <= NOTIFICATION_DATA; i++) {
        if (usher_given(record, i)) {
            usher_set(&fields, usher_notifications.columns[i].name, &record->value[i]);
        }
    }
    usher_set_text(&fields, "created_by", usher_actor_id(usher));
    usher_set_text(&fields, "created_at", now);
    int rc = usher_insert(usher, "usher_notification", &fields, number);
    for (int i = 0; i < sorting->count && rc == SQLITE_OK; i++) {
        rc = queue(sorting, used, sorting->accepted[i]);
    }
    if (rc == SQLITE_OK) {
        rc = audit(sorting, used, event ? event : "message");
    }
    if (used != id) {
        sqlite3_snprintf(USHER_UUID_TEXT + 1, id, "%s", used);
    }
    return rc;
}

static int write_answer(struct sorting *sorting, const char *id, const char *now, char **answer) {
    sqlite3_str *out = sqlite3_str_new(sorting->usher->db);
    sqlite3_str_appendf(out,
                        "{\"notification_id\":\"%s\",\"queued_at\":\"%s\","
                        "\"channels\":[\"email\"],\"accepted_recipients\":",
                        id, now);
    for (int i = 0; i < sorting->count; i++) {
        sqlite3_str_appendchar(out, 1, i ? ',' : '[');
        usher_json_append(out, sorting->accepted[i]);
    }
    const char *rejected = sqlite3_str_value(sorting->rejected);
    sqlite3_str_appendf(out, "],\"rejected_recipients\":[%s]}", rejected ? rejected : "");
    int rc = sqlite3_str_errcode(sorting->rejected);
    *answer = sqlite3_str_finish(out);
    if (rc != SQLITE_OK || !*answer) {
        sqlite3_free(*answer);
        *answer = NULL;
        return usher_pass(sorting->usher, rc == SQLITE_OK ? SQLITE_NOMEM : rc);
    }
    return SQLITE_OK;
}

/* -------------------------------------------------------------------- the rule */

/* What only an inbox has. */
static int check_columns(struct usher *usher, const struct usher_record *record) {
    static const int unfitting[] = {NOTIFICATION_USER, NOTIFICATION_AUDIENCE,
                                    NOTIFICATION_AUDIENCE_ID, NOTIFICATION_DISPOSAL,
                                    NOTIFICATION_CREATED_AT};
    const char *event = usher_record_text(record, NOTIFICATION_EVENT);
    for (int i = 0; i < 5; i++) {
        const char *name = usher_notifications.columns[unfitting[i]].name;
        if (usher_given(record, unfitting[i])) {
            return usher_fail(usher, USHER_INVALID, name, "%s cannot be given with recipients",
                              name);
        }
    }
    if (event && usher_event_is_own(event)) {
        return usher_fail(usher, USHER_INVALID, "event", "%s is sent to one user", event);
    }
    return usher_given(record, NOTIFICATION_TITLE)
               ? SQLITE_OK
               : usher_fail(usher, USHER_MISSING, "title", "title is required: it is the subject");
}

static int run(struct sorting *sorting, const struct usher_record *record, sqlite3_int64 *number,
               char **answer) {
    struct usher *usher = sorting->usher;
    char id[USHER_UUID_TEXT + 1];
    char now[USHER_TIME_TEXT + 1];
    int rc = usher_account_of(usher, "account_id", usher_record_text(record, NOTIFICATION_ACCOUNT),
                              sorting->account_id);
    if (rc == SQLITE_OK) {
        rc = usher_require(usher, USHER_MAY_NOTIFICATIONS_SEND, sorting->account_id);
    }
    if (rc == SQLITE_OK) {
        rc = sort_recipients(sorting, &record->value[NOTIFICATION_RECIPIENTS]);
    }
    usher_now(usher, now);
    if (rc == SQLITE_OK) {
        rc = write(sorting, record, now, id, number);
    }
    return rc == SQLITE_OK && answer ? write_answer(sorting, id, now, answer) : rc;
}

int usher_notification_address(struct usher *usher, const struct usher_record *record,
                               sqlite3_int64 *number, char **answer) {
    int rc = check_columns(usher, record);
    struct sorting *sorting = rc == SQLITE_OK ? sqlite3_malloc64(sizeof(*sorting)) : NULL;
    if (rc != SQLITE_OK || !sorting) {
        return rc == SQLITE_OK ? usher_pass(usher, SQLITE_NOMEM) : rc;
    }
    memset(sorting, 0, sizeof(*sorting));
    sorting->usher = usher;
    sorting->rejected = sqlite3_str_new(usher->db);
    rc = run(sorting, record, number, answer);
    sqlite3_free(sqlite3_str_finish(sorting->rejected));
    usher_names_clear(&sorting->domains);
    usher_names_clear(&sorting->seen);
    sqlite3_free(sorting);
    return rc;
}

/* ------------------------------------------------------------------- the function */

static int take_channels(void *context, const char *name, struct usher_value *value) {
    return strcmp(name, "channels") == 0 && !usher_is_null(value) &&
                   !usher_value_is(value, "[\"email\"]")
               ? usher_fail(context, USHER_INVALID, "channels",
                            "channels must be [\"email\"]: there is no other")
               : SQLITE_OK;
}

/* Of the columns that an INSERT may give, these. */
static int take_options(struct usher *usher, struct usher_value *options,
                        struct usher_record *record) {
    static const uint64_t known = (uint64_t)1 << NOTIFICATION_ID | 1 << NOTIFICATION_ACCOUNT |
                                  1 << NOTIFICATION_EVENT | 1 << NOTIFICATION_URL |
                                  1 << NOTIFICATION_DATA;
    struct usher_value without;
    usher_value_text(&without, "{\"channels\":null}");
    if (usher_is_null(options)) {
        return SQLITE_OK;
    }
    int rc = usher_json_object(usher, "options", options, take_channels, usher);
    if (rc == SQLITE_OK) {
        rc = usher_json_merge(usher, "options", options, &without);
    }
    if (rc == SQLITE_OK) {
        rc = usher_record_from_json(usher, &usher_notifications, "options", options, record);
    }
    return rc == SQLITE_OK && record->given & ~known
               ? usher_fail(usher, USHER_INVALID, "options",
                            "options can be account_id, channels, data, event, id and url")
               : rc;
}

/* By the check of the column, under the argument's name. */
static int take_argument(struct usher *usher, struct usher_call *call, int index, const char *name,
                         int column, struct usher_record *record) {
    const struct usher_column *rule = &usher_notifications.columns[column];
    struct usher_value *value = &call->argv[index];
    if (usher_is_null(value)) {
        return usher_fail(usher, USHER_MISSING, name, "%s is required", name);
    }
    int rc = rule->check(usher, name, rule->limit, value);
    if (rc == SQLITE_OK) {
        usher_record_set(record, column, value);
    }
    return rc;
}

/*
** notification_send(recipients, subject, body [, options]) → JSON, as usher_notification_address()
** gives it. recipients: a JSON list of e-mail addresses; options: account_id, channels (["email"]),
** data, event, id, url.
*/
static int send(struct usher *usher, struct usher_call *call) {
    static const struct argument {
        const char *name;
        int column;
    } arguments[] = {{"recipients", NOTIFICATION_RECIPIENTS},
                     {"subject", NOTIFICATION_TITLE},
                     {"body", NOTIFICATION_MESSAGE}};
    struct usher_record record;
    sqlite3_int64 number;
    char *answer = NULL;
    usher_record_init(&record);
    int rc = call->argc > 3 ? take_options(usher, &call->argv[3], &record) : SQLITE_OK;
    for (int i = 0; i < 3 && rc == SQLITE_OK; i++) {
        rc = take_argument(usher, call, i, arguments[i].name, arguments[i].column, &record);
    }
    if (rc == SQLITE_OK) {
        rc = usher_record_check(usher, &usher_notifications, &record, 0);
    }
    if (rc == SQLITE_OK) {
        rc = usher_notification_address(usher, &record, &number, &answer);
    }
    usher_record_clear(&record);
    return rc == SQLITE_OK ? usher_result_take(usher, &call->result, answer) : rc;
}

static const struct usher_function functions[] = {
    {"notification_send", 3, 4, USHER_WRITES, USHER_ACTORS, "recipients, subject, body [, options]",
     "Send a notification to e-mail addresses. Returns who is sent it and who is not, as JSON",
     send},
};

const struct usher_function_table usher_address_functions = {functions, sizeof(functions) /
                                                                            sizeof(*functions)};
