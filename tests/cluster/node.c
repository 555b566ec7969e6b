/*
** One node of a dqlite cluster, with usher in each connection that dqlite opens:
**
**     node ID ADDRESS FOLDER USHERAUTO
**
** It says "ready" when it serves, and serves until it is killed or its input ends.
*/
#include <dqlite.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    /* Milliseconds; others want to lead after fifteen times that without a word from the leader. */
    LATENCY = 50,
    /* Entries of Raft's log between two snapshots, and kept behind one: few, so that some nodes
    ** catch up by the log and some are sent a snapshot. */
    THRESHOLD = 128,
    TRAILING = 128
};

static int fail(const char *what, const char *why) {
    fprintf(stderr, "node: %s: %s\n", what, why ? why : "out of memory");
    return EXIT_FAILURE;
}

/* Once in the process: from then on every connection has usher. */
static int load_usher(const char *library) {
    sqlite3 *db = NULL;
    char *why = NULL;
    int rc = sqlite3_open(":memory:", &db);
    rc = rc == SQLITE_OK ? sqlite3_enable_load_extension(db, 1) : rc;
    rc = rc == SQLITE_OK ? sqlite3_load_extension(db, library, NULL, &why) : rc;
    if (rc != SQLITE_OK) {
        fail(library, why ? why : sqlite3_errstr(rc));
    }
    sqlite3_free(why);
    sqlite3_close(db);
    return rc;
}

int main(int argc, char **argv) {
    if (argc != 5) {
        return fail("usage", "node ID ADDRESS FOLDER USHERAUTO");
    }
    signal(SIGPIPE, SIG_IGN); /* a node that went away is no reason to follow it */
    if (load_usher(argv[4]) != SQLITE_OK) {
        return EXIT_FAILURE;
    }
    dqlite_node *node = NULL;
    if (dqlite_node_create(strtoull(argv[1], NULL, 10), argv[2], argv[3], &node) != 0) {
        return fail("create", node ? dqlite_node_errmsg(node) : NULL);
    }
    if (dqlite_node_set_bind_address(node, argv[2]) != 0 ||
        dqlite_node_set_network_latency_ms(node, LATENCY) != 0 ||
        dqlite_node_set_snapshot_params(node, THRESHOLD, TRAILING) != 0 ||
        dqlite_node_start(node) != 0) {
        return fail("start", dqlite_node_errmsg(node));
    }
    puts("ready");
    fflush(stdout);
    while (getchar() != EOF) {
    }
    return EXIT_SUCCESS;
}
