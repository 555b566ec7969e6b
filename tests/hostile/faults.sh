#!/bin/sh
# Breaks row security, one way at a time, in a copy of the tree: the test of hostile
# SQL must notice each. `tests/hostile/faults.sh [NAME...]`
#
# Prints `caught: NAME` or `MISSED: NAME`; the last line is `N passed, N failed`.
program=hostile
. "$(dirname "$0")/../faults.sh"

# fault NAME FILE ACTORS SED-SCRIPT; the games are played whatever the actors
fault() {
    plant "$1" "$2" "$4" HOSTILE_ACTOR="$3"
}

raw='plan_column_sql(m, '
helper='/^static void append_comparison/i\
static void plan_column_sql(const struct maker *m, int column) {\
    sqlite3_str_appendall(m->sql, column == USHER_ROWID ? m->instance->table->rowid\
                                      : m->instance->table->columns[column].sql);\
}\
'

# What the inner statement says.
fault rows-shown table/shape.c 'an ordinary' 's/if (m->sight->level) {/if (0 \&\& m->sight->level) {/'
fault columns-shown table/sight.c 'a manager' 's/= unless(sight, column);/= 0 ? unless(sight, column) : NULL;/'
fault order-tells table/shape.c 'a manager' "$helper
s/append_expression(m, plan->order\[i\].column)/${raw}plan->order[i].column)/"
fault terms-tell table/shape.c 'a manager' "$helper
s/append_expression(m, term->column)/${raw}term->column)/"
fault update-order-tells table/shape.c 'a manager' 's/if (m->sight->mask\[i\].columns)/if (0 \&\& m->sight->mask[i].columns)/'
fault log-shown domain/audit/table.c 'an auditor' 's/(uint64_t)1 << BEFORE | (uint64_t)1 << AFTER,/0,/'
fault guests-shown domain/users/sight.c 'a manager' 's/(BIT(USER_ROLE) | BIT(USER_PERMISSIONS)/((uint64_t)0/'
fault teams-shown domain/teams/teams.c 'an ordinary' 's/.own = OWN_TEAMS,/.own = "1",/'
fault mates-shown domain/teams/memberships.c 'a guest' "s/ AND v.role = 'lead')/)/"
fault settings-shown domain/settings/table.c 'an ordinary' 's/"s.scope_id = $own "/"1 "/'
fault teams-settings-shown domain/settings/table.c 'an API key without scopes' 's/m.user_id = $principal/m.user_id = $actor/'
fault settings-told domain/settings/rules.c 'an API key that reads users' 's/if (usher_is_system(usher) || strcmp(user_id, usher_actor_principal(usher)) == 0)/if (1)/'
fault self-shown identity/rights.c 'an API key without scopes' 's/return !usher_acts_by_key(usher) ||/return 1 || !usher_acts_by_key(usher) ||/'
fault guests-teams-shown domain/users/sight.c 'a manager' 's/ | BIT(USER_TEAMS)//'
fault channels-shown domain/channels/channels.c 'an ordinary' 's/.own = "c.id IN " USHER_OWN_CHANNELS,/.own = "1",/'
fault sharers-shown domain/channels/members.c 'a guest' 's/.own = OWN_MEMBERS,/.own = "1",/'
fault deleted-channels-share domain/users/sight.c 'an ordinary' 's/"WHERE c.discarded_at IS NULL AND c.id IN "/"WHERE c.id IN "/'
fault users-channels-shown domain/users/table.c 'a guest who manages' 's/.actor_sql = CHANNELS("edit", SEEN)/.actor_sql = CHANNELS("edit", "")/'
fault viewers-see-invites domain/invites/table.c 'a guest' "s/ AND v.mode = 'edit') \"/) \"/"

fault files-shown domain/storage/files.c 'a manager' 's/    .own = OWN_FILES,/    .own = "1",/'
fault files-of-accounts-shown domain/storage/files.c 'an owner' 's/OWN_FILES " OR f.account_id IN " USHER_HOLDS("files.read")/"1"/'
fault files-of-the-deleted-shown domain/storage/files.c 'a manager' 's/"AND c.discarded_at IS NULL AND /"AND /'
fault inbox-shown domain/notifications/table.c 'an owner' 's/sight->rows = "i.user_id = $actor";/sight->rows = "1";/'
fault inbox-of-the-key domain/notifications/table.c 'an API key that' 's/    if (sight->own\[0\] || /    if (1 || sight->own[0] || /'
fault unread-shown domain/users/sight.c 'a manager' 's/ | BIT(USER_UNREAD) | BIT(USER_HAS_NEW))/)/'
fault channel-of-a-file-told domain/storage/files.c 'one who' 's/    if (seen) {/    if (rc == SQLITE_OK) {/; s/!(seen || self)/(0 \&\& self)/'

# What reads a row by another way.
fault guess-is-no-change table/update.c 'a manager' 's/    if (altered) {/    if (0 \&\& altered) {/'
fault update-reads-behind table/value.c 'a manager' 's/&cursor->sight, &query/\&usher_sight_all, \&query/'
fault hidden-rows-found table/sight.c 'an ordinary' 's/if (search->sight->level) {/if (0 \&\& search->sight->level) {/'

# Who is meant.
fault inactive-sees table/sight.c 'a d' 's/rights->active && table->sight/table->sight/'
fault rights-kept identity/rights.c none 's/if (!usher->identity->held.known || .*/if (!usher->identity->held.known) {/; s/version == usher->identity->held.data_version/version + 1 > 0/'
fault actor-at-once identity/actor.c 'an ordinary' 's/sqlite3_data_count(identity->caller) > 0/sqlite3_data_count(identity->caller) >= 0/'
fault statement-goes-on identity/actor.c none 's/return identity->left ?/return 0 \&\& identity->left ?/'
fault error-kept identity/actor.c none '/usher->error.code = USHER_OK;/d'
fault inviter-kept domain/invites/create.c none 's/(!may || strcmp(role_id, invite->role_id) != 0 ||/(!may ||/'

echo "$passed passed, $failed failed"
[ $failed = 0 ] && [ $passed -gt 0 ]
