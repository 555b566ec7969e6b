/*
** A program with usher linked in: runs the SQL that it reads and prints the rows.
**
**     cc example.c $(pkg-config --cflags --libs usher) -o example
*/
#include <stdio.h>
#include <usher.h>

static int print_row(void *unused, int count, char **values, char **names) {
    (void)unused;
    (void)names;
    for (int i = 0; i < count; i++) {
        printf("%s%s", i ? "|" : "", values[i] ? values[i] : "");
    }
    putchar('\n');
    return 0;
}

int main(void) {
    static char script[1 << 16];
    script[fread(script, 1, sizeof(script) - 1, stdin)] = '\0';
    sqlite3 *db;
    char *error = NULL;
    int rc = sqlite3_open(":memory:", &db);
    if (rc == SQLITE_OK) {
        rc = sqlite3_usher_init(db, &error, NULL);
    }
    if (rc == SQLITE_OK) {
        rc = sqlite3_exec(db, script, print_row, NULL, &error);
    }
    if (rc != SQLITE_OK) {
        fprintf(stderr, "%s\n", error ? error : sqlite3_errstr(rc));
    }
    sqlite3_free(error);
    sqlite3_close(db);
    return rc != SQLITE_OK;
}
