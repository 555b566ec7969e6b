/*
** A kind, a conflict clause and rows become a statement.
*/
#include "atomicity.h"

#include <stdio.h>
#include <string.h>

int kind_rows(const struct kind *kind) {
    int rows = 0;
    while (rows < MAX_ROWS && kind->row[rows]) {
        rows++;
    }
    return rows;
}

void kind_sql(char *sql, int size, const struct kind *kind, const char *clause, unsigned mask,
              const char *breach) {
    const char *place = strstr(kind->head, "%s");
    int used = snprintf(sql, (size_t)size, "%.*s%s%s",
                        place ? (int)(place - kind->head) : (int)strlen(kind->head), kind->head,
                        place ? clause : "", place ? place + 2 : "");
    const char *glue = "";
    for (int i = 0; i < kind_rows(kind); i++) {
        if (mask >> i & 1) {
            used += snprintf(sql + used, (size_t)(size - used), "%s%s", glue, kind->row[i]);
            glue = kind->glue ? kind->glue : "";
        }
    }
    if (breach) {
        used += snprintf(sql + used, (size_t)(size - used), "%s%s", glue, breach);
    }
    snprintf(sql + used, (size_t)(size - used), "%s", kind->tail);
}
