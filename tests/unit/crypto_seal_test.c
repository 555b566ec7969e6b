/*
** Sealing, and keys derived from one another.
*/
#include "crypto_unit.h"

static const unsigned char key[USHER_KEY_BYTES] = {1, 2, 3};
static const unsigned char nonce[USHER_NONCE_BYTES] = {4, 5, 6};
static const unsigned char another[USHER_NONCE_BYTES] = {4, 5, 7};

static void test_seal(void **state) {
    static const size_t sizes[] = {0, 1, 43, 1000};

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        unsigned char plain[1000], sealed[1000 + USHER_SEAL_BYTES], again[1000 + USHER_SEAL_BYTES],
            opened[1000];

        memset(plain, 'p', sizeof plain);
        memset(opened, 0, sizeof opened);
        usher_seal(key, nonce, plain, sizes[i], sealed);
        usher_seal(key, another, plain, sizes[i], again);
        assert_memory_not_equal(sealed, again, sizeof nonce);
        assert_memory_not_equal(sealed + sizeof nonce, again + sizeof nonce, 16 + sizes[i]);
        assert_int_equal(usher_unseal(key, sealed, sizes[i] + USHER_SEAL_BYTES, opened), 0);
        assert_memory_equal(plain, opened, sizes[i]);
    }
}

/* What is drawn may come again, where a caller supplies the same seed: no two texts share a stream. */
static void test_drawn_again(void **state) {
    unsigned char one[8 + USHER_SEAL_BYTES], other[sizeof one], same[sizeof one];

    (void)state;
    usher_seal(key, nonce, "password", 8, one);
    usher_seal(key, nonce, "password", 8, same);
    usher_seal(key, nonce, "passwore", 8, other);
    assert_memory_equal(one, same, sizeof one);
    assert_memory_not_equal(one, other, USHER_NONCE_BYTES);
    assert_memory_not_equal(one + USHER_SEAL_BYTES, other + USHER_SEAL_BYTES, 7);
}

/* Any bit of it, and any part of it. */
static void test_altered(void **state) {
    unsigned char sealed[8 + USHER_SEAL_BYTES], opened[8] = "--------";

    (void)state;
    usher_seal(key, nonce, "password", 8, sealed);
    for (size_t bit = 0; bit < sizeof sealed * 8; bit++) {
        sealed[bit / 8] = (unsigned char)(sealed[bit / 8] ^ 1 << bit % 8);
        assert_int_equal(usher_unseal(key, sealed, sizeof sealed, opened), -1);
        sealed[bit / 8] = (unsigned char)(sealed[bit / 8] ^ 1 << bit % 8);
    }
    for (size_t size = 0; size < sizeof sealed; size++) {
        unsigned char *exact = malloc(size + 1); /* for AddressSanitizer to guard */

        assert_non_null(exact);
        memcpy(exact, sealed, size);
        assert_int_equal(usher_unseal(key, exact, size, opened), -1);
        free(exact);
    }
    assert_memory_equal(opened, "--------", 8); /* nothing was given out */
    assert_int_equal(usher_unseal(key, sealed, sizeof sealed, opened), 0);
    assert_memory_equal(opened, "password", 8);
}

/* Under the key for another row, or another column, it does not open. */
static void test_moved(void **state) {
    static const char *const names[] = {"table.column/1", "table.column/2", "table.other/1",
                                        "table.column/11", ""};
    unsigned char keys[5][USHER_KEY_BYTES], sealed[8 + USHER_SEAL_BYTES], opened[8];

    (void)state;
    for (int i = 0; i < 5; i++)
        usher_derive(key, names[i], keys[i]);
    usher_seal(keys[0], nonce, "password", 8, sealed);
    assert_int_equal(usher_unseal(keys[0], sealed, sizeof sealed, opened), 0);
    for (int i = 1; i < 5; i++)
        assert_int_equal(usher_unseal(keys[i], sealed, sizeof sealed, opened), -1);
    assert_int_equal(usher_unseal(key, sealed, sizeof sealed, opened), -1);
}

/* BLAKE2b-256 under a key, as others compute it: keys do not change with a version of usher. */
static void test_derive(void **state) {
    unsigned char derived[USHER_KEY_BYTES], other[USHER_KEY_BYTES] = {1, 2, 4};

    (void)state;
    usher_derive(key, "usher_totp.secret/x", derived);
    assert_memory_equal(
        derived, unhex("8f674eb682c4ddf9e73853b0cc43b2c1320b72e1eadc3b28634b84db08adcfb3", NULL),
        sizeof derived);
    usher_derive(other, "usher_totp.secret/x", other);
    assert_memory_not_equal(derived, other, sizeof derived);
    usher_hash("abc", 3, key, derived);
    usher_hash("abc", 3, NULL, other);
    assert_memory_not_equal(derived, other, sizeof derived);
}

static void test_master(void **state) {
    static const unsigned char salt[16] = {7}, salt2[16] = {8};
    unsigned char derived[USHER_KEY_BYTES], other[USHER_KEY_BYTES];

    (void)state;
    usher_derive_master("secret", 6, salt, derived);
    assert_memory_equal(
        derived, unhex("867f0b02f2ff5e2dd3e1be3033847a72a9a1e432013e7ba737239f56b6922456", NULL),
        sizeof derived);
    usher_derive_master("secret", 6, salt2, other);
    assert_memory_not_equal(derived, other, sizeof derived);
    usher_derive_master("secres", 6, salt, other);
    assert_memory_not_equal(derived, other, sizeof derived);
    usher_derive_master("secret\0", 7, salt, other);
    assert_memory_not_equal(derived, other, sizeof derived);
}

#define test(name) cmocka_unit_test_setup_teardown(name, unit_open, unit_close)

int main(void) {
    const struct CMUnitTest tests[] = {
        test(test_seal),  test(test_drawn_again), test(test_altered),
        test(test_moved), test(test_derive),      test(test_master),
    };

    return cmocka_run_group_tests_name("crypto_seal", tests, NULL, NULL);
}
