/*
** One random step. Many must fail: what they try is not allowed, or does not fit.
*/
#include "storage.h"

#include <stdio.h>
#include <string.h>

static unsigned files; /* made so far: their ids */
static int savepoints;
static char *actor; /* whom a step asks for, freed once they act */

/* ----------------------------------------------------------------- random values */

static int chance(unsigned percent) {
    return random_below(100) < percent;
}

/* The id of a random row; NULL if there is none. To be freed. */
static char *any(const char *table, const char *column) {
    char sql[200];
    char *found = NULL;
    sqlite3_stmt *statement;
    snprintf(sql, sizeof(sql), "SELECT count(*) FROM %s", table);
    sqlite3_int64 count = number_of(sql);
    if (count == 0) {
        return NULL;
    }
    snprintf(sql, sizeof(sql), "SELECT %s FROM %s ORDER BY number LIMIT 1 OFFSET %u", column, table,
             random_below((unsigned)count));
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW) {
        found = sqlite3_mprintf("%s", (const char *)sqlite3_column_text(statement, 0));
    }
    sqlite3_finalize(statement);
    return found;
}

static char *any_user(void) {
    char id[37];
    return sqlite3_mprintf("%s", user_id((int)random_below(USERS), id));
}

static void append_channel(sqlite3_str *sql) {
    char *id = chance(25) ? NULL : any("usher_channel", "id");
    if (chance(3)) {
        sqlite3_str_appendall(sql, "'0d000000-0000-7000-8000-000000000000'"); /* there is none */
    } else {
        sqlite3_str_appendf(sql, "%Q", id);
    }
    sqlite3_free(id);
}

/* Few of them, so that they meet. */
static unsigned checksum(void) {
    return random_below(10);
}

/* Mostly the same for the same content; now and then something that is no size, or does not fit. */
static void append_size(sqlite3_str *sql, unsigned content) {
    static const char *const odd[] = {"-1", "1.5", "'much'", "9007199254740992", "0", "'70'"};
    if (chance(4)) {
        sqlite3_str_appendall(sql, odd[random_below(6)]);
    } else {
        sqlite3_str_appendf(sql, "%u", chance(75) ? 10 * content + 5 : random_below(200));
    }
}

static const char *any_format(void) {
    static const char *const formats[] = {"'mp4'", "'mp4'", "'pdf'", "'perseus'", "NULL"};
    return formats[random_below(5)];
}

static const char *any_tree(void) {
    return chance(80) ? "'main'" : "'staging'";
}

/* ------------------------------------------------------------------------- files */

static void append_new_file(sqlite3_str *sql) {
    char *user = any_user();
    unsigned content = checksum();
    sqlite3_str_appendf(sql, "('0f000000-0000-7000-8000-%012u', %Q, ", files++, user);
    append_channel(sql);
    sqlite3_str_appendf(sql, ", '%032x', ", content);
    append_size(sql, content);
    sqlite3_str_appendf(sql, ", %s, %s)", any_format(), any_tree());
    sqlite3_free(user);
}

static void add_files(sqlite3_str *sql) {
    unsigned count = chance(60) ? 1 : 2 + random_below(4);
    sqlite3_str_appendf(sql,
                        "INSERT %sINTO files (id, user_id, channel_id, checksum, size, format, "
                        "tree) VALUES ",
                        chance(15) ? "OR IGNORE " : "");
    for (unsigned i = 0; i < count; i++) {
        sqlite3_str_appendall(sql, i ? ", " : "");
        append_new_file(sql);
    }
}

/* What whoever acts brings themself. */
static void add_own(sqlite3_str *sql) {
    unsigned content = checksum();
    sqlite3_str_appendf(sql,
                        "INSERT INTO files (id, channel_id, checksum, size, format) "
                        "VALUES ('0f000000-0000-7000-8000-%012u', ",
                        files++);
    append_channel(sql);
    sqlite3_str_appendf(sql, ", '%032x', ", content);
    append_size(sql, content);
    sqlite3_str_appendall(sql, ", 'mp4')");
}

static void copy_files(sqlite3_str *sql) {
    char *to = any_user();
    sqlite3_str_appendf(sql,
                        "INSERT INTO files (user_id, checksum, size, format, tree) "
                        "SELECT %Q, checksum, size, format, tree FROM usher_file "
                        "ORDER BY number DESC LIMIT 3",
                        to);
    sqlite3_free(to);
}

/* One file, those of a user, of a channel, of a content. */
static void append_which(sqlite3_str *sql) {
    char *file = any("usher_file", "id");
    char *user = any_user();
    char *channel = any("usher_channel", "id");
    unsigned kind = random_below(10);
    if (kind < 6) {
        sqlite3_str_appendf(sql, " WHERE id = %Q", file);
    } else if (kind < 7) {
        sqlite3_str_appendf(sql, " WHERE user_id = %Q AND format = 'pdf'", user);
    } else if (kind < 9) {
        sqlite3_str_appendf(sql, " WHERE channel_id = %Q AND size %% 2 = 1", channel);
    } else {
        sqlite3_str_appendf(sql, " WHERE checksum = '%032x'", checksum());
    }
    sqlite3_free(file);
    sqlite3_free(user);
    sqlite3_free(channel);
}

static void remove_files(sqlite3_str *sql) {
    sqlite3_str_appendall(sql, "DELETE FROM files");
    append_which(sql);
}

static void move_files(sqlite3_str *sql) {
    sqlite3_str_appendall(sql, "UPDATE files SET channel_id = ");
    append_channel(sql);
    append_which(sql);
}

static void change_files(sqlite3_str *sql) {
    unsigned content = checksum();
    sqlite3_str_appendf(sql, "UPDATE %sfiles SET ", chance(10) ? "OR IGNORE " : "");
    switch (random_below(5)) {
    case 0:
        sqlite3_str_appendall(sql, "size = ");
        append_size(sql, content);
        break;
    case 1:
        sqlite3_str_appendf(sql, "checksum = '%032X'", content);
        break;
    case 2:
        sqlite3_str_appendf(sql, "format = %s", any_format());
        break;
    case 3:
        sqlite3_str_appendf(sql, "tree = %s", any_tree());
        break;
    default: /* all at once */
        sqlite3_str_appendf(sql, "checksum = '%032x', size = ", content);
        append_size(sql, content);
        sqlite3_str_appendf(sql, ", format = %s, tree = %s, channel_id = ", any_format(),
                            any_tree());
        append_channel(sql);
    }
    append_which(sql);
}

/* ---------------------------------------------------------------------- channels */

static void add_channel(sqlite3_str *sql) {
    char id[37];
    sqlite3_str_appendf(sql, "INSERT INTO channels (id, account_id, name) VALUES (%Q, %Q, 'new')",
                        channel_id((int)random_below(CHANNELS_MOST), id),
                        chance(85) ? ACCOUNT : ELSEWHERE);
}

static void remove_channel(sqlite3_str *sql) {
    char *id = any("usher_channel", "id");
    sqlite3_str_appendf(sql, "DELETE FROM channels WHERE id = %Q", id);
    sqlite3_free(id);
}

static void restore_channel(sqlite3_str *sql) {
    char *id = any("usher_channel", "id");
    sqlite3_str_appendf(sql, "SELECT channel_restore(%Q)", id);
    sqlite3_free(id);
}

static void give_membership(sqlite3_str *sql) {
    char *channel = any("usher_channel", "id");
    char *user = any_user();
    sqlite3_str_appendf(sql,
                        "INSERT INTO channel_members (channel_id, user_id, mode) "
                        "VALUES (%Q, %Q, '%s')",
                        channel, user, chance(80) ? "edit" : "view");
    sqlite3_free(channel);
    sqlite3_free(user);
}

static void change_membership(sqlite3_str *sql) {
    char *id = any("usher_channel_member", "id");
    sqlite3_str_appendf(sql, "UPDATE channel_members SET mode = '%s'%s%Q",
                        chance(60) ? "edit" : "view", chance(90) ? " WHERE id = " : " WHERE id <> ",
                        id);
    sqlite3_free(id);
}

static void take_membership(sqlite3_str *sql) {
    char *id = any("usher_channel_member", "id");
    sqlite3_str_appendf(sql, "DELETE FROM channel_members WHERE id = %Q", id);
    sqlite3_free(id);
}

static void leave_channel(sqlite3_str *sql) {
    char *both = any("usher_channel_member", "user_id || channel_id");
    actor = both ? sqlite3_mprintf("%.36s", both) : NULL;
    sqlite3_str_appendf(sql, "SELECT remove_self(%Q)", both ? both + 36 : NULL);
    sqlite3_free(both);
}

/* ------------------------------------------------------------------------- users */

static void remove_user(sqlite3_str *sql) {
    char *id = any_user();
    sqlite3_str_appendf(sql, "DELETE FROM users WHERE id = %Q", id);
    sqlite3_free(id);
}

static void restore_user(sqlite3_str *sql) {
    char *id = any_user();
    sqlite3_str_appendf(sql, "SELECT user_restore(%Q); UPDATE users SET enabled = 1 WHERE id = %Q",
                        id, id);
    sqlite3_free(id);
}

/* The last of the cast only: whoever is erased does not come back. */
static void erase_user(sqlite3_str *sql) {
    char id[37];
    sqlite3_str_appendf(sql, "SELECT user_erase(%Q)", user_id(USERS - 1, id));
}

static void change_quota(sqlite3_str *sql) {
    char *id = any_user();
    sqlite3_str_appendf(sql, "UPDATE users SET disk_space = %u WHERE id = %Q", random_below(600),
                        id);
    sqlite3_free(id);
}

/* Guests of the other account: what they edit there goes with them. */
static void leave_account(sqlite3_str *sql) {
    char *id = any_user();
    if (chance(50)) {
        sqlite3_str_appendf(sql,
                            "DELETE FROM account_memberships WHERE user_id = %Q AND account_id = "
                            "'" ELSEWHERE "'",
                            id);
    } else {
        sqlite3_str_appendf(sql,
                            "INSERT INTO account_memberships (user_id, account_id, role) "
                            "VALUES (%Q, '" ELSEWHERE "', 'creator')",
                            id);
    }
    sqlite3_free(id);
}

static void refresh(sqlite3_str *sql) {
    char *id = any_user();
    sqlite3_str_appendf(sql, "SELECT storage_refresh(%Q)", id);
    sqlite3_free(id);
}

/* ------------------------------------------------------------------ transactions */

static void transaction(sqlite3_str *sql) {
    if (sqlite3_get_autocommit(db)) {
        savepoints = 0;
        sqlite3_str_appendall(sql, "BEGIN");
    } else if (savepoints > 0 && chance(60)) {
        int back = chance(60);
        sqlite3_str_appendf(sql, "%s s%d", back ? "ROLLBACK TO" : "RELEASE", savepoints);
        savepoints -= back ? 0 : 1;
    } else if (chance(35)) {
        sqlite3_str_appendf(sql, "SAVEPOINT s%d", ++savepoints);
    } else {
        sqlite3_str_appendall(sql, chance(50) ? "COMMIT" : "ROLLBACK");
    }
}

/* ------------------------------------------------------------------------- a step */

static const struct kind {
    const char *name;
    unsigned weight;
    int own; /* always by a user */
    void (*write)(sqlite3_str *sql);
} kinds[] = {
    {"add files", 24, 0, add_files},
    {"add one's own", 10, 1, add_own},
    {"copy files", 3, 0, copy_files},
    {"remove files", 9, 0, remove_files},
    {"move files", 12, 0, move_files},
    {"change files", 14, 0, change_files},
    {"add a channel", 3, 0, add_channel},
    {"remove a channel", 3, 0, remove_channel},
    {"restore a channel", 6, 0, restore_channel},
    {"give a membership", 14, 0, give_membership},
    {"change a membership", 4, 0, change_membership},
    {"take a membership", 1, 0, take_membership},
    {"leave a channel", 3, 1, leave_channel},
    {"remove a user", 1, 0, remove_user},
    {"restore a user", 4, 0, restore_user},
    {"change a quota", 2, 0, change_quota},
    {"leave or join an account", 2, 0, leave_account},
    {"refresh", 2, 0, refresh},
    {"transactions", 14, 0, transaction},
};

static const struct kind last = {"erase a user", 0, 0, erase_user};

static const struct kind *any_kind(void) {
    unsigned total = 0;
    unsigned i = 0;
    for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        total += kinds[i].weight;
    }
    unsigned place = random_below(total);
    for (i = 0; place >= kinds[i].weight; i++) {
        place -= kinds[i].weight;
    }
    return &kinds[i];
}

/* Who acts cannot be changed for a part of a transaction. */
static void act(int own) {
    if (sqlite3_get_autocommit(db) && (own || chance(25))) {
        char *id = any_user();
        char *sql = sqlite3_mprintf("SELECT act_as(%Q)", actor ? actor : id);
        attempt(sql); /* whoever is not active does not */
        sqlite3_free(sql);
        sqlite3_free(id);
    }
    sqlite3_free(actor);
    actor = NULL;
}

const char *step(char **sql, int *result) {
    const struct kind *kind = random_below(500) == 0 ? &last : any_kind();
    while (kind->own && !sqlite3_get_autocommit(db)) {
        kind = any_kind();
    }
    sqlite3_str *out = sqlite3_str_new(db);
    kind->write(out);
    *sql = sqlite3_str_finish(out);
    act(kind->own);
    *result = attempt(*sql);
    must("SELECT act_as(NULL)");
    return kind->name;
}
