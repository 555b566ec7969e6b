/*
** Eight threads, a connection each: for ThreadSanitizer, and to see that one
** connection's usher knows nothing of another's.
**
** Twice: each thread on a file of its own, all opening and loading at the same
** moment, again and again; then all on one file in WAL mode. Then races.c.
*/
#include "threads.h"

#include "usher.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { THREADS = 8, CONNECTIONS = 12, PEOPLE = 10 };

struct worker {
    int number;
    const char *file;
    pthread_barrier_t *together;
    int failures;
};

static void complain(struct worker *worker, sqlite3 *db, const char *what) {
    if (worker->failures++ == 0) {
        printf("thread %d: %s: %s\n", worker->number, what, db ? sqlite3_errmsg(db) : "");
    }
}

static void run(struct worker *worker, sqlite3 *db, const char *sql) {
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        complain(worker, db, sql);
    }
}

static sqlite3 *open_database(struct worker *worker) {
    sqlite3 *db = NULL;
    if (sqlite3_open(worker->file, &db) != SQLITE_OK) {
        complain(worker, db, "open");
    }
    sqlite3_busy_timeout(db, 60000);
    run(worker, db, "PRAGMA synchronous = OFF");
    pthread_barrier_wait(worker->together);
    for (int i = 0; i < 2; i++) {
        if (sqlite3_usher_init(db, NULL, NULL) != SQLITE_OK) {
            complain(worker, db, "load");
        }
    }
    return db;
}

/* Invite, accept, list, change, delete; names tell the threads apart. */
static void live(struct worker *worker, sqlite3 *db, int round) {
    char *sql = sqlite3_mprintf(
        "SELECT invite_accept(invite_create('u%d.%d@example.com', 'user'), '{\"name\":\"%d\"}');"
        "UPDATE users SET locale = 'de', company = 'x' WHERE email = 'U%d.%d@EXAMPLE.com';"
        "SELECT * FROM users WHERE name = '%d' ORDER BY created_at LIMIT 5;"
        "SELECT count(*) FROM users WHERE q = 'u%d' AND id IN (SELECT object_id FROM audit_log);"
        "DELETE FROM users WHERE email = 'u%d.%d@example.com';",
        worker->number, round, worker->number, worker->number, round, worker->number,
        worker->number, worker->number, round);
    run(worker, db, sql);
    sqlite3_free(sql);
}

static void *work(void *argument) {
    struct worker *worker = argument;
    for (int i = 0; i < CONNECTIONS; i++) {
        sqlite3 *db = open_database(worker);
        run(worker, db, "SELECT usher_init()");
        for (int k = 0; k < PEOPLE; k++) {
            live(worker, db, i * PEOPLE + k);
        }
        if (sqlite3_exec(db, "DELETE FROM users WHERE id = usher_version() AND 1/0", NULL, NULL,
                         NULL) != SQLITE_OK ||
            sqlite3_exec(db, "SELECT invite_accept('x')", NULL, NULL, NULL) == SQLITE_OK) {
            complain(worker, db, "errors");
        }
        if (sqlite3_close(db) != SQLITE_OK) {
            complain(worker, db, "close");
        }
    }
    return NULL;
}

/* The number of people that a thread left in its file, all of them deleted. */
static int count_people(const char *file, const char *sql) {
    sqlite3 *db;
    sqlite3_stmt *statement;
    int count = -1;
    sqlite3_open(file, &db);
    sqlite3_usher_init(db, NULL, NULL);
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW) {
        count = sqlite3_column_int(statement, 0);
    }
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return count;
}

static int run_all(const char *folder, int shared) {
    pthread_t threads[THREADS];
    struct worker workers[THREADS];
    char files[THREADS][400];
    pthread_barrier_t together;
    int good = 1;
    pthread_barrier_init(&together, NULL, THREADS);
    for (int i = 0; i < THREADS; i++) {
        sqlite3_snprintf(sizeof(files[i]), files[i], "%s/%s%d.db", folder,
                         shared ? "shared" : "own", shared ? 0 : i);
        workers[i] = (struct worker){i, files[i], &together, 0};
    }
    if (shared) {
        sqlite3 *db;
        sqlite3_open(files[0], &db);
        sqlite3_exec(db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
        sqlite3_close(db);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_create(&threads[i], NULL, work, &workers[i]);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        good &= workers[i].failures == 0;
    }
    pthread_barrier_destroy(&together);
    int people = CONNECTIONS * PEOPLE * (shared ? THREADS : 1);
    for (int i = 0; i < (shared ? 1 : THREADS); i++) {
        good &=
            count_people(files[i], "SELECT count(*) FROM users WHERE status = 'deleted'") == people;
        good &= count_people(files[i], "SELECT count(*) FROM accounts") == 1;
    }
    printf("%sok - 8 threads, %s\n", good ? "" : "not ", shared ? "one file" : "a file each");
    return good;
}

int main(void) {
    const char *temporary = getenv("TMPDIR");
    char folder[300];
    sqlite3_snprintf(sizeof(folder), folder, "%s/usher-threads-%d", temporary ? temporary : "/tmp",
                     (int)getpid());
    if (mkdir(folder, 0700) != 0) {
        return 1;
    }
    int passed = run_all(folder, 0) + run_all(folder, 1) + run_races(folder, "WAL") +
                 run_races(folder, "DELETE");
    for (int i = 0; i < THREADS; i++) {
        static const char *const kinds[] = {"own%d.db", "shared%d.db", "shared%d.db-wal",
                                            "shared%d.db-shm"};
        for (int k = 0; k < 4; k++) {
            char name[40];
            char file[400];
            sqlite3_snprintf(sizeof(name), name, kinds[k], i);
            sqlite3_snprintf(sizeof(file), file, "%s/%s", folder, name);
            unlink(file);
        }
    }
    rmdir(folder);
    printf("%d passed, %d failed\n", passed, 4 - passed);
    return passed == 4 ? 0 : 1;
}
