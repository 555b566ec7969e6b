/*
** The audit row that every change writes, and the table audit_log.
**
** One INSERT per change, as part of the rule: what is undone leaves no row, and
** what is done always has one. `before` and `after` hold the members that
** changed, never a secret; of users, they are for those who see private columns.
** SQLite's json_object() writes the JSON.
*/
#include "domain/domain.h"

/* ------------------------------------------------------------------- writing */

/* One half of what is recorded, and which of its members are JSON that shall stay JSON. */
struct side {
    const struct usher_fields *fields;
    uint64_t json;
};

/*
** What was mangled in the store is kept as text, so that it can be mended. (SQLite's
** json_valid() says 0 when memory runs out, and nothing else.)
*/
static int find_json(struct usher *usher, struct side *side) {
    for (int i = 0; side->fields && i < side->fields->count; i++) {
        const struct usher_field *field = &side->fields->field[i];
        if (!field->json || field->value.type != SQLITE_TEXT) {
            continue;
        }
        struct usher_error kept = usher->error;
        struct usher_value copy = field->value;
        copy.owned = NULL;
        int rc = usher_json_compact(usher, field->column, &copy);
        usher_value_clear(&copy);
        if (rc == SQLITE_OK) {
            side->json |= (uint64_t)1 << i;
        } else if (usher->error.code != USHER_INVALID) {
            return rc;
        }
        usher->error = kept;
    }
    return SQLITE_OK;
}

static int append_object(sqlite3_str *out, const struct side *side, int argument) {
    const struct usher_fields *fields = side->fields;
    if (!fields || fields->count == 0) {
        sqlite3_str_appendall(out, "NULL");
        return argument;
    }
    for (int i = 0; i < fields->count; i++, argument++) {
        sqlite3_str_appendf(out, "%s'%q', ", i ? ", " : "json_object(", fields->field[i].column);
        sqlite3_str_appendf(out, side->json >> i & 1 ? "json(?%d)" : "?%d", argument);
    }
    sqlite3_str_appendchar(out, 1, ')');
    return argument;
}

static void write_insert(sqlite3_str *out, const char *const *parts, int count,
                         const void *context) {
    (void)parts, (void)count;
    const struct side *sides = context;
    sqlite3_str_appendall(out,
                          "INSERT INTO main.usher_audit (created_at, real_actor, actor, action, "
                          "object_type, object_id, account_id, before, after) "
                          "VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), "
                          "?1, ?2, ?3, ?4, ?5, ?6, ");
    int argument = append_object(out, &sides[0], 7);
    sqlite3_str_appendall(out, ", ");
    append_object(out, &sides[1], argument);
    sqlite3_str_appendchar(out, 1, ')');
}

static int name_parts(const char **parts, const struct side *side, int count) {
    for (int i = 0; side->fields && i < side->fields->count; i++) {
        parts[count++] = side->json >> i & 1 ? "json" : "";
        parts[count++] = side->fields->field[i].column;
    }
    return count;
}

static int bind_fields(sqlite3_stmt *statement, const struct usher_fields *fields, int *argument) {
    int rc = SQLITE_OK;
    for (int i = 0; fields && i < fields->count && rc == SQLITE_OK; i++) {
        rc = usher_value_bind(statement, (*argument)++, &fields->field[i].value);
    }
    return rc;
}

static int bind_event(struct usher *usher, sqlite3_stmt *statement,
                      const struct usher_event *event) {
    const char *texts[] = {
        usher_real_actor_name(usher), usher_actor_name(usher), event->action,
        event->object_type,           event->object_id,        event->account_id};
    int rc = SQLITE_OK;
    for (int i = 0; i < 6 && rc == SQLITE_OK; i++) {
        rc = sqlite3_bind_text(statement, i + 1, texts[i], -1, SQLITE_STATIC);
    }
    return rc;
}

int usher_audit(struct usher *usher, const struct usher_event *event,
                const struct usher_fields *before, const struct usher_fields *after) {
    const char *parts[4 * USHER_MAX_FIELDS + 2] = {"AUDIT"};
    struct side sides[] = {{before, 0}, {after, 0}};
    sqlite3_stmt *statement;
    int rc = find_json(usher, &sides[0]);
    if (rc == SQLITE_OK) {
        rc = find_json(usher, &sides[1]);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    int count = name_parts(parts, &sides[0], 1);
    parts[count++] = "|";
    count = name_parts(parts, &sides[1], count);
    rc = usher_dynamic(usher, parts, count, write_insert, sides, &statement);
    if (rc != SQLITE_OK) {
        return rc;
    }
    int argument = 7;
    rc = bind_event(usher, statement, event);
    if (rc == SQLITE_OK) {
        rc = bind_fields(statement, before, &argument);
    }
    if (rc == SQLITE_OK) {
        rc = bind_fields(statement, after, &argument);
    }
    rc = rc == SQLITE_OK ? usher_finish(usher, statement) : usher_pass(usher, rc);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return rc;
}

void usher_audit_fields(const struct usher_table *table, const struct usher_record *values,
                        uint64_t given, struct usher_fields *fields) {
    usher_fields_init(fields);
    struct usher_value unset;
    usher_value_null(&unset);
    for (int i = 0; i < table->count; i++) {
        const struct usher_column *column = &table->columns[i];
        if (!(given >> i & 1) || (column->flags & USHER_SECRET)) {
            continue;
        }
        const struct usher_value *value = usher_given(values, i) ? &values->value[i] : &unset;
        if (column->flags & USHER_JSON) {
            usher_set_json(fields, column->name, value);
        } else {
            usher_set(fields, column->name, value);
        }
    }
}

int usher_audit_change(struct usher *usher, const struct usher_event *event,
                       const struct usher_table *table, const struct usher_record *before,
                       const struct usher_record *after, uint64_t given) {
    struct usher_fields old;
    struct usher_fields next;
    if (before) {
        usher_audit_fields(table, before, given, &old);
    }
    if (after) {
        usher_audit_fields(table, after, given, &next);
    }
    return usher_audit(usher, event, before ? &old : NULL, after ? &next : NULL);
}

/* ------------------------------------------------------------------- reading */

enum { BEFORE = 8, AFTER };

static const struct usher_column columns[] = {
    {.name = "id", .affinity = USHER_INTEGER, .sql = "a.number", .flags = USHER_KEY},
    USHER_TIME_COLUMN("created_at", "a.created_at", NULL),
    {.name = "real_actor", .affinity = USHER_TEXT, .sql = "a.real_actor", .flags = USHER_WORDS},
    {.name = "actor", .affinity = USHER_TEXT, .sql = "a.actor", .flags = USHER_WORDS},
    {.name = "action", .affinity = USHER_TEXT, .sql = "a.action", .flags = USHER_WORDS},
    {.name = "object_type", .affinity = USHER_TEXT, .sql = "a.object_type", .flags = USHER_WORDS},
    {.name = "object_id",
     .affinity = USHER_TEXT,
     .sql = "a.object_id",
     .flags = USHER_WORDS | USHER_INDEXED},
    {.name = "account_id", .affinity = USHER_TEXT, .sql = "a.account_id", .flags = USHER_WORDS},
    [BEFORE] = {.name = "before", .affinity = USHER_TEXT, .sql = "a.before", .flags = USHER_JSON},
    [AFTER] = {.name = "after", .affinity = USHER_TEXT, .sql = "a.after", .flags = USHER_JSON},
    {.name = "hash", .affinity = USHER_NONE, .sql = "a.hash"},
};

static const struct usher_policy policy = {
    .read = USHER_MAY_AUDIT_READ,
    .account = "a.account_id IN " USHER_HOLDS("audit.read"),
};

/* What is private of users is private here, too, and their settings are; which role they have is not. */
static void sight(const struct usher_table *table, const struct usher_rights *rights,
                  struct usher_sight *sight) {
    usher_sight_plain(table, rights, sight);
    sight->mask[0] = (struct usher_mask){
        (uint64_t)1 << BEFORE | (uint64_t)1 << AFTER,
        "a.action = 'user.role' OR a.object_id = $own OR CASE a.object_type WHEN 'users' "
        "THEN 0 "
        "WHEN 'settings' THEN NOT EXISTS (SELECT 1 FROM main.usher_user AS u WHERE u.id = "
        "a.object_id) "
        "ELSE 1 END "
        "OR a.account_id IN " USHER_HOLDS("users.read_private")};
}

const struct usher_table usher_audit_log = {
    .name = "audit_log",
    .noun = "entry",
    .backing = "usher_audit",
    .from = "main.usher_audit AS a",
    .rowid = "a.number",
    .columns = columns,
    .count = sizeof(columns) / sizeof(*columns),
    .sight = sight,
    .policy = &policy,
    .hint = "every change writes its own row",
};
