#!/bin/sh
# Plants faults in the engine, one at a time, in a copy of the tree: the
# differential test must find each. `tests/differential/faults.sh [NAME...]`
#
# Prints `caught: NAME` or `MISSED: NAME`; the last line is `N passed, N failed`.
program=differential
. "$(dirname "$0")/../faults.sh"

# fault NAME FILE SED-SCRIPT
fault() {
    plant "$1" "table/$2" "$3"
}

# What the inner statement says.
fault less-or-equal shape.c "s/== '<' ? \"<\"/== '<' ? \"<=\"/"
fault ignored-collation shape.c 's/= collate(term->collation)/= ""/'
fault descending-lost shape.c 's/descending ? " DESC"/descending ? ""/'
fault distinct-by-collation shape.c 's/distinct ? " COLLATE BINARY"/distinct ? ""/'

# What a value means for exactness.
fault lost-affinity argument.c '/^ *sqlite3_value_numeric_type(value);$/d'
fault numbers-in-list argument.c 's/return drop ? USHER_DROP : USHER_PUSH/return (void)drop, USHER_PUSH/'
fault text-like-numbers argument.c 's/return looks_numeric(value) ? USHER_DROP : USHER_PUSH/return (void)looks_numeric, USHER_PUSH/'
fault colon-lost argument.c "s/return (term->op == '<' ||/return 0 \&\& (term->op == '<' ||/"
fault omitted-range argument.c 's/(column->flags & USHER_WORDS) && !is_range(term->op));/(column->flags \& USHER_WORDS));/'
fault omitted-text argument.c 's/return term->literal || (.*WORDS.*);/return 1;/'
fault like-of-number argument.c 's/return !(is_numeric(column) && is_range.*/return 1;/'

# What is consumed.
fault limit-past-unconsumed plan.c 's/p->limit < 0 || p->inexact ||/p->limit < 0 ||/'
fault limit-beside-row-value plan.c "s/|= !exact || term.op == '{' .*/|= !exact;/"
fault limit-past-hidden-term plan.c 's/iTermOffset == p->limit/iTermOffset >= 0/'
fault offset-without-gate plan.c 's/< SAFE_OFFSET_VERSION/< 0/'
fault inexact-key plan.c 's/USHER_KEY) && same && exact/USHER_KEY) \&\& same \&\& (exact || 1)/'
fault row-value-in plan.c "s/return term->op == '=' && !term->literal/return 0 \&\& term->op == '=' \&\& !term->literal/"
fault on-clause plan.c 's/< SAFE_ON_VERSION/< 0/'

# What a scan does.
fault fence-lost cursor.c 's/return cursor->fence ? step_to_fence/return 0 ? step_to_fence/'
fault distinct-fence-lost cursor.c 's/if (cursor->fence && cursor->shape->plan.distinct/if (0 \&\& cursor->shape->plan.distinct/'
fault limit-counts-new-rows bind.c 's/== SQLITE_TXN_WRITE/== -2/'
fault rowid-of-merged-rows cursor.c 's/if (cursor->shape->plan.distinct && !cursor->expanded)/if (0 \&\& cursor->expanded)/'
fault rowid-of-a-phantom cursor.c 's/^        rc = usher_cursor_look(cursor);/        rc = SQLITE_OK;/'
fault column-of-a-phantom value.c 's/slot = cursor->phantom ? 0 :/slot =/'
fault phantoms-beyond-the-end cursor.c 's/cursor->phantom && cursor->place < cursor->total/cursor->phantom \&\& cursor->place <= cursor->total/'
fault offset-past-the-end rescan.c 's/^    } else if (rc == SQLITE_DONE) { .*/    } else if (rc == SQLITE_DONE \&\& (rc = SQLITE_ROW) == SQLITE_DONE) {/'
fault late-out-of-order shape.c 's/ CROSS JOIN %s WHERE %s = usher_late.number"/ CROSS JOIN %s WHERE %s = usher_late.number ORDER BY 2"/'
fault late-other-row shape.c 's/WHERE %s = usher_late.number"/WHERE %s >= usher_late.number"/'

# What finds a row of a view, and what parameters mean.
plant found-by-half domain/notifications/table.c 's/i.number = (@ & 4294967295)/i.number = (@ \& 15)/'
fault found-and-not-looked-at sight.c '/^    sqlite3_str_appendf(out, "%s %s ?%d", table->rowid/i\
    if (table->found_by) {\
        sqlite3_str_appendall(out, "1");\
        return;\
    }
'
fault name-of-another-parameter sight.c 's/^    for (int i = 0; i < places->plan->terms; i++) {/    for (int i = 0; i < 0; i++) {/'
fault parameter-for-another sight.c 's/sqlite3_str_appendf(out, "?%d", i + 1);/sqlite3_str_appendf(out, "?%d", places->own + 1);/'
fault parameter-names-itself sight.c 's/const struct places places = {plan->terms, term, table, plan};/const struct places places = {plan->terms, 0, table, plan};/'

echo "$passed passed, $failed failed"
[ $failed = 0 ] && [ $passed -gt 0 ]
