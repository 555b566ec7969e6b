/*
** The table `sample`: a column of every affinity and collation, stored and
** computed, over backing tables that are not STRICT, so that they hold anything
** (a BLOB as TEXT only where it is not written: `label`).
** Its rules write what they are given, as a plain table does.
*/
#include "differential.h"

#include <string.h>

enum {
    KEY,
    CODE,
    PLAIN,
    NOCASE,
    RTRIM,
    WORD,
    MAIL,
    WHOLE,
    REAL,
    NUMBER,
    ANY,
    INDEXED_TEXT,
    INDEXED_INTEGER,
    STORED, /* so many are columns of the backing table */
    NUMBER_KEY = STORED,
    JOINED,
    JOINED_TEXT,
    STATE,
    FOLDED,
    SIZE,
    ABSENT,
    COMPUTED_REAL,
    COMPUTED_NUMBER,
    COLUMNS
};

#define WRITTEN (USHER_INSERT | USHER_UPDATE | USHER_CLEARABLE)

static const struct usher_column columns[COLUMNS] = {
    [KEY] = {"key", USHER_TEXT, .sql = "s.key", .flags = USHER_KEY | WRITTEN},
    [CODE] = {"code", USHER_TEXT, .sql = "s.code", .flags = USHER_KEY | USHER_WORDS | WRITTEN},
    [PLAIN] = {"plain", USHER_TEXT, .sql = "s.plain", .flags = WRITTEN},
    [NOCASE] = {"folds", USHER_TEXT, "NOCASE", .sql = "s.folds", .flags = WRITTEN},
    [RTRIM] = {"trims", USHER_TEXT, "RTRIM", .sql = "s.trims", .flags = WRITTEN},
    [WORD] = {"word", USHER_TEXT, .sql = "s.word", .flags = USHER_WORDS | USHER_INDEXED | WRITTEN},
    [MAIL] = {"mail", USHER_TEXT, "NOCASE", .sql = "s.mail",
              .flags = USHER_WORDS | USHER_INDEXED | WRITTEN},
    [WHOLE] = {"whole", USHER_INTEGER, .sql = "s.whole", .flags = WRITTEN},
    [REAL] = {"fraction", USHER_REAL, .sql = "s.fraction", .flags = WRITTEN},
    [NUMBER] = {"amount", USHER_NUMERIC, .sql = "s.amount", .flags = WRITTEN},
    [ANY] = {"anything", USHER_NONE, .sql = "s.anything", .flags = WRITTEN},
    [INDEXED_TEXT] = {"title", USHER_TEXT, .sql = "s.title", .flags = USHER_INDEXED | WRITTEN},
    [INDEXED_INTEGER] = {"rank", USHER_INTEGER, .sql = "s.rank", .flags = USHER_INDEXED | WRITTEN},
    [NUMBER_KEY] = {"nth", USHER_INTEGER, .sql = "s.number", .flags = USHER_KEY},
    [JOINED] = {"label", USHER_TEXT, .sql = "p.label"},
    [JOINED_TEXT] = {"path", USHER_TEXT, .sql = "(s.plain || '/' || ifnull(p.label, ''))"},
    [STATE] = {"state", USHER_TEXT, .flags = USHER_WORDS,
               .sql = "CASE WHEN s.whole IS NULL THEN 'none' WHEN s.whole < 1 THEN 'Low' "
                      "WHEN s.whole = 5 THEN 'low' ELSE NULL END"},
    [FOLDED] = {"either", USHER_TEXT, "NOCASE", .sql = "ifnull(s.folds, s.key)"},
    [SIZE] = {"size", USHER_INTEGER, .sql = "length(s.plain)"},
    [ABSENT] = {"absent", USHER_INTEGER, .sql = "(s.whole IS NULL)"},
    [COMPUTED_REAL] = {"ratio", USHER_REAL, .sql = "(s.fraction + 0.0)"},
    [COMPUTED_NUMBER] = {"total", USHER_NUMERIC, .sql = "ifnull(s.amount, 7)"},
};

static int insert_row(struct usher *usher, struct usher_change *change) {
    struct usher_fields fields;
    usher_fields_init(&fields);
    if (change->number) {
        usher_set_integer(&fields, "number", change->number);
    }
    for (int i = 0; i < STORED; i++) {
        if (usher_given(change->next, i)) {
            usher_set(&fields, columns[i].name, &change->next->value[i]);
        }
    }
    return usher_insert(usher, "sample_row", &fields, &change->number);
}

static int update_row(struct usher *usher, struct usher_change *change) {
    struct usher_fields fields;
    usher_fields_init(&fields);
    for (int i = 0; i < STORED; i++) {
        if (usher_given(change->next, i)) {
            usher_set(&fields, columns[i].name, &change->next->value[i]);
        }
    }
    return usher_update(usher, "sample_row", change->number, &fields);
}

static void write_delete(sqlite3_str *out, const char *const *parts, int count,
                         const void *context) {
    (void)parts, (void)count, (void)context;
    sqlite3_str_appendall(out, "DELETE FROM main.sample_row WHERE number = ?1");
}

static int remove_row(struct usher *usher, struct usher_change *change) {
    static const char *const parts[] = {"DELETE", "sample_row"};
    sqlite3_stmt *statement;
    int rc = usher_dynamic(usher, parts, 2, write_delete, NULL, &statement);
    if (rc == SQLITE_OK) {
        sqlite3_bind_int64(statement, 1, change->number);
        rc = sqlite3_step(statement);
        sqlite3_reset(statement);
    }
    return rc == SQLITE_DONE ? SQLITE_OK : usher_pass(usher, rc);
}

#define SAMPLE                                                                                     \
    .backing = "sample_row",                                                                       \
    .from = "main.sample_row AS s LEFT JOIN main.sample_part AS p ON p.number = s.part",           \
    .rowid = "s.number", .columns = columns, .count = COLUMNS, .update_order = "s.rank",           \
    .insert = insert_row, .update = update_row, .remove = remove_row

const struct usher_table sample_table = {.name = "sample", SAMPLE};
const struct usher_table mirror_table = {.name = "mirror", SAMPLE};

/* --------------------------------------------------------------------- rows */

static const char schema[] =
    "CREATE TABLE sample_part (number INTEGER PRIMARY KEY, label TEXT);"
    "CREATE TABLE sample_row (number INTEGER PRIMARY KEY, key TEXT UNIQUE, code TEXT UNIQUE,"
    " plain TEXT, folds TEXT COLLATE NOCASE, trims TEXT COLLATE RTRIM, word TEXT,"
    " mail TEXT COLLATE NOCASE, whole INTEGER, fraction REAL, amount NUMERIC, anything,"
    " title TEXT, rank INTEGER, part INTEGER REFERENCES sample_part);"
    "CREATE INDEX sample_word ON sample_row (word);"
    "CREATE INDEX sample_mail ON sample_row (mail);"
    "CREATE INDEX sample_title ON sample_row (title);"
    "CREATE INDEX sample_rank ON sample_row (rank);"
    "INSERT INTO sample_part (label) VALUES ('5'), ('05'), ('a'), ('A '), (NULL), ('5.0'), "
    "(x'61');";

static const char *const keys[] = {
    "5",    "05",         "5.0", " 5",  "5 ",   "+5",  "5e0",  "-1e3", "-1000", "-1000.0",
    "Inf",  "9e999",      "abc", "ABC", "abc ", " ",   "",     "a",    "a ",    "\xc3\xa9",
    "0",    "-0",         "0.0", ":",   ":a",   "/",   "1",    "1.0",  "01",    "9007199254740993",
    "1e0",  "2022-01-01", "é ",  "É",   "Ā",    "\t5", "true", "Abc",  "z",     "1.5",
    "15e-1"};

enum { KEYS = sizeof(keys) / sizeof(*keys), ROWS = 64 };

/* A row with a BLOB in a TEXT column is corrupt to the engine, which does not change it. */
static const struct value *value_for(struct world *world, const struct usher_column *column,
                                     uint64_t *random) {
    const struct values *values = column->flags & USHER_WORDS ? &world->words : &world->nasty;
    const struct value *value;
    do {
        value = any_value(values, random);
    } while (column->affinity == USHER_TEXT && sqlite3_value_type(value->value) == SQLITE_BLOB);
    return value;
}

static void bind_row(struct world *world, sqlite3_stmt *statement, int row, uint64_t *random) {
    char code[16];
    char key[16];
    sqlite3_snprintf(sizeof(code), code, "%c%02d-code", "aAbBzZ"[row % 6], row * 37 % ROWS);
    sqlite3_snprintf(sizeof(key), key, "%s%d", row % 2 ? "k" : "", row * 10);
    sqlite3_bind_text(statement, 1 + KEY, row < KEYS ? keys[row] : key, -1, SQLITE_TRANSIENT);
    sqlite3_bind_text(statement, 1 + CODE, code, -1, SQLITE_TRANSIENT);
    for (int i = PLAIN; i < STORED; i++) {
        sqlite3_bind_value(statement, 1 + i, value_for(world, &columns[i], random)->value);
    }
    if (row % 4) {
        sqlite3_bind_int(statement, 1 + STORED, 1 + row % 7);
    } else {
        sqlite3_bind_null(statement, 1 + STORED);
    }
}

void sample_fill(struct world *world, uint64_t *random) {
    sqlite3_stmt *statement;
    must(world->db, schema);
    if (sqlite3_prepare_v2(world->db,
                           "INSERT INTO sample_row (key, code, plain, folds, trims, word, mail, "
                           "whole, fraction, amount, anything, title, rank, part) "
                           "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                           -1, &statement, NULL) != SQLITE_OK) {
        give_up(world->db, "sample");
    }
    for (int row = 0; row < ROWS; row++) {
        bind_row(world, statement, row, random);
        if (sqlite3_step(statement) != SQLITE_DONE) {
            give_up(world->db, "sample");
        }
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
    must(world->db, "CREATE TABLE sample_saved AS SELECT * FROM sample_row");
}
