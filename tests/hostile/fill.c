/*
** A template becomes SQL.
*/
#include "hostile.h"

#include <string.h>

int has_blank(const char *sql, const char *blank) {
    return strstr(sql, blank) != NULL;
}

static const char *writable(const char *table) {
    static const struct {
        const char *table;
        const char *column;
    } columns[] = {{"users", "about"},
                   {"accounts", "name"},
                   {"account_memberships", "role"},
                   {"roles", "description"},
                   {"invites", "name"},
                   {"settings", "locked"},
                   {"audit_log", "after"},
                   {"permissions", "role"},
                   {"api_keys", "name"},
                   {"teams", "description"},
                   {"team_memberships", "role"},
                   {"channels", "description"},
                   {"channel_members", "mode"},
                   {"files", "tree"},
                   {"notifications", "read"},
                   {"sessions", "device"},
                   {"jwt_keys", "issuer"},
                   {"outbox", "name"}};
    for (size_t i = 0; i < sizeof(columns) / sizeof(*columns); i++) {
        if (strcmp(columns[i].table, table) == 0) {
            return columns[i].column;
        }
    }
    return "rowid";
}

char *fill(const char *sql, const struct blanks *blanks) {
    const struct {
        const char *blank;
        const char *text;
    } places[] = {{"{t}", blanks->table},          {"{c}", blanks->column},
                  {"{k}", blanks->guess},          {"{u}", blanks->key},
                  {"{r}", blanks->rowid},          {"{me}", blanks->me},
                  {"{w}", writable(blanks->table)}};
    sqlite3_str *out = sqlite3_str_new(NULL);
    while (*sql) {
        size_t taken = 0;
        for (size_t i = 0; i < sizeof(places) / sizeof(*places) && !taken; i++) {
            if (strncmp(sql, places[i].blank, strlen(places[i].blank)) == 0) {
                sqlite3_str_appendall(out, places[i].text);
                taken = strlen(places[i].blank);
            }
        }
        if (!taken) {
            sqlite3_str_append(out, sql, 1);
            taken = 1;
        }
        sql += taken;
    }
    char *text = sqlite3_str_finish(out);
    if (!text) {
        give_up(NULL, "fill");
    }
    return text;
}

/* Is the value among those that the actor sees? */
static int is_seen(sqlite3 *db, const char *table, const char *column, const char *literal) {
    char *sql = sqlite3_mprintf("SELECT count(*) FROM \"%w\" WHERE quote(\"%w\") = %Q", table,
                                column, literal);
    char *count = ask(db, sql);
    int seen = count && strcmp(count, "0") != 0;
    sqlite3_free(count);
    sqlite3_free(sql);
    return seen;
}

char *hidden_value(sqlite3 *system, sqlite3 *db, const char *table, const char *column) {
    sqlite3_stmt *statement;
    char *found = NULL;
    char *sql = sqlite3_mprintf("SELECT quote(\"%w\") FROM \"%w\" WHERE \"%w\" IS NOT NULL", column,
                                table, column);
    if (sqlite3_prepare_v2(system, sql, -1, &statement, NULL) != SQLITE_OK) {
        give_up(system, sql);
    }
    while (!found && sqlite3_step(statement) == SQLITE_ROW) {
        const char *literal = (const char *)sqlite3_column_text(statement, 0);
        if (!is_seen(db, table, column, literal)) {
            found = sqlite3_mprintf("%s", literal);
        }
    }
    sqlite3_finalize(statement);
    sqlite3_free(sql);
    return found ? found : sqlite3_mprintf("1");
}
