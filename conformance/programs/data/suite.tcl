# Tcl on the whole.
puts [expr {2**100}]; puts [expr {10/3}],[expr {-7/2}],[expr {-7%3}],[expr {1.0/3}],[expr {0.1+0.2}],[expr {1e16}],[expr {wide(1)<<62}]
proc fib n { expr {$n < 2 ? $n : [fib [expr {$n-1}]] + [fib [expr {$n-2}]]} }
puts [fib 17]; puts [lsort -integer {5 3 11 1}] ; puts [lsort -unique [split "the quick the lazy" " "]]
puts [regexp -inline {(\w+)@(\w+)} "joe@example"]; puts [regsub -all {o} "foo boo" 0]; puts [format "%5.2f|%-6s|%05d|%x" 3.14159 ab 42 255]
array set a {x 1 y 2}; foreach k [lsort [array names a]] { puts "$k=$a($k)" }
set d [dict create a 1 b {c 2}]; dict set d b c 3; puts [dict get $d b c]; puts [string map {a 1 b 2} "abcab"] ; puts [string length "äöü"]
puts [catch {error "message"} m]:$m; puts [clock format 1000000000 -gmt 1 -format "%Y-%m-%d %H:%M:%S"]; puts [encoding convertto utf-8 "\u20ac" ]
set f [open tcl.tmp w]; for {set i 0} {$i < 1000} {incr i} { puts $f "line $i" }; close $f
set f [open tcl.tmp]; set n 0; while {[gets $f line] >= 0} { incr n [string length $line] }; close $f; puts $n; file delete tcl.tmp; puts [file exists tcl.tmp]
puts [exec echo child]; puts [exec sort << "b\na\n"]; set p [open "|cat" r+]; puts $p pipe; flush $p; puts [gets $p]; close $p
set x 0; after 20 {set x 1}; vwait x; puts "after $x"; puts [binary scan [binary format IS 1 2] H* h]:$h
interp create child; puts [child eval {expr 6*7}]; namespace eval n { proc p {} { return [namespace current] } }; puts [n::p]
coroutine c apply {{} { for {set i 0} {$i < 3} {incr i} { yield $i } }}; puts [c][c]
