/*
** steps x faults.
**
**     torture                        a sample, spread over all steps and faults
**     TORTURE=paths torture          once on each path through usher, see paths.c; JOBS=2 processes at once
**     TORTURE=400 torture            as many opportunities of each fault in each step
**     TORTURE=all torture            every opportunity
**     TORTURE_STEP='accept' torture  only steps whose name begins so
**     TORTURE_FAULT='disk' torture   only faults whose name begins so
**     TORTURE_ENCODING=UTF-16le torture    where SQLite takes memory for each text that is read or bound
**     TORTURE_AT=17 torture          only the 17th opportunity
**
** Each step has a process of its own: if it dies, that is one failure.
*/
/* NOLINTNEXTLINE(*-reserved-identifier,cert-dcl*) */
#define _DEFAULT_SOURCE
#include "../brief.h"
#include "torture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_STEPS 1000

/* All paths; or (0), how many of the opportunities of one fault in one step (0: all), and of how many faults. */
static struct {
    int paths;
    int quota;
    unsigned faults;
} dose = {0, 1, 1};

/* What the processes tell. */
static struct {
    struct tally tally[MAX_STEPS];
    struct {
        pid_t process;
        int fault;
        int k;
    } at[MAX_STEPS];
} * shared;

static const char *only_step = "";
static const char *only_fault = "";
static int only_at;
static int jobs = 1;
static int running;

static unsigned roll(unsigned *seed) {
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 16;
}

/* ------------------------------------------------------------------ a step */

static void try_at(const struct scene *scene, int s, int f, int k) {
    shared->at[s].fault = f;
    shared->at[s].k = k;
    trial_fault(scene, &faults[f], k, &shared->tally[s]);
}

static int are_counted_alike(const struct fault *a, const struct fault *b) {
    int detail = a->kind == DISK ? a->detail == b->detail
                                 : (a->detail == STOP_OPCODE) == (b->detail == STOP_OPCODE);
    return a->kind == b->kind && a->wal == b->wal && (a->kind == MEMORY || detail);
}

/* How many opportunities the fault has; paths.c knows those that were counted last. */
static int count_of(const struct scene *scene, int f) {
    static int last = -1;
    static int count; /* one process has one scene */
    if (last < 0 || !are_counted_alike(&faults[last], &faults[f])) {
        count = trial_count(scene, &faults[f]);
    }
    last = f;
    return count;
}

/* One in each part of them all. */
static void try_some(const struct scene *scene, int s, int f, int quota, unsigned seed) {
    int count = count_of(scene, f);
    quota = quota < count ? quota : count;
    for (int i = 0; i < quota; i++) {
        int from = (int)((sqlite3_int64)count * i / quota);
        int to = (int)((sqlite3_int64)count * (i + 1) / quota);
        try_at(scene, s, f, from + 1 + (int)(roll(&seed) % (unsigned)(to - from)));
    }
}

static void try_all(const struct scene *scene, int s, int f) {
    int k = 1;
    int before;
    do {
        before = shared->tally[s].tried[faults[f].kind];
        try_at(scene, s, f, k++);
    } while (shared->tally[s].tried[faults[f].kind] > before);
}

/* On each path that no step went before. */
static void try_paths(const struct scene *scene, int s, int f) {
    const int *refused = &shared->tally[s].refused[faults[f].kind];
    int count = count_of(scene, f);
    for (int k = 1; k <= count; k++) {
        uint64_t path = paths_name(f, k);
        if (paths_is_open(path)) {
            int before = *refused;
            try_at(scene, s, f, k);
            paths_tell(path, *refused > before);
        }
    }
}

/* Closing runs no statement; a locked connection must keep its trace callback. */
static int applies(const struct step *step, const struct fault *fault) {
    int traced = fault->kind == STOP && fault->detail != STOP_OPCODE;
    return !(step->flags & CLOSE && fault->kind == STOP) && !(step->flags & LOCKED && traced);
}

static void try_step(const struct scene *scene, int s) {
    unsigned seed = (unsigned)s * 7919u + 1;
    for (int f = 0; f < fault_count; f++) {
        int opcodes = faults[f].kind == STOP && faults[f].detail == STOP_OPCODE;
        if (!applies(scene->step, &faults[f]) || roll(&seed) % dose.faults != 0 ||
            strncmp(faults[f].name, only_fault, strlen(only_fault)) != 0) {
            continue;
        }
        if (only_at) {
            try_at(scene, s, f, only_at);
        } else if (dose.paths) {
            try_paths(scene, s, f);
        } else if (dose.quota || opcodes) {
            try_some(scene, s, f, dose.quota ? dose.quota : 60, seed);
        } else {
            try_all(scene, s, f);
        }
    }
}

/* --------------------------------------------------------------- processes */

static void wait_for_one(const struct story *story) {
    int status;
    pid_t process = wait(&status);
    running--;
    for (int s = 0; s < story->count; s++) {
        if (shared->at[s].process == process && status != 0) {
            printf("FAIL %s: died (%d) at %s %d\n", story->step[s].name, status,
                   faults[shared->at[s].fault].name, shared->at[s].k);
            shared->tally[s].failed++;
        }
    }
}

#ifdef USHER_COVERAGE
int __llvm_profile_write_file(void);
#endif
#ifdef USHER_GCOV
void __gcov_reset(void);
void __gcov_dump(void);
#endif

/* Of what runs where, as `make mutants` asks, each step says its own: in a folder for its number. */
static void begin_process(int s) {
#ifdef USHER_GCOV
    char folder[200];
    snprintf(folder, sizeof(folder), "%s/%d", getenv("GCOV_PREFIX"), s);
    setenv("GCOV_PREFIX", folder, 1);
    __gcov_reset();
#endif
    (void)s;
}

/* At once, but for what `make coverage` and `make mutants` count. */
_Noreturn static void end_process(void) {
    fflush(stdout);
#ifdef USHER_COVERAGE
    __llvm_profile_write_file();
#endif
#ifdef USHER_GCOV
    __gcov_dump();
#endif
    _exit(0);
}

static void start_step(const struct story *story, const struct image *image,
                       const struct calm *calm, int s) {
    fflush(stdout);
    pid_t process = fork();
    if (process == 0) {
        struct scene scene = {&story->step[s], image, calm, s & 1};
        begin_process(s);
        try_step(&scene, s);
        end_process();
    }
    shared->at[s].process = process; /* by this process alone: both could write it */
    if (++running >= jobs) {
        wait_for_one(story);
    }
}

static int is_wanted(const struct step *step) {
    return strncmp(step->name, only_step, strlen(only_step)) == 0;
}

/* The story's end is the caller's to free. Of a part of it, only what leads there is told. */
static struct image tell(const struct story *story, const char *encoding) {
    static struct image image;
    image = trial_begin(encoding);
    static struct image next; /* static: a process that ends within a step leaks neither */
    for (int s = 0; s < story->count; s++) {
        const struct step *step = &story->step[s];
        if (step->flags & APART && !is_wanted(step)) {
            continue;
        }
        if (!*only_step) {
            reach_note(step, &image);
        }
        struct calm calm = trial_calm(step, &image);
        next = disk_image();
        if (is_wanted(step)) {
            start_step(story, &image, &calm, s);
        }
        if (!(step->flags & APART)) {
            free(image.bytes);
            image = next;
        } else {
            free(next.bytes);
        }
    }
    while (running > 0) {
        wait_for_one(story);
    }
    return image;
}

/* ------------------------------------------------------------------ figures */

static struct tally sum(const struct story *story) {
    struct tally all = {.passed = 0};
    for (int s = 0; s < story->count; s++) {
        const struct tally *one = &shared->tally[s];
        for (int i = 0; i < KINDS; i++) {
            all.tried[i] += one->tried[i];
            all.absorbed[i] += one->absorbed[i];
            all.refused[i] += one->refused[i];
        }
        all.passed += one->passed;
        all.failed += one->failed;
    }
    return all;
}

static void print_figures(const struct tally *all) {
    static const char *const names[KINDS] = {"allocation", "I/O", "interrupt"};
    for (int i = 0; i < KINDS; i++) {
        printf("# %s: %d fault points, %d absorbed, %d rolled back\n", names[i], all->tried[i],
               all->absorbed[i], all->refused[i]);
    }
}

static const char *setting(const char *name, const char *otherwise) {
    const char *value = getenv(name);
    return value ? value : otherwise;
}

static void set_dose(void) {
    const char *amount = getenv("TORTURE");
    jobs = (int)strtol(setting("JOBS", "1"), NULL, 10);
    only_step = setting("TORTURE_STEP", "");
    only_fault = setting("TORTURE_FAULT", "");
    only_at = (int)strtol(setting("TORTURE_AT", "0"), NULL, 10);
    if (amount && strcmp(amount, "paths") == 0) {
        dose.paths = 1;
    } else if (amount) {
        dose.quota = strcmp(amount, "all") == 0 ? 0 : (int)strtol(amount, NULL, 10);
    } else {
        dose.faults = (unsigned)(one_in(4, 1) * one_in(3, 3));
    }
}

int main(int argc, char **argv) {
    static struct story story; /* static: what lives as long as the process is no leak */
    story = story_read(argc > 1 ? argv[1] : "tests/torture/story.sql");
    shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED || story.count > MAX_STEPS) {
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    set_dose();
    chance_start();
    memory_start();
    disk_start();
    paths_start();
    struct image image = tell(&story, setting("TORTURE_ENCODING", "UTF-8"));
    struct tally all = sum(&story);
    if (!*only_step) {
        all.failed += reach_check(&image, &all.passed);
    }
    free(image.bytes);
    printf("# %d steps\n", story.count);
    print_figures(&all);
    if (dose.paths) {
        printf("# on %d paths, each fault's for itself\n", paths_count());
    }
    printf("%d passed, %d failed\n", all.passed, all.failed);
    return all.failed || !all.passed;
}
