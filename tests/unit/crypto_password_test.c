/*
** Argon2 strings: those of the reference implementation verify, whatever is altered
** does not, and what would cost too much is never begun.
*/
/* NOLINTNEXTLINE(*-reserved-identifier,cert-dcl*) */
#define _DEFAULT_SOURCE
#include "crypto_unit.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define SALT "c29tZXNhbHQ" /* "somesalt" */

static int verifies(const char *hash, const char *password) {
    return usher_password_verify(hash, password, strlen(password));
}

/* From the tests of the reference implementation of Argon2, version 1.3. */
static void test_known(void **state) {
    static const struct {
        const char *hash, *password;
        int memory, passes;
    } known[] = {
        {"$argon2i$v=19$m=256,t=2,p=1$" SALT "$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8",
         "password", 256, 2},
        {"$argon2id$v=19$m=65536,t=2,p=1$" SALT "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
         "password", 65536, 2},
        {"$argon2id$v=19$m=256,t=2,p=1$" SALT "$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
         "password", 256, 2},
        {"$argon2id$v=19$m=256,t=2,p=2$" SALT "$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
         "password", 256, 2},
        {"$argon2id$v=19$m=65536,t=1,p=1$" SALT "$9qWtwbpyPd3vm1rB1GThgPzZ3/ydHL92zKL+15XZypg",
         "password", 65536, 1},
        {"$argon2id$v=19$m=65536,t=2,p=1$" SALT "$C4TWUs9rDEvq7w3+J4umqA32aWKB1+DSiRuBfYxFj94",
         "differentpassword", 65536, 2},
    };

    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct usher_cost cost;

        assert_int_equal(usher_password_cost(known[i].hash, &cost), 0);
        assert_int_equal(cost.memory, known[i].memory);
        assert_int_equal(cost.passes, known[i].passes);
        if (verifies(known[i].hash, known[i].password) != 1)
            fail_msg("%s", known[i].hash);
        assert_int_equal(verifies(known[i].hash, "passwore"), 0);
    }
}

static void test_made(void **state) {
    const struct usher_cost cost = {USHER_COST_MEMORY_LEAST, USHER_COST_PASSES_LEAST};
    static const char password[] = "p\xc3\xa4ss\xf0\x9f\x94\x91word";
    char hash[USHER_PASSWORD_HASH], again[USHER_PASSWORD_HASH];
    struct usher_cost read;

    (void)state;
    assert_int_equal(usher_password_hash(password, sizeof password - 1, &cost, hash), 0);
    assert_int_equal(usher_password_hash(password, sizeof password - 1, &cost, again), 0);
    assert_memory_equal(hash, "$argon2id$v=19$m=19456,t=2,p=1$", 31);
    assert_string_not_equal(hash, again); /* a salt of its own */
    assert_int_equal(usher_password_cost(hash, &read), 0);
    assert_int_equal(read.memory, cost.memory);
    assert_int_equal(read.passes, cost.passes);
    assert_int_equal(verifies(hash, password), 1);
    assert_int_equal(usher_password_verify(hash, password, sizeof password - 2), 0);
    assert_int_equal(verifies(hash, ""), 0);
    size_t length = strlen(hash);
    for (size_t i = 31; i < length; i += 7) { /* salt and hash */
        char right = hash[i];

        hash[i] = right == 'A' ? 'B' : 'A';
        assert_int_equal(verifies(hash, password), 0);
        hash[i] = right;
    }
    for (size_t cut = 0; cut < length; cut += 5) {
        memcpy(again, hash, length + 1);
        again[cut] = '\0';
        assert_int_equal(verifies(again, password), 0);
    }
    assert_int_equal(verifies("*", password), 0);
}

static int costs(const char *format, const char *number) {
    char hash[400];
    struct usher_cost cost;

    sqlite3_snprintf(sizeof hash, hash, format, number);
    return usher_password_cost(hash, &cost) == 0;
}

#define HASH "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static void test_cost_bounds(void **state) {
    static const char memory[] = "$argon2id$v=19$m=%s,t=2,p=1$" SALT "$" HASH,
                      passes[] = "$argon2id$v=19$m=64,t=%s,p=1$" SALT "$" HASH,
                      lanes[] = "$argon2id$v=19$m=200,t=2,p=%s$" SALT "$" HASH,
                      salt[] = "$argon2id$v=19$m=64,t=2,p=1$%s$" HASH,
                      tail[] = "$argon2id$v=19$m=64,t=2,p=1$" SALT "$%s";
    static const struct {
        const char *format, *number;
        int taken;
    } cases[] = {
        {memory, "8", 1},
        {memory, "7", 0},
        {memory, "1048576", 1},
        {memory, "1048577", 0},
        {memory, "2147483647", 0},
        {memory, "2147483648", 0},
        {memory, "4294967304", 0}, /* 2^32 + 8 */
        {memory, "18446744073709551624", 0},
        {memory, "99999999999999999999999", 0},
        {memory, "0", 0},
        {memory, "-8", 0},
        {memory, "+8", 0},
        {memory, " 8", 0},
        {memory, "08", 0},
        {memory, "8 ", 0},
        {memory, "0x8", 0},
        {memory, "8e1", 0},
        {memory, "", 0},
        {passes, "1", 1},
        {passes, "9", 1},
        {passes, "16", 1},
        {passes, "17", 0},
        {passes, "0", 0},
        {passes, "4294967297", 0},
        {lanes, "1", 1},
        {lanes, "16", 1},
        {lanes, "17", 0},
        {lanes, "0", 0},
        {memory, "15,t=2,p=2$" SALT "$" HASH "$", 0},
        {salt, "AAAAAAAAAAA", 1},
        {salt, "AAAAAAAAAA", 0},
        {salt, "", 0},
        {salt, "AAAAAAAAAA=", 0},
        {salt, "AAAAAAAAAA-", 0},
        {tail, "AAAAAAAAAAAAAAAAAAAAAA", 1},
        {tail, "AAAAAAAAAAAAAAAAAAAAA", 0},
        {tail, HASH "$", 0},
        {tail, HASH " ", 0},
        {tail, HASH "=", 0},
        {tail, "", 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (costs(cases[i].format, cases[i].number) != cases[i].taken)
            fail_msg("%s with %s", cases[i].format, cases[i].number);
    assert_true(costs("$argon2id$v=19$m=%s,t=2,p=2$" SALT "$" HASH, "16"));
    assert_false(costs("$argon2id$v=19$m=%s,t=2,p=2$" SALT "$" HASH, "15"));
}

/* 127 characters fit. The salt may have 64, the hash 86. */
static void test_cost_length(void **state) {
    static const char begin[] = "$argon2id$v=19$m=64,t=2,p=1$";
    static const struct {
        int salt, hash, taken;
    } cases[] = {
        {64, 22, 1}, {65, 22, 0}, {11, 86, 1}, {11, 87, 0}, {12, 86, 1}, {13, 86, 0}, {14, 86, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char hash[300];
        struct usher_cost cost;

        snprintf(hash, sizeof hash, "%s%.*s$%.*s", begin, cases[i].salt, HASH HASH, cases[i].hash,
                 HASH HASH HASH);
        if ((usher_password_cost(hash, &cost) == 0) != cases[i].taken)
            fail_msg("%d and %d: %d", cases[i].salt, cases[i].hash, (int)strlen(hash));
    }
}

static void test_cost_form(void **state) {
    static const char *const refused[] = {
        "",
        "$",
        "*",
        "$argon2id",
        "$v=19$m=64,t=2,p=1$" SALT "$" HASH,
        "$argon2d$v=19$m=64,t=2,p=1$" SALT "$" HASH,
        "$argon2$v=19$m=64,t=2,p=1$" SALT "$" HASH,
        "$Argon2id$v=19$m=64,t=2,p=1$" SALT "$" HASH,
        "$argon2id$v=16$m=64,t=2,p=1$" SALT "$" HASH,
        "$argon2id$m=64,t=2,p=1$" SALT "$" HASH,
        "$argon2id$v=19$t=2,m=64,p=1$" SALT "$" HASH,
        "$argon2id$v=19$t=16,m=16,p=1$" SALT "$" HASH,
        "$argon2id$v=19$t=2,p=1$" SALT "$" HASH,
        "$argon2id$v=19$m=64,p=1$" SALT "$" HASH,
        "$argon2id$v=19$m=64;t=2,p=1$" SALT "$" HASH,
        "$argon2id$v=19$m=64,t=2,p=1," SALT "$" HASH,
        "$argon2id$v=19$m=64,t=2$" SALT "$" HASH,
        "$argon2id$v=19$m=64,t=2,p=1,keyid=AA$" SALT "$" HASH,
        "$argon2id$v=19$m=64,m=64,t=2,p=1$" SALT "$" HASH,
        " $argon2id$v=19$m=64,t=2,p=1$" SALT "$" HASH,
        "$argon2id$v=19$m=64,t=2,p=1$c29tZXNhbHQ",
        "$argon2id$v=19$m=x,t=2,p=1$" SALT "$" HASH,
        "$2y$10$abcdefghijklmnopqrstuuAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$7$C6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D",
    };
    struct usher_cost cost;

    (void)state;
    assert_int_equal(usher_password_cost("$argon2i$v=19$m=64,t=3,p=1$" SALT "$" HASH, &cost), 0);
    assert_int_equal(cost.passes, 3);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (usher_password_cost(refused[i], &cost) == 0)
            fail_msg("'%s' is taken", refused[i]);
}

/* What libsodium made itself, by Argon2i: it is no Argon2id, however much it looks like it. */
static void test_made_otherwise(void **state) {
    char hash[USHER_PASSWORD_HASH];
    struct usher_cost cost;

    (void)state;
    assert_int_equal(
        crypto_pwhash_str_alg(hash, "password", 8, 3, 8192, crypto_pwhash_ALG_ARGON2I13), 0);
    assert_int_equal(usher_password_cost(hash, &cost), 0);
    assert_int_equal(cost.passes, 3);
    assert_int_equal(verifies(hash, "password"), 1);
    assert_int_equal(verifies(hash, "passwore"), 0);
}

/* A sanitizer has an mmap() of its own, and its malloc() ends the process when there is no memory. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#define SANITIZED __has_feature(address_sanitizer)
#else
#define SANITIZED 0
#endif

#if defined(__GLIBC__) && !SANITIZED
static int lacking; /* times that libsodium gets no memory for its blocks */

__attribute__((visibility("default"))) void *mmap(void *place, size_t size, int protection,
                                                  int flags, int file, off_t offset) {
    if (lacking > 0) {
        lacking--;
        errno = ENOMEM;
        return MAP_FAILED;
    }
    /* NOLINTNEXTLINE(performance-no-int-to-ptr) */
    return (void *)syscall(SYS_mmap, place, size, protection, flags, file, offset);
}

/* Memory that is there again a moment later: of what was made here it is told all the same. */
static void test_lacking_once(void **state) {
    const struct usher_cost cost = {USHER_COST_MEMORY_LEAST, USHER_COST_PASSES_LEAST};
    char hash[USHER_PASSWORD_HASH];

    (void)state;
    assert_int_equal(usher_password_hash("password", 8, &cost, hash), 0);
    lacking = 1;
    assert_int_equal(verifies(hash, "password"), -1);
    assert_int_equal(lacking, 0);
    assert_int_equal(verifies(hash, "password"), 1);
}
#else
static void test_lacking_once(void **state) {
    (void)state;
    skip();
}
#endif

/* In a process of little memory: 0 if verifying and making say that there is not enough. */
static int starve(void) {
    struct usher_cost cost = {USHER_COST_MEMORY_MOST, 2};
    char hash[USHER_PASSWORD_HASH];
    char pages[100]; /* of address space, and more */
    FILE *statm = fopen("/proc/self/statm", "r");

    if (statm == NULL || fgets(pages, sizeof pages, statm) == NULL)
        return 1;
    fclose(statm);
    struct rlimit limit = {.rlim_max = RLIM_INFINITY};
    limit.rlim_cur =
        strtoul(pages, NULL, 10) * (unsigned long)sysconf(_SC_PAGESIZE) + (512UL << 20);
    if (setrlimit(RLIMIT_AS, &limit) != 0)
        return 2;
    if (usher_password_hash("password", 8, &cost, hash) != -1)
        return 3;
    if (verifies("$argon2id$v=19$m=1048576,t=2,p=1$" SALT "$" HASH, "password") != -1)
        return 4;
    if (verifies("$argon2id$v=19$m=64,t=2,p=1$" SALT "$" HASH, "password") != 0)
        return 5;
    if (verifies("$argon2id$v=19$m=2147483647,t=2,p=1$" SALT "$" HASH, "password") != 0)
        return 7; /* which nobody is asked for */
    limit.rlim_cur = RLIM_INFINITY;
    return setrlimit(RLIMIT_AS, &limit) == 0 ? 0 : 6;
}

/* No memory is not a wrong password. */
static void test_lacking(void **state) {
    int status;

    if (SANITIZED)
        skip();
    fflush(NULL);
    pid_t child = fork();

    (void)state;
    if (child == 0)
        exit(starve()); /* and not _exit(): what counts branches does so then */
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

#define test(name) cmocka_unit_test_setup_teardown(name, unit_open, unit_close)

int main(void) {
    const struct CMUnitTest tests[] = {
        test(test_known),       test(test_made),         test(test_made_otherwise),
        test(test_cost_bounds), test(test_cost_length),  test(test_cost_form),
        test(test_lacking),     test(test_lacking_once),
    };

    return cmocka_run_group_tests_name("crypto_password", tests, NULL, NULL);
}
