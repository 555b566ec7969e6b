/*
** Writers on one file, and a reader, that are killed at random moments and started again.
**
** A writer acknowledges each change, once it is committed, by a line; after every kill all that was
** acknowledged must be there, nothing in part, and the next one must get its lock.
*/
#include "kill.h"

#include "usher.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WRITERS = 3, PROCESSES, LINE = 400 };

struct process {
    pid_t pid;
    int pipe;
    unsigned generation;
    char line[LINE]; /* what of it has come */
    int length;
};

struct change {
    char kind;
    unsigned tag;
};

static struct {
    struct process process[PROCESSES];
    struct change *change; /* acknowledged */
    int changes;
    int checked; /* of them */
    char file[400];
    const char *program;
    const char *journal;
    struct dice dice;
} field;

static struct {
    int kills, all_at_once, hot, acknowledged, busy, reads;
    double wait; /* seconds, the longest that anybody waited for a lock */
} count;

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* ------------------------------------------------------------------- processes */

static void start(int number) {
    struct process *process = &field.process[number];
    char slot[20];
    char generation[20];
    int ends[2];
    snprintf(slot, sizeof(slot), "%d", number + 1);
    snprintf(generation, sizeof(generation), "%u", ++process->generation);
    if (pipe(ends) != 0 || (process->pid = fork()) < 0) {
        perror("fork");
        exit(2);
    }
    if (process->pid == 0) {
        dup2(ends[1], 1);
        close(ends[0]);
        close(ends[1]);
        execl(field.program, field.program, number < WRITERS ? "--writer" : "--reader", field.file,
              number < WRITERS ? slot : (char *)NULL, generation, (char *)NULL);
        _exit(3);
    }
    close(ends[1]);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    process->pipe = ends[0];
    process->length = 0;
}

static void take_line(const char *line) {
    if (line[0] == '!') {
        fail("%s: %s", field.journal, line + 2);
    } else if (line[0] == 'b') {
        count.busy++;
    } else if (line[0] == 'r') {
        count.reads++;
    } else {
        if ((field.changes & (field.changes - 1)) == 0) {
            size_t room = field.changes ? 2 * (size_t)field.changes : 1;
            field.change = must_have(realloc(field.change, room * sizeof(*field.change)));
        }
        field.change[field.changes++] =
            (struct change){line[0], (unsigned)strtoul(line + 2, NULL, 16)};
        count.acknowledged++;
    }
}

/* Reads what it has said; 0 once there will be no more. */
static int listen_to(struct process *process) {
    char text[4096];
    ssize_t got = read(process->pipe, text, sizeof(text));
    for (ssize_t i = 0; i < got; i++) {
        if (text[i] == '\n') {
            process->line[process->length] = '\0';
            take_line(process->line);
            process->length = 0;
        } else if (process->length < LINE - 1) {
            process->line[process->length++] = text[i];
        }
    }
    return got > 0 || (got < 0 && errno == EAGAIN);
}

static void listen_for(double time) {
    double end = seconds() + time;
    while (seconds() < end) {
        struct pollfd polls[PROCESSES];
        for (int i = 0; i < PROCESSES; i++) {
            polls[i] = (struct pollfd){.fd = field.process[i].pipe, .events = POLLIN};
        }
        poll(polls, PROCESSES, 5);
        for (int i = 0; i < PROCESSES; i++) {
            if (polls[i].revents && !listen_to(&field.process[i])) {
                fail("%s: a process has ended", field.journal);
                return;
            }
        }
    }
}

static void end(int number) {
    struct process *process = &field.process[number];
    int status = 0;
    kill(process->pid, SIGKILL);
    waitpid(process->pid, &status, 0);
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL) {
        fail("%s: a process had ended by itself (%d)", field.journal, status);
    }
    fcntl(process->pipe, F_SETFL, 0);
    while (listen_to(process)) {
    }
    close(process->pipe);
    count.kills++;
}

/* --------------------------------------------------------------------- checks */

/* Each finds a change that is there in part. */
const char *kill_check(sqlite3 *db) {
    static char text[200];
    static const char sql[] =
        "SELECT 'users ' || substr(id, 1, 8) FROM usher_user WHERE email GLOB 'u*.?@a.org' "
        "GROUP BY substr(id, 1, 8) HAVING count(*) <> 3 UNION ALL "
        "SELECT 'files ' || substr(id, 1, 8) FROM usher_file GROUP BY substr(id, 1, 8) "
        "HAVING count(*) <> 3 UNION ALL "
        "SELECT 'notifications ' || substr(id, 1, 8) FROM usher_notification "
        "GROUP BY substr(id, 1, 8) HAVING count(*) <> 2 UNION ALL "
        "SELECT 'row of the application ' || tag FROM app WHERE printf('%08x', tag) NOT IN "
        "(SELECT substr(id, 1, 8) FROM usher_file) UNION ALL "
        "SELECT 'files ' || id FROM usher_file WHERE substr(id, 1, 8) NOT IN "
        "(SELECT printf('%08x', tag) FROM app) UNION ALL "
        "SELECT 'accepted ' || email FROM usher_invite AS i WHERE (accepted_at IS NOT NULL) <> "
        "EXISTS (SELECT 1 FROM usher_user AS u WHERE u.id = i.user_id)";
    sqlite3_stmt *row = NULL;
    const char *answer = NULL;
    int rc = sqlite3_prepare_v2(db, sql, -1, &row, NULL);
    rc = rc == SQLITE_OK ? sqlite3_step(row) : rc;
    if (rc != SQLITE_DONE) {
        answer = sqlite3_snprintf(sizeof(text), text, "%s",
                                  rc == SQLITE_ROW ? (const char *)sqlite3_column_text(row, 0)
                                                   : sqlite3_errmsg(db));
    }
    sqlite3_finalize(row);
    return answer ? answer : check_store(db);
}

/* Of each kind of change: is what was acknowledged there? */
static const struct proof {
    char kind;
    const char *sql; /* ?1 the tag in 8 digits, ?2 as a number */
} proofs[] = {
    {'i', "SELECT 1 FROM usher_invite AS i JOIN usher_audit AS a ON a.object_id = i.id WHERE "
          "i.email = 'i' || ?1 || '@a.org'"},
    {'a', "SELECT 1 FROM usher_user AS u JOIN usher_invite AS i ON i.user_id = u.id WHERE "
          "u.id = ?1 || '-0000-7000-8000-000000000000' AND i.accepted_at IS NOT NULL"},
    {'d', "SELECT 1 FROM usher_user WHERE id = ?1 || '-0000-7000-8000-000000000000' AND "
          "discarded_at IS NOT NULL"},
    {'u', "SELECT count(*) = 3 FROM usher_user WHERE id BETWEEN ?1 || '-' AND ?1 || '.'"},
    {'f', "SELECT count(*) = 3 AND EXISTS (SELECT 1 FROM app WHERE tag = ?2) FROM usher_file "
          "WHERE id BETWEEN ?1 || '-' AND ?1 || '.'"},
    {'n', "SELECT count(*) = 2 FROM usher_notification WHERE id BETWEEN ?1 || '-' AND ?1 || '.'"},
    {'s', "SELECT value >= ?2 FROM settings WHERE key = 'app.w' || (?2 >> 28)"},
};

static void check_change(sqlite3 *db, struct change change) {
    sqlite3_stmt *statement = NULL;
    char text[9];
    int there = 0;
    snprintf(text, sizeof(text), "%08x", change.tag);
    for (size_t i = 0; i < sizeof(proofs) / sizeof(*proofs); i++) {
        if (proofs[i].kind == change.kind) {
            sqlite3_prepare_v2(db, proofs[i].sql, -1, &statement, NULL);
        }
    }
    if (sqlite3_bind_parameter_index(statement, "?1")) {
        sqlite3_bind_text(statement, 1, text, -1, SQLITE_STATIC);
    }
    if (sqlite3_bind_parameter_index(statement, "?2")) {
        sqlite3_bind_int64(statement, 2, change.tag);
    }
    if (sqlite3_step(statement) == SQLITE_ROW) {
        there = sqlite3_column_int(statement, 0);
    }
    sqlite3_finalize(statement);
    if (there) {
        tally.passed++;
    } else {
        fail("%s: an acknowledged change is lost: %c %s", field.journal, change.kind, text);
    }
}

static sqlite3 *open_file(void) {
    sqlite3 *db = NULL;
    sqlite3_open(field.file, &db);
    sqlite3_busy_timeout(db, KILL_TIMEOUT);
    if (sqlite3_usher_init(db, NULL, NULL) != SQLITE_OK) {
        fail("%s: it cannot be opened: %s", field.journal, sqlite3_errmsg(db));
    }
    return db;
}

/* Of changes from `from` on. */
static void check_file(int from) {
    sqlite3 *db = open_file();
    must(db, "BEGIN; SELECT count(*) FROM usher_user");
    const char *trouble = check_sound(db);
    trouble = trouble ? trouble : kill_check(db);
    if (trouble) {
        fail("%s: %s", field.journal, trouble);
    } else {
        tally.passed++;
    }
    for (int i = from; i < field.changes; i++) {
        check_change(db, field.change[i]);
    }
    field.checked = field.changes;
    must(db, "COMMIT");
    double before = seconds();
    must(db, "BEGIN IMMEDIATE; UPDATE users SET job_title = 'survivor' WHERE id = " KILL_OWNER
             "; COMMIT");
    count.wait = seconds() - before > count.wait ? seconds() - before : count.wait;
    if (sqlite3_close(db) != SQLITE_OK) {
        fail("%s: the connection does not close", field.journal);
    }
}

/* ------------------------------------------------------------------------ all */

static const char *beside(const char *ending) {
    static char name[420];
    snprintf(name, sizeof(name), "%s%s", field.file, ending);
    return name;
}

static void make_file(void) {
    sqlite3 *db = open_file();
    char pragma[60];
    snprintf(pragma, sizeof(pragma), "PRAGMA journal_mode = %s", field.journal);
    must(db, pragma);
    must(db, "SELECT usher_init(json_object('account_id', " KILL_ACCOUNT "));"
             "SELECT invite_accept(invite_create('olga@a.org', 'owner', "
             "json_object('account_id', " KILL_ACCOUNT ")), json_object('id', " KILL_OWNER "));"
             "INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', " KILL_ACCOUNT
             ", 'users.direct_creation', 1);"
             "CREATE TABLE app (tag INTEGER PRIMARY KEY)");
    sqlite3_close(db);
}

static void remove_file(void) {
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    for (int i = 0; i < 4; i++) {
        unlink(beside(endings[i]));
    }
}

/* Everybody at once: then the journal that is left is nobody's. */
static void kill_everybody(void) {
    struct stat journal;
    for (int i = 0; i < PROCESSES; i++) {
        kill(field.process[i].pid, SIGKILL);
    }
    for (int i = 0; i < PROCESSES; i++) {
        end(i);
    }
    count.all_at_once++;
    count.hot += strcmp(field.journal, "DELETE") == 0 && stat(beside("-journal"), &journal) == 0 &&
                 journal.st_size > 0;
    check_file(field.checked);
    for (int i = 0; i < PROCESSES; i++) {
        start(i);
    }
}

static void try_journal(const char *journal, int kills) {
    field.journal = journal;
    field.changes = field.checked = 0;
    remove_file();
    make_file();
    for (int i = 0; i < PROCESSES; i++) {
        start(i);
    }
    listen_for(0.1);
    for (int before = count.kills; count.kills - before < kills;) {
        listen_for(0.005 + (double)dice_below(&field.dice, brief ? 60 : 120) / 1000);
        int victim = (int)dice_below(&field.dice, PROCESSES);
        if (dice_chance(&field.dice, 30)) {
            kill_everybody();
        } else {
            end(victim);
            check_file(field.checked);
            start(victim);
        }
    }
    listen_for(0.1);
    for (int i = 0; i < PROCESSES; i++) {
        end(i);
        count.kills--; /* the end is no kill that counts */
    }
    check_file(0);
    remove_file();
}

void test_kill(uint64_t seed, const char *program) {
    const char *folder = getenv("TMPDIR");
    int kills = all ? 500 : brief ? 12 : 30;
    field.dice.state = seed;
    field.program = program;
    snprintf(field.file, sizeof(field.file), "%s/usher-crash-%ld.db", folder ? folder : "/tmp",
             (long)getpid());
    try_journal("DELETE", kills);
    try_journal("WAL", kills);
    free(field.change);
    if (count.acknowledged < 100 || count.reads == 0) {
        fail("the processes did next to nothing");
    }
    printf(
        "# kills: %d, all at once: %d, journals left hot: %d, acknowledged: %d, busy: %d, reads: "
        "%d, longest wait for a lock: %.2f s\n",
        count.kills, count.all_at_once, count.hot, count.acknowledged, count.busy, count.reads,
        count.wait);
}
