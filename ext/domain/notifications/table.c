/*
** The table notifications: everybody's inbox, a row for each recipient.
**
** Sending is INSERT (send.c), reading UPDATE … SET read, dismissing DELETE (inbox.c). One sees what
** is one's own, and nothing else: there is no permission to read what was sent to others.
*/
#include "domain/notifications/notifications.h"

#include <string.h>

enum { DATA_MOST = 65536 };

/* More than white space, over as many lines as it takes. */
static int check_message(struct usher *usher, const char *field, int limit,
                         struct usher_value *value) {
    int rc = usher_check_any_text(usher, field, limit, value);
    return rc == SQLITE_OK && strspn(value->text, " \t\r\n") == (size_t)value->length
               ? usher_fail(usher, USHER_INVALID, field, "%s must not be empty or blank", field)
               : rc;
}

static int check_data(struct usher *usher, const char *field, int limit,
                      struct usher_value *value) {
    int rc = usher_check_json(usher, field, 0, value);
    return rc == SQLITE_OK && value->length > limit
               ? usher_fail(usher, USHER_INVALID, field, "%s must be at most %d KiB of JSON", field,
                            limit / 1024)
               : rc;
}

static const char once[] = "of a notification that was sent only read can be changed";
static const char kept[] = "usher keeps it";

static const struct usher_column columns[] = {
    /* Of one that several people got, too. */
    [NOTIFICATION_ID] = {.name = "id",
                         .affinity = USHER_TEXT,
                         .sql = "i.id",
                         .flags = USHER_WORDS | USHER_INDEXED | USHER_INSERT,
                         .check = usher_check_uuid,
                         .hint = once},
    [NOTIFICATION_USER] = {.name = "user_id",
                           .affinity = USHER_TEXT,
                           .sql = "i.user_id",
                           .flags = USHER_WORDS | USHER_INDEXED | USHER_INSERT,
                           .check = usher_check_uuid,
                           .hint = once},
    [NOTIFICATION_ACCOUNT] = {.name = "account_id",
                              .affinity = USHER_TEXT,
                              .sql = "n.account_id",
                              .flags = USHER_WORDS | USHER_INSERT | USHER_CLEARABLE,
                              .check = usher_check_uuid,
                              .hint = once},
    [NOTIFICATION_AUDIENCE] = {.name = "audience",
                               .affinity = USHER_TEXT,
                               .sql = "n.audience",
                               .flags = USHER_WORDS | USHER_INSERT,
                               .check = usher_check_audience,
                               .hint = once},
    [NOTIFICATION_AUDIENCE_ID] = {.name = "audience_id",
                                  .affinity = USHER_TEXT,
                                  .sql = "nullif(n.audience_id, '')",
                                  .flags = USHER_WORDS | USHER_INSERT | USHER_CLEARABLE,
                                  .check = usher_check_uuid,
                                  .hint = once},
    [NOTIFICATION_EVENT] = {.name = "event",
                            .affinity = USHER_TEXT,
                            .sql = "n.event",
                            .flags = USHER_INSERT,
                            .check = usher_check_event,
                            .limit = 100,
                            .hint = once},
    [NOTIFICATION_TITLE] = {.name = "title",
                            .affinity = USHER_TEXT,
                            .sql = "n.title",
                            .flags = USHER_INSERT,
                            .check = usher_check_text,
                            .limit = 200,
                            .hint = once},
    [NOTIFICATION_MESSAGE] = {.name = "message",
                              .affinity = USHER_TEXT,
                              .sql = "n.message",
                              .flags = USHER_INSERT | USHER_REQUIRED,
                              .check = check_message,
                              .limit = 4000,
                              .hint = once},
    [NOTIFICATION_URL] = {.name = "url",
                          .affinity = USHER_TEXT,
                          .sql = "n.url",
                          .flags = USHER_INSERT,
                          .check = usher_check_url,
                          .limit = 2000,
                          .hint = once},
    [NOTIFICATION_DATA] = {.name = "data",
                           .affinity = USHER_TEXT,
                           .sql = "n.data",
                           .flags = USHER_INSERT | USHER_JSON,
                           .check = check_data,
                           .limit = DATA_MOST,
                           .hint = once},
    [NOTIFICATION_DISPOSAL] = {.name = "disposal",
                               .affinity = USHER_TEXT,
                               .sql = "n.disposal",
                               .flags = USHER_WORDS | USHER_INSERT,
                               .check = usher_check_disposal,
                               .hint = once},
    [NOTIFICATION_CREATED_BY] = USHER_WORD_COLUMN("created_by", "n.created_by", kept),
    [NOTIFICATION_CREATED_AT] = {.name = "created_at",
                                 .affinity = USHER_TEXT,
                                 .sql = "i.created_at",
                                 .flags = USHER_WORDS | USHER_INSERT,
                                 .check = usher_check_time,
                                 .hint = once},
    /* `+`: that there is an index of what is unread would make SQLite prepare anew for each value. */
    [NOTIFICATION_READ] = {.name = "read",
                           .affinity = USHER_INTEGER,
                           .sql = "+i.read",
                           .flags = USHER_UPDATE,
                           .check = usher_check_boolean,
                           .hint = "nothing is read when it is sent"},
    [NOTIFICATION_READ_AT] = USHER_TIME_COLUMN("read_at", "i.read_at", "it follows from read"),
    /* Addresses, instead of an audience: write-only. */
    [NOTIFICATION_RECIPIENTS] = {.name = "recipients",
                                 .affinity = USHER_TEXT,
                                 .sql = "NULL",
                                 .flags = USHER_HIDDEN | USHER_INSERT | USHER_SECRET | USHER_JSON,
                                 .check = usher_check_string_list,
                                 .hint = once},
};

/* Oneself; by an API key, where self.read shows it what is one's own, or users.read_private does. */
static void sight(const struct usher_table *table, const struct usher_rights *rights,
                  struct usher_sight *sight) {
    (void)table;
    if (sight->own[0] || usher_rights_hold(rights, USHER_MAY_USERS_READ_PRIVATE, rights->home)) {
        sight->level = USHER_SEES_OWN;
        sight->rows = "i.user_id = $actor";
    }
}

const struct usher_table usher_notifications = {
    .name = "notifications",
    .noun = "notification",
    .backing = "usher_notification",
    /* Without a column of the notification's own SQLite leaves the join out. */
    .from = "main.usher_inbox AS i "
            "LEFT JOIN main.usher_notification AS n ON n.number = i.number",
    .rowid = "(i.recipient << 32 | i.number)",
    .found_by = "i.recipient = (@ >> 32) AND i.number = (@ & 4294967295)",
    .mask = USHER_INBOX_NUMBER,
    .columns = columns,
    .count = NOTIFICATION_COLUMNS,
    .sight = sight,
    .insert = usher_notification_insert,
    .update = usher_notification_update,
    .remove = usher_notification_remove,
};
