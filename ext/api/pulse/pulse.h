/*
** What the files of the profile pulse know of each other.
**
**   pulse.c      routes; the table of types
**   media.c      Content-Type and Accept
**   errors.c     error objects
**   query.c      include, fields[type], and which other parameters a route takes
**   filter.c     filter[attribute]=operator:value
**   sort.c       sort
**   page.c       page[number], page[size]; links
**   statement.c  SQL put together of static pieces
**   resource.c   resource objects, as the query wants them
**   document.c   documents: data, included, links
**   body.c       the primary data of a body
**   users.c invites.c memberships.c notification_settings.c
**                handlers
*/
#ifndef USHER_PULSE_H
#define USHER_PULSE_H

#include "api/api.h"

#define PULSE_PATH "/api/v1/"

/* ---------------------------------------------------------------- types */

enum usher_pulse_name {
    PULSE_USER,
    PULSE_ACCOUNT,
    PULSE_ACCOUNT_MEMBERSHIP,
    PULSE_TEAM,
    PULSE_TEAM_MEMBERSHIP,
    PULSE_NOTIFICATION_SETTING,
    PULSE_INVITE,
    PULSE_TYPES
};

/* A member of `attributes` or `relationships`. */
struct usher_pulse_field {
    const char *name;
    const char *remove; /* SQL: the path that takes it away */
    int related;      /* a relationship of a user, by its place in usher_pulse_related; -1: none */
    int relationship; /* stands in `relationships` */
};

struct usher_pulse_type {
    const char *name;
    enum usher_sql resource; /* SELECT resource, id FROM … AS x */
    const char *one;         /* " WHERE x.rowid = @" */
    const struct usher_pulse_field *fields;
    int count;
};

extern const struct usher_pulse_type usher_pulse_types[PULSE_TYPES];

/* What `include` may name, of a user. */
#define PULSE_RELATED 4
struct usher_pulse_related {
    const char *name;
    const char *member;         /* SQL: 'name', json_object('data', json( */
    enum usher_sql link;        /* the linkage */
    enum usher_sql included;    /* WHERE … of the resources */
    enum usher_pulse_name type; /* of the resources */
};
extern const struct usher_pulse_related usher_pulse_related[PULSE_RELATED];

/* ------------------------------------------------------------- statements */

#define PULSE_PARTS 400
#define PULSE_VALUES (USHER_API_QUERY + 4)

/*
** SQL made of static pieces, in their order. In a piece `@` stands for a parameter, the same one
** throughout the piece, and `#` for a column, which is the next piece.
*/
struct usher_pulse_statement {
    int count;
    const char *part[PULSE_PARTS];
    int values;
    const struct usher_value *value[PULSE_VALUES];
};

void usher_pulse_begin(struct usher_pulse_statement *sql);
void usher_pulse_add(struct usher_pulse_statement *sql, const char *part);
/* A piece with a parameter; the value must live until the query is closed. */
void usher_pulse_bind(struct usher_pulse_statement *sql, const char *part,
                      const struct usher_value *value);
int usher_pulse_open(struct usher_exchange *x, const struct usher_pulse_statement *sql,
                     struct usher_query *query);

/* ------------------------------------------------------------------ query */

enum {
    PULSE_TAKES_INCLUDE = 1,
    PULSE_TAKES_LIST = 2 /* sort, filter, page */
};

struct usher_pulse_filter {
    const char *column; /* SQL */
    const char *test;   /* SQL, with @ and # */
    struct usher_value value;
};

struct usher_pulse_query {
    unsigned restricted;          /* a bit for each type that fields[type] was given of */
    unsigned fields[PULSE_TYPES]; /* then a bit for each that is wanted */
    int including;                /* `include` was given */
    unsigned included;            /* a bit for each of usher_pulse_related */
    int filters;
    struct usher_pulse_filter filter[USHER_API_QUERY];
    int sorts;
    const char *sort[8]; /* SQL */
    sqlite3_int64 number;
    sqlite3_int64 size;
};

/* 400, with source.parameter, for what the route does not take. To be cleared. */
int usher_pulse_query_read(struct usher_exchange *x, unsigned takes,
                           struct usher_pulse_query *query);
void usher_pulse_query_clear(struct usher_pulse_query *query);
/* Is the parameter of this family, "filter", say? Then what stands in its brackets. */
int usher_pulse_bracket(const char *parameter, const char *family, char inner[40]);
/* Call `take` with each part of a list with commas between; none of an empty one. */
typedef int usher_pulse_taker(struct usher_exchange *x, const char *item, void *context);
int usher_pulse_list(struct usher_exchange *x, const char *parameter, const char *list,
                     usher_pulse_taker *take, void *context);

/* filter.c, sort.c */
int usher_pulse_filter_read(struct usher_exchange *x, const char *parameter, const char *attribute,
                            const char *text, struct usher_pulse_query *query);
int usher_pulse_sort_read(struct usher_exchange *x, const char *text,
                          struct usher_pulse_query *query);
void usher_pulse_filter_add(const struct usher_pulse_query *query,
                            struct usher_pulse_statement *sql);

/* page.c */
int usher_pulse_page_read(struct usher_exchange *x, struct usher_pulse_query *query);
/* {self, first, prev, next, last} of a list of so many, in SQLite memory. */
char *usher_pulse_links(struct usher_exchange *x, const struct usher_pulse_query *query,
                        sqlite3_int64 total);

/* --------------------------------------------------------------- documents */

/* Begin a statement that gives resources of the type; the caller adds WHERE and the like. */
void usher_pulse_resource(struct usher_pulse_statement *sql, enum usher_pulse_name type,
                          const struct usher_pulse_query *query);
/* And end it. */
void usher_pulse_resource_end(struct usher_pulse_statement *sql);

/*
** Answer with one resource, found by the value that the type's `one` takes. not_found if whoever
** asks does not see it. With 201 Location says where it stands.
*/
int usher_pulse_show(struct usher_exchange *x, int status, enum usher_pulse_name type,
                     const struct usher_value *key, const struct usher_pulse_query *query);
/* The same of a row that was just written: 204 if whoever wrote it does not see it. */
int usher_pulse_written(struct usher_exchange *x, int status, enum usher_pulse_name type,
                        sqlite3_int64 number, const struct usher_pulse_query *query);
/* Answer with a page of users. */
int usher_pulse_show_users(struct usher_exchange *x, struct usher_pulse_query *query);

/* -------------------------------------------------------------------- body */

/* A member of `attributes` that a table's column takes. */
struct usher_pulse_attribute {
    const char *name;
    int column;
    const char *types; /* of JSON, as json_type() calls them */
    const char *must;
};
/* A member of `relationships` that a table's column takes. */
struct usher_pulse_reference {
    const char *name;
    int column;
    enum usher_pulse_name type;
};
struct usher_pulse_form {
    enum usher_pulse_name type;
    const struct usher_pulse_attribute *attributes; /* {NULL} after the last */
    const struct usher_pulse_reference *references;
};

/*
** The body's primary data: a resource object of the type. `id` is that of the resource which is
** changed, NULL of one that is made, whose id goes to column 0 if it is given.
*/
int usher_pulse_read(struct usher_exchange *x, const struct usher_pulse_form *form, const char *id,
                     struct usher_record *record);
/* Only the frame of it: type, id. */
int usher_pulse_read_frame(struct usher_exchange *x, enum usher_pulse_name type, const char *id);

/* The row whose id stands in the path, which whoever asks sees; 404, also for what is no id. */
int usher_pulse_find(struct usher_exchange *x, const struct usher_table *table,
                     sqlite3_int64 *number);
/* The same, and the id in lower case. */
int usher_pulse_find_id(struct usher_exchange *x, const struct usher_table *table,
                        sqlite3_int64 *number, char id[USHER_UUID_TEXT + 1]);

/* media.c, errors.c */
usher_api_handler usher_pulse_check_media;
usher_api_handler usher_pulse_fail;

/* handlers */
usher_api_handler usher_pulse_users;
usher_api_handler usher_pulse_user;
usher_api_handler usher_pulse_user_create;
usher_api_handler usher_pulse_user_update;
usher_api_handler usher_pulse_user_delete;
usher_api_handler usher_pulse_invite;
usher_api_handler usher_pulse_invite_revoke;
usher_api_handler usher_pulse_join_show;
usher_api_handler usher_pulse_join;
usher_api_handler usher_pulse_account_membership;
usher_api_handler usher_pulse_account_membership_create;
usher_api_handler usher_pulse_team_membership;
usher_api_handler usher_pulse_team_membership_create;
usher_api_handler usher_pulse_notification_settings;
usher_api_handler usher_pulse_notification_settings_update;

#endif
