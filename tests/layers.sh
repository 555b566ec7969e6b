#!/bin/sh
# Includes go one way only: a file of ext/ includes headers of its own layer and
# of those before it, never of one beside or after it. Prints each violation.
cd "$(dirname "$0")/.." || exit 1

find ext -name '*.[ch]' | sort | xargs awk '
BEGIN {
    layers = split("base store identity table|func domain api help main", beside, " ")
    for (i = 1; i <= layers; i++)
        for (n = split(beside[i], names, "|"); n > 0; n--)
            rank[names[n]] = i
    compare_diagram()
}

# The README draws them so, each arrow to the next layer.
function compare_diagram(    line, drawn, name, n, seen) {
    FILENAME = "README.md"
    while ((getline line < FILENAME) > 0) {
        drawn = line ~ /^flowchart/ ? 1 : line ~ /^```/ ? 0 : drawn
        if (!drawn || line !~ /-->/)
            continue
        gsub(/\[[^]]*\]| /, "", line)
        for (n = split(line, name, "-->"); n > 0; n--) {
            seen[name[n]] = 1
            if (n > 1 && rank[name[n - 1]] != rank[name[n]] + 1)
                violation("there is no step from " name[n - 1] " to " name[n])
        }
    }
    for (n in rank)
        if (!(n in seen))
            violation("the diagram lacks " n)
}

function violation(text) {
    print FILENAME ":" FNR ": " text
    bad = 1
}

function exists(path,    line, found) {
    found = (getline line < path) >= 0
    close(path)
    return found
}

# The layer that a header belongs to; "" for one of the system.
function layer_of(header, quoted) {
    if (header == "usher.h")
        return ""
    if (header == "sql.h")
        return "store" # generated from sql/
    if (header ~ /\//) {
        split(header, step, "/")
        return quoted || step[1] in rank ? step[1] : ""
    }
    if (!quoted)
        return ""
    return exists(folder header) ? layer : "main"
}

FNR == 1 {
    folder = FILENAME
    sub(/[^\/]*$/, "", folder)
    layer = split(FILENAME, part, "/") > 2 ? part[2] : "main"
    if (!(layer in rank))
        violation("ext/" layer "/ is no layer")
}

FILENAME != "ext/base/base.h" && /sqlite3_(prepare|step|exec|get_table|declare_vtab)[0-9a-z_]*\([^)]/ {
    violation("SQL must run through usher_inner_*")
}

# Time and chance come from one place. (libsodium draws the salt of a password by itself.)
FILENAME !~ /^ext\/base\/(supply\.c|crypto\.[ch])$/ && /(randombytes_|usher_entropy|sqlite3_randomness)/ ||
FILENAME != "ext/base/supply.c" && /(xCurrentTime|sqlite3_vfs_find|clock_gettime|gettimeofday|[^a-z_]time)\(/ ||
FILENAME !~ /^ext\/(base\/crypto_password\.c|base\/crypto\.h|domain\/passwords\/hash\.c)$/ &&
        /(crypto_pwhash_str|usher_password_hash)/ {
    violation("only base/supply.c may draw randomness or read the clock")
}

# In SQL, too: it says usher_now(). Comments may say more.
/\047now\047|CURRENT_(TIME|DATE)|[^a-z_](random|randomblob)\(|unixepoch\(\)/ && !/^[ \t]*(\/?\*|--)/ {
    violation("SQL must say usher_now(), and draw nothing")
}

/^[ \t]*#[ \t]*include[ \t]*[<"]/ {
    quoted = $0 ~ /include[ \t]*"/
    header = $0
    sub(/^[^<"]*[<"]/, "", header)
    sub(/[>"].*$/, "", header)

    if (header ~ /^jansson|json_tree/ && FILENAME !~ /^ext\/base\/(json[a-z_]*|schema)\.[ch]$/)
        violation("only base/json*.c and schema.c may include " header)
    if (header ~ /^sodium[.\/]/ && FILENAME !~ /^ext\/base\/(crypto[a-z_]*|encode)\.c$/)
        violation("only base/crypto*.c and encode.c may include " header)

    other = layer_of(header, quoted)
    if (other == "" || other == layer)
        next
    if (!(other in rank))
        violation("\"" header "\" is in no layer")
    else if (rank[other] >= rank[layer])
        violation(layer " may not include " header " of " other)
}

END {
    if (NR == 0)
        print "no sources found"
    exit bad || NR == 0
}' || exit 1

# The same of SQL in files; what the doctor advises is for people to run.
! grep -nE "'now'|CURRENT_(TIME|DATE)|[^a-z_](random|randomblob)\(|unixepoch\(\)" sql/statements/*.sql sql/api/*.sql |
    grep -v '^[^:]*:[^:]*:--' | grep -v '^sql/statements/doctor.sql:.*hex(randomblob' || exit 1

# A TEMP table could stand in for a table of usher's that is named without its schema.
! grep -n '[^.a-z_]usher_api_[a-z]' sql/api/*.sql || exit 1
