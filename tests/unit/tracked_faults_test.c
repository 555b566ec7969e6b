/*
** What is counted of tracked tables, and what is said of those that are not kept, when one allocation
** fails: the same, or that memory ran out. Below SQL, where nothing else fails in its place.
*/
#include "once_unit.h"

#include "domain/storage/storage.h"

static struct usher usher;
static char found[4000];
static int told;
static int most = 100; /* who is told can take so many */

static int take(void) {
    return ++told < most ? SQLITE_OK : usher_pass(&usher, SQLITE_NOMEM);
}

static int open_tracked(void **state) {
    open_file(state);
    must("CREATE TABLE kept (id INTEGER PRIMARY KEY, owner TEXT, bytes INTEGER, sha TEXT, a, b);"
         "CREATE UNIQUE INDEX kept_a ON kept (a || b, lower(sha)) WHERE a > 1;"
         "CREATE TABLE lost (owner TEXT, bytes INTEGER);"
         "CREATE TABLE gone (owner TEXT, bytes INTEGER);"
         "SELECT storage_track('kept', "
         "'{\"user\":\"owner\",\"size\":\"bytes\",\"checksum\":\"sha\"}');"
         "SELECT storage_track('lost', '{\"user\":\"owner\",\"size\":\"bytes\"}');"
         "SELECT storage_track('gone', '{\"user\":\"owner\",\"size\":\"bytes\"}');"
         "INSERT INTO kept (owner, bytes, sha) VALUES (" BOB ", 10, 'a'), (" ANN ", 20, 'b')");
    return 0;
}

/* ------------------------------------------------------------------------ what is asked */

static void say(const char *text) {
    sqlite3_snprintf((int)(sizeof(found) - strlen(found)), found + strlen(found), "%s; ", text);
}

static int tell_fault(void *context, const char *table, const char *what, char *remedy) {
    (void)context;
    say(table);
    say(what);
    say(remedy);
    sqlite3_free(remedy);
    return take();
}

static int tell_drift(void *context, const char *user_id, sqlite3_int64 kept,
                      sqlite3_int64 counted) {
    char text[100];
    (void)context;
    sqlite3_snprintf(sizeof(text), text, "%s %lld %lld", user_id, kept, counted);
    say(text);
    return take();
}

static int faults(void) {
    return usher_tracked_faults(&usher, tell_fault, NULL);
}

static int drifts(void) {
    return usher_storage_drifts(&usher, tell_drift, NULL);
}

static int refresh(void) {
    char user_id[USHER_UUID_TEXT + 1];
    char text[40];
    sqlite3_int64 bytes = 0;
    sqlite3_snprintf(sizeof(user_id), user_id, "%s", &BOB[1]);
    int rc = usher_storage_refresh(&usher, user_id, &bytes);
    sqlite3_snprintf(sizeof(text), text, "%lld", rc == SQLITE_OK ? bytes : -1);
    say(text);
    return rc;
}

static int do_job(int (*job)(void)) {
    found[0] = '\0';
    told = 0;
    return job();
}

/* What it says in peace is `expected`; and whichever allocation fails, that or NOMEM. */
static void answers(int (*job)(void), const char *expected) {
    int rc = do_job(job);
    assert_int_equal(rc, SQLITE_OK);
    assert_string_equal(found, expected);
    once = 1;
    int reached = 1;
    for (int n = 0; reached; n += n < 400 ? 1 : 7) { /* late ones are alike */
        left = n;
        rc = do_job(job);
        reached = left < 0;
        left = -1;
        if (rc != SQLITE_NOMEM) {
            assert_int_equal(rc, SQLITE_OK);
            assert_string_equal(found, expected);
        }
    }
    once = 0;
}

/* -------------------------------------------------------------------------------- tests */

#define LOST "it has lost what storage_track() gave it: what its rows count for is not kept; "
#define AGAIN(table)                                                                               \
    "SELECT storage_track('" table "', json_object('size', 'bytes', 'user', 'owner')); "

static void test_faults(void **state) {
    (void)state;
    must("DROP TRIGGER storage_track_2_update; DROP TABLE gone");
    open_below(&usher);
    answers(faults, "lost; " LOST AGAIN("lost") "gone; it is tracked, and not there; "
                                                "SELECT storage_untrack('gone'); ");
    most = 1;
    assert_int_equal(do_job(faults), SQLITE_NOMEM);
    assert_int_equal(told, 1);
    most = 100;
}

static void test_drifts(void **state) {
    (void)state;
    must("UPDATE usher_user SET disk_space_used = 3");
    open_below(&usher);
    answers(drifts, "00000000-0000-7000-8000-00000000b001 3 20; "
                    "00000000-0000-7000-8000-00000000b002 3 10; ");
    most = 1;
    assert_int_equal(do_job(drifts), SQLITE_NOMEM);
    assert_int_equal(told, 1);
    most = 100;
}

static void test_refresh(void **state) {
    (void)state;
    open_below(&usher);
    answers(refresh, "10; ");
}

/* Of a trigger that somebody cut off nothing is read beyond its end. */
static void test_cut_off(void **state) {
    static const char cut[] = "\nSELECT NEW.\"bytes\0, NEW.\"owner\"";
    (void)state;
    char *size = tracked_column_in(cut, 0);
    assert_string_equal(size, "bytes");
    sqlite3_free(size);
    assert_null(tracked_column_in(cut, 1));
}

#define SESSION(test) cmocka_unit_test_setup_teardown(test, open_tracked, close_db)

int main(void) {
    let_allocations_fail();
    const struct CMUnitTest tests[] = {
        SESSION(test_faults),
        SESSION(test_drifts),
        SESSION(test_refresh),
        cmocka_unit_test(test_cut_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
