#!/bin/sh
# The README's reference is complete: every table, column, function, setting,
# permission and error that usher has stands in it as `name`, and each row of the
# permission table says what permissions.def says. So do the modules, pragmas and
# limits of a connection that is locked down. What usher_help says of a table, column,
# permission or error is what the README says, word for word, and it leaves nothing out.
set -u
cd "$(dirname "$0")/.." || exit 1
dist=${LIBRARY:-dist/usher.so}
bad=0
count=0

expect() {
    count=$((count + 1))
    case $readme in
    *"$1"*) ;;
    *) echo "not ok - README.md lacks $2: $1" && bad=$((bad + 1)) ;;
    esac
}

# same WHAT README OTHER: lines, in any order
same() {
    count=$((count + $(echo "$3" | sort -u | wc -l)))
    strange=$({ echo "$2" | sort -u && echo "$3" | sort -u; } | sort | uniq -u)
    [ -z "$strange" ] || {
        echo "$strange" | sed "s/^/not ok - $1: /"
        bad=$((bad + $(echo "$strange" | wc -l)))
    }
}

readme=$(cat README.md)
names=$("${SQLITE:-sqlite3}" -batch -init /dev/null -cmd ".load ${dist%.*}" :memory: "
SELECT 'table ' || m.name || ' ' || c.name
FROM pragma_module_list AS m JOIN pragma_table_xinfo(m.name) AS c
WHERE m.name IN ('accounts', 'account_memberships', 'roles', 'users', 'teams', 'team_memberships',
                 'channels', 'channel_members',
                 'invites', 'settings', 'setting_definitions', 'audit_log', 'permissions', 'sessions',
                 'outbox', 'jwt_keys', 'api_keys', 'files', 'notifications', 'usher', 'usher_help');
SELECT 'column ' || m.name || ' ' || c.name
FROM pragma_module_list AS m JOIN pragma_table_xinfo(m.name) AS c
WHERE m.name IN ('can_explain', 'settings_effective', 'usher_doctor', 'api') AND c.hidden = 0;") || exit 1

while read -r kind name column; do
    case $kind in
    table) expect "#### $name" 'the table' && expect "\`$column\`" "a column of $name" ;;
    column) expect "\`$column\`" "a column of $name" ;;
    esac
done <<END
$names
END

# Each key as a row of the README's table, from the registry.
settings=$("${SQLITE:-sqlite3}" -batch -init /dev/null -cmd ".load ${dist%.*}" :memory: "
INSERT INTO usher VALUES ('usher_init', '[]');
SELECT format('| \`%s\` | %s | %s | %s | \`%s\` | %s%s |', key, type,
              CASE WHEN default_value IS NULL THEN '' WHEN length(default_value) > 100 THEN 'see below'
                   ELSE '\`' || default_value || '\`' END,
              (SELECT group_concat(value, ', ') FROM json_each(scopes)), permission, description,
              iif(minimum IS NULL, '', format(', %s to %s', minimum, maximum)))
FROM setting_definitions ORDER BY key;") || exit 1
while read -r row; do
    expect "$row" 'the setting, as it is'
done <<END
$settings
END
for code in $(sed -n 's/^    X([A-Z_]*, "\([a-z_]*\)".*/\1/p' include/usher.h); do
    expect "| \`$code\` |" 'the error'
done

for module in $(sed -n '/ harmless\[\] = {/,/};/s/"/\n/gp' ext/identity/authorizer.c | grep '^[a-z][a-z0-9_]*$'); do
    expect "\`$module\`" 'the module'
done
for pragma in $(sed -n 's/^    {"\([a-z_]*\)", \(TABLE\|INDEX\|NONE\)}.*/\1/p' ext/identity/authorizer.c); do
    expect "\`$pragma\`" 'the pragma'
done
for limit in $(sed -n 's/^    {SQLITE_LIMIT_\([A-Z_]*\),.*/\1/p' ext/identity/lockdown.c); do
    expect "| \`$limit\` |" 'the limit'
done

rows=$(sed -n 's/^PERMISSION([A-Z_]*, "\([^"]*\)", \([OAMCU |]*\),.*/\1 \2/p' ext/identity/permissions.def | tr -d '|')
while read -r token roles; do
    row="| \`$token\` |"
    for role in O A M C U; do
        case " $roles " in
        *" $role "*) row="$row yes |" ;;
        *) row="$row  |" ;;
        esac
    done
    expect "$row" 'the permission, as it is'
done <<END
$rows
END

# What the README says, without its links: name, letters, sentence. A blank sentence is the one of the
# table for all tables; P is the README's alone.
said=$(sed 's/\[\([^]]*\)\]([^)]*)/\1/g' README.md | awk -F'|' '
function trim(text) { gsub(/^ +| +$/, "", text); return text }
/^### Tables/ { on = 1 }
/^### Functions/ { on = 0 }
/^#### / { table = on ? substr($0, 6) : ""; first = 1; next }
table != "" && first && $0 != "" { print "T", table, $0; first = 0 }
on && /^\| `/ {
    letters = NF > 4 ? trim($3) : "?"
    gsub(/ ?P/, "", letters)
    what = trim($(NF - 1))
    for (n = split($2, name, "`"); n > 1; n -= 2)
        if (table == "")
            usual[name[n - 1]] = what
        else
            print "C", table "." name[n - 1], letters, what == "" ? usual[name[n - 1]] : what
}' OFS='\t')
told=$("${SQLITE:-sqlite3}" -batch -init /dev/null -tabs -cmd ".load ${dist%.*}" :memory: "
SELECT iif(kind = 'table', 'T', 'C'), name, trim(substr(signature, instr(signature || ' ', ' '))), what
FROM usher_help WHERE kind IN ('table', 'argument')
   OR kind = 'column' AND substr(name, 1, instr(name, '.') - 1) NOT IN
      ('can_explain', 'settings_effective', 'usher_doctor', 'api')") || exit 1
disagreement=$({ echo "$said" && echo '=' && echo "$told"; } | awk -F'\t' '
$0 == "=" { second = 1; next }
!second && $1 == "T" { begins[$2] = $3; next }
!second { what[$2] = $4; letters[$2] = $3; next }
$1 == "T" { if ($4 == "" || index(begins[$2], $4) != 1) print "the table " $2; next }
{ there[$2] = 1 }
$4 == "" || what[$2] != $4 { print "what is said of " $2 }
letters[$2] != "?" && letters[$2] != $3 { print "what may be done to " $2 ": " letters[$2] }
END { for (name in what) if (!(name in there)) print "not in usher_help: " name }')
count=$((count + $(echo "$told" | wc -l)))
[ -z "$disagreement" ] || {
    echo "$disagreement" | sed 's/^/not ok - README.md and usher_help disagree: /'
    bad=$((bad + $(echo "$disagreement" | wc -l)))
}
rows=$("${SQLITE:-sqlite3}" -batch -init /dev/null -cmd ".load ${dist%.*}" :memory: "
SELECT iif(kind = 'error', format('| \`%s\` | %s | %s |', name, replace(signature, ' ', ' | '), what),
           format('| %s |', lower(substr(what, 1, 1)) || substr(what, 2)))
FROM usher_help WHERE kind IN ('error', 'permission')") || exit 1
while read -r row; do
    expect "$row" 'what usher_help says'
done <<END
$rows
END

# The arrows of its diagrams are those that tests/sql/352_life_cycles.sql goes.
same 'in a diagram of README.md or in 352_life_cycles.out alone' \
    "$(sed -n '/^stateDiagram/,/^```$/s/^ *\(.* --> .*\)/\1/p' README.md)" \
    "$(grep ' --> ' tests/sql/352_life_cycles.out)"

# A function's signature is one, in the README, in `usher`, and in usher_help, whose own row is that of a table.
same 'in README.md or called so elsewhere alone' \
    "$(sed -n '/^### Functions/,/^###/s/^| `\([^`]*)\)` |.*/\1/p' README.md)" \
    "$("${SQLITE:-sqlite3}" -batch -init /dev/null -cmd ".load ${dist%.*}" :memory: "
SELECT format('%s(%s)', call, args) FROM usher
UNION SELECT signature FROM usher_help WHERE kind = 'function' AND name <> 'usher_help'")"

same 'a table in usher.7 or in usher_help alone' \
    "$(sed -n '/^\.SS Tables/,/^\.SS Functions/s/^\.BR* \([a-z_]*\).*/\1/p' include/usher.7)" \
    "$("${SQLITE:-sqlite3}" -batch -init /dev/null -cmd ".load ${dist%.*}" :memory: "
SELECT name FROM usher_help WHERE kind = 'table' UNION SELECT 'usher_help'")"

echo "$((count - bad)) passed, $bad failed"
[ $bad = 0 ] && [ $count -gt 100 ]
