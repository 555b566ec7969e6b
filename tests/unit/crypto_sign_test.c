/*
** Signatures, by the vectors of RFC 4231 (HMAC), RFC 8032 (Ed25519), and of the two
** that put them into tokens, RFC 7515 (HS256) and RFC 8037 (EdDSA).
*/
#include "crypto_unit.h"

/* -------------------------------------------------------------------- RFC 4231 */

struct mac {
    const char *key; /* hexadecimal */
    const char *data;
    const char *sha256;
    const char *sha512;
};

#define TWENTY(byte)                                                                               \
    byte byte byte byte byte byte byte byte byte byte byte byte byte byte byte byte byte byte byte \
        byte
#define FIFTY(byte) TWENTY(byte) TWENTY(byte) byte byte byte byte byte byte byte byte byte byte
#define LONG_KEY FIFTY("aa") FIFTY("aa") TWENTY("aa") "aaaaaaaaaaaaaaaaaaaaaa"

static const struct mac macs[] = {
    {TWENTY("0b"), "4869205468657265",
     "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
     "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
     "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"},
    {"4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
     "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
     "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
     "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"},
    {TWENTY("aa"), FIFTY("dd"), "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
     "fa73b0089d56a284efb0f0756c890be9b1b5dbdd8ee81a3655f83e33b2279d39"
     "bf3e848279a722c806b485a47e67c807b946a337bee8942674278859e13292fb"},
    {"0102030405060708090a0b0c0d0e0f10111213141516171819", FIFTY("cd"),
     "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
     "b0ba465637458c6990e5a8c5f61d4af7e576d97ff94b872de76f8050361ee3db"
     "a91ca5c11aa25eb4d679275cc5788063a5f19741120c4f2de2adebeb10a298dd"},
    {LONG_KEY,
     "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b"
     "6579204669727374",
     "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
     "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352"
     "6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598"},
    {LONG_KEY,
     "5468697320697320612074657374207573696e672061206c6172676572207468616e20626c6f636b2d73697a6520"
     "6b657920616e642061206c6172676572207468616e20626c6f636b2d73697a6520646174612e20546865206b6579"
     "206e6565647320746f20626520686173686564206265666f7265206265696e6720757365642062792074686520"
     "484d414320616c676f726974686d2e",
     "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
     "e37b6a775dc87dbaa4dfa9f96e5e3ffddebd71f8867289865df5a32d20cdc944"
     "b6022cac3c4982b10d5eeb55c3e4de15134676fb6de0446065c97440fa8c6a58"},
};

static void test_hmac(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof macs / sizeof *macs; i++) {
        unsigned char mac[USHER_HMAC512_BYTES];
        size_t key_size, size;
        const unsigned char *key = unhex(macs[i].key, &key_size);
        const unsigned char *data = unhex(macs[i].data, &size);

        usher_hmac256(key, key_size, data, size, mac);
        assert_memory_equal(mac, unhex(macs[i].sha256, NULL), USHER_HMAC256_BYTES);
        usher_hmac512(key, key_size, data, size, mac);
        assert_memory_equal(mac, unhex(macs[i].sha512, NULL), USHER_HMAC512_BYTES);
    }
}

/* -------------------------------------------------------------------- RFC 8032 */

/* Section 7.1: tests 1, 2, 3 and SHA(abc). */
static const struct {
    const char *seed, *public_key, *message, *signature;
} signatures[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b"
     "4"
     "6bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11"
     "d"
     "8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc"
     "6"
     "594a7c15e9716ed28dc027beceea1ec40a"},
    {"833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
     "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3fee"
     "b"
     "bd454d4423643ce80e2a9ac94fa54ca49f",
     "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e"
     "0"
     "303dca179c138ac17ad9bef1177331a704"},
};

static void test_ed25519(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++) {
        unsigned char public_key[USHER_KEY_BYTES], signature[USHER_SIGNATURE_BYTES];
        size_t size;
        const unsigned char *seed = unhex(signatures[i].seed, NULL);
        const unsigned char *message = unhex(signatures[i].message, &size);

        usher_sign_public(seed, public_key);
        assert_memory_equal(public_key, unhex(signatures[i].public_key, NULL), USHER_KEY_BYTES);
        usher_sign(seed, message, size, signature);
        assert_memory_equal(signature, unhex(signatures[i].signature, NULL), USHER_SIGNATURE_BYTES);
        assert_true(usher_signed(public_key, message, size, signature));
    }
}

/* Any bit of the key, the message or the signature. */
static void test_ed25519_altered(void **state) {
    unsigned char key[USHER_KEY_BYTES], message[] = "message", signature[USHER_SIGNATURE_BYTES];

    (void)state;
    usher_sign_public(unhex(signatures[0].seed, NULL), key);
    usher_sign(unhex(signatures[0].seed, NULL), message, 7, signature);
    struct {
        unsigned char *bytes;
        size_t size;
    } parts[] = {{key, sizeof key}, {message, 7}, {signature, sizeof signature}};
    for (size_t part = 0; part < 3; part++)
        for (size_t bit = 0; bit < parts[part].size * 8; bit++) {
            unsigned char *byte = &parts[part].bytes[bit / 8];

            *byte = (unsigned char)(*byte ^ 1 << bit % 8);
            assert_false(usher_signed(key, message, 7, signature));
            *byte = (unsigned char)(*byte ^ 1 << bit % 8);
        }
    assert_false(usher_signed(key, message, 6, signature));
    assert_true(usher_signed(key, message, 7, signature));
}

/* S + L is the same number, another text: RFC 8032, 5.1.7, wants S below L. */
static void test_ed25519_malleable(void **state) {
    const unsigned char *order =
        unhex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010", NULL);
    unsigned char key[USHER_KEY_BYTES], signature[USHER_SIGNATURE_BYTES];
    unsigned carry = 0;

    (void)state;
    usher_sign_public(unhex(signatures[0].seed, NULL), key);
    usher_sign(unhex(signatures[0].seed, NULL), "x", 1, signature);
    for (int i = 0; i < 32; i++) {
        carry += (unsigned)signature[32 + i] + order[i];
        signature[32 + i] = (unsigned char)carry;
        carry >>= 8;
    }
    assert_int_equal(carry, 0);
    assert_false(usher_signed(key, "x", 1, signature));
}

/* Keys of small order "sign" everything with R = the key and S = 0. */
static void test_ed25519_small_order(void **state) {
    static const char *const points[] = {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    };

    (void)state;
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
        unsigned char signature[USHER_SIGNATURE_BYTES] = {0};
        const unsigned char *key = unhex(points[i], NULL);

        for (int c = 'a'; c <= 'z'; c++) {
            const unsigned char message = (unsigned char)c;

            memcpy(signature, key, USHER_KEY_BYTES);
            assert_false(usher_signed(key, &message, 1, signature));
        }
    }
}

/* ------------------------------------------------------------------------ JWS */

/* The bytes of a base64url text, in static memory. */
static const unsigned char *decoded(const char *text, size_t *size) {
    static unsigned char memory[2][200];
    static int next;
    unsigned char *bytes = memory[next++ % 2];

    assert_int_equal(usher_base64url_decode(text, strlen(text), bytes, sizeof memory[0], size), 0);
    return bytes;
}

/* RFC 7515, A.1: also that a header with line breaks is encoded as it stands. */
static void test_rfc7515_hs256(void **state) {
    static const char input[] = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
                                "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
                                "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    unsigned char mac[USHER_HMAC256_BYTES];
    char text[100];
    size_t size;
    const unsigned char *key =
        decoded("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3"
                "Yj0iPS4hcgUuTwjAzZr1Z9CAow",
                &size);

    (void)state;
    assert_int_equal(size, 64);
    usher_base64url("{\"typ\":\"JWT\",\r\n \"alg\":\"HS256\"}", 30, text);
    assert_memory_equal(input, text, 40);
    usher_hmac256(key, size, input, sizeof input - 1, mac);
    usher_base64url(mac, sizeof mac, text);
    assert_string_equal(text, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
}

/* The same key with the other hash, as RFC 7518, 3.2, has it. */
static void test_hs512(void **state) {
    static const char input[] = "eyJhbGciOiJIUzUxMiJ9.UGF5bG9hZA";
    unsigned char mac[USHER_HMAC512_BYTES];
    char text[100];
    size_t size;
    const unsigned char *key =
        decoded("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3"
                "Yj0iPS4hcgUuTwjAzZr1Z9CAow",
                &size);

    (void)state;
    usher_hmac512(key, size, input, sizeof input - 1, mac);
    usher_base64url(mac, sizeof mac, text);
    assert_string_equal(
        text,
        "de1oWvnf0ZWwY5-9GTSY9Ve7d5HvFqSdaxvsbIgaF0SUds-UIjQbjJsmHngukoZse2Jjfk695A0UqmxjIbDwTQ");
}

/* RFC 8037, A.4 and A.5. */
static void test_rfc8037(void **state) {
    static const char input[] = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
    unsigned char public_key[USHER_KEY_BYTES], signature[USHER_SIGNATURE_BYTES];
    char text[100];
    size_t size;
    const unsigned char *seed = decoded("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A", &size);

    (void)state;
    assert_int_equal(size, USHER_KEY_BYTES);
    usher_sign_public(seed, public_key);
    usher_base64url(public_key, sizeof public_key, text);
    assert_string_equal(text, "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    usher_sign(seed, input, sizeof input - 1, signature);
    usher_base64url(signature, sizeof signature, text);
    assert_string_equal(text, "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsP"
                              "t9g7sVvpAr_MuM0KAg");
    assert_true(usher_signed(public_key, input, sizeof input - 1, signature));
}

#define test(name) cmocka_unit_test_setup_teardown(name, unit_open, unit_close)

int main(void) {
    const struct CMUnitTest tests[] = {
        test(test_hmac),
        test(test_ed25519),
        test(test_ed25519_altered),
        test(test_ed25519_malleable),
        test(test_ed25519_small_order),
        test(test_rfc7515_hs256),
        test(test_hs512),
        test(test_rfc8037),
    };

    return cmocka_run_group_tests_name("crypto_sign", tests, NULL, NULL);
}
