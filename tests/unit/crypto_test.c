/*
** Tokens, hashes and comparisons; libsodium gives the primitives, so what is
** tested is how they are put together.
*/
#include "base_unit.h"

#define ALPHABET "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

static int hash_of(const char *text, int length) {
    unsigned char hash[USHER_HASH_BYTES];

    return usher_token_hash(text, length, hash);
}

static void test_token(void **state) {
    char token[USHER_TOKEN_TEXT + 1], other[USHER_TOKEN_TEXT + 1];
    unsigned char hash[USHER_HASH_BYTES], again[USHER_HASH_BYTES];

    (void)state;
    for (int i = 0; i < 200; i++) {
        usher_token_make(&unit, token);
        usher_token_make(&unit, other);
        assert_int_equal(strlen(token), USHER_TOKEN_TEXT);
        assert_int_equal(strspn(token, ALPHABET), USHER_TOKEN_TEXT);
        assert_string_not_equal(token, other);
        assert_int_equal(usher_token_hash(token, USHER_TOKEN_TEXT, hash), 0);
        assert_int_equal(usher_token_hash(token, USHER_TOKEN_TEXT, again), 0);
        assert_memory_equal(hash, again, sizeof hash);
        assert_int_equal(usher_token_hash(other, USHER_TOKEN_TEXT, again), 0);
        assert_memory_not_equal(hash, again, sizeof hash);
    }
}

/* BLAKE2b-256 of 32 zero bytes: the hash is of the bytes, not of their text. */
static void test_known_hash(void **state) {
    static const unsigned char expected[] = {0x89, 0xeb, 0x0d, 0x6a, 0x8a, 0x69, 0x1d, 0xae,
                                             0x2c, 0xd1, 0x5e, 0xd0, 0x36, 0x99, 0x31, 0xce,
                                             0x0a, 0x94, 0x9e, 0xca, 0xfa, 0x5c, 0x3f, 0x93,
                                             0xf8, 0x12, 0x18, 0x33, 0x64, 0x6e, 0x15, 0xc3};
    unsigned char hash[USHER_HASH_BYTES];

    (void)state;
    assert_int_equal(usher_token_hash("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 43, hash), 0);
    assert_memory_equal(hash, expected, sizeof hash);
}

/* Of the 64 last characters 16 leave no spare bit set: only those are taken. */
static void test_one_text_per_token(void **state) {
    char token[USHER_TOKEN_TEXT + 1];
    int taken = 0;

    (void)state;
    usher_token_make(&unit, token);
    for (int i = 0; i < 64; i++) {
        token[USHER_TOKEN_TEXT - 1] = ALPHABET[i];
        if (hash_of(token, USHER_TOKEN_TEXT) == 0) {
            taken++;
            assert_int_equal(i % 4, 0);
        }
    }
    assert_int_equal(taken, 16);
}

static void test_malformed(void **state) {
    char token[USHER_TOKEN_TEXT + 10] = "";

    (void)state;
    usher_token_make(&unit, token);
    assert_int_equal(hash_of(token, USHER_TOKEN_TEXT), 0);
    for (int length = 0; length < USHER_TOKEN_TEXT; length++) {
        char *exact = malloc((size_t)length + 1); /* for AddressSanitizer to guard */

        assert_non_null(exact);
        memcpy(exact, token, (size_t)length);
        assert_int_equal(hash_of(exact, length), -1);
        free(exact);
    }
    token[USHER_TOKEN_TEXT] = '=';
    assert_int_equal(hash_of(token, USHER_TOKEN_TEXT + 1), -1);
    token[USHER_TOKEN_TEXT] = 'A';
    assert_int_equal(hash_of(token, USHER_TOKEN_TEXT + 1), -1);
    assert_int_equal(hash_of(token, -1), -1);
    for (int i = 0; i < USHER_TOKEN_TEXT; i++) {
        char right = token[i];

        for (int byte = 0; byte < 256; byte++) { /* libsodium takes some above 0x7F */
            token[i] = (char)byte;
            if (byte == 0 || strchr(ALPHABET, byte) == NULL)
                assert_int_equal(hash_of(token, USHER_TOKEN_TEXT), -1);
        }
        token[i] = right;
    }
    assert_int_equal(hash_of(token, USHER_TOKEN_TEXT), 0);
}

static void test_secret_equal(void **state) {
    unsigned char a[32] = {1, 2, 3}, b[32] = {1, 2, 3};

    (void)state;
    assert_true(usher_secret_equal(a, b, sizeof a));
    for (size_t i = 0; i < sizeof a; i++)
        for (int bit = 0; bit < 8; bit++) {
            b[i] = (unsigned char)(b[i] ^ 1 << bit);
            assert_false(usher_secret_equal(a, b, sizeof a));
            assert_true(usher_secret_equal(a, b, i));
            b[i] = a[i];
        }
    assert_true(usher_secret_equal(a, b, 0));
}

static void test_wipe_and_random(void **state) {
    unsigned char buffer[64], other[64] = {0};

    (void)state;
    usher_random(&unit, buffer, sizeof buffer);
    assert_memory_not_equal(buffer, other, sizeof buffer);
    usher_random(&unit, other, sizeof other);
    assert_memory_not_equal(buffer, other, sizeof buffer);
    usher_random(&unit, other, 0);
    usher_wipe(buffer, 32);
    memset(other, 0, sizeof other);
    assert_memory_equal(buffer, other, 32);
    assert_memory_not_equal(buffer + 32, other, 32);
}

static void digest(const char *text, size_t piece, const unsigned char *key,
                   unsigned char hash[USHER_HASH_BYTES]) {
    static const struct usher_digest wiped;
    struct usher_digest running;
    size_t length = strlen(text);

    usher_digest_begin(&running, key);
    for (size_t i = 0; i < length; i += piece)
        usher_digest_add(&running, text + i, piece < length - i ? piece : length - i);
    usher_digest_end(&running, hash);
    assert_memory_equal(&running, &wiped, sizeof running);
}

/* The pieces do not matter, and it is the BLAKE2b-256 that others compute. */
static void test_digest(void **state) {
    static const unsigned char abc[] = {0xbd, 0xdd, 0x81, 0x3c, 0x63, 0x42, 0x39, 0x72,
                                        0x31, 0x71, 0xef, 0x3f, 0xee, 0x98, 0x57, 0x9b,
                                        0x94, 0x96, 0x4e, 0x3b, 0xb1, 0xcb, 0x3e, 0x42,
                                        0x72, 0x62, 0xc8, 0xc0, 0x68, 0xd5, 0x23, 0x19};
    static const unsigned char key[USHER_KEY_BYTES] = "a key of thirty-two bytes, or so";
    unsigned char hash[USHER_HASH_BYTES], whole[USHER_HASH_BYTES];
    char text[400];

    (void)state;
    for (size_t piece = 1; piece <= 3; piece++) {
        digest("abc", piece, NULL, hash);
        assert_memory_equal(hash, abc, sizeof hash);
    }
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    digest(text, sizeof text, NULL, whole);
    for (size_t piece = 1; piece < 200; piece += 7) {
        digest(text, piece, NULL, hash);
        assert_memory_equal(hash, whole, sizeof hash);
    }
    digest(text, 100, key, hash);
    assert_memory_not_equal(hash, whole, sizeof hash);
    usher_hash(text, sizeof text - 1, key, whole);
    assert_memory_equal(hash, whole, sizeof hash);
}

static void test_library(void **state) {
    (void)state;
    assert_int_equal(usher_crypto_open(), 0); /* again */
    assert_int_equal(usher_crypto_library()[0], '1');
}

#define test(name) cmocka_unit_test_setup_teardown(name, unit_open, unit_close)

int main(void) {
    const struct CMUnitTest tests[] = {
        test(test_token),     test(test_known_hash),   test(test_one_text_per_token),
        test(test_malformed), test(test_secret_equal), test(test_wipe_and_random),
        test(test_digest),    test(test_library),
    };

    return cmocka_run_group_tests_name("crypto", tests, NULL, NULL);
}
