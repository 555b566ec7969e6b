/*
** What a process has that a library could change, as text; and what a library could
** ask or say. Of Linux most; of other systems what POSIX has.
*/
#include "host.h"

#include <dirent.h>
#include <float.h>
#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>
#ifdef __SSE2__
#include <xmmintrin.h>
#endif

extern char **environ;

/* ------------------------------------------------------------------ environment */

static struct {
    int times;
    char name[64];
} asked;

/* In place of the C library's, for whichever library of the process asks. */
char *getenv(const char *name) {
    size_t length = strlen(name);
    if (strncmp(name, "SQLITE_", 7) != 0 && strcmp(name, "TMPDIR") != 0) {
        asked.times++;
        snprintf(asked.name, sizeof(asked.name), "%s", name);
    }
    for (char **entry = environ; entry && *entry; entry++) {
        if (strncmp(*entry, name, length) == 0 && (*entry)[length] == '=') {
            return *entry + length + 1;
        }
    }
    return NULL;
}

int process_asked(const char **name) {
    *name = asked.name;
    return asked.times;
}

/* -------------------------------------------------------------------------- state */

static void log_signals(sqlite3_str *log) {
    sigset_t blocked;
    struct itimerval timer;
    for (int number = 1; number < 65; number++) {
        struct sigaction action = {0};
        if (sigaction(number, NULL, &action) == 0) {
            uintptr_t handler = (uintptr_t)action.sa_handler;
            sqlite3_str_appendf(log, "signal %d: %llu %d\n", number, (sqlite3_uint64)handler,
                                action.sa_flags);
        }
    }
    sigprocmask(SIG_BLOCK, NULL, &blocked);
    for (int number = 1; number < 65; number++) {
        sqlite3_str_appendf(log, "%d", sigismember(&blocked, number));
    }
    getitimer(ITIMER_REAL, &timer);
    sqlite3_str_appendf(log, " blocked\ntimer: %lld\n", (sqlite3_int64)timer.it_value.tv_sec);
}

/* Threads and open files; of a file where it leads, and nothing of the folder that is read. */
static void log_folder(sqlite3_str *log, const char *path, int links) {
    DIR *folder = opendir(path);
    const struct dirent *entry;
    while (folder && (entry = readdir(folder)) != NULL) {
        char name[300];
        char target[300] = "";
        snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
        if (links && readlink(name, target, sizeof(target) - 1) < 0) {
            continue;
        }
        if (!strstr(target, "/proc/")) {
            sqlite3_str_appendf(log, "%s %s\n", name, target);
        }
    }
    if (folder) {
        closedir(folder);
    }
}

static void log_limits(sqlite3_str *log) {
    for (int id = 0; id < 16; id++) {
        struct rlimit limit = {0};
        if (getrlimit(id, &limit) == 0) {
            sqlite3_str_appendf(log, "limit %d: %lld %lld\n", id, (sqlite3_int64)limit.rlim_cur,
                                (sqlite3_int64)limit.rlim_max);
        }
    }
}

/* How a sum is rounded, upwards and downwards, and what becomes of the smallest numbers. */
static void log_numbers(sqlite3_str *log) {
    volatile double half = DBL_EPSILON / 2;
    volatile double one = 1;
    volatile double small = DBL_MIN;
    small /= 2;
    sqlite3_str_appendf(log, "rounding %d %d, denormals %d\n", one + half > 1,
                        -one - half<-1, small> 0);
#ifdef __SSE2__
    sqlite3_str_appendf(log, "floating-point control %x\n", _mm_getcsr() & ~0x3FU);
#endif
}

/* What all connections share: SQLite lets an extension reach these. */
static void log_sqlite(sqlite3_str *log) {
    sqlite3 *fresh;
    sqlite3_stmt *statement = NULL;
    for (const sqlite3_vfs *vfs = sqlite3_vfs_find(NULL); vfs; vfs = vfs->pNext) {
        sqlite3_str_appendf(log, "VFS %s\n", vfs->zName);
    }
    sqlite3_str_appendf(log, "heap limits %lld %lld\n", sqlite3_soft_heap_limit64(-1),
                        sqlite3_hard_heap_limit64(-1));
    if (sqlite3_open(":memory:", &fresh) != SQLITE_OK) {
        give_up(fresh, "a connection");
    }
    int rc = sqlite3_prepare_v2(fresh, "SELECT usher_version()", -1, &statement, NULL);
    sqlite3_str_appendf(log, "usher on another connection: %d\n", rc == SQLITE_OK);
    sqlite3_finalize(statement);
    sqlite3_close(fresh);
}

char *process_state(void) {
    char folder[1000] = "";
    sqlite3_str *log = sqlite3_str_new(NULL);
    mode_t mask = umask(0);
    umask(mask);
    log_signals(log);
    log_folder(log, "/proc/self/task", 0);
    log_folder(log, "/proc/self/fd", 1);
    log_limits(log);
    log_numbers(log);
    log_sqlite(log);
    for (char **entry = environ; *entry; entry++) {
        sqlite3_str_appendf(log, "environment %p %s\n", (void *)*entry, *entry);
    }
    sqlite3_str_appendf(log, "locale %s\n", setlocale(LC_ALL, NULL));
    sqlite3_str_appendf(log, "in %s, umask %o\n", getcwd(folder, sizeof(folder)), (unsigned)mask);
    sqlite3_str_appendf(log, "user %d %d, group %d %d, priority %d\n", (int)getuid(),
                        (int)geteuid(), (int)getgid(), (int)getegid(),
                        getpriority(PRIO_PROCESS, 0));
    return sqlite3_str_finish(log);
}

/* ------------------------------------------------------------------------- output */

static struct {
    int out, err;
    FILE *aside;
} muted;

void process_mute(void) {
    fflush(stdout);
    fflush(stderr);
    muted.out = dup(STDOUT_FILENO);
    muted.err = dup(STDERR_FILENO);
    muted.aside = tmpfile();
    if (muted.out < 0 || muted.err < 0 || !muted.aside) {
        give_up(NULL, "stdout");
    }
    dup2(fileno(muted.aside), STDOUT_FILENO);
    dup2(fileno(muted.aside), STDERR_FILENO);
}

long process_unmute(void) {
    fflush(stdout);
    fflush(stderr);
    long length = (long)lseek(STDOUT_FILENO, 0, SEEK_CUR);
    dup2(muted.out, STDOUT_FILENO);
    dup2(muted.err, STDERR_FILENO);
    close(muted.out);
    close(muted.err);
    fclose(muted.aside);
    return length;
}

long process_memory(void) {
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 33)
    return (long)mallinfo2().uordblks;
#else
    return 0;
#endif
}
