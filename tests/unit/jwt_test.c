/*
** Signed tokens: what is verified, to the second, under a VFS whose time the test
** sets; and every way of writing a token that is none.
*/
#include "session_unit.h"

#include "domain/keys/keys.h"

#define MASTER "0123456789abcdef0123456789abcdef"
#define SECRET "an HMAC key that everybody knows" /* 32 bytes */
#define SEED "a seed that everybody knows, too"
#define NOW 1800000000
#define TOKEN_ROOM 32000

/* ----------------------------------------------------------- a clock to be set */

static sqlite3_vfs fake;
static sqlite3_int64 now; /* seconds since 1970 */

static int fake_milliseconds(sqlite3_vfs *vfs, sqlite3_int64 *time) {
    (void)vfs;
    *time = now * 1000 + 210866760000000;
    return SQLITE_OK;
}

/* ------------------------------------------------------------------ a connection */

static struct usher *usher; /* that of `db`, which the extension keeps to itself */

static void release(void *data) {
    struct usher *old = data;
    if (--old->references == 0) {
        usher_domain_close(old);
        free(old);
    }
}

static struct usher *attach(sqlite3 *connection) {
    struct usher *made = calloc(1, sizeof(*made));
    assert_non_null(made);
    made->db = connection;
    made->references = 1;
    assert_int_equal(usher_crypto_open(), 0);
    assert_int_equal(usher_store_open(made), SQLITE_OK);
    assert_int_equal(usher_identity_open(made), SQLITE_OK);
    assert_int_equal(usher_store_register(made, release), SQLITE_OK);
    assert_int_equal(usher_identity_register(made, release), SQLITE_OK);
    assert_int_equal(usher_tables_open(made, release), SQLITE_OK);
    assert_int_equal(usher_domain_register(made, release), SQLITE_OK);
    made->references--; /* the others are those of tables and functions */
    return made;
}

/* Base64url of a text, in static memory. */
static const char *encoded(const void *bytes, size_t size) {
    static char memory[4][16000];
    static int turn;
    char *text = memory[turn++ % 4];
    assert_true(USHER_BASE64URL(size) < sizeof(memory[0]));
    usher_base64url(bytes, size, text);
    return text;
}

static int jwt_open(void **state) {
    (void)state;
    fake = *sqlite3_vfs_find(NULL);
    fake.zName = "fake";
    fake.xCurrentTimeInt64 = fake_milliseconds;
    now = NOW;
    sqlite3_vfs_register(&fake, 1);
    remove_scratch();
    assert_int_equal(sqlite3_open(scratch_path(), &db), SQLITE_OK);
    usher = attach(db);
    must("SELECT usher_init(json_object('account_id', " ACCOUNT "));"
         "SELECT usher_key('" MASTER "')");
    char sql[300];
    snprintf(sql, sizeof(sql), "SELECT jwt_key_create('{\"kid\":\"e\",\"secret\":\"%s\"}')",
             encoded(SEED, 32));
    must(sql);
    snprintf(sql, sizeof(sql),
             "SELECT jwt_key_create('{\"kid\":\"h\",\"secret\":\"%s\",\"algorithm\":\"HS256\"}')",
             encoded(SECRET, 32));
    must(sql);
    return 0;
}

static int jwt_close(void **state) {
    int rc = close_db(state);
    sqlite3_vfs_unregister(&fake);
    return rc;
}

/* ------------------------------------------------------------------ making tokens */

#define H "{\"alg\":\"HS256\",\"kid\":\"h\",\"typ\":\"JWT\"}"
#define E "{\"alg\":\"EdDSA\",\"kid\":\"e\",\"typ\":\"JWT\"}"
#define ACCESS "{\"alg\":\"HS256\",\"kid\":\"h\",\"typ\":\"at+jwt\"}"
#define CLAIMS "{\"iss\":\"usher\",\"aud\":\"usher\",\"exp\":1800003600}"

static void append(char *token, const char *text) {
    size_t length = strlen(token);
    snprintf(token + length, TOKEN_ROOM - length, "%s", text);
}

/* HMAC-SHA-256 whatever the header says, in static memory. */
static const char *mac_under(const char *key, size_t key_size, const char *header,
                             const char *payload) {
    static char memory[4][TOKEN_ROOM];
    static int turn;
    char *token = memory[turn++ % 4];
    unsigned char mac[USHER_HMAC256_BYTES];
    snprintf(token, TOKEN_ROOM, "%s.%s", encoded(header, strlen(header)),
             encoded(payload, strlen(payload)));
    usher_hmac256(key, key_size, token, strlen(token), mac);
    append(token, ".");
    append(token, encoded(mac, sizeof(mac)));
    return token;
}

static const char *made(const char *header, const char *payload) {
    return mac_under(SECRET, 32, header, payload);
}

/* Ed25519 whatever the header says. */
static const char *signed_by(const char *seed, const char *header, const char *payload) {
    static char token[TOKEN_ROOM];
    unsigned char signature[USHER_SIGNATURE_BYTES];
    snprintf(token, sizeof(token), "%s.%s", encoded(header, strlen(header)),
             encoded(payload, strlen(payload)));
    usher_sign((const unsigned char *)seed, token, strlen(token), signature);
    append(token, ".");
    append(token, encoded(signature, sizeof(signature)));
    return token;
}

/* The claims, or NULL; nothing that is no good is an error, nor leaves one behind. */
static char *verified_bytes(const char *token, int length, const char *audience) {
    char *claims;
    char *exact = malloc((size_t)length + 1); /* for AddressSanitizer to guard */
    struct usher_error before = usher->error;
    assert_non_null(exact);
    memcpy(exact, token, (size_t)length);
    assert_int_equal(usher_jwt_verify(usher, exact, length, audience, &claims), SQLITE_OK);
    assert_memory_equal(&usher->error, &before, sizeof(before));
    free(exact);
    return claims;
}

static int is_good(const char *token) {
    char *claims = verified_bytes(token, (int)strlen(token), NULL);
    sqlite3_free(claims);
    return claims != NULL;
}

static void good(const char *header, const char *payload) {
    if (!is_good(made(header, payload))) {
        fail_msg("refused: %s.%s", header, payload);
    }
}

static void bad(const char *header, const char *payload) {
    if (is_good(made(header, payload))) {
        fail_msg("taken: %s.%s", header, payload);
    }
}

/* -------------------------------------------------------------------------- times */

static void claims_with(const char *more, int taken) {
    char payload[400];
    snprintf(payload, sizeof(payload), "{\"iss\":\"usher\",\"aud\":\"usher\"%s}", more);
    if (is_good(made(H, payload)) != taken) {
        fail_msg("%s: %s", taken ? "refused" : "taken", payload);
    }
}

/* Now is 1800000000; 60 seconds either way are let pass. */
static void test_times(void **state) {
    (void)state;
    claims_with(",\"exp\":1800000001", 1);
    claims_with(",\"exp\":1800000000", 1);
    claims_with(",\"exp\":1799999941", 1);
    claims_with(",\"exp\":1799999940", 0);
    claims_with(",\"exp\":1799999940.5", 1);
    claims_with(",\"exp\":1799999939.5", 0);
    claims_with(",\"exp\":1.8000036e9", 1);
    claims_with(",\"exp\":253402300799", 1); /* the year 9999 */
    claims_with("", 0);
    claims_with(",\"exp\":1800003600,\"nbf\":1800000060", 1);
    claims_with(",\"exp\":1800003600,\"nbf\":1800000060.5", 0);
    claims_with(",\"exp\":1800003600,\"nbf\":1800000061", 0);
    claims_with(",\"exp\":1800003600,\"nbf\":0", 1);
    claims_with(",\"exp\":1800003600,\"iat\":1800000060", 1);
    claims_with(",\"exp\":1800003600,\"iat\":1800000061", 0);
    claims_with(",\"exp\":1800003600,\"iat\":1", 1);
    now = NOW + 3659;
    claims_with(",\"exp\":1800003600", 1);
    now = NOW + 3660;
    claims_with(",\"exp\":1800003600", 0);
    now = NOW - 61; /* a clock that jumped back: what was signed since is not valid yet */
    claims_with(",\"exp\":1800003600,\"iat\":1800000000", 0);
    now = NOW - 60;
    claims_with(",\"exp\":1800003600,\"iat\":1800000000", 1);
}

/* exp, nbf and iat are numbers of this era, or the token is none. */
static void test_time_forms(void **state) {
    static const char *const forms[] = {
        "\"1800003600\"",
        "null",
        "true",
        "false",
        "[1800003600]",
        "{}",
        "-1",
        "-1e300",
        "253402300800",
        "1e300",
        "9223372036854775807",
        "9223372036854775808",
        "1e999",
        "-1e999",
        "NaN",
        "nan",
        "Infinity",
        "-Infinity",
        "+1800003600",
        "01800003600",
        "0x6b49d200",
        "1800003600.",
        ".5",
        "1800003600,\"exp\":1800003600",
        "",
    };
    char more[100];
    (void)state;
    for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
        snprintf(more, sizeof(more), ",\"exp\":%s", forms[i]);
        claims_with(more, 0);
        snprintf(more, sizeof(more), ",\"exp\":1800003600,\"nbf\":%s", forms[i]);
        claims_with(more, 0);
        snprintf(more, sizeof(more), ",\"exp\":1800003600,\"iat\":%s", forms[i]);
        claims_with(more, 0);
    }
}

/* ------------------------------------------------------------------------- claims */

static const char *const refused_claims[] = {
    "{\"iss\":\"usher\",\"exp\":1800003600}",
    "{\"aud\":\"usher\",\"exp\":1800003600}",
    "{\"iss\":\"Usher\",\"aud\":\"usher\",\"exp\":1800003600}",
    "{\"iss\":\"usher \",\"aud\":\"usher\",\"exp\":1800003600}",
    "{\"iss\":[\"usher\"],\"aud\":\"usher\",\"exp\":1800003600}",
    "{\"iss\":null,\"aud\":\"usher\",\"exp\":1800003600}",
    "{\"iss\":\"usher\",\"aud\":\"other\",\"exp\":1800003600}",
    "{\"iss\":\"usher\",\"aud\":\"usher2\",\"exp\":1800003600}",
    "{\"iss\":\"usher\",\"aud\":\"ushe\",\"exp\":1800003600}",
    "{\"iss\":\"usher\",\"aud\":\"\",\"exp\":1800003600}",
    "{\"iss\":\"usher\",\"aud\":[],\"exp\":1800003600}",
    "{\"iss\":\"usher\",\"aud\":[\"a\",\"b\"],\"exp\":1800003600}",
    "{\"iss\":\"usher\",\"aud\":[[\"usher\"]],\"exp\":1800003600}",
    "{\"iss\":\"usher\",\"aud\":[\"usher\",1],\"exp\":1800003600}",
    "{\"iss\":\"usher\",\"aud\":{\"usher\":1},\"exp\":1800003600}",
    "{\"iss\":\"usher\",\"aud\":\"[\\\"usher\\\"]\",\"exp\":1800003600}",
    "{\"iss\":\"usher\",\"aud\":null,\"exp\":1800003600}",
    "{\"iss\":\"usher\",\"aud\":true,\"exp\":1800003600}",
    "{\"iss\":\"usher\",\"aud\":\"usher\",\"exp\":1800003600,\"sub\":5}",
    "{\"iss\":\"usher\",\"aud\":\"usher\",\"exp\":1800003600,\"sub\":null}",
    "{\"iss\":\"usher\",\"aud\":\"usher\",\"exp\":1800003600,\"jti\":[\"x\"]}",
    /* duplicates, also where an escape hides them, and below the top */
    "{\"iss\":\"evil\",\"iss\":\"usher\",\"aud\":\"usher\",\"exp\":1800003600}",
    "{\"iss\":\"usher\",\"aud\":\"usher\",\"exp\":1,\"\\u0065xp\":1800003600}",
    "{\"iss\":\"usher\",\"aud\":\"usher\",\"exp\":1800003600,\"a\":{\"b\":1,\"b\":1}}",
    /* no JSON object */
    "",
    "null",
    "[{\"iss\":\"usher\",\"aud\":\"usher\",\"exp\":1800003600}]",
    "{'iss':'usher'}",
    "{\"iss\":\"usher\",\"aud\":\"usher\",\"exp\":1800003600,}",
    "{\"iss\":\"usher\",\"aud\":\"usher\",\"exp\":1800003600,\"x\":\"\xff\"}",
    "{\"iss\":\"usher\",\"aud\":\"usher\",\"exp\":1800003600,\"x\":\"\\ud800\"}",
    "{\"iss\":\"usher\",\"aud\":\"usher\",\"exp\":1800003600,\"x\":\"\\u0000\"}",
};

static void test_claims(void **state) {
    (void)state;
    good(H, CLAIMS);
    good(H, " {\"iss\" : \"usher\",\r\n \"aud\":[\"x\",\"usher\"],\"exp\":1800003600} ");
    good(H, "{\"iss\":\"usher\",\"aud\":\"usher\",\"exp\":1800003600,\"sub\":\"x\",\"sid\":5}");
    good(H, "{\"iss\":\"\\u0075sher\",\"aud\":\"usher\",\"exp\":1800003600}");
    for (size_t i = 0; i < sizeof(refused_claims) / sizeof(*refused_claims); i++) {
        bad(H, refused_claims[i]);
    }
    bad(H, CLAIMS CLAIMS);
    bad(H, CLAIMS ",");
    bad(H, CLAIMS "x");
    bad(H, "\xef\xbb\xbf" CLAIMS);
}

static void test_audience(void **state) {
    const char *token = made(H, "{\"iss\":\"usher\",\"aud\":[\"a\",\"b\"],\"exp\":1800003600}");
    static const struct {
        const char *audience;
        int taken;
    } cases[] = {{"a", 1}, {"b", 1}, {"A", 0}, {"usher", 0}, {"", 0}, {NULL, 0}};
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char *claims = verified_bytes(token, (int)strlen(token), cases[i].audience);
        assert_int_equal(claims != NULL, cases[i].taken);
        sqlite3_free(claims);
    }
}

/* A NUL in the payload: what is behind it is not read as something else. */
static void test_nul(void **state) {
    static const char payload[] = CLAIMS "\0,\"x\":1}";
    unsigned char mac[USHER_HMAC256_BYTES];
    static char token[TOKEN_ROOM];
    (void)state;
    snprintf(token, sizeof(token), "%s.%s", encoded(H, strlen(H)),
             encoded(payload, sizeof(payload) - 1));
    usher_hmac256(SECRET, 32, token, strlen(token), mac);
    append(token, ".");
    append(token, encoded(mac, sizeof(mac)));
    assert_false(is_good(token));
}

/* Signed by the key, and yet no base64url. */
static void test_no_base64(void **state) {
    static const char *const payloads[] = {"a", "abc=", "ab+/", "ab cd", "AAB"};
    unsigned char mac[USHER_HMAC256_BYTES];
    static char token[TOKEN_ROOM];
    (void)state;
    for (size_t i = 0; i < sizeof(payloads) / sizeof(*payloads); i++) {
        snprintf(token, sizeof(token), "%s.%s", encoded(H, strlen(H)), payloads[i]);
        usher_hmac256(SECRET, 32, token, strlen(token), mac);
        append(token, ".");
        append(token, encoded(mac, sizeof(mac)));
        assert_false(is_good(token));
    }
}

/* ------------------------------------------------------------------------- header */

static const char *const refused_header[] = {
    "{\"alg\":\"none\",\"kid\":\"h\",\"typ\":\"JWT\"}",
    "{\"alg\":\"None\",\"kid\":\"h\",\"typ\":\"JWT\"}",
    "{\"alg\":\"NONE\",\"kid\":\"h\",\"typ\":\"JWT\"}",
    "{\"alg\":\"hs256\",\"kid\":\"h\",\"typ\":\"JWT\"}",
    "{\"alg\":\"HS256 \",\"kid\":\"h\",\"typ\":\"JWT\"}",
    "{\"alg\":\"HS512\",\"kid\":\"h\",\"typ\":\"JWT\"}",
    "{\"alg\":\"HS384\",\"kid\":\"h\",\"typ\":\"JWT\"}",
    "{\"alg\":\"RS256\",\"kid\":\"h\",\"typ\":\"JWT\"}",
    "{\"alg\":\"EdDSA\",\"kid\":\"h\",\"typ\":\"JWT\"}",
    "{\"alg\":\"HS256\",\"kid\":\"e\",\"typ\":\"JWT\"}",
    "{\"alg\":\"EdDSA\",\"kid\":\"e\",\"typ\":\"JWT\"}",
    "{\"alg\":\"\",\"kid\":\"h\",\"typ\":\"JWT\"}",
    "{\"alg\":null,\"kid\":\"h\",\"typ\":\"JWT\"}",
    "{\"alg\":0,\"kid\":\"h\",\"typ\":\"JWT\"}",
    "{\"alg\":[\"HS256\"],\"kid\":\"h\",\"typ\":\"JWT\"}",
    "{\"alg\":\"HS256HS256HS256\",\"kid\":\"h\",\"typ\":\"JWT\"}",
    "{\"kid\":\"h\",\"typ\":\"JWT\"}",
    "{\"alg\":\"HS256\",\"typ\":\"JWT\"}",
    "{\"alg\":\"HS256\",\"kid\":\"h\"}",
    "{}",
    "",
    "null",
    "[]",
    "\"JWT\"",
    "{\"alg\":\"HS256\",\"kid\":\"unknown\",\"typ\":\"JWT\"}",
    "{\"alg\":\"HS256\",\"kid\":\"\",\"typ\":\"JWT\"}",
    "{\"alg\":\"HS256\",\"kid\":\"H\",\"typ\":\"JWT\"}",
    "{\"alg\":\"HS256\",\"kid\":\"x' OR id = 'h\",\"typ\":\"JWT\"}",
    "{\"alg\":\"HS256\",\"kid\":\"x' UNION SELECT 'h', 'HS256' --\",\"typ\":\"JWT\"}",
    "{\"alg\":\"HS256\",\"kid\":\"../../dev/null\",\"typ\":\"JWT\"}",
    "{\"alg\":\"HS256\",\"kid\":\"%\",\"typ\":\"JWT\"}",
    "{\"alg\":\"HS256\",\"kid\":[\"h\"],\"typ\":\"JWT\"}",
    "{\"alg\":\"HS256\",\"kid\":null,\"typ\":\"JWT\"}",
    "{\"alg\":\"HS256\",\"kid\":\"h\",\"typ\":\"jwt\"}",
    "{\"alg\":\"HS256\",\"kid\":\"h\",\"typ\":\"JOSE\"}",
    "{\"alg\":\"HS256\",\"kid\":\"h\",\"typ\":\"application/at+jwt\"}",
    "{\"alg\":\"HS256\",\"kid\":\"h\",\"typ\":null}",
    "{\"alg\":\"HS256\",\"kid\":\"h\",\"typ\":\"\"}",
    "{\"alg\":\"HS256\",\"kid\":\"h\",\"typ\":\"JWT\",\"cty\":\"JWT\"}",
    "{\"alg\":\"HS256\",\"kid\":\"h\",\"typ\":\"JWT\",\"b64\":false,\"crit\":[\"b64\"]}",
    "{\"alg\":\"HS256\",\"kid\":\"h\",\"typ\":\"JWT\",\"b64\":true}",
    "{\"alg\":\"HS256\",\"kid\":\"h\",\"typ\":\"JWT\",\"crit\":[\"exp\"],\"exp\":1}",
    "{\"alg\":\"HS256\",\"kid\":\"h\",\"typ\":\"JWT\",\"crit\":[]}",
    "{\"alg\":\"HS256\",\"kid\":\"h\",\"typ\":\"JWT\",\"zip\":\"DEF\"}",
    "{\"alg\":\"HS256\",\"kid\":\"h\",\"typ\":\"JWT\",\"jku\":\"https://evil.example/jwks\"}",
    "{\"alg\":\"HS256\",\"kid\":\"h\",\"typ\":\"JWT\",\"x5u\":\"https://evil.example/\"}",
    "{\"alg\":\"HS256\",\"kid\":\"h\",\"typ\":\"JWT\",\"x5c\":[]}",
    "{\"alg\":\"HS256\",\"kid\":\"h\",\"typ\":\"JWT\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AA\"}}",
    "{\"alg\":\"HS256\",\"kid\":\"h\",\"typ\":\"JWT\",\"alg\":\"HS256\"}",
    "{\"alg\":\"none\",\"\\u0061lg\":\"HS256\",\"kid\":\"h\",\"typ\":\"JWT\"}",
    "{\"alg\":\"HS256\",\"kid\":\"h\",\"typ\":\"JWT\",\"\":1}",
    "{\"alg\":\"HS256\",\"kid\":\"h\",\"typ\":\"JWT\"} x",
    "{\"alg\":\"HS256\",\"kid\":\"h\\u0000\",\"typ\":\"JWT\"}",
};

static void test_header(void **state) {
    (void)state;
    good(H, CLAIMS);
    good(ACCESS, CLAIMS);
    good("{ \"typ\":\"JWT\",\r\n \"kid\":\"\\u0068\", \"alg\":\"HS256\" }", CLAIMS);
    for (size_t i = 0; i < sizeof(refused_header) / sizeof(*refused_header); i++) {
        bad(refused_header[i], CLAIMS);
    }
}

/* The public key is no secret: as one of HMAC it opens nothing. */
static void test_public_key_as_secret(void **state) {
    static const char *const headers[] = {"{\"alg\":\"HS256\",\"kid\":\"e\",\"typ\":\"JWT\"}", E};
    unsigned char key[USHER_KEY_BYTES];
    (void)state;
    usher_sign_public((const unsigned char *)SEED, key);
    const char *text = encoded(key, sizeof(key));
    for (int i = 0; i < 2; i++) {
        assert_false(is_good(mac_under((const char *)key, sizeof(key), headers[i], CLAIMS)));
        assert_false(is_good(mac_under(text, strlen(text), headers[i], CLAIMS)));
    }
    assert_true(is_good(signed_by(SEED, E, CLAIMS)));
    assert_false(is_good(signed_by(SECRET, E, CLAIMS)));
    assert_false(is_good(signed_by(SEED, H, CLAIMS)));
    assert_false(is_good(mac_under("", 0, H, CLAIMS)));
}

/* --------------------------------------------------------------------------- form */

/* Every character altered, every byte left out, every length. */
static void test_altered(void **state) {
    static const char letters[] = "AZaz09-_=. \n\x80\xff";
    char token[1000];
    (void)state;
    for (int kind = 0; kind < 2; kind++) {
        snprintf(token, sizeof(token), "%s", kind ? signed_by(SEED, E, CLAIMS) : made(H, CLAIMS));
        int length = (int)strlen(token);
        assert_true(is_good(token));
        for (int i = 0; i < length; i++) {
            char right = token[i];
            for (size_t k = 0; k < sizeof(letters); k++) { /* the NUL, too */
                token[i] = letters[k];
                char *claims = verified_bytes(token, length, NULL);
                if ((claims != NULL) != (letters[k] == right)) {
                    fail_msg("character %d of %s", i, token);
                }
                sqlite3_free(claims);
            }
            token[i] = right;
            assert_null(verified_bytes(token, i, NULL));
        }
    }
}

static void test_parts(void **state) {
    char other[1500];
    (void)state;
    const char *token = made(H, CLAIMS);
    int first = (int)(strchr(token, '.') - token);
    int last = (int)(strrchr(token, '.') - token);
    static const char *const around[][2] = {
        {"", "."},    {".", ""},    {"", ".AA"},    {"AA.", ""}, {"", ".."}, {" ", ""},
        {"", " "},    {"", "\n"},   {"", "="},      {"", "=="},  {"\t", ""}, {"Bearer ", ""},
        {"\"", "\""}, {"", ".A.B"}, {"", ".AA.AA"}, /* five parts: JWE */
    };
    for (size_t i = 0; i < sizeof(around) / sizeof(*around); i++) {
        snprintf(other, sizeof(other), "%s%s%s", around[i][0], token, around[i][1]);
        assert_false(is_good(other));
    }
    snprintf(other, sizeof(other), "%.*s", last, token); /* two parts */
    assert_false(is_good(other));
    snprintf(other, sizeof(other), "%.*s.", last, token); /* no signature */
    assert_false(is_good(other));
    snprintf(other, sizeof(other), "%.*s..%s", first, token, token + last + 1);
    assert_false(is_good(other));
    snprintf(other, sizeof(other), "%s", token + first);
    assert_false(is_good(other));
    snprintf(other, sizeof(other), "%.*s=%s", first, token, token + first);
    assert_false(is_good(other));
    snprintf(other, sizeof(other), "%.*s=%s", last, token, token + last);
    assert_false(is_good(other));
    assert_false(is_good(""));
    assert_false(is_good("."));
    assert_false(is_good(".."));
    assert_false(is_good("..."));
}

/* Claims that make a token of `length` characters; `spaces` in the header make any possible. */
static const char *of_length(int length) {
    static char header[100], payload[16000];
    for (int spaces = 0; spaces < 3; spaces++) {
        snprintf(header, sizeof(header), "%s%.*s", H, spaces, "  ");
        int rest = length - (int)USHER_BASE64URL(strlen(header)) - 2 -
                   (int)USHER_BASE64URL(USHER_HMAC256_BYTES);
        int size = rest * 3 / 4;
        if ((int)USHER_BASE64URL((size_t)size) == rest) {
            snprintf(payload, sizeof(payload), "%s%*s", CLAIMS, size - (int)strlen(CLAIMS), "");
            return made(header, payload);
        }
    }
    return "";
}

static void test_length(void **state) {
    (void)state;
    assert_int_equal(strlen(of_length(USHER_JWT_MOST)), USHER_JWT_MOST);
    assert_true(is_good(of_length(USHER_JWT_MOST)));
    assert_int_equal(strlen(of_length(USHER_JWT_MOST + 1)), USHER_JWT_MOST + 1);
    assert_false(is_good(of_length(USHER_JWT_MOST + 1)));
    char header[700];
    snprintf(header, sizeof(header), "%s%*s", H, 512 - (int)strlen(H), "");
    good(header, CLAIMS);
    snprintf(header, sizeof(header), "%s%*s", H, 513 - (int)strlen(H), "");
    bad(header, CLAIMS);
}

/* Deep nesting is no way to the end of the stack. */
static void test_deep(void **state) {
    char open[1001];
    char close[1001];
    char payload[3000];
    (void)state;
    memset(open, '[', 1000);
    memset(close, ']', 1000);
    open[1000] = close[1000] = '\0';
    snprintf(payload, sizeof(payload), "%.*s,\"x\":%s%s}", (int)strlen(CLAIMS) - 1, CLAIMS, open,
             close);
    bad(H, payload);
    snprintf(payload, sizeof(payload), "%.*s,\"x\":%s%s}", (int)strlen(CLAIMS) - 1, CLAIMS,
             open + 937, close + 937); /* 63, within the object */
    good(H, payload);
}

/* --------------------------------------------------------------------------- keys */

/* A retired key verifies for its grace time, to the second. */
static void test_grace(void **state) {
    (void)state;
    const char *token = "SELECT jwt_sign('{\"sub\":\"x\"}', 31536000)";
    char *old = sqlite3_mprintf("SELECT jwt_verify('%q') ->> 'sub'", ask(token));
    says(old, "x");
    must("SELECT jwt_key_create('{\"kid\":\"new\",\"grace\":100}')");
    char *present = sqlite3_mprintf("SELECT jwt_verify('%q') ->> 'sub'", ask(token));
    now = NOW + 99;
    says(old, "x");
    says("SELECT json_array_length(jwks(), '$.keys')", "3"); /* the first, e, new */
    now = NOW + 100;
    says(old, "NULL");
    says(present, "x");
    says("SELECT jwks() ->> '$.keys[0].kid'", "new");
    says("SELECT json_array_length(jwks(), '$.keys')", "1");
    now = NOW + 50;
    says(old, "x"); /* a clock that jumped back: nothing was deleted */
    must("SELECT jwt_key_create('{\"kid\":\"newer\",\"grace\":0}')");
    says(old, "NULL");
    says(present, "NULL");
    says("SELECT jwks() ->> '$.keys[0].kid'", "newer");
    sqlite3_free(old);
    sqlite3_free(present);
}

/* jwt_sign() makes what jwt_verify() takes, for as long as it was to be. */
static void test_ttl(void **state) {
    (void)state;
    char *sql =
        sqlite3_mprintf("SELECT jwt_verify('%q') ->> 'exp'", ask("SELECT jwt_sign('{}', 1)"));
    says(sql, "1800000001");
    now = NOW + 60;
    says(sql, "1800000001");
    now = NOW + 61;
    says(sql, "NULL");
    sqlite3_free(sql);
    refused("SELECT jwt_sign('{\"exp\":1800000061}')", "invalid");
    assert_string_not_equal(ask("SELECT jwt_sign('{\"exp\":1800000062}')"), "");
    assert_int_equal(usher->error.code, USHER_INVALID); /* the last one: there was none since */
    refused("SELECT jwt_sign('{\"iat\":1800000122}')", "invalid");
    assert_int_equal(strncmp(ask("SELECT jwt_sign('{\"iat\":1800000121}')"), "eyJ", 3), 0);
}

/* ----------------------------------------------------------------------- sessions */

static const struct usher_session_claims session = {
    .user_id = "00000000-0000-7000-8000-00000000b001",
    .session_id = "00000000-0000-7000-8000-00000000d001",
    .jti = "BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    .expires = (sqlite3_int64)(NOW + 600) * 1000,
};

static int is_session(struct usher *on, const char *token, struct usher_session_claims *claims) {
    int valid = -1;
    struct usher_error before = on->error;
    assert_int_equal(usher_jwt_verify_session(on, token, (int)strlen(token), claims, &valid),
                     SQLITE_OK);
    assert_memory_equal(&on->error, &before, sizeof(before));
    return valid;
}

static void test_session(void **state) {
    struct usher_session_claims claims = {.expires = 0};
    char *token;
    (void)state;
    assert_int_equal(usher_jwt_sign_session(usher, &session, &token), SQLITE_OK);
    assert_int_equal(is_session(usher, token, &claims), 1);
    assert_memory_equal(&claims, &session, sizeof(claims));
    char *payload = verified_bytes(token, (int)strlen(token), NULL);
    assert_string_equal(payload, "{\"iss\":\"usher\",\"aud\":\"usher\","
                                 "\"sub\":\"00000000-0000-7000-8000-00000000b001\","
                                 "\"sid\":\"00000000-0000-7000-8000-00000000d001\","
                                 "\"jti\":\"BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\","
                                 "\"iat\":1800000000,\"exp\":1800000600}");
    now = NOW + 659;
    assert_int_equal(is_session(usher, token, &claims), 1);
    now = NOW + 660;
    assert_int_equal(is_session(usher, token, &claims), 0);
    now = NOW;
    /* The same claims in a token of the application's are no session. */
    assert_int_equal(is_session(usher, made(ACCESS, payload), &claims), 1);
    assert_int_equal(is_session(usher, made(H, payload), &claims), 0);
    sqlite3_free(payload);
    sqlite3_free(token);
    must("DELETE FROM jwt_keys WHERE current");
    assert_int_equal(usher_jwt_sign_session(usher, &session, &token), SQLITE_ERROR);
    assert_int_equal(usher->error.code, USHER_UNSUPPORTED);
}

static void test_session_claims(void **state) {
    static const char begin[] = "{\"iss\":\"usher\",\"aud\":\"usher\",\"exp\":1800000600,";
    static const struct {
        const char *rest;
        int taken;
    } cases[] = {
#define SUB "\"sub\":\"00000000-0000-7000-8000-00000000b001\""
#define SID "\"sid\":\"00000000-0000-7000-8000-00000000d001\""
#define JTI "\"jti\":\"BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\""
        {SUB "," SID "," JTI "}", 1},
        {SID "," JTI "}", 0},
        {SUB "," JTI "}", 0},
        {SUB "," SID "}", 0},
        {SUB "," SID ",\"jti\":\"\"}", 0},
        {SUB "," SID ",\"jti\":\"BAAA\"}", 0},
        {SUB "," SID ",\"jti\":\"BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}", 0},
        {SUB ",\"sid\":5," JTI "}", 0},
        {SUB ",\"sid\":[\"00000000-0000-7000-8000-00000000\"]," JTI "}", 0}, /* 36 characters */
        {"\"sub\":\"x\"," SID "," JTI "}", 0},
        {SUB "," SID "," JTI ",\"nbf\":1800000061}", 0},
        {SUB "," JTI ",\"id\":\"00000000-0000-7000-8000-00000000d001\"}", 0},
    };
    struct usher_session_claims claims;
    char payload[400];
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        snprintf(payload, sizeof(payload), "%s%s", begin, cases[i].rest);
        if (is_session(usher, made(ACCESS, payload), &claims) != cases[i].taken) {
            fail_msg("%s", payload);
        }
    }
    assert_int_equal(is_session(usher, "", &claims), 0);
    assert_int_equal(is_session(usher, "BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", &claims), 0);
}

/* ---------------------------------------------------------------- other connections */

/* A file that cannot be written, on a connection without the master key, and on one with it. */
static void test_read_only(void **state) {
    struct usher_session_claims claims;
    char by_mac[1000];
    char by_signature[1000];
    char sql[1100];
    (void)state;
    snprintf(by_mac, sizeof(by_mac), "%s",
             made(ACCESS, "{\"iss\":\"usher\",\"aud\":\"usher\",\"exp\":"
                          "1800000600," SUB "," SID "," JTI "}"));
    must("SELECT jwt_key_create('{\"kid\":\"e2\"}')");
    char *token;
    assert_int_equal(usher_jwt_sign_session(usher, &session, &token), SQLITE_OK);
    snprintf(by_signature, sizeof(by_signature), "%s", token);
    sqlite3_free(token);
    sqlite3 *reader;
    assert_int_equal(sqlite3_open_v2(scratch_path(), &reader, SQLITE_OPEN_READONLY, NULL),
                     SQLITE_OK);
    struct usher *other = attach(reader);
    assert_int_equal(is_session(other, by_signature, &claims), 1);
    assert_int_equal(is_session(other, by_mac, &claims), 0);
    snprintf(sql, sizeof(sql), "SELECT jwt_verify('%s') ->> 'exp'", by_signature);
    says_on(reader, sql, "1800000600");
    snprintf(sql, sizeof(sql), "SELECT jwt_verify('%s') ->> 'exp'", by_mac);
    refused_on(reader, sql, "unsupported");
    refused_on(reader, "SELECT jwt_sign('{}')", "unsupported");
    refused_on(reader, "SELECT usher_key('another key, of 32 bytes, too....')", "invalid");
    says_on(reader, "SELECT usher_key('" MASTER "')", "1");
    says_on(reader, sql, "1800000600");
    assert_int_equal(is_session(other, by_mac, &claims), 1);
    says_on(reader, "SELECT length(jwt_sign('{}')) > 100", "1");
    says_on(reader, "SELECT length(jwks()) > 100", "1");
    /* The master key is changed elsewhere: this connection's is that of no store any more. */
    must("SELECT usher_key('" MASTER "', 'the next master key, of 32 bytes')");
    says(sql, "1800000600");
    refused_on(reader, sql, "unsupported");
    assert_int_equal(is_session(other, by_mac, &claims), 0);
    assert_int_equal(is_session(other, by_signature, &claims), 1);
    says_on(reader, "SELECT usher_key('the next master key, of 32 bytes')", "1");
    says_on(reader, sql, "1800000600");
    assert_int_equal(sqlite3_close(reader), SQLITE_OK);
}

/* A change of the master key that is taken back leaves the connection without one, not with a wrong one. */
static void test_rollback(void **state) {
    (void)state;
    must("BEGIN");
    must("SELECT usher_key('" MASTER "', 'the next master key, of 32 bytes')");
    says("SELECT length(jwt_sign('{}')) > 100", "1");
    must("ROLLBACK");
    refused("SELECT jwt_sign('{}')", "unsupported");
    refused("SELECT jwt_key_create()", "unsupported");
    refused("SELECT usher_key('the next master key, of 32 bytes')", "invalid");
    must("SELECT usher_key('" MASTER "')");
    says("SELECT length(jwt_sign('{}')) > 100", "1");
}

/* ------------------------------------------------------------------------- memory */

/* Whatever allocation fails, the answer is NOMEM, or right; and the key is not lost half-way. */
static void starved(const char *sql, const char *right) {
    for (sqlite3_int64 room = 0;; room += 64) {
        sqlite3_hard_heap_limit64(sqlite3_memory_used() + room + 1);
        char *error = NULL;
        int rc = sqlite3_exec(db, sql, NULL, NULL, &error);
        sqlite3_hard_heap_limit64(0);
        sqlite3_free(error);
        if (rc == SQLITE_OK) {
            break;
        }
        assert_int_equal(rc & 0xFF, SQLITE_NOMEM);
        if (right) {
            says(right, "1");
        }
    }
}

static void test_no_memory(void **state) {
    (void)state;
    char *sql = sqlite3_mprintf("SELECT jwt_verify('%q')", made(H, CLAIMS));
    starved(sql, NULL);
    sqlite3_free(sql);
    starved("SELECT jwt_sign('{\"sub\":\"x\"}')", NULL);
    /* The same key: what is signed by it still opens, whether the change came to its end or not. */
    starved("SELECT usher_key('" MASTER "', '" MASTER "')",
            "SELECT usher_key('" MASTER "') AND length(jwt_sign('{}')) > 100");
}

#define test(name) cmocka_unit_test_setup_teardown(name, jwt_open, jwt_close)

int main(void) {
    const struct CMUnitTest tests[] = {
        test(test_times),     test(test_time_forms),
        test(test_claims),    test(test_audience),
        test(test_no_base64), test(test_nul),
        test(test_header),    test(test_public_key_as_secret),
        test(test_altered),   test(test_parts),
        test(test_length),    test(test_deep),
        test(test_grace),     test(test_ttl),
        test(test_session),   test(test_session_claims),
        test(test_read_only), test(test_rollback),
        test(test_no_memory),
    };
    return cmocka_run_group_tests_name("jwt", tests, NULL, NULL);
}
