# Options that one of gcc's tests asks for, from its dg- lines or its .x file. Prints them, or "skip REASON".
# Those for other processors are left out; `fpic` and everything that glibc on MIPS has is granted.

function take(text, words, last) { # TEXT after the directive's name: "options" { target SELECTOR }
    if (text !~ /"/) { # { -fwrapv } in braces
        gsub(/[{}*\/]/, "", text)
        options = options " " text
        return
    }
    words = text
    sub(/^[^"]*"/, "", words)
    last = words
    sub(/".*/, "", words)
    sub(/^[^"]*"/, "", last)
    if (last ~ /target/ && last !~ /target fpic/)
        return
    options = options " " words
}

/dg-options|dg-additional-options/ { text = $0; sub(/.*dg-(additional-)?options/, "", text); take(text) }
/dg-skip-if.*! *\{ *i\?86/ { skip = "for x86 only" }
/dg-require-effective-target dfp/ { skip = "needs decimal floating point" }
FILENAME ~ /\.x$/ && /^(lappend|set) additional_flags/ {
    text = $0
    sub(/^(lappend|set) additional_flags/, "", text)
    gsub(/"/, "", text)
    options = options " " text
}

END { if (skip) print "skip " skip; else { gsub(/[ \t]+/, " ", options); print options } }
