/*
** The SQL of a tracked table: its triggers, and what its rows count for.
**
** The triggers are plain SQL, so that usage stays exact whoever writes, and keep one promise:
** usher_user.disk_space_used has in it what the rows count for, but that a row which has a note
** in usher_tracked_doubt counts as the note says.
**
**   before     note the row that is to be changed, and those that share a key with the new one:
**              a REPLACE takes them away, and no trigger tells (nor of what a foreign key or a
**              trigger of the application does in between, before ours comes to its turn)
**   after      for each group (a user's rows of one checksum; without a checksum a row alone)
**              that has notes: before, it counted the greatest size of the notes and of the rows
**              without a note; now, that of the rows. Add the difference, or refuse; let the
**              notes go that have come true.
**
** A statement that passes over a row (OR IGNORE, DO NOTHING) leaves its notes behind. They say
** what the rows still count for, so they do no harm, and go when there are too many.
**
** An OR clause of the statement takes the place of those in its triggers: so nothing in them
** may come to a conflict.
**
** In the templates $N is the number, $T the table, $R its rowid, $U, $S and $C the columns; $tu,
** $ts and $tc what they count as in the row t, and $nu, $ns and $nc in NEW.
*/
#include "domain/storage/storage.h"

#include <string.h>

const char *const tracked_trigger[TRACKED_TRIGGERS + 1] = {
    "_before_insert", "_before_update", "_before_delete", "_insert", "_update", "_delete", NULL};

enum { BEFORE_INSERT, BEFORE_UPDATE, BEFORE_DELETE, AFTER_INSERT, AFTER_UPDATE, AFTER_DELETE };

/* ------------------------------------------------------------------ templates */

/* What a column counts as, in a row of this name. A mangled one counts for nobody, or nothing. */
static void append_value(sqlite3_str *out, const struct tracked *tracked, char row, char value) {
    const char *name = row == 't' ? "t" : "NEW";
    if (value == 'u') {
        sqlite3_str_appendf(out, "CASE typeof(%s.\"%w\") WHEN 'text' THEN %s.\"%w\" END", name,
                            tracked->user, name, tracked->user);
    } else if (value == 's') {
        sqlite3_str_appendf(
            out,
            "CASE WHEN typeof(%s.\"%w\") = 'integer' AND %s.\"%w\" BETWEEN 0 AND " TRACKED_MOST
            " THEN %s.\"%w\" ELSE 0 END",
            name, tracked->size, name, tracked->size, name, tracked->size);
    } else if (tracked->checksum) {
        sqlite3_str_appendf(out, "%s.\"%w\"", name, tracked->checksum);
    } else {
        sqlite3_str_appendall(out, "NULL");
    }
}

static const char *name_of(const struct tracked *tracked, char letter) {
    return letter == 'T'   ? tracked->table
           : letter == 'R' ? tracked->rowid
           : letter == 'U' ? tracked->user
           : letter == 'S' ? tracked->size
                           : tracked->checksum;
}

static void append(sqlite3_str *out, const struct tracked *tracked, const char *template) {
    for (const char *mark; (mark = strchr(template, '$')) != NULL;) {
        sqlite3_str_append(out, template, (int)(mark - template));
        if (mark[1] == 't' || mark[1] == 'n') {
            append_value(out, tracked, mark[1], mark[2]);
            template = mark + 3;
        } else {
            if (mark[1] == 'N') {
                sqlite3_str_appendf(out, "%lld", tracked->number);
            } else {
                sqlite3_str_appendf(out, "\"%w\"", name_of(tracked, mark[1]));
            }
            template = mark + 2;
        }
    }
    sqlite3_str_appendall(out, template);
}

/* --------------------------------------------------------------------- notes */

/* The row is there, and counts as the note says. */
#define COME_TRUE                                                                                  \
    "EXISTS (SELECT 1 FROM $T AS t WHERE t.$R = usher_tracked_doubt.row"                           \
    " AND usher_tracked_doubt.user_id IS $tu AND usher_tracked_doubt.checksum IS $tc"              \
    " AND usher_tracked_doubt.size = $ts)"

/* Enough for those of statements within statements. */
#define MOST_LEFT_BEHIND "30"

static void append_clear(sqlite3_str *out, const struct tracked *tracked) {
    append(out, tracked,
           "DELETE FROM usher_tracked_doubt WHERE tracked = $N AND (SELECT count(row) FROM "
           "usher_tracked_doubt WHERE tracked = $N) > " MOST_LEFT_BEHIND " AND (" COME_TRUE
           " OR (size IS NULL AND NOT EXISTS (SELECT 1 FROM $T AS t "
           "WHERE t.$R = usher_tracked_doubt.row)));\n");
}

/* Note the rows `t` of which this holds: a template, a condition as it stands (or NULL), a template. */
static void append_note(sqlite3_str *out, const struct tracked *tracked, const char *before,
                        const char *condition, const char *after) {
    append(out, tracked,
           "INSERT INTO usher_tracked_doubt (tracked, row, user_id, checksum, size) "
           "SELECT $N, t.$R, $tu, $tc, $ts FROM $T AS t WHERE ");
    append(out, tracked, before);
    sqlite3_str_appendall(out, condition ? condition : "");
    append(out, tracked, after);
    append(out, tracked,
           " AND NOT EXISTS (SELECT 1 FROM usher_tracked_doubt AS d "
           "WHERE d.tracked = $N AND d.row = t.$R);\n");
}

/* Of an UPDATE, rows other than the one itself. */
static void append_note_keys(sqlite3_str *out, const struct tracked *tracked, int update) {
    const char *other = update ? " AND t.$R <> OLD.$R" : "";
    append_note(out, tracked, "t.$R = NEW.$R", NULL, other);
    for (int i = 0; i < tracked->keys; i++) {
        append_note(out, tracked, "", tracked->key[i], other);
    }
}

/* The row itself, if it is to count otherwise; where it moves to, it has counted for nothing so far. */
static void append_note_update(sqlite3_str *out, const struct tracked *tracked) {
    append_note(out, tracked,
                "t.$R = OLD.$R AND (NEW.$R <> OLD.$R OR NEW.$U IS NOT OLD.$U OR "
                "NEW.$S IS NOT OLD.$S",
                NULL, tracked->checksum ? " OR NEW.$C IS NOT OLD.$C COLLATE BINARY)" : ")");
    append_note_keys(out, tracked, 1);
    append(out, tracked,
           "UPDATE usher_tracked_doubt SET held = 1 WHERE tracked = $N AND row = NEW.$R "
           "AND NEW.$R <> OLD.$R;\n"
           "INSERT INTO usher_tracked_doubt (tracked, row, held) SELECT $N, NEW.$R, 1 "
           "WHERE NEW.$R <> OLD.$R AND NOT EXISTS (SELECT 1 FROM usher_tracked_doubt AS d "
           "WHERE d.tracked = $N AND d.row = NEW.$R);\n");
}

static void append_before(sqlite3_str *out, const struct tracked *tracked, int trigger) {
    append_clear(out, tracked);
    if (trigger == BEFORE_INSERT) {
        append_note_keys(out, tracked, 0);
    } else if (trigger == BEFORE_UPDATE) {
        append_note_update(out, tracked);
    } else {
        append_note(out, tracked, "t.$R = OLD.$R", NULL, "");
    }
}

/* What a held note says is that which its row counts for by now. */
static void append_forget(sqlite3_str *out, const struct tracked *tracked, int update) {
    append(out, tracked,
           "UPDATE usher_tracked_doubt SET (user_id, checksum, size) = (SELECT $tu, $tc, $ts "
           "FROM $T AS t WHERE t.$R = usher_tracked_doubt.row) "
           "WHERE tracked = $N AND held AND NOT " COME_TRUE ";\n"
           "DELETE FROM usher_tracked_doubt WHERE tracked = $N AND ((NOT held AND NOT " COME_TRUE);
    append(out, tracked, update ? ") OR (row = NEW.$R AND NEW.$R <> OLD.$R));\n" : "));\n");
}

/* -------------------------------------------------------------------- counting */

/* What a row is alone with: a row without a checksum is a group of its own. */
static void append_alone(sqlite3_str *out, const struct tracked *tracked, const char *checksum,
                         const char *row) {
    if (tracked->checksum) {
        append(out, tracked, "CASE WHEN ");
        append(out, tracked, checksum);
        append(out, tracked, " IS NULL THEN ");
        append(out, tracked, row);
        append(out, tracked, " END");
    } else {
        append(out, tracked, row);
    }
}

/* The notes, the rows that have one, and the new row. */
static void append_noted(sqlite3_str *out, const struct tracked *tracked, int insert) {
    append(out, tracked,
           "SELECT d.user_id AS user_id, d.checksum AS checksum, d.size AS was, 0 AS now, ");
    append_alone(out, tracked, "d.checksum", "d.row");
    append(out, tracked,
           " AS alone FROM usher_tracked_doubt AS d WHERE d.tracked = $N\n"
           "UNION ALL SELECT $tu, $tc, 0, $ts, ");
    append_alone(out, tracked, "$tc", "t.$R");
    append(out, tracked,
           " FROM usher_tracked_doubt AS d CROSS JOIN $T AS t ON t.$R = d.row "
           "WHERE d.tracked = $N");
    if (insert) {
        append(out, tracked, " AND t.$R <> NEW.$R\nUNION ALL SELECT $nu, $nc, 0, $ns, ");
        append_alone(out, tracked, "$nc", "NEW.$R");
    }
}

/* The greatest size of the group's other rows. */
static void append_rest(sqlite3_str *out, const struct tracked *tracked, int insert) {
    if (!tracked->checksum) {
        sqlite3_str_appendall(out, "0");
        return;
    }
    append(out, tracked,
           "ifnull((SELECT max($ts) FROM $T AS t WHERE t.$U = g.user_id COLLATE BINARY "
           "AND t.$C = g.checksum COLLATE BINARY AND NOT EXISTS (SELECT 1 FROM "
           "usher_tracked_doubt AS d WHERE d.tracked = $N AND d.row = t.$R)");
    append(out, tracked, insert ? " AND t.$R <> NEW.$R), 0)" : "), 0)");
}

static void append_change(sqlite3_str *out, const struct tracked *tracked, int insert) {
    append(out, tracked,
           "SELECT r.user_id AS user_id, sum(max(r.now, r.rest) - max(r.was, r.rest)) AS change "
           "FROM (SELECT g.user_id AS user_id, g.was AS was, g.now AS now, ");
    append_rest(out, tracked, insert);
    append(out, tracked,
           " AS rest FROM (SELECT n.user_id AS user_id, n.checksum AS checksum, max(n.was) AS was, "
           "max(n.now) AS now FROM (\n");
    append_noted(out, tracked, insert);
    append(out, tracked,
           ") AS n\nWHERE n.user_id IS NOT NULL GROUP BY n.user_id, n.checksum, n.alone) AS g) "
           "AS r GROUP BY r.user_id");
}

/* 001: what adds nothing passes, however much there is. */
static void append_settle(sqlite3_str *out, const struct tracked *tracked, int insert) {
    append(out, tracked,
           "UPDATE usher_user SET disk_space_used = CASE\n"
           "WHEN c.change > 0 AND disk_space_used > 9223372036854775807 - c.change THEN "
           "RAISE(ABORT, 'usher: invalid: all files of a user must come to at most "
           "9223372036854775807 bytes')\n"
           "WHEN c.change > 0 AND disk_space_used + c.change > disk_space AND NOT EXISTS (SELECT 1 "
           "FROM usher_grant AS h WHERE h.user_id = usher_user.id AND h.account_id = "
           "usher_user.account_id AND h.permission = 'storage.unlimited') THEN "
           "RAISE(ABORT, 'usher: quota_exceeded: the user has not so much disk space left')\n"
           "ELSE max(disk_space_used + c.change, 0) END\nFROM (");
    append_change(out, tracked, insert);
    append(out, tracked, ") AS c\nWHERE usher_user.id = c.user_id AND c.change <> 0;\n");
}

/* Of an UPDATE only what it changes: what was mangled before need not be mended now. */
static void append_validate(sqlite3_str *out, const struct tracked *tracked, int update) {
    append(out, tracked,
           "SELECT RAISE(ABORT, 'usher: invalid: the size of a file must be an integer from 0 "
           "to " TRACKED_MOST
           ", or NULL') WHERE NEW.$S IS NOT NULL AND NOT (typeof(NEW.$S) = 'integer' "
           "AND NEW.$S BETWEEN 0 AND " TRACKED_MOST ")");
    append(out, tracked, update ? " AND NEW.$S IS NOT OLD.$S;\n" : ";\n");
    append(out, tracked,
           "SELECT RAISE(ABORT, 'usher: invalid: the user of a file must be the id of a user, or "
           "NULL') WHERE NEW.$U IS NOT NULL AND NOT EXISTS (SELECT 1 FROM usher_user AS u "
           "WHERE u.id = +NEW.$U)");
    append(out, tracked, update ? " AND NEW.$U IS NOT OLD.$U;\n" : ";\n");
}

/* In the words of the schema what storage_track() was told: SQLite renames it there. */
#define COLUMNS "SELECT NEW."

static void append_columns(sqlite3_str *out, const struct tracked *tracked) {
    append(out, tracked,
           tracked->checksum ? COLUMNS "$S, NEW.$U, NEW.$C;\n" : COLUMNS "$S, NEW.$U;\n");
}

/* A quoted name; *p moves behind it. In a trigger that is not ours it may have no end. */
static char *read_name(const char **p) {
    sqlite3_str *out = sqlite3_str_new(NULL);
    const char *q = *p;
    if (*q == '"') {
        for (q++; *q && (*q != '"' || q[1] == '"'); q++) {
            q += *q == '"';
            sqlite3_str_appendchar(out, 1, *q);
        }
    }
    *p = *q ? q + 1 : q;
    return sqlite3_str_finish(out);
}

char *tracked_column_in(const char *sql, int index) {
    const char *p = strstr(sql, "\n" COLUMNS);
    if (!p) {
        return NULL;
    }
    for (p += strlen("\n" COLUMNS);; index--) {
        char *name = read_name(&p);
        if (index == 0) {
            return name;
        }
        sqlite3_free(name);
        if (strncmp(p, ", NEW.", 6) != 0) {
            return NULL;
        }
        p += 6;
    }
}

static void append_after(sqlite3_str *out, const struct tracked *tracked, int trigger) {
    if (trigger == AFTER_INSERT) {
        append_columns(out, tracked);
    }
    if (trigger != AFTER_DELETE) {
        append_validate(out, tracked, trigger == AFTER_UPDATE);
    }
    append_settle(out, tracked, trigger == AFTER_INSERT);
    append_forget(out, tracked, trigger == AFTER_UPDATE);
}

char *tracked_trigger_sql(const struct tracked *tracked, int trigger) {
    static const char *const moment[TRACKED_TRIGGERS] = {"BEFORE INSERT", "BEFORE UPDATE",
                                                         "BEFORE DELETE", "AFTER INSERT",
                                                         "AFTER UPDATE",  "AFTER DELETE"};
    sqlite3_str *out = sqlite3_str_new(NULL);
    sqlite3_str_appendf(out, "CREATE TRIGGER storage_track_%lld%s %s ON \"%w\" BEGIN\n",
                        tracked->number, tracked_trigger[trigger], moment[trigger], tracked->table);
    if (trigger < AFTER_INSERT) {
        append_before(out, tracked, trigger);
    } else {
        append_after(out, tracked, trigger);
    }
    sqlite3_str_appendall(out, "END");
    return sqlite3_str_finish(out);
}

/* -------------------------------------------------------------------- recounting */

void tracked_append_counted(sqlite3_str *out, const struct tracked *tracked, int one) {
    const char *whose = one ? "t.$U = ?1 COLLATE BINARY" : "typeof(t.$U) = 'text'";
    append(out, tracked, "SELECT t.$U AS user_id, sum($ts) AS bytes FROM main.$T AS t WHERE ");
    append(out, tracked, whose);
    append(out, tracked,
           tracked->checksum ? " AND t.$C IS NULL GROUP BY t.$U COLLATE BINARY"
                             : " GROUP BY t.$U COLLATE BINARY");
    if (tracked->checksum) {
        append(out, tracked, " UNION ALL SELECT t.$U, max($ts) FROM main.$T AS t WHERE ");
        append(out, tracked, whose);
        append(out, tracked,
               " AND t.$C IS NOT NULL GROUP BY t.$U COLLATE BINARY, t.$C COLLATE BINARY");
    }
}

char *tracked_unsound_sql(const struct tracked *tracked, int user) {
    sqlite3_str *out = sqlite3_str_new(NULL);
    append(out, tracked, "SELECT t.$R FROM main.$T AS t WHERE ");
    append(out, tracked,
           user ? "t.$U IS NOT NULL AND NOT EXISTS (SELECT 1 FROM main.usher_user AS u "
                  "WHERE u.id = +t.$U) LIMIT 1"
                : "t.$S IS NOT NULL AND NOT (typeof(t.$S) = 'integer' AND t.$S BETWEEN 0 "
                  "AND " TRACKED_MOST ") LIMIT 1");
    return sqlite3_str_finish(out);
}
