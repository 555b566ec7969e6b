# The steps: see python/steps.py. What is bound are variables; here one named after each `?`.
package require sqlite3

proc connect {name} {
    sqlite3 $name app.db
    $name enable_load_extension 1
    $name eval {SELECT load_extension('dist/usher')}
    $name nullvalue NULL
}

# A byte array is bound as a BLOB by @name, the rest by what Tcl knows it as; an unset variable is NULL.
proc run {db sql values save} {
    set i 0
    foreach {kind value} $values {
        incr i
        switch $kind {
            int { set v$i [expr {$value + 0}] }
            real { set v$i [expr {$value + 0.0}] }
            text { set v$i $value }
            blob { set v$i [binary decode hex $value] }
        }
        set mark [expr {$kind eq "blob" ? "@" : "$"}]
        regsub {\?} $sql "${mark}v$i" sql
    }
    set rows {}
    $db eval $sql row {
        set cells {}
        foreach column $row(*) { lappend cells $row($column) }
        lappend rows $cells
    }
    return $rows
}

fconfigure stdout -encoding utf-8
set file [open steps.txt]
fconfigure $file -encoding utf-8
regsub -all -line {^#.*\n} [read $file] {} text
puts "[info patchlevel]\t[sqlite3 -version]"
foreach block [split [string map {"\n\n" \0} [string trim $text]] \0] {
    set rest [lassign [split $block \n] name sql]
    set on main
    set save {}
    set values {}
    foreach line $rest {
        regexp {^(\w+) ?(.*)$} $line - kind value
        switch $kind {
            on { set on $value }
            save { set save $value }
            saved { lappend values text $saved($value) }
            default { lappend values $kind $value }
        }
    }
    puts "> $name"
    if {![llength [info commands $on]]} { connect $on }
    if {[catch { run $on $sql $values $save } rows]} {
        puts "error: $rows"
        continue
    }
    if {$save ne {}} { set saved($save) [lindex $rows 0 0] }
    foreach row $rows { puts [expr {$save ne {} ? "saved" : [join $row |]}] }
}
