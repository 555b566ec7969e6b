/*
** api() when memory runs out: the request is answered, or it fails as a whole with out of memory; then
** nothing of it stays, and whoever acted before acts again. The JSON library takes part.
*/
#include "session_unit.h"

#include <jansson.h>

static sqlite3_mem_methods allocator;
static int fuse = -1; /* allocations until one fails; -1: none does */
static int lasting;   /* all fail from then on */
static int blown;

static int strike(void) {
    if (fuse < 0) {
        return 0;
    }
    if (fuse > 0) {
        fuse--;
        return 0;
    }
    blown = 1;
    fuse = lasting ? 0 : -1;
    return 1;
}

static void *failing_malloc(int size) {
    return strike() ? NULL : allocator.xMalloc(size);
}

static void *failing_realloc(void *memory, int size) {
    return strike() ? NULL : allocator.xRealloc(memory, size);
}

static void *json_allocate(size_t size) {
    return strike() ? NULL : malloc(size);
}

/* ------------------------------------------------------------------ a request */

struct request {
    const char *method;
    const char *path;
    const char *body;
    int status;
};

static const struct request requests[] = {
    {"GET", "/v2/users?limit=1", NULL, 200},
    {"GET", "/v2/users/00000000-0000-7000-8000-00000000b002", NULL, 200},
    {"PATCH", "/v2/users/00000000-0000-7000-8000-00000000b002",
     "{\"name\":\"A\",\"notifications\":[\"x\"]}", 200},
    {"PATCH", "/v2/users/00000000-0000-7000-8000-00000000b002", "{\"name\":\"A\",\"role\":\"x\"}",
     400},
    {"POST", "/v2/invites", "{\"email\":\"new@a.org\",\"name\":\"New\"}", 200},
    {"DELETE", "/v2/invites/00000000-0000-7000-8000-00000000c001", NULL, 200},
    {"OPTIONS", "/v2/invites", NULL, 204},
    {"PUT", "/v2/invites", NULL, 405},
    {"GET", "/nowhere?a=b", NULL, 404},
};

#define HEADERS "{\"Authorization\":\"Bearer " KEY "\"}"
#define KEY "TAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static sqlite3_stmt *statement;

static void bind(const struct request *request) {
    sqlite3_bind_text(statement, 1, request->method, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 2, request->path, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 3, request->body, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 4, HEADERS, -1, SQLITE_STATIC);
}

/* The status that it is answered with, or minus what SQLite says. */
static int answer(void) {
    int status = 0;
    int rc = sqlite3_step(statement);
    if (rc == SQLITE_ROW) {
        status = sqlite3_column_int(statement, 0);
        rc = sqlite3_step(statement);
    }
    fuse = -1;
    int reset = sqlite3_reset(statement);
    return rc == SQLITE_DONE ? status : -(reset & 0xFF);
}

static long changes(void) {
    return strtol(ask("SELECT count(*) FROM usher_audit"), NULL, 10);
}

/*
** One failing allocation after another, until the request gets by with all that it asks for.
** SQLite may roll the transaction back that is around it: who acted for its time does not any more.
*/
static void exhaust(const struct request *request, const char *before) {
    for (int k = 0; k < 100000; k += 1 + k / 50) { /* later ones are much alike */
        must(before);
        long count = changes();
        bind(request);
        blown = 0;
        fuse = k;
        int status = answer();
        if (status != request->status && status != -SQLITE_NOMEM) {
            fail_msg("%s %s gives %d: %s", request->method, request->path, status,
                     sqlite3_errmsg(db));
        }
        if (status < 0 && changes() != count) {
            fail_msg("%s %s: allocation %d leaves a change", request->method, request->path, k);
        }
        int within = !sqlite3_get_autocommit(db);
        says("SELECT iif(actor() = " BOB ", 'bob', actor())", within ? "bob" : "system");
        if (within) {
            must("ROLLBACK");
        }
        if (!blown) {
            return;
        }
    }
    fail_msg("it never gets by");
}

static void memory_runs_out(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof(requests) / sizeof(*requests); i++) {
        for (lasting = 0; lasting <= 1; lasting++) {
            exhaust(&requests[i], "BEGIN; SELECT act_as(" BOB ")");
        }
    }
}

/* Each request is a transaction of its own: what is not answered is not committed. */
static void memory_runs_out_at_the_end(void **state) {
    (void)state;
    for (lasting = 0; lasting <= 1; lasting++) {
        exhaust(&requests[2], "UPDATE users SET name = 'Bob' WHERE id = " BOB);
    }
}

static int set_up(void **state) {
    (void)state;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    load(db);
    must(STORE);
    must("SELECT session_create(" ANN ", '{\"token\":\"" KEY "\"}')");
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT status FROM api('vidbeo', ?1, ?2, ?3, NULL, ?4)",
                                        -1, &statement, NULL),
                     SQLITE_OK);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    sqlite3_finalize(statement);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return 0;
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(memory_runs_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(memory_runs_out_at_the_end, set_up, tear_down),
    };
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &allocator);
    sqlite3_mem_methods failing = allocator;
    failing.xMalloc = failing_malloc;
    failing.xRealloc = failing_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &failing);
    json_set_alloc_funcs(json_allocate, free);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
