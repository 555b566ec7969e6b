# Turns the SQL files into C: awk -v output=h|c -f sql/embed.awk FILE...
#
#   .../schema/NNNN_name.sql   a migration: the whole file, in order of NNNN
#   any other file             named statements: a line `-- name: invite_by_token`
#                              starts one; it ends at the next such line or at the
#                              end of the file. Comment lines, blank lines and the
#                              last semicolon are dropped.
#
# output=h writes the names (an enum), output=c the texts. POSIX awk: no gsub on
# backslashes, whose meaning differs between implementations.

function fail(place, message) {
    print place ": " message > "/dev/stderr"
    failed = 1
    exit 1
}

# One C string literal a line, so that the SQL stays readable in the generated file.
# The second of two question marks is escaped: C11 knows trigraphs.
function literal(line, ending,    out, i, c, previous) {
    out = ""
    for (i = 1; i <= length(line); i++) {
        c = substr(line, i, 1)
        if (c == "\\" || c == "\"" || (c == "?" && previous == "?"))
            out = out "\\"
        out = out c
        previous = c
    }
    return "        \"" out ending "\"\n"
}

function start_migration(    parts, n, base) {
    n = split(FILENAME, parts, "/")
    base = parts[n]
    sub(/^0+/, "", base) # BusyBox reads octal
    version = base + 0
    if (version in migration_place)
        fail(FILENAME, "version " version " is taken by " migration_place[version])
    migration_place[version] = FILENAME
    migration_text[version] = ""
    sub(/^[0-9]+_/, "", base)
    sub(/\.sql$/, "", base)
    migration_name[version] = base
    if (version > newest)
        newest = version
    migrations++
}

function end_statement(    last) {
    if (name == "")
        return
    if (held == "")
        fail(place[name], "statement " name " has no text")
    sub(/[ \t]*;[ \t]*$/, "", held)
    text[name] = text[name] literal(held, "")
    name = held = ""
}

function start_statement() {
    end_statement()
    name = $0
    sub(/^-- name:[ \t]*/, "", name)
    sub(/[ \t]+$/, "", name)
    if (name !~ /^[a-z][a-z0-9_]*$/)
        fail(FILENAME ":" FNR, "malformed name '" name "'")
    if (name in place)
        fail(FILENAME ":" FNR, "statement " name " is already at " place[name])
    place[name] = FILENAME ":" FNR
    text[name] = held = ""
    order[statements++] = name
}

{ sub(/\r$/, "") }

FNR == 1 {
    end_statement()
    migration = FILENAME ~ /(^|\/)schema\/[0-9]+_[^\/]*\.sql$/
    if (migration)
        start_migration()
}

migration                { migration_text[version] = migration_text[version] literal($0, "\\n"); next }
/^-- name:/              { start_statement(); next }
/^[ \t]*(--.*)?$/        { next }
name == ""               { fail(FILENAME ":" FNR, "text before the first `-- name:` line") }
held != ""               { text[name] = text[name] literal(held, "\\n") }
                         { held = $0 } # the last line is held back for its semicolon

function write_header(    i) {
    print "/* Made by sql/embed.awk from the files in sql/. */"
    print "#ifndef USHER_SQL_H"
    print "#define USHER_SQL_H"
    print "\nenum usher_sql {"
    for (i = 0; i < statements; i++)
        print "    USHER_SQL_" order[i] ","
    print "    USHER_SQL_COUNT\n};"
    print "\nextern const char *const usher_sql_text[USHER_SQL_COUNT];"
    print "\nstruct usher_migration {\n    int version;\n    const char *name;\n    const char *text;\n};"
    print "\nextern const struct usher_migration usher_migrations[];"
    print "extern const int usher_migration_count;"
    print "\n#endif"
}

function write_source(    i) {
    print "/* Made by sql/embed.awk from the files in sql/. */"
    print "#include \"sql.h\""
    print "\n/* ISO C promises 4095 characters; every compiler takes more. */"
    print "#ifdef __GNUC__\n#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n#endif"
    print "\nconst char *const usher_sql_text[USHER_SQL_COUNT] = {"
    for (i = 0; i < statements; i++)
        printf "    /* %s */\n    [USHER_SQL_%s] =\n%s        ,\n", place[order[i]], order[i], text[order[i]]
    print "};"
    print "\nconst struct usher_migration usher_migrations[] = {"
    for (i = 0; i <= newest; i++)
        if (i in migration_place)
            printf "    {%d, \"%s\",\n%s    },\n", i, migration_name[i], migration_text[i]
    print "};"
    print "\nconst int usher_migration_count = " migrations ";"
}

END {
    if (failed)
        exit 1
    end_statement()
    if (!statements || !migrations)
        fail("sql", "no statements or no migrations")
    if (output == "h")
        write_header()
    else
        write_source()
}
