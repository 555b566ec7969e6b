/*
** Every function that takes a token, a key, a code or a cursor: what was not given out opens nothing.
**
** A letter says which function, another how the token comes about; then
**
**   R  the bytes that follow            B  the same as a BLOB
**   E  one that is good, changed: triples of what to do, where, and with which byte
**   J  a JWT of two lines, header and claims ("$" is that of a good one), signed in some way
**   S  one that is good for another function
**   G  the good one, which must open
*/
#include "forge.h"

#include "base/crypto.h"
#include "domain/mfa/mfa.h"

#include <stdlib.h>
#include <string.h>

#define ANN "0a000000-0000-7000-8000-000000000001"
#define MIA "0a000000-0000-7000-8000-000000000002"
#define NEW "0a000000-0000-7000-8000-000000000003"
#define TOKEN(name) name "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static const char *const setup[] = {
    "SELECT usher_init('{\"account_id\":\"0a000000-0000-7000-8000-0000000000aa\"}')",
    "SELECT usher_key('" FUZZ_KEY "')",
    "INSERT INTO settings (scope, key, value) VALUES ('account', 'passwords.memory', 19456)",
    "SELECT invite_accept(invite_create('ann@a.org', 'owner'), '{\"id\":\"" ANN "\"}')",
    "SELECT invite_accept(invite_create('mia@a.org', 'user'), '{\"id\":\"" MIA "\"}')",
    "SELECT invite_accept(invite_create('new@a.org', 'user'), '{\"id\":\"" NEW "\"}')",
    "UPDATE usher_user SET verified_email = 0 WHERE id = '" NEW "'",
    "SELECT password_set('" MIA "', 'mia and her password')",
    NULL};

/* What was given out. */
enum slot {
    OPAQUE,
    SESSION_JWT,
    JWT,
    HMAC_JWT,
    API_KEY,
    INVITE,
    RESET,
    VERIFY,
    CHALLENGE,
    CODE,
    RECOVERY,
    CURSOR,
    ACTING,
    SLOTS
};
static char *given[SLOTS];
static struct fuzz_store store;
static sqlite3 *db;

#define OF(slot) (1u << (slot))
#define SESSIONS (OF(OPAQUE) | OF(SESSION_JWT) | OF(ACTING))
#define CREDENTIALS (SESSIONS | OF(API_KEY))
#define NEW_PASSWORD "'another long password'"

/* A row that is not NULL is an acceptance. ?1 is the token, ?2 a challenge, ?3 a code that are good. */
static const struct taker {
    const char *sql;
    unsigned takes; /* slots */
    int typed;      /* people type it: spaces, dashes and case mean nothing */
    int trimmed;    /* of a header: spaces around it mean nothing */
    int acting;     /* somebody who is signed in calls it */
} takers[] = {
    {"SELECT authenticate(?1)", CREDENTIALS, 0, 0, 0},
    {"SELECT jwt_verify(?1)", OF(JWT) | OF(HMAC_JWT) | OF(SESSION_JWT), 0, 0, 0},
    {"SELECT session_refresh(?1)", SESSIONS, 0, 0, 0},
    {"SELECT invite_accept(?1)", OF(INVITE), 0, 0, 0},
    {"SELECT invite_decline(?1)", OF(INVITE), 0, 0, 0},
    {"SELECT iif(status = 200, status, NULL) FROM api('pulse', 'GET', '/api/v1/auth/join/' || ?4, "
     "NULL, NULL, '{\"Accept\":\"*/*\"}')",
     OF(INVITE), 0, 0, 0},
    {"SELECT password_reset(?1, " NEW_PASSWORD ")", OF(RESET), 0, 0, 0},
    {"SELECT email_verify(?1)", OF(VERIFY), 0, 0, 0},
    {"SELECT login_mfa(?1, ?3)", OF(CHALLENGE), 0, 0, 0},
    {"SELECT login_mfa(?2, ?1)", OF(CODE) | OF(RECOVERY), 1, 0, 0},
    {"SELECT mfa_enroll(?1)", 0, 0, 0, 0},
    {"SELECT iif(status = 200, status, NULL) FROM api('studio', 'GET', '/api/user', NULL, ?1)",
     CREDENTIALS, 0, 0, 0},
    {"SELECT iif(status = 200, status, NULL) FROM api('vidbeo', 'GET', '/v2/users', NULL, NULL, "
     "json_object('Authorization', 'Bearer ' || ?1))",
     CREDENTIALS, 0, 1, 0},
    {"SELECT iif(status = 200 AND ?4 <> '', status, NULL) FROM api('vidbeo', 'GET', "
     "'/v2/users?limit=1&cursor=' "
     "|| ?4, NULL, ?5)",
     OF(CURSOR), 0, 0, 0},
    {.sql = "SELECT mfa_recovery_codes(?1)",
     .takes = OF(CODE) | OF(RECOVERY),
     .typed = 1,
     .acting = 1},
    {.sql = "SELECT mfa_remove(NULL, ?1)",
     .takes = OF(CODE) | OF(RECOVERY),
     .typed = 1,
     .acting = 1},
};
enum { TAKERS = sizeof(takers) / sizeof(*takers) };

static sqlite3_stmt *statement[TAKERS];

static void close_tokens(void) {
    for (int i = 0; i < TAKERS; i++) {
        sqlite3_finalize(statement[i]);
        statement[i] = NULL;
    }
    fuzz_close_store(&db);
}

/* --------------------------------------------------------------------- the store */

static int digit_of(char c) {
    const char *alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    const char *at = strchr(alphabet, c);
    return at && c ? (int)(at - alphabet) : -1;
}

/* The code of the step after this one, which has not been used. */
static char *code_of(const char *url, int ahead) {
    unsigned char secret[USHER_TOTP_SECRET] = {0};
    const char *text = strstr(url, "secret=");
    unsigned bits = 0;
    int have = 0;
    size_t size = 0;
    for (text += 7; digit_of(*text) >= 0 && size < sizeof(secret); text++) {
        bits = bits << 5 | (unsigned)digit_of(*text);
        have += 5;
        if (have >= 8) {
            have -= 8;
            secret[size++] = (unsigned char)(bits >> have);
        }
    }
    struct usher_totp totp = {USHER_TOTP_SHA256, USHER_TOTP_DIGITS, secret, sizeof(secret)};
    char *code = sqlite3_malloc(16);
    usher_totp_code(&totp, usher_totp_step(0x18CC251F400) + ahead, code);
    return code;
}

static char *ask_format(sqlite3 *on, const char *format, const char *text) {
    char *sql = sqlite3_mprintf(format, text);
    char *answer = fuzz_ask(on, sql);
    sqlite3_free(sql);
    if (!answer || !*answer) {
        fuzz_found("%s gives nothing", format);
    }
    return answer;
}

static void give_second_factor(sqlite3 *on) {
    fuzz_must(on, "SELECT act_as('" MIA "')");
    char *url = fuzz_ask(on, "SELECT mfa_enroll()");
    char *first = code_of(url, 0);
    char *codes = ask_format(on, "SELECT mfa_confirm(%Q)", first);
    fuzz_must(on, "SELECT act_as(NULL)");
    given[CODE] = code_of(url, 1);
    given[ACTING] = fuzz_ask(on, "SELECT session_create('" MIA "', '{\"form\":\"opaque\"}')");
    given[RECOVERY] = ask_format(on, "SELECT json_extract(%Q, '$[0]')", codes);
    given[CHALLENGE] = fuzz_ask(on, "SELECT login('mia@a.org', 'mia and her password')");
    sqlite3_free(codes);
    sqlite3_free(first);
    sqlite3_free(url);
}

static void give_out(void) {
    fuzz_store_make(&store, setup);
    sqlite3 *on = fuzz_open(&store);
    fuzz_must(on, "SELECT usher_key('" FUZZ_KEY "')");
    given[OPAQUE] = fuzz_ask(on, "SELECT session_create('" ANN "', '{\"form\":\"opaque\"}')");
    given[SESSION_JWT] = fuzz_ask(on, "SELECT session_create('" ANN "', '{\"form\":\"jwt\"}')");
    given[JWT] = fuzz_ask(on, "SELECT jwt_sign('{\"sub\":\"somebody\"}')");
    char *key = fuzz_ask(on, "SELECT jwks() ->> '$.keys[0].x'");
    sqlite3_snprintf(sizeof(forge_public_key), forge_public_key, "%s", key);
    sqlite3_free(key);
    fuzz_must(on, "SELECT jwt_key_create('{\"algorithm\":\"HS256\"}')");
    given[HMAC_JWT] = fuzz_ask(on, "SELECT jwt_sign('{\"sub\":\"somebody\"}')");
    given[API_KEY] = fuzz_ask(on, "SELECT api_key_create('k', '{\"user_id\":\"" ANN "\"}')");
    given[INVITE] = fuzz_ask(on, "SELECT invite_create('eve@a.org', 'user')");
    given[RESET] = fuzz_ask(on, "SELECT password_reset_request('mia@a.org')");
    given[VERIFY] = fuzz_ask(on, "SELECT email_verify_request('" NEW "')");
    given[CURSOR] = ask_format(on,
                               "SELECT substr(next, instr(next, 'cursor=') + 7) FROM (SELECT "
                               "json_extract(body, '$.links.next') AS next FROM api('vidbeo', "
                               "'GET', '/v2/users?limit=1', NULL, %Q))",
                               given[OPAQUE]);
    give_second_factor(on);
    sqlite3_free(store.bytes);
    fuzz_store_keep(&store, on);
    fuzz_close_store(&on);
}

static void start_anew(void) {
    if (!store.bytes) {
        give_out();
    }
    db = fuzz_open(&store);
    fuzz_must(db, "SELECT usher_key('" FUZZ_KEY "')");
    fuzz_must(db, "SELECT usher_lockdown()");
}

/* ------------------------------------------------------------------ making a token */

static const char *good_for(const struct taker *taker, unsigned which) {
    unsigned wanted = taker->takes ? taker->takes : OF(CHALLENGE);
    unsigned count = 0;
    const char *found[SLOTS];
    for (int slot = 0; slot < SLOTS; slot++) {
        if (wanted & OF(slot)) {
            found[count++] = given[slot];
        }
    }
    return found[which % count];
}

static void make_token(struct token *token, const struct taker *taker, const uint8_t *data,
                       size_t size) {
    const char *good = good_for(taker, size > 1 ? data[1] : 0);
    size_t rest = size > 2 ? size - 2 : 0;
    switch (data[0]) {
    case 'E':
        forge_append(token, good, (int)strlen(good));
        forge_edit(token, data + 2, rest);
        break;
    case 'J':
        forge_jwt(token, data + 2, rest, strchr(good, '.') ? good : given[JWT]);
        break;
    case 'S':
        good = given[size > 1 ? data[1] % SLOTS : 0];
        forge_append(token, good, (int)strlen(good));
        break;
    case 'G':
        forge_append(token, good, (int)strlen(good));
        break;
    default:
        token->blob = data[0] == 'B';
        forge_append(token, (const char *)data + 1, (int)size - 1);
    }
}

/* ------------------------------------------------------------------- what must hold */

/* As somebody means it who types a code. */
static int meant(char *out, const char *bytes, int length) {
    int kept = 0;
    for (int i = 0; i < length; i++) {
        if (bytes[i] != ' ' && bytes[i] != '-') {
            out[kept++] = usher_lower(bytes[i]);
        }
    }
    return kept;
}

static int same(const struct taker *taker, const struct token *token, const char *good) {
    const char *bytes = token->bytes;
    int length = token->length;
    char *one = sqlite3_malloc(length + 1);
    char *other = sqlite3_malloc((int)strlen(good) + 1);
    while (taker->trimmed && length > 0 && (*bytes == ' ' || *bytes == '\t')) {
        bytes++;
        length--;
    }
    while (taker->trimmed && length > 0 &&
           (bytes[length - 1] == ' ' || bytes[length - 1] == '\t')) {
        length--;
    }
    int equal = length == (int)strlen(good) && memcmp(bytes, good, strlen(good)) == 0;
    if (taker->typed) {
        length = meant(one, bytes, length);
        equal = length == meant(other, good, (int)strlen(good)) &&
                memcmp(one, other, (size_t)length) == 0;
    }
    sqlite3_free(other);
    sqlite3_free(one);
    return equal;
}

/* Was this one given out for it? */
static int is_good(const struct taker *taker, const struct token *token) {
    for (int slot = 0; slot < SLOTS; slot++) {
        if (taker->takes & OF(slot) && same(taker, token, given[slot])) {
            return 1;
        }
    }
    return 0;
}

static void check_refusal(const struct taker *taker) {
    char *actor = fuzz_ask(db, "SELECT actor()");
    if (strcmp(actor, taker->acting ? MIA : "nobody") != 0) {
        fuzz_found("%s refuses, and %s acts", taker->sql, actor);
    }
    sqlite3_free(actor);
    if (sqlite3_errcode(db) != SQLITE_OK && fuzz_error_is(db, "internal")) {
        fuzz_found("%s: %s", taker->sql, sqlite3_errmsg(db));
    }
}

/* ------------------------------------------------------------------------------ runs */

static void bind_token(sqlite3_stmt *to, const struct token *token) {
    char *escaped = sqlite3_malloc(3 * token->length + 1);
    for (int i = 0; i < token->length; i++) {
        sqlite3_snprintf(4, escaped + (size_t)(3 * i), "%%%02X", (unsigned char)token->bytes[i]);
    }
    escaped[(size_t)(3 * token->length)] = '\0';
    if (token->blob) {
        sqlite3_bind_blob(to, 1, token->bytes, token->length, SQLITE_TRANSIENT);
    } else {
        sqlite3_bind_text(to, 1, token->bytes, token->length, SQLITE_TRANSIENT);
    }
    sqlite3_bind_text(to, 2, given[CHALLENGE], -1, SQLITE_STATIC);
    sqlite3_bind_text(to, 3, given[CODE], -1, SQLITE_STATIC);
    sqlite3_bind_text(to, 4, escaped, -1, sqlite3_free);
    sqlite3_bind_text(to, 5, given[OPAQUE], -1, SQLITE_STATIC);
}

static void enter(int acting) {
    char *sql = sqlite3_mprintf("SELECT authenticate(%Q)", acting ? given[ACTING] : NULL);
    fuzz_must(db, sql);
    sqlite3_free(sql);
}

static void present(int which, const struct token *token, int must) {
    const struct taker *taker = &takers[which];
    if (!statement[which]) {
        statement[which] = fuzz_prepare(db, taker->sql);
    }
    sqlite3_stmt *ask = statement[which];
    enter(taker->acting);
    int changes = sqlite3_total_changes(db);
    bind_token(ask, token);
    int rc = sqlite3_step(ask);
    int accepted = rc == SQLITE_ROW && sqlite3_column_type(ask, 0) != SQLITE_NULL;
    sqlite3_reset(ask);
    if (accepted && !is_good(taker, token)) {
        fuzz_found("%s takes %.*s, which was never given out", taker->sql, token->length,
                   token->bytes);
    }
    if (must && taker->takes && !accepted) {
        fuzz_found("%s does not take %.*s: %s", taker->sql, token->length, token->bytes,
                   sqlite3_errmsg(db));
    }
    if (!accepted) {
        check_refusal(taker);
    }
    if (accepted || sqlite3_total_changes(db) != changes) {
        close_tokens(); /* guesses are counted: the next one is the first again */
    }
}

static void run_tokens(const uint8_t *data, size_t size) {
    if (!db) {
        start_anew();
    }
    if (size < 2) {
        return;
    }
    struct token token = {sqlite3_malloc64(2 * size + 20000), 0, 0};
    int which = data[0] % TAKERS;
    make_token(&token, &takers[which], data + 1, size - 1);
    present(which, &token, data[1] == 'G');
    sqlite3_free(token.bytes);
}

static const char *token_words(void) {
    return "{\"alg\":\"none\"}\n{\"alg\":\"HS256\"}\n\"alg\":\n\"kid\":\n\"typ\":\"JWT\"\n\"crit\":"
           "[]"
           "\n\"sub\":\n\"exp\":9999999999\n\"iss\":\"usher\"\n\"aud\":[\"usher\"]\nusk_\nmfa_\n"
           "\"jwk\":{}\n\"b64\":false\n=\n.\n000000\n123456";
}

const struct fuzz_target fuzz_tokens = {"tokens", run_tokens, close_tokens, 512, 5000, token_words};
