/*
** What is measured, in the order of the bars; and the bars.
*/
#include "operations.h"

#include <stddef.h>
#include <string.h>

static const struct bench_operation *const groups[] = {bench_reads,   bench_persons, bench_writes,
                                                       bench_invites, bench_others,  NULL};

/* clang-format off */
static const struct bench_bar bars[] = {
    /*                      instructions       time at 100,000 users
    **                      ÷ plain  ÷ hand    ÷ plain  ÷ hand          */
    {"point",             { 1.70,    0    },  { 1.45,    0    }, 0},
    {"email",             { 1.50,    0    },  { 1.35,    0    }, 0},
    {"page",              { 1.70,    0    },  { 1.65,    0    }, 0},
    {"in",                { 1.40,    0    },  { 1.25,    0    }, 0},
    {"offset",            { 1.25,    0    },  { 1.35,    0    }, 0},
    {"scan3",             { 1.70,    0    },  { 1.65,    0    }, 0},
    {"scan20",            { 1.75,    0    },  { 1.85,    0    }, 0},
    {"filtered",          { 1.20,    0    },  { 1.15,    0    }, 0},
    {"count",             { 0,       0    },  { 0,       0    }, 125},
    {"count_filtered",    { 1.45,    0    },  { 1.40,    0    }, 0},
    {"group_covering",    { 2.60,    0    },  { 3.10,    0    }, 0},
    {"group",             { 1.45,    0    },  { 1.35,    0    }, 0},
    {"distinct_covering", { 3.30,    0    },  { 2.60,    0    }, 0},
    {"distinct",          { 3.30,    0    },  { 2.60,    0    }, 0},
    {"join_inside",       { 2.00,    0    },  { 1.45,    0    }, 0},
    {"join_outside",      { 1.20,    0    },  { 1.20,    0    }, 0},
    {"own_point",         { 1.70,    0    },  { 0,       0    }, 0},
    {"own_row",           { 1.70,    0    },  { 0,       0.002}, 0},
    {"own_page",          { 1.70,    0    },  { 0,       0.002}, 0},
    {"own_count",         { 1.70,    0    },  { 0,       0.002}, 0},
    {"own_unread",        { 1.70,    0    },  { 0,       0.002}, 0},
    {"prepare_point",     { 1.20,    0    },  { 0,       0    }, 0},
    {"prepare_page",      { 1.35,    0    },  { 0,       0    }, 0},
    {"insert",            { 1.30,    0.60 },  { 1.25,    0    }, 0},
    {"update",            { 1.70,    0.80 },  { 1.55,    0    }, 0},
    {"delete",            { 1.55,    0.80 },  { 1.45,    0    }, 0},
    {"update_many",       { 0,       1.55 },  { 0,       0    }, 0},
    {"invite_create",     { 1.30,    0    },  { 0,       0    }, 0},
    {"invite_accept",     { 1.30,    0    },  { 0,       0    }, 0},
    {"setting",           { 2.00,    0    },  { 0,       0    }, 0},
    {"own_setting",       { 2.00,    0    },  { 0,       0    }, 0},
    {"api_key",           { 2.00,    0    },  { 0,       0    }, 0},
};
/* clang-format on */

const struct bench_operation *bench_operation(int i) {
    for (int group = 0; groups[group]; group++) {
        const struct bench_operation *operation = groups[group];
        for (; operation->name && i > 0; i--) {
            operation++;
        }
        if (operation->name) {
            return operation;
        }
    }
    return NULL;
}

const struct bench_operation *bench_operation_find(const char *name) {
    for (int i = 0; bench_operation(i); i++) {
        if (strcmp(bench_operation(i)->name, name) == 0) {
            return bench_operation(i);
        }
    }
    return NULL;
}

const struct bench_bar *bench_bar(const struct bench_operation *operation) {
    static const struct bench_bar none;
    for (size_t i = 0; i < sizeof(bars) / sizeof(*bars); i++) {
        if (strcmp(bars[i].name, operation->name) == 0) {
            return &bars[i];
        }
    }
    return &none;
}
