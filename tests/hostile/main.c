/*
** actors x shapes x tables x columns.
**
**     tests/hostile                a sample: one column in 24, and of tables other than
**                                  users one shape in six
**     HOSTILE=all tests/hostile    everything (minutes)
**     HOSTILE_SHAPE='set to'       only shapes whose name begins so
**     HOSTILE_ACTOR='a manager'    only such actors
*/
#include "../brief.h"
#include "hostile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct {
    int columns; /* one column in how many */
    int tables;  /* one shape in how many, of tables other than users */
    int shapes;  /* one shape in how many, of users */
} dose = {24, 6, 1};

/* ----------------------------------------------------------------- the clock */

/* Time stands still, so that it tells the stores apart no more than it must. */
static sqlite3_vfs still;

static int still_time(sqlite3_vfs *vfs, sqlite3_int64 *now) {
    (void)vfs;
    *now = 210866760000000 + 0x18CC251F400; /* Julian milliseconds of 2024-01-01 */
    return SQLITE_OK;
}

static void stop_the_clock(void) {
    still = *sqlite3_vfs_find(NULL);
    still.zName = "still";
    still.xCurrentTimeInt64 = still_time;
    if (sqlite3_vfs_register(&still, 1) != SQLITE_OK) {
        give_up(NULL, "clock");
    }
}

/* --------------------------------------------------------------------- columns */

struct column {
    char *name;
    char *guess;
};

#define MOST_COLUMNS 64

struct field {
    const char *table;
    int count;
    struct column column[MOST_COLUMNS];
    char *rowid; /* of a hidden row */
};

static void survey(const struct twins *twins, const char *table, struct field *field) {
    sqlite3_stmt *statement;
    field->table = table;
    field->count = 0;
    field->rowid = hidden_value(twins->fresh[0], twins->db[0], table, "rowid");
    if (sqlite3_prepare_v2(twins->fresh[0], "SELECT name FROM pragma_table_xinfo(?1)", -1,
                           &statement, NULL) != SQLITE_OK) {
        give_up(twins->fresh[0], "columns");
    }
    sqlite3_bind_text(statement, 1, table, -1, SQLITE_STATIC);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        struct column *column = &field->column[field->count++];
        column->name = sqlite3_mprintf("%s", sqlite3_column_text(statement, 0));
        column->guess = hidden_value(twins->fresh[0], twins->db[0], table, column->name);
    }
    sqlite3_finalize(statement);
    if (field->count == 0) {
        give_up(twins->fresh[0], table);
    }
}

static void forget(struct field *field) {
    for (int i = 0; i < field->count; i++) {
        sqlite3_free(field->column[i].name);
        sqlite3_free(field->column[i].guess);
    }
    sqlite3_free(field->rowid);
}

/* ----------------------------------------------------------------------- dose */

static void try_columns(struct twins *twins, const struct shape *shape, const struct field *field,
                        int number) {
    int by_column = has_blank(shape->sql, "{c}") || has_blank(shape->sql, "{k}");
    int step = shape->flags & ALONE ? MOST_COLUMNS : dose.columns;
    int first = by_column ? number % step % field->count : 0;
    for (int i = first; i < (by_column ? field->count : 1); i += step) {
        struct blanks blanks = {field->table,           field->column[i].name,
                                field->column[i].guess, field->column[0].guess,
                                field->rowid,           twins->actor->id};
        try_shape(twins, shape, &blanks);
    }
}

static void try_actor(sqlite3 *master, const struct actor *actor, const char *only) {
    struct twins twins;
    twins_open(&twins, master, actor);
    for (int t = 0; tables[t]; t++) {
        struct field field;
        survey(&twins, tables[t], &field);
        for (int s = 0; s < shape_count; s++) {
            int any_table = has_blank(shapes[s].sql, "{t}") || has_blank(shapes[s].sql, "{c}") ||
                            has_blank(shapes[s].sql, "{u}");
            int turn = s + 2 * t + (int)(actor - actors);
            int is_due = t > 0 ? any_table && turn % dose.tables == 0 : turn % dose.shapes == 0;
            if (is_due && (!only || strncmp(shapes[s].name, only, strlen(only)) == 0)) {
                try_columns(&twins, &shapes[s], &field, s * 5 + t + (int)(actor - actors));
            }
        }
        forget(&field);
    }
    twins_close(&twins);
}

static void set_dose(void) {
    const char *amount = getenv("HOSTILE");
    if (amount && strcmp(amount, "all") == 0) {
        dose.columns = dose.tables = 1;
    } else if (brief_level() > 0) {
        dose.columns = dose.tables = MOST_COLUMNS;
        dose.shapes = one_in(4, 3);
    }
}

int main(void) {
    const char *only_shape = getenv("HOSTILE_SHAPE");
    const char *only_actor = getenv("HOSTILE_ACTOR");
    set_dose();
    stop_the_clock();
    setvbuf(stdout, NULL, _IOLBF, 0);
    sqlite3 *master = world_open(":memory:");
    for (int a = 0; a < actor_count; a++) {
        if (!only_actor || strncmp(actors[a].name, only_actor, strlen(only_actor)) == 0) {
            try_actor(master, &actors[a], only_shape);
        }
    }
    if (!only_shape) {
        play_games(master);
        try_to_climb(master);
    }
    sqlite3_close(master);
    printf("# %d shapes, %d actors; an id or name was taken %d times\n", shape_count, actor_count,
           tally.taken);
    printf("%d passed, %d failed\n", tally.passed, tally.failed);
    return tally.failed || !tally.passed;
}
