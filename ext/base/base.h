/*
** The base layer: what everything else stands on, without a word about users.
**
**   errors.c   the error channel: set once, with code, field and message
**   value.c    one SQL value, borrowed or owned; error-checked
**   check*.c   validators: e-mail, UUID, time, locale, ...
**   json*.c    JSON in and out (with schema.c the only users of jansson)
**   schema.c   what a JSON value must be, in words of JSON Schema
**   image.c    what the header of a picture says
**   crypto.c   hashes, tokens, randomness (the only user of libsodium)
**   supply.c   where time and chance come from
**   clock.c    times as text, and identifiers that sort by time
**   names.c    sets of names
**   nearest.c  which name was meant
**   sql_text.c SQL as text: words, quotes, blanks
**   never.h    conditions that hold whatever a test does
**
** Private to this layer: text.c (what characters a text holds) and lexer.c
** (JSON tokens).
*/
#ifndef USHER_BASE_H
#define USHER_BASE_H

#include "crypto.h"
#include "never.h"
#include "sqlite.h"
#include "usher.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

/* ------------------------------------------------------------- connection */

struct usher_store;       /* store/: statements, version, atomicity */
struct usher_identity;    /* identity/: who acts */
struct usher_lockdown;    /* identity/: what outer SQL may do on a locked connection */
struct usher_cursor;      /* table/: an open scan */
struct usher_guards;      /* domain/: the application's guarded tables */
struct usher_keyring;     /* domain/: the master key, if it was given */
struct usher_chain_cache; /* domain/: what the audit log is hashed with */

/* A set of names, without regard to case; all zero is the empty one. */
struct usher_names {
    int count;
    int room;
    char **name; /* sorted */
};

struct usher_error {
    enum usher_code code;
    int result;        /* SQLite result code */
    char field[64];    /* the column, argument or setting at fault; may be "" */
    char message[400]; /* without the "usher: CODE: " in front */
    int wait;          /* seconds after which to try again, of rate_limited; 0: not said */
};

struct usher_clock {
    sqlite3_int64 milliseconds; /* of the newest identifier made */
    unsigned counter;           /* its place within that millisecond */
};

/* What the caller supplied instead of the clock and of chance; all zero: nothing. */
struct usher_supply {
    int given;
    sqlite3_int64 now;    /* milliseconds since 1970 */
    sqlite3_int64 number; /* in the store; 0: there was no store yet */
    sqlite3_int64 drawn;  /* so often within this transaction */
    unsigned char key[USHER_KEY_BYTES];
    struct usher_clock clock;
};

/* What usher knows of one database connection. */
/* Texts that SQLite was lent: see table/value.c. */
struct usher_texts {
    int lent; /* and that it has not given back */
    size_t used;
    _Alignas(void *) char room[1024];
};

struct usher {
    sqlite3 *db;
    struct usher *next; /* another connection of this process */
    int references;     /* modules and functions that point here */
    int loaded;         /* all of them are there; 0: what a failure left */
    struct usher_error error;
    struct usher_clock clock;
    struct usher_supply supply;
    struct usher_store *store;
    int utf16; /* so the store keeps text */
    struct usher_identity *identity;
    int inner;      /* > 0 while usher's own SQL is prepared or stepped */
    unsigned rule;  /* tells the runs of usher_atomic() apart; 0: no rule is under way */
    unsigned rules; /* the last such number */
    int locked;     /* usher_lockdown() was called */
    struct usher_lockdown *lockdown;
    struct usher_names tables;    /* the virtual tables that usher shows */
    struct usher_names functions; /* and the functions */
    struct usher_cursor *cursors; /* open scans, newest first */
    struct usher_cursor *spare;   /* one that was closed, for the next scan; or NULL */
    struct usher_texts texts;
    /* Set by usher_lockdown(): is the schema still one that may be handed out? See store/store.c. */
    int (*inspect)(struct usher *usher);
    struct usher_guards *guards; /* which tables of the application are guarded */
    struct usher_keyring *keyring;
    unsigned char *api_key_hash;     /* the key of API keys' hashes, when one was looked for */
    struct usher_chain_cache *chain; /* that of the audit log's */
    /* The tables below them, one by one, NULL after the last: refused to outer SQL once locked. */
    const char *(*guarded)(const struct usher *usher, int index);
    /* Is it to the letter a trigger of storage_track()? Such may write to usher's tables once locked. */
    int (*tracker)(struct usher *usher, const char *name, const char *sql, int *own);
    /* Told of every row inserted, so that a running scan does not meet it; see table/cursor.c. */
    void (*inserted)(struct usher *usher, const char *backing, sqlite3_int64 number);
    /* Is it the statement of an open scan, and not one of the host's? */
    int (*is_inner)(const struct usher *usher, const sqlite3_stmt *statement);
};

/* -------------------------------------------------------------- inner SQL */

/*
** usher's own SQL runs through these four and through nothing else
** (tests/layers.sh looks): on a locked connection the authorizer lets pass what
** is done while `inner` is raised, and asks of everything else whether it is
** allowed. It must be raised for steps too, in which SQLite may prepare a
** statement again. They return SQLite's result codes and record nothing.
*/
static inline int usher_inner_prepare(struct usher *usher, const char *sql, int length,
                                      unsigned flags, sqlite3_stmt **statement) {
    usher->inner++;
    int rc = sqlite3_prepare_v3(usher->db, sql, length, flags, statement, NULL);
    usher->inner--;
    return rc;
}

static inline int usher_inner_step(struct usher *usher, sqlite3_stmt *statement) {
    usher->inner++;
    int rc = sqlite3_step(statement);
    usher->inner--;
    return rc;
}

static inline int usher_inner_exec(struct usher *usher, const char *sql) {
    usher->inner++;
    int rc = sqlite3_exec(usher->db, sql, NULL, NULL, NULL);
    usher->inner--;
    return rc;
}

/* What a virtual table looks like: SQLite asks the authorizer about that, too. */
static inline int usher_inner_declare(struct usher *usher, const char *sql) {
    usher->inner++;
    int rc = sqlite3_declare_vtab(usher->db, sql);
    usher->inner--;
    return rc;
}

/* ------------------------------------------------------------------ names */

int usher_names_add(struct usher_names *names, const char *name); /* SQLITE_OK, SQLITE_NOMEM */
int usher_names_have(const struct usher_names *names, const char *name);
void usher_names_clear(struct usher_names *names);

/* ----------------------------------------------------------------- errors */

/*
** Record an error and return its SQLite result code. `field` names what is at
** fault (NULL if nothing does); the message says what would be right.
*/
int usher_fail(struct usher *usher, enum usher_code code, const char *field, const char *format,
               ...) __attribute__((format(printf, 4, 5)));

/*
** Pass a native SQLite error on. Out of memory, disk full, I/O, busy, locked,
** interrupt, read-only and the like stay what they are; damage becomes
** `corrupt`. Returns the code to return.
*/
int usher_pass(struct usher *usher, int result);
/* The same about a table of the application's: its constraints and faults in SQLite's own words. */
int usher_pass_foreign(struct usher *usher, int result);

/* "not_found" for USHER_NOT_FOUND. */
const char *usher_code_name(enum usher_code code);

/* The HTTP status that goes with a code; 500 for a native error. */
int usher_code_status(enum usher_code code);

/*
** The same for a recorded error. A native one has a name of its own ("busy",
** "nomem", ...; the table is in errors.c).
*/
const char *usher_error_name(const struct usher_error *error);
int usher_error_status(const struct usher_error *error);

/* ------------------------------------------------------------- what was meant */

/* How many slips of the pen lead from one name to the other; many, if one is longer than names are. */
int usher_slips(const char *a, const char *b);
/* With how many a name may still be meant. */
int usher_slips_allowed(const char *given);

struct usher_nearest {
    const char *given;
    const char *name; /* the nearest that was offered, borrowed; NULL: none is near */
    int slips;
};

void usher_nearest_offer(struct usher_nearest *nearest, const char *name);
/* Add what was meant, if anything was, to the error that is recorded; return its result code. */
int usher_nearest_tell(struct usher *usher, const struct usher_nearest *nearest);
/*
** The same of these names, NULL after the last. They are part of the library: what is stored may be
** hidden from whoever acts.
*/
int usher_suggest(struct usher *usher, const char *given, const char *const *names);
/* The names as a sentence has them: "size, user or checksum". */
void usher_list_names(char *list, size_t size, const char *const *names);

/*
** The two edges: turn the recorded error into a virtual table's message or a
** function's result. `result` is what the rule returned, not SQLITE_OK.
*/
int usher_error_to_vtab(struct usher *usher, sqlite3_vtab *vtab, int result);
void usher_error_to_function(struct usher *usher, sqlite3_context *context, int result);

/* ----------------------------------------------------------------- values */

/*
** A value on its way to or from a rule. `text` is borrowed from SQLite or
** from JSON, or points to `small` or `owned`.
*/
struct usher_value {
    int type;   /* SQLITE_NULL, SQLITE_INTEGER, SQLITE_FLOAT, SQLITE_TEXT, SQLITE_BLOB */
    int length; /* bytes of text or blob */
    sqlite3_int64 integer;
    double real;
    const char *text; /* text or blob */
    char *owned;      /* freed by usher_value_clear */
    char small[40];   /* holds a UUID or a time */
};

void usher_value_null(struct usher_value *value);
void usher_value_integer(struct usher_value *value, sqlite3_int64 integer);
void usher_value_text(struct usher_value *value, const char *text);  /* borrowed; NULL is NULL */
void usher_value_small(struct usher_value *value, const char *text); /* copied; < 40 bytes */
void usher_value_clear(struct usher_value *value);

/* Own a copy of these bytes, as TEXT or BLOB, which the type says already. SQLITE_NOMEM, SQLITE_OK. */
int usher_value_keep(struct usher_value *value, const char *bytes, int length);
/* The same of another's, which may go away. It is no value whose text stands in `small`. */
int usher_value_copy(struct usher_value *copy, const struct usher_value *value);

/* Borrow from SQLite; valid as long as `from` is. SQLITE_NOMEM or SQLITE_OK. */
int usher_value_borrow(struct usher_value *value, sqlite3_value *from);
int usher_value_bind(sqlite3_stmt *statement, int index, const struct usher_value *value);
void usher_value_result(sqlite3_context *context, const struct usher_value *value);

/* ASCII only: the C library's isalpha(), tolower() and the like follow the host's locale. */
static inline int usher_is_digit(char c) {
    return c >= '0' && c <= '9';
}

static inline int usher_is_alpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline int usher_is_alnum(char c) {
    return usher_is_digit(c) || usher_is_alpha(c);
}

static inline char usher_lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Equal in type and content, as SQL's IS with BINARY collation. */
int usher_value_same(const struct usher_value *a, const struct usher_value *b);

/* Is the value this text, and nothing behind it? */
static inline int usher_value_is(const struct usher_value *value, const char *text) {
    struct usher_value other;
    usher_value_text(&other, text);
    return usher_value_same(value, &other);
}

static inline int usher_is_null(const struct usher_value *value) {
    return value->type == SQLITE_NULL;
}

/* ------------------------------------------------------------- validation */

/*
** A validator looks at one value that is not NULL, normalises it in place
** (an integral REAL to INTEGER, a time to UTC, a UUID to lower case) and
** returns SQLITE_OK, or records `invalid` naming `field`. `limit` is the
** longest length in characters for text, otherwise unused.
*/
typedef int usher_check(struct usher *usher, const char *field, int limit,
                        struct usher_value *value);

usher_check usher_check_text;        /* valid UTF-8, no NUL, 1 to limit characters */
usher_check usher_check_any_text;    /* the same, but may be empty */
usher_check usher_check_integer;     /* INTEGER, integral REAL, numeric TEXT */
usher_check usher_check_boolean;     /* 0 or 1, in any form that check_integer takes */
usher_check usher_check_uuid;        /* RFC 9562, any version; lower-cased */
usher_check usher_check_token;       /* as usher_token_make() makes them */
usher_check usher_check_time;        /* RFC 3339; normalised to UTC with milliseconds */
usher_check usher_check_email;       /* RFC 5321 addr-spec, see check.c */
usher_check usher_check_locale;      /* BCP 47 or POSIX */
usher_check usher_check_filename;    /* a bare file name, no directory */
usher_check usher_check_url;         /* http or https, or a path of one's own site: /inbox */
usher_check usher_check_json;        /* JSON text; rewritten in compact form */
usher_check usher_check_string_list; /* a JSON array of strings; compact form */

/* One of these words, NULL after the last, or `invalid`, which lists them and says which was meant. */
int usher_check_word(struct usher *usher, const char *field, const struct usher_value *value,
                     const char *const *words);

/*
** The same for a secret that people choose: valid UTF-8 without NUL, any other character, `least` to
** `most` of them. No error repeats any of it.
*/
int usher_check_secret(struct usher *usher, const char *field, int least, int most,
                       const struct usher_value *value);

/* ------------------------------------------------------------------- JSON */

/*
** Walk a JSON object given as text: `member` is called for each member with
** its value (an object or array arrives as compact JSON text). Refuses what is
** not an object, duplicate members, NUL and malformed UTF-8, naming `field`.
** A non-zero return of `member` ends the walk and is returned.
*/
typedef int usher_json_member(void *context, const char *name, struct usher_value *value);
int usher_json_object(struct usher *usher, const char *field, const struct usher_value *text,
                      usher_json_member *member, void *context);

/* The same for an array; `name` is NULL. */
int usher_json_array(struct usher *usher, const char *field, const struct usher_value *text,
                     usher_json_member *member, void *context);

/* Parse JSON strictly and write it compactly into value->owned. */
int usher_json_compact(struct usher *usher, const char *field, struct usher_value *value);

/* Append a string as JSON has it; it must be UTF-8. */
void usher_json_append(sqlite3_str *out, const char *text);
/* Append a number, text or NULL as JSON has it; text must be UTF-8. */
void usher_json_append_value(sqlite3_str *out, const struct usher_value *value);

/* Apply a JSON Merge Patch (RFC 7396) to `value`, which becomes compact text; NULL is no value. */
int usher_json_merge(struct usher *usher, const char *field, struct usher_value *value,
                     const struct usher_value *patch);

/*
** Check JSON against a schema, itself JSON text (schema.c says which words it may use), and
** make it compact. `type` is that of the whole, or "any". Errors name the member at fault:
** "auth.authorized_domains", with `name` in front.
*/
int usher_schema_match(struct usher *usher, const char *name, const char *type, const char *schema,
                       struct usher_value *value);
/* invalid unless `value` is such a schema; made compact. */
usher_check usher_check_schema;

/* This connection's last error as JSON text, or NULL value if there was none. */
int usher_json_error(const struct usher *usher, struct usher_value *out);

const char *usher_json_library(void); /* jansson's version */

/* ----------------------------------------------------------------- images */

/* The size of a PNG or JPEG image, of which all parts are there; -1 if the data is no such. */
int usher_image_size(const void *data, size_t length, int *width, int *height);

/* ------------------------------------------------------------------ clock */

#define USHER_TIME_TEXT 24 /* 2022-01-01T00:00:00.000Z */
#define USHER_UUID_TEXT 36

/* Milliseconds since 1970: as supplied, or by SQLite's own clock (its default VFS). */
sqlite3_int64 usher_clock_now(const struct usher *usher);
/* Such a time as text; one outside of the years 1970 to 9999 as the nearest of these. */
void usher_clock_text(sqlite3_int64 milliseconds, char text[USHER_TIME_TEXT + 1]);
/* The other way: of a text that usher_check_time() has made, from year 1 on. */
sqlite3_int64 usher_clock_of(const char text[USHER_TIME_TEXT + 1]);
/* So many seconds after such a time. */
void usher_time_after(const char time[USHER_TIME_TEXT + 1], sqlite3_int64 seconds,
                      char text[USHER_TIME_TEXT + 1]);
/* A new UUIDv7 (RFC 9562); later ones of a connection sort after earlier ones. */
void usher_uuid_make(struct usher *usher, char text[USHER_UUID_TEXT + 1]);

/* --------------------------------------------------------------- SQL as text */

/* May the character be part of an SQL name that has no quotes? */
static inline int usher_is_word(char c) {
    return usher_is_alnum(c) || c == '_' || c == '$' || (c & 0x80);
}

/* What ends a text that begins so, in any of SQL's quotes; '\0': it is none. */
char usher_quote_end(char c);
const char *usher_skip_blanks(const char *p);
/* Blanks and comments. */
const char *usher_skip_space(const char *p);

/* ----------------------------------------------------------------- chance */

/* As supplied, or the system's randomness. */
void usher_random(struct usher *usher, void *buffer, size_t size);
unsigned usher_random_below(struct usher *usher, unsigned bound); /* uniform */
/* A fresh token; `text` receives USHER_TOKEN_TEXT characters and a NUL. */
void usher_token_make(struct usher *usher, char text[USHER_TOKEN_TEXT + 1]);

/*
** From now on `now` is the time, and chance follows from the seed: see usher_supply_set() in
** store/store.h, which sees to it that usher_supply_end() is called.
*/
void usher_supply_begin(struct usher *usher, sqlite3_int64 now,
                        const unsigned char seed[USHER_KEY_BYTES], sqlite3_int64 number);
void usher_supply_end(struct usher *usher);

#endif
