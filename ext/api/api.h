/*
** The api layer: the five HTTP APIs of SEEDS.md, answered inside the engine.
**
**   api.c         the table function api(): a request, from its arguments to its answer
**   request.c     the path and its query, headers, the body
**   route.c       which handler answers; 404, 405
**   answer.c      status, headers and body
**   statement.c   SQL on usher's own tables, as whoever acts sees them
**   body.c        members of a JSON body
**   page.c        lists in pages
**   user_json.c   user_json()
**   cursor.c      opaque, authenticated cursors
**   filespin/ mediapocket/ pulse/ studio/ vidbeo/
**                 one folder a profile: its routes, its handlers, its errors
**
** No rule lives here. A handler finds out what is asked, lets the domain do it through the
** same doors as SQL (usher_table_insert(), functions, statements on the tables), and
** writes the answer. To add a profile, write a struct usher_profile and list it in api.c.
*/
#ifndef USHER_API_H
#define USHER_API_H

#include "domain/domain.h"

/* Registers the function api() and user_json(); called by the entry point. */
int usher_api_register(struct usher *usher, void (*release)(void *));
extern const struct usher_function_table usher_api_functions;
extern const struct usher_rows_function usher_api;

/* ---------------------------------------------------------------- request */

#define USHER_API_SEGMENTS 10
#define USHER_API_QUERY 64     /* parameters of the query string */
#define USHER_API_BODY 1000000 /* bytes of a body, beyond which the answer is 413 */
#define USHER_API_PATH 8000    /* bytes of a path with its query */

struct usher_pair {
    const char *name;
    const char *value; /* "" if there is no `=` */
};

struct usher_request {
    const char *method;
    char *path; /* decoded in place, cut up; owned */
    int segments;
    const char *segment[USHER_API_SEGMENTS];
    int queries;
    struct usher_pair query[USHER_API_QUERY];
    const char *capture[2];          /* what stood for :names of the pattern, in their order */
    const struct usher_value *whole; /* the path as it came */
    struct usher_value *body;        /* NULL type: none; usher_api_body() normalises it */
    const struct usher_value *credential;
    const struct usher_value *headers; /* JSON object, or none */
};

struct usher_answer {
    int status;
    sqlite3_str *headers; /* members of a JSON object, without its braces */
    char *body;           /* SQLite memory; NULL: none */
};

struct usher_exchange {
    struct usher *usher;
    const struct usher_profile *profile;
    const struct usher_route *route; /* NULL: none was found */
    struct usher_request request;
    struct usher_answer answer;
    struct usher_rows *rows;  /* where the answer goes; NULL: nowhere */
    struct usher_shown shown; /* by whom the request is made */
    int given;                /* the answer is handed over already */
};

/* ----------------------------------------------------------------- routes */

/* Returns SQLITE_OK with the answer given, or an error recorded, which the profile renders. */
typedef int usher_api_handler(struct usher_exchange *x);

enum {
    USHER_ROUTE_OPEN = 1,  /* nobody may call it, too */
    USHER_ROUTE_WRITES = 2 /* runs inside usher_atomic(): all or nothing */
};

struct usher_route {
    const char *method;
    const char *pattern; /* "/v2/users/:id" */
    unsigned flags;
    usher_api_handler *handler;
};

struct usher_profile {
    const char *name;
    const char *type; /* the Content-Type of its bodies */
    const struct usher_route *routes;
    int count;
    /* Is the request well-formed for this API: media types and the like? NULL: anything is. */
    usher_api_handler *check;
    /*
    ** Render the recorded error. answer.status is set if the framework or a handler has said which
    ** (usher_api_refuse()), else 0: usher_error_status() is a start.
    */
    usher_api_handler *fail;
    /* SELECT one JSON text FROM main.usher_api_users AS u: a user in this format, without a WHERE. */
    enum usher_sql user;
};

/* By its name; NULL, and an error recorded, if there is none. */
const struct usher_profile *usher_api_profile(struct usher *usher, const struct usher_value *name);
extern const struct usher_profile usher_filespin;
extern const struct usher_profile usher_mediapocket;
extern const struct usher_profile usher_pulse;
extern const struct usher_profile usher_studio;
extern const struct usher_profile usher_vidbeo;

/*
** route.c: sets x->route, or refuses with 404 or 405, which says what is allowed. OPTIONS is answered
** there; x->route is NULL then.
*/
int usher_api_route(struct usher_exchange *x);

/* request.c */
/* Take the path apart. 400 for what is no path, 404 for one that cannot be. */
int usher_api_parse(struct usher_exchange *x, const struct usher_value *path);
void usher_request_clear(struct usher_request *request);
/* The value of a query parameter, NULL if it is not there. 400 if it is there twice. */
int usher_api_query(struct usher_exchange *x, const char *name, const char **value);
/* 400 if there is a query parameter that is none of these (NULL after the last). */
int usher_api_queries(struct usher_exchange *x, const char *const *names);
/*
** A header's value without regard to the case of its name; NULL if it is not there. To be cleared.
** 400 if the headers are no JSON object, or it is there twice.
*/
int usher_api_header(struct usher_exchange *x, const char *name, struct usher_value *value);

/* ----------------------------------------------------------------- answer */

/*
** Record an error that has this HTTP status, whatever its code. `field` is what is at fault: a member
** of the body, or a parameter.
*/
int usher_api_refuse(struct usher_exchange *x, int status, const char *field, const char *format,
                     ...) __attribute__((format(printf, 4, 5)));
/* The same of an error that is recorded already, if it is one of what was given: 400. Returns rc. */
int usher_api_malformed(struct usher_exchange *x, int rc);
/* The answer, with a body that is SQLite memory and is taken over; NULL is NOMEM. */
int usher_api_answer(struct usher_exchange *x, int status, char *body);
/* The same without a body: 204, say. */
int usher_api_empty(struct usher_exchange *x, int status);
/* Hand the answer over: what every handler has written is, once it is through. */
int usher_api_give(struct usher_exchange *x);
/* Besides Content-Type, which the profile says. */
void usher_api_add_header(struct usher_exchange *x, const char *name, const char *value);
/* The status that an error comes to, if nothing else was said. */
int usher_api_status(const struct usher_exchange *x);
void usher_answer_clear(struct usher_answer *answer);

/*
** From here on the request is that of this user, who has just shown who they are: whoever was
** activated sees their profile.
*/
void usher_api_act_for(struct usher_exchange *x, const char *user_id);

/* -------------------------------------------------------------- statements */

/*
** Open a statement on usher's tables, under the names main.usher_api_<table>, which nothing can hide
** (without main a TEMP table could): the text of `id` with `more` (static; may be "") behind it. Whoever acts sees what they may. To be
** closed with usher_close(). Formats as in usher_open().
*/
int usher_api_open(struct usher_exchange *x, struct usher_query *query, enum usher_sql id,
                   const char *more, const char *format, ...);
/* The one text that it gives, in SQLite memory; not_found naming `field` if there is no row. */
int usher_api_text(struct usher_exchange *x, struct usher_query *query, const char *field,
                   char **text);
/* Call a function of usher's as SQL would: the same checks, the same rule. The result is to be cleared. */
int usher_api_call(struct usher_exchange *x, const struct usher_function_table *functions,
                   const char *name, int argc, const struct usher_value *argv,
                   struct usher_value *result);
/*
** The same of a function that makes a slow start and then a rule of its own, so that its route cannot be one that
** writes: `then` writes the answer within that rule, which is kept only if the answer is, too.
*/
typedef int usher_api_then(struct usher_exchange *x, const char *result, const void *argument);
int usher_api_call_then(struct usher_exchange *x, const struct usher_function_table *functions,
                        const char *name, int argc, const struct usher_value *argv,
                        usher_api_then *then, const void *argument, struct usher_value *result);
/*
** What the path captured (the first is 0) as a UUID, in lower case. 404, "there is no such <noun>",
** if it is none.
*/
int usher_api_uuid(struct usher_exchange *x, int capture, const char *noun,
                   char id[USHER_UUID_TEXT + 1]);
/* A user of the profile's format, by id; NULL memory only on error. */
int usher_api_user(struct usher_exchange *x, const char *id, char **json);
usher_handler usher_user_json;

/* -------------------------------------------------------------------- body */

/* 400 unless the body is a JSON object: well-formed, UTF-8, of bounded depth. Makes it compact. */
int usher_api_body(struct usher_exchange *x);
/*
** json_type() of the member at this JSON path, "" if there is none (static text), and its value, to
** be cleared: text, a number, true and false as 1 and 0, an array or object as JSON.
*/
int usher_api_member(struct usher_exchange *x, const char *path, const char **type,
                     struct usher_value *value);

/* What a member of a body is to a table. */
struct usher_api_field {
    const char *name;
    int column;
    const char *types; /* that it may have, as json_type() calls them: "text null" */
    const char *must;  /* "be true or false" */
};
/*
** Fill a record with the members of the body, which is a JSON object; the values are not checked
** further. 400 for another type, and for a member that is none of these: `other` says so, or, if that is
** NULL, "<name> cannot be set".
*/
int usher_api_record(struct usher_exchange *x, const struct usher_api_field *fields, int count,
                     int (*other)(struct usher_exchange *x, const char *name),
                     struct usher_record *record);

/* ------------------------------------------------------------------- pages */

/* A list in pages that go on by a cursor: ?limit=25&cursor=. */
struct usher_api_list {
    const char *path;   /* of its links; tells its cursors from those of others, too */
    int least;          /* of `limit`, */
    int usual;          /* which is this unless it is said, */
    int most;           /* and at most this */
    enum usher_sql sql; /* SELECT item (JSON text), two texts by which it is ordered; no WHERE */
    const char *first;  /* the rest of it, with LIMIT ?1 */
    const char *after;  /* the same from behind (?2, ?3) on */
};
/*
** *items is a JSON array, *next what leads on as a complete relative URL, NULL if nothing follows; both SQLite
** memory. 400 for another limit, a cursor that is none, any other parameter.
*/
int usher_api_page(struct usher_exchange *x, const struct usher_api_list *list, char **items,
                   char **next);

/* ----------------------------------------------------------------- cursors */

#define USHER_CURSOR_TEXT 200
/* A cursor that stands for a place in a list: opaque and authenticated. `purpose` tells lists apart. */
int usher_api_cursor_make(struct usher_exchange *x, const char *purpose, const char *place,
                          char cursor[USHER_CURSOR_TEXT]);
/* 400 for one that was not made here, for this list. */
int usher_api_cursor_read(struct usher_exchange *x, const char *purpose, const char *cursor,
                          char place[USHER_CURSOR_TEXT]);

#endif
