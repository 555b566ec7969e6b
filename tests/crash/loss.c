/*
** The power fails: runs x points of their logs x fates of what was not synced.
*/
#include "crash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
** With synchronous=FULL SQLite does not sync the directory after it deleted a journal: where names
** are lazy, the last transaction may be undone by a journal that is back. EXTRA is for that.
*/
static const struct setting settings[] = {
    /* journal, synchronous, sector, powersafe, lazy, page, cache, origin, promise, lies, split, straight */
    {"delete", "DELETE", "FULL", 512, 0, 0, 1024, 15, STORE, DURABLE, 0, 0, 0},
    {"delete, large sectors", "DELETE", "FULL", 4096, 0, 0, 1024, 15, STORE, DURABLE, 0, 0, 0},
    {"delete, lazy names", "DELETE", "FULL", 4096, 1, 1, 4096, 10, STORE, DURABLE, 0, 0, 0},
    {"delete, EXTRA", "DELETE", "EXTRA", 512, 1, 1, 2048, 10, STORE, DURABLE, 0, 0, 0},
    {"truncate", "TRUNCATE", "FULL", 512, 1, 1, 1024, 15, STORE, DURABLE, 0, 0, 0},
    {"truncate, large sectors", "TRUNCATE", "FULL", 4096, 0, 1, 4096, 10, STORE, DURABLE, 0, 0, 0},
    {"persist", "PERSIST", "FULL", 4096, 0, 1, 1024, 15, STORE, DURABLE, 0, 0, 0},
    {"persist, powersafe", "PERSIST", "FULL", 512, 1, 1, 4096, 10, STORE, DURABLE, 0, 0, 0},
    {"wal", "WAL", "FULL", 4096, 0, 1, 1024, 15, STORE, DURABLE, 0, 0, 1},
    {"wal, large pages", "WAL", "FULL", 512, 1, 0, 4096, 10, STORE, DURABLE, 0, 0, 0},
    {"wal, small sectors", "WAL", "FULL", 512, 0, 1, 1024, 15, STORE, DURABLE, 0, 0, 1},
    {"wal, spills", "WAL", "FULL", 512, 1, 1, 1024, 10, STORE, DURABLE, 0, 0, 1},
    {"wal, NORMAL", "WAL", "NORMAL", 4096, 1, 1, 1024, 15, STORE, WHOLE, 0, 0, 1},
    {"a new store, delete", "DELETE", "EXTRA", 512, 0, 1, 1024, 15, EMPTY, DURABLE, 0, 0, 0},
    {"a new store, truncate", "TRUNCATE", "FULL", 4096, 1, 1, 4096, 10, EMPTY, DURABLE, 0, 0, 0},
    {"a new store, wal", "WAL", "FULL", 4096, 0, 1, 1024, 15, EMPTY, DURABLE, 0, 0, 0},
    {"an upgrade, delete", "DELETE", "EXTRA", 4096, 0, 1, 1024, 15, OLD, DURABLE, 0, 0, 0},
    {"an upgrade, persist", "PERSIST", "FULL", 512, 1, 1, 1024, 15, OLD, DURABLE, 0, 0, 0},
    {"an upgrade, wal", "WAL", "FULL", 512, 0, 1, 4096, 10, OLD, DURABLE, 0, 0, 0},
    {"control: delete, OFF", "DELETE", "OFF", 512, 0, 1, 1024, 15, STORE, CONTROL, 0, 0, 0},
    {"control: persist, OFF", "PERSIST", "OFF", 4096, 1, 1, 1024, 15, STORE, CONTROL, 0, 0, 0},
    {"control: wal, OFF", "WAL", "OFF", 512, 1, 0, 1024, 15, STORE, CONTROL, 0, 0, 1},
    {"control: a disk that lies, truncate", "TRUNCATE", "FULL", 512, 1, 1, 1024, 15, STORE, CONTROL,
     1, 0, 0},
    {"control: a disk that lies, wal", "WAL", "FULL", 4096, 0, 1, 4096, 10, STORE, CONTROL, 1, 0,
     0},
    {"control: half a change, delete", "DELETE", "EXTRA", 512, 1, 1, 1024, 15, STORE, CONTROL, 0, 1,
     0},
    {"control: half a change, wal", "WAL", "FULL", 512, 1, 1, 1024, 15, STORE, CONTROL, 0, 1, 1},
};

enum { SETTINGS = sizeof(settings) / sizeof(*settings) };

enum verdict { FINE, OLDER, UNDONE, LOST, PARTIAL, DAMAGED, VERDICTS };

static const char *const verdict_names[] = {
    "", "", "", "an acknowledged change is lost", "a change is there in part", "damaged"};

static struct {
    int points, failures, twice, before, after, spills, revived;
    int control[VERDICTS];
    int runs;
} count;

/* ----------------------------------------------------------------- the verdict */

/* The last change that was acknowledged before this point. */
static int acknowledged(const struct run *run, int op) {
    int i = run->marks - 1;
    while (i > 0 && run->mark[i].op > op) {
        i--;
    }
    return i;
}

static int is_at(const struct run *run, int i, const struct finding *finding) {
    return i >= 0 && i < run->marks && run->mark[i].state == finding->state &&
           run->mark[i].works == finding->works;
}

static int is_among(const struct run *run, int from, int to, const struct finding *finding) {
    while (from < to && !is_at(run, from, finding)) {
        from++;
    }
    return from < to;
}

/* The last transaction that changed anything was taken back. */
static int is_undone(const struct run *run, int last, const struct finding *finding) {
    int before = last;
    while (before >= 0 && run->mark[before].state == run->mark[last].state) {
        before--;
    }
    return is_at(run, before, finding);
}

static enum verdict judge(const struct run *run, int op, int revived,
                          const struct finding *finding) {
    int last = acknowledged(run, op);
    const struct setting *setting = run->setting;
    if (finding->trouble[0]) {
        return DAMAGED;
    }
    if (is_at(run, last, finding) || is_at(run, last + 1, finding)) {
        count.before += is_at(run, last, finding);
        count.after += !is_at(run, last, finding);
        return FINE;
    }
    if (revived && strcmp(setting->journal, "DELETE") == 0 &&
        strcmp(setting->synchronous, "FULL") == 0 && is_undone(run, last, finding)) {
        return UNDONE;
    }
    if (is_among(run, 0, last, finding)) {
        return setting->promise == WHOLE ? OLDER : LOST;
    }
    return PARTIAL;
}

static void report(const struct run *run, int op, uint64_t seed, enum verdict verdict,
                   const char *when, const struct finding *finding) {
    if (run->setting->promise == CONTROL) {
        count.control[verdict]++;
        tally.passed += verdict == FINE;
    } else if (verdict < LOST) {
        count.revived += verdict == UNDONE;
        tally.passed++;
    } else {
        fail("%s, at %d of %d, fate %llu%s: %s%s%s", run->setting->name, op, run->disk->ops,
             (unsigned long long)seed, when, verdict_names[verdict],
             finding->trouble[0] ? ": " : "", finding->trouble);
    }
}

/* ------------------------------------------------------------------ the failure */

/* The power fails again, while what it left is looked at for the first time. */
static void fail_again(const struct run *run, int op, int revived, const struct disk *first,
                       int ops, uint64_t seed) {
    struct dice dice = {seed + 1};
    struct finding finding;
    struct platter *platter = platter_new(first);
    int again;
    platter_advance(platter, 1 + (int)dice_below(&dice, (unsigned)ops));
    struct disk *disk = platter_fail(platter, seed + 2, &again);
    examine(disk, &finding);
    report(run, op, seed, judge(run, op, revived | again, &finding), ", and once more", &finding);
    count.twice++;
    disk_free(disk);
    platter_free(platter);
}

static void fail_at(const struct run *run, const struct platter *platter, int op, uint64_t seed) {
    struct finding finding;
    int revived;
    struct disk *disk = platter_fail(platter, seed, &revived);
    disk_seed(seed);
    examine(disk, &finding);
    enum verdict verdict = judge(run, op, revived, &finding);
    report(run, op, seed, verdict, "", &finding);
    count.failures++;
    if (verdict < LOST && finding.ops > 0 && seed % 3 == 0) {
        fail_again(run, op, revived, disk, finding.ops, seed);
    }
    disk_free(disk);
}

/* At so many points of the log, evenly spread. */
static void fail_along(const struct run *run, int points, int seeds, uint64_t seed) {
    struct dice dice = {seed};
    struct platter *platter = platter_new(run->disk);
    int ops = run->disk->ops;
    points = points < ops ? points : ops;
    for (int i = 0; i < points; i++) {
        int from = (int)((sqlite3_int64)ops * i / points);
        int to = (int)((sqlite3_int64)ops * (i + 1) / points);
        int op = from + 1 + (int)dice_below(&dice, (unsigned)(to - from));
        platter_advance(platter, op);
        count.points++;
        for (int k = 0; k < seeds; k++) {
            fail_at(run, platter, op, seed * 1000003 + (uint64_t)op * 101 + (uint64_t)k);
        }
    }
    platter_free(platter);
}

/* ---------------------------------------------------------------------- all */

static int control_failures(void) {
    return count.control[LOST] + count.control[PARTIAL] + count.control[DAMAGED];
}

/* At every point. */
static int seeds_each(void) {
    return all ? 3 : 2;
}

static void try_setting(const struct setting *setting, uint64_t seed) {
    int control = setting->promise == CONTROL;
    int points = all ? 270 : brief ? 12 : 48;
    int before = control_failures();
    struct run *run = run_make(setting, seed, brief ? 25 : 60);
    fail_along(run, control && points > 40 ? 40 : points, seeds_each(), seed);
    count.spills += run->spills;
    count.runs++;
    if (control && control_failures() == before) {
        fail("%s: no failure was seen", setting->name);
    } else if (control) {
        tally.passed++;
    }
    run_free(run);
}

/*
** With a WAL, SQLite 3.40.1 leaves out checksums once it wrote over a frame of the transaction, and
** makes up for them at its end from that frame on. ROLLBACK TO a savepoint (or a statement that
** fails) gives earlier frames to later pages, but the place is not set back: those keep none, and a
** recovery ends before them. Without usher:
*/
static int sqlite_loses(void) {
    static const char sql[] =
        "PRAGMA page_size = 1024; PRAGMA journal_mode = WAL; PRAGMA cache_size = 10;"
        "CREATE TABLE t (a INTEGER PRIMARY KEY, b);"
        "WITH n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) "
        "INSERT INTO t SELECT i, zeroblob(900) FROM n;"
        "BEGIN; UPDATE t SET b = 0 WHERE a = 100; SAVEPOINT s;"
        "UPDATE t SET b = randomblob(900) WHERE a < 60;"
        "UPDATE t SET b = randomblob(900) WHERE a < 60;"
        "ROLLBACK TO s; UPDATE t SET b = 'new' WHERE a = 60; COMMIT";
    sqlite3 *db = NULL;
    sqlite3 *other = NULL;
    sqlite3_stmt *row = NULL;
    struct disk *disk = disk_current = disk_new();
    disk->sector = 512;
    sqlite3_open(DATABASE, &db);
    must(db, sql);
    struct disk *after = disk_current = disk_copy(disk);
    after->sector = 512;
    sqlite3_open(DATABASE, &other);
    sqlite3_prepare_v2(other, "SELECT count(*) FROM t WHERE b = 'new'", -1, &row, NULL);
    int loses = sqlite3_step(row) == SQLITE_ROW && sqlite3_column_int(row, 0) == 0;
    sqlite3_finalize(row);
    sqlite3_close(other);
    disk_current = disk;
    sqlite3_close(db);
    disk_free(disk);
    disk_free(after);
    return loses;
}

void test_loss(uint64_t seed) {
    int rounds = all ? 2 : 1;
    disk_start();
    printf("# SQLite %s itself loses a commit if pages were spilled to a WAL and then taken back: "
           "%s\n",
           sqlite3_libversion(), sqlite_loses() ? "yes" : "no");
    for (int i = 0; i < rounds; i++) {
        for (int k = 0; k < SETTINGS; k++) {
            try_setting(&settings[k], seed + (uint64_t)(i * SETTINGS + k));
        }
    }
    disk_stop();
    if (step_report() > (all ? 0 : brief ? 10 : 3)) {
        fail("too many kinds of statements were never done");
    }
    if (count.spills == 0 || count.before == 0 || count.after == 0 || count.twice == 0) {
        fail("something was not reached: spills, changes that were lost or kept, second failures");
    }
    printf("# crash points: %d in %d runs, seeds: %d, failures of power: %d, once more: %d\n",
           count.points, count.runs, seeds_each(), count.failures, count.twice);
    printf("# writes kept: %lld, dropped: %lld, torn: %lld, garbage sectors: %lld, reordered: "
           "%lld, deletions undone: %lld, creations: %lld\n",
           fates.kept, fates.dropped, fates.torn, fates.garbage, fates.reordered, fates.revived,
           fates.vanished);
    printf("# found as acknowledged: %d, with the change under way: %d, undone by a journal that "
           "came back (FULL, lazy names): %d, cache spills: %d\n",
           count.before, count.after, count.revived, count.spills);
    printf("# control failures found: %d (damaged %d, lost %d, in part %d), harmless: %d\n",
           control_failures(), count.control[DAMAGED], count.control[LOST], count.control[PARTIAL],
           count.control[FINE]);
}
