/*
** xBestIndex: which parts of a query are pushed down.
**
** A plan is text, made here, parsed and turned into SQL in shape.c. Its grammar,
** which EXPLAIN QUERY PLAN shows:
**
**   plan   = *term "/" *order "/" *flag "/" columns
**   term   = column op [collation] ["'"] ","
**   column = number of the column | "r" for the rowid
**   op     = "=" | "<" | "{" (<=) | ">" | "}" (>=) | "i" IN | "s" IS
**          | "n" IS NULL | "x" IS NOT NULL | "k" LIKE | "g" GLOB | "@" parameter
**   order  = column ("+" | "-") ","
**   flag   = "D" DISTINCT | "L" LIMIT | "O" OFFSET | "S" OFFSET is told, and left to SQLite
**          | "1" one row | "U" an UPDATE scans
**   columns = hexadecimal mask of the columns that are read
**
** The quote says that the right-hand side is a TEXT literal, so that no affinity
** can change how it compares. The terms' arguments come in their order, then
** LIMIT, then OFFSET.
**
** What is consumed and what is looked at again follows from argument.c; what
** may be consumed at all, from the traps that are noted beside each check.
*/
#include "table/internal.h"

/* From here on SQLite hands OFFSET to one arm of a UNION ALL no more. */
#define SAFE_OFFSET_VERSION 3048000
/*
** Before this one SQLite hands LIKE, GLOB and NOT NULL out of the ON clause of a
** LEFT JOIN to the table on its left, whose rows they must not restrict.
*/
#define SAFE_ON_VERSION 3051001

#define ROWS 1000000.0 /* what SQLite assumes of a table without statistics */

struct planner {
    struct usher_instance *instance;
    sqlite3_index_info *info;
    sqlite3_str *text;
    double rows;
    double cost;
    int arguments;
    int unique;
    int indexed;
    int lists;   /* IN lists that are pushed */
    int inexact; /* a constraint is left to SQLite, so LIMIT must be too */
    int limit;   /* index of the LIMIT constraint, -1: none */
    int offset;
};

static const struct usher_column *column_of(const struct planner *p, int column) {
    return column == USHER_ROWID ? &usher_rowid_column : &p->instance->table->columns[column];
}

static char op_of(unsigned char op) {
    switch (op) {
    case SQLITE_INDEX_CONSTRAINT_EQ:
        return '=';
    case SQLITE_INDEX_CONSTRAINT_LT:
        return '<';
    case SQLITE_INDEX_CONSTRAINT_LE:
        return '{';
    case SQLITE_INDEX_CONSTRAINT_GT:
        return '>';
    case SQLITE_INDEX_CONSTRAINT_GE:
        return '}';
    case SQLITE_INDEX_CONSTRAINT_IS:
        return 's';
    case SQLITE_INDEX_CONSTRAINT_ISNULL:
        return 'n';
    case SQLITE_INDEX_CONSTRAINT_ISNOTNULL:
        return 'x';
    case SQLITE_INDEX_CONSTRAINT_LIKE:
        return 'k';
    case SQLITE_INDEX_CONSTRAINT_GLOB:
        return 'g';
    default:
        return 0; /* SQLite evaluates it */
    }
}

static void append_column(sqlite3_str *text, int column) {
    if (column == USHER_ROWID) {
        sqlite3_str_appendchar(text, 1, 'r');
    } else {
        sqlite3_str_appendf(text, "%d", column);
    }
}

/* Honest costs: what the inner statement will have to touch. */
static void estimate(struct planner *p, const struct usher_column *column,
                     const struct usher_term *term, int exact) {
    int same = usher_collation_code(column->collation) == term->collation;
    switch (term->op) {
    case '=':
        if ((column->flags & USHER_KEY) && same && exact) {
            p->unique = 1;
            p->rows = 1;
        } else if ((column->flags & (USHER_KEY | USHER_INDEXED)) && same) {
            p->indexed = 1;
            p->rows /= 100000;
        } else {
            p->rows /= 20;
        }
        break;
    case 'i':
        if ((column->flags & (USHER_KEY | USHER_INDEXED)) && same) {
            p->indexed = 1;
            p->rows = column->flags & USHER_KEY ? 25 : p->rows / 4000;
        } else {
            p->rows /= 4;
        }
        break;
    case '<':
    case '>':
    case '{':
    case '}':
        p->indexed |= (column->flags & (USHER_KEY | USHER_INDEXED)) && same;
        p->rows /= 4;
        break;
    case 'x':
        break;
    default:
        p->rows /= 8;
    }
    if (p->rows < 1) {
        p->rows = 1;
    }
}

static void use(struct planner *p, int i, const struct usher_term *term, int exact) {
    struct sqlite3_index_constraint_usage *usage = &p->info->aConstraintUsage[i];
    usage->argvIndex = ++p->arguments;
    /* Of the range that it makes of `x LIKE 'a%'` SQLite must not omit both ends, or it looks
    ** at LIKE too late and loses rows of a LEFT JOIN (3.40, with LIKE_DOESNT_MATCH_BLOBS). */
    usage->omit = exact && !(term->op == '<' && term->literal);
    append_column(p->text, term->column);
    sqlite3_str_appendchar(p->text, 1, term->op);
    if (term->collation != usher_collation_code(column_of(p, term->column)->collation)) {
        sqlite3_str_appendchar(p->text, 1, term->collation);
    }
    if (term->literal) {
        sqlite3_str_appendchar(p->text, 1, '\'');
    }
    sqlite3_str_appendchar(p->text, 1, ',');
    if (term->op != '@') {
        estimate(p, column_of(p, term->column), term, exact);
    }
}

static int is_text_literal(sqlite3_index_info *info, int i) {
    sqlite3_value *value = NULL;
    return sqlite3_vtab_rhs_value(info, i, &value) == SQLITE_OK &&
           sqlite3_value_type(value) == SQLITE_TEXT;
}

/* `WHERE q = 'ann'`: without it the query means something else, so it must be usable. */
static int plan_parameter(struct planner *p, int i) {
    const struct sqlite3_index_constraint *constraint = &p->info->aConstraint[i];
    if (constraint->op != SQLITE_INDEX_CONSTRAINT_EQ) {
        return SQLITE_OK; /* it is so of all rows, or of none */
    }
    if (!constraint->usable || p->arguments == USHER_MAX_TERMS) {
        return SQLITE_CONSTRAINT;
    }
    struct usher_term term = {constraint->iColumn, '@', 'B', 0};
    use(p, i, &term, 1);
    p->rows /= 100;
    return SQLITE_OK;
}

/*
** One column of `(a, b) IN (…)` looks like `a = ?`. SQLite then gives the first
** column's collation for each, and compares with the wrong affinity where it
** looks again. It comes after the condition as a whole, which is not shown: that
** leaves a gap in the numbers of the terms. IN itself is told apart up to 32.
** For the rows that a RIGHT JOIN adds SQLite 3.40 looks such values up without
** removing duplicates, and gives rows twice, on a plain table with an index, too:
** so only where an index makes it worth having. The same of each value of `a IN (…)`,
** where a view is asked for them one by one.
*/
static int may_be_in(const struct planner *p, int i, const struct usher_term *term) {
    return term->op == '=' && !term->literal &&
           (p->info->aConstraint[i].iTermOffset != i || sqlite3_vtab_in(p->info, i, -1));
}

/* Can the inner statement make use of the constraint? */
static int is_of_use(const struct planner *p, int i, const struct usher_term *term, int exact) {
    const struct usher_column *column = column_of(p, term->column);
    if (!p->info->aConstraint[i].usable || !term->op || !term->collation || i >= USHER_MAX_TERMS ||
        !usher_term_possible(column, term)) {
        return 0;
    }
    if ((term->op == 'k' || term->op == 'g' || term->op == 'x') &&
        sqlite3_libversion_number() < SAFE_ON_VERSION) {
        return 0;
    }
    return !may_be_in(p, i, term) || (exact && (column->flags & (USHER_KEY | USHER_INDEXED)) &&
                                      term->collation == usher_collation_code(column->collation));
}

static int plan_constraint(struct planner *p, int i) {
    const struct sqlite3_index_constraint *constraint = &p->info->aConstraint[i];
    if (constraint->op == SQLITE_INDEX_CONSTRAINT_LIMIT ||
        constraint->op == SQLITE_INDEX_CONSTRAINT_OFFSET) {
        int *place = constraint->op == SQLITE_INDEX_CONSTRAINT_LIMIT ? &p->limit : &p->offset;
        *place = constraint->usable ? i : -2; /* -2: there, but out of reach */
        return SQLITE_OK;
    }
    const struct usher_column *column = column_of(p, constraint->iColumn);
    if (column->flags & USHER_PARAMETER) {
        return plan_parameter(p, i);
    }
    struct usher_term term = {.column = constraint->iColumn, .op = op_of(constraint->op)};
    term.collation = usher_collation_code(sqlite3_vtab_collation(p->info, i));
    /* A list cannot drive the scan of a view: SQLite asks for each of its values. */
    if (!p->instance->table->found_by && sqlite3_vtab_in(p->info, i, -1)) {
        term.op = 'i';
    } else if (term.op != 'k' && term.op != 'g') {
        term.literal = (char)is_text_literal(p->info, i);
    }
    int exact = usher_term_exact(column, &term);
    if (!is_of_use(p, i, &term, exact)) {
        p->inexact = 1;
        return SQLITE_OK;
    }
    if (term.op == 'i') {
        sqlite3_vtab_in(p->info, i, 1);
        p->lists++;
    }
    exact = exact && i < 16; /* SQLite honours omit for the first 16 constraints only */
    /*
    ** `(a, b) > (?, ?)` arrives as `a >= ?` with LIMIT on offer, and the rest of
    ** it never shows: a LIMIT beside >= or <= is not ours to consume.
    */
    p->inexact |= !exact || term.op == '{' || term.op == '}';
    use(p, i, &term, exact);
    return SQLITE_OK;
}

static void plan_order(struct planner *p) {
    const sqlite3_index_info *info = p->info;
    if (info->nOrderBy > USHER_MAX_ORDER) {
        return;
    }
    for (int i = 0; i < info->nOrderBy; i++) {
        const struct usher_column *column = column_of(p, info->aOrderBy[i].iColumn);
        if (column->flags & USHER_PARAMETER) {
            return;
        }
    }
    for (int i = 0; i < info->nOrderBy; i++) {
        append_column(p->text, info->aOrderBy[i].iColumn);
        sqlite3_str_appendall(p->text, info->aOrderBy[i].desc ? "-," : "+,");
    }
    p->info->orderByConsumed = 1;
}

/*
** DISTINCT is answered below if rows that are equal in all that is read may be
** merged. (An IN list could not be kept for usher_cursor_rowid, which may have
** to run the scan again.)
*/
static int may_be_distinct(const struct planner *p) {
    if (!p->info->nOrderBy || !p->info->orderByConsumed || sqlite3_vtab_distinct(p->info) < 2) {
        return 0;
    }
    for (int i = 0; i < p->info->nOrderBy; i++) {
        if (p->info->aOrderBy[i].iColumn == USHER_ROWID) {
            return 0;
        }
    }
    /* 1 and 1.0 are one value to DISTINCT, and yet they can be told apart. */
    for (int i = 0; i < p->instance->table->count; i++) {
        const struct usher_column *column = column_of(p, i);
        if ((p->info->colUsed >> i & 1) &&
            (column->affinity == USHER_NONE || column->flags & USHER_PARAMETER)) {
            return 0;
        }
    }
    return !p->lists;
}

/*
** SQLite 3.40 offers LIMIT although it keeps a condition like `a < b`, both of
** ours, to itself. That leaves a gap in the numbers of the terms, which come
** before LIMIT.
*/
static int sees_all_terms(const struct planner *p) {
    return p->info->aConstraint[p->limit].iTermOffset == p->limit;
}

/*
** LIMIT and OFFSET go down together or not at all, and only when every other
** constraint and the order are ours: else rows would be counted that SQLite
** then throws away. (SQLite counts too: to omit LIMIT gains nothing, and makes
** 3.40 lose the first condition.)
*/
static void plan_limit(struct planner *p, int distinct) {
    const sqlite3_index_info *info = p->info;
    /* It offers no LIMIT on DISTINCT, and what OFFSET is out of reach of, LIMIT is, too. */
    if (p->limit < 0 || p->inexact || USHER_NEVER(distinct) || USHER_NEVER(p->offset < -1) ||
        !info->orderByConsumed || !sees_all_terms(p)) {
        return;
    }
    if (p->offset >= 0 && sqlite3_libversion_number() < SAFE_OFFSET_VERSION) {
        info->aConstraintUsage[p->offset].argvIndex = ++p->arguments;
        sqlite3_str_appendchar(p->text, 1, 'S');
        return;
    }
    info->aConstraintUsage[p->limit].argvIndex = ++p->arguments;
    sqlite3_str_appendchar(p->text, 1, 'L');
    if (p->offset >= 0) {
        info->aConstraintUsage[p->offset].argvIndex = ++p->arguments;
        info->aConstraintUsage[p->offset].omit = 1;
        sqlite3_str_appendchar(p->text, 1, 'O');
    }
    if (p->rows > 25) {
        p->rows = 25;
    }
}

static void plan_flags(struct planner *p) {
    sqlite3_index_info *info = p->info;
    int distinct = may_be_distinct(p);
    if (distinct) {
        sqlite3_str_appendchar(p->text, 1, 'D');
    }
    plan_limit(p, distinct);
    if (p->unique) {
        sqlite3_str_appendchar(p->text, 1, '1');
        info->idxFlags |= SQLITE_INDEX_SCAN_UNIQUE;
    }
    /* SQLite says of an UPDATE that all columns are used, even those beyond the last. */
    if (info->colUsed == ~(sqlite3_uint64)0) {
        sqlite3_str_appendchar(p->text, 1, 'U');
    }
}

/* Hand the plan over: a shape of the instance's where there is room, else a copy of the text. */
static int finish(struct planner *p) {
    int rc = SQLITE_OK;
    char *text = sqlite3_str_finish(p->text);
    if (!text) {
        return SQLITE_NOMEM;
    }
    struct usher_shape *shape = usher_shape_find(p->instance, text);
    if (!shape && p->instance->shapes < USHER_SHAPES) {
        rc = usher_shape_make(p->instance, text, 0, &shape);
    }
    if (shape) {
        p->info->idxStr = shape->text;
        p->info->idxNum = 1;
    } else if (rc == SQLITE_OK) {
        p->info->idxStr = text;
        p->info->needToFreeIdxStr = 1;
        return SQLITE_OK;
    }
    sqlite3_free(text);
    return rc;
}

int usher_best_index(sqlite3_vtab *vtab, sqlite3_index_info *info) {
    struct planner p = {.instance = (struct usher_instance *)vtab, .info = info, .rows = ROWS};
    struct usher *usher = p.instance->usher;
    const struct usher_table *table = p.instance->table;
    int rc = usher_verify(usher);
    if (rc == SQLITE_OK && table->current) {
        rc = table->current(usher, table);
    }
    if (rc != SQLITE_OK) {
        return usher_error_to_vtab(usher, vtab, rc);
    }
    p.limit = p.offset = -1;
    p.text = sqlite3_str_new(usher->db);
    for (int i = 0; i < info->nConstraint && rc == SQLITE_OK; i++) {
        rc = plan_constraint(&p, i);
    }
    if (rc != SQLITE_OK) {
        sqlite3_free(sqlite3_str_finish(p.text));
        return rc;
    }
    sqlite3_str_appendchar(p.text, 1, '/');
    plan_order(&p);
    sqlite3_str_appendchar(p.text, 1, '/');
    plan_flags(&p);
    sqlite3_str_appendf(p.text, "/%llx", (unsigned long long)info->colUsed);
    info->estimatedRows = (sqlite3_int64)p.rows;
    info->estimatedCost = p.unique ? 20 : p.indexed ? 30 + p.rows * 3 : 3 * ROWS + p.rows;
    return finish(&p);
}
