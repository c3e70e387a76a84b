# awk on the whole. Input: lines of words and numbers.
{ lines++; for (i = 1; i <= NF; i++) { count[length($i)]++; chars += length($i) } }
$2 % 7 == 0 { sum += $2; last = $1 }
/^[a-m]+o/ { matched++ }
{ key = substr($1, 1, 1); if (!(key in first)) first[key] = $0 }
END {
    print lines, chars, sum, last, matched
    for (i = 1; i < 20; i++) if (i in count) printf "%d:%d ", i, count[i]
    print ""
    n = split("zeta,alpha,mid", a, ","); print n, a[1] a[3]
    s = "hello world"; gsub(/o/, "0", s); print s, index(s, "w"), match(s, /l+/), RSTART, RLENGTH, toupper(s), substr(s, 3, 4)
    printf "%5.2f|%-8s|%05d|%x|%e|%g|%c|%s\n", 3.14159, "ab", 42, 255, 12345.678, 1e20, 65, 1e6
    print 2 ^ 10, 7 % 3, -7 % 3, int(-3.7), 1 / 3, 1e300 * 1e10 > 1e308, exp(1), log(10), sqrt(2), sin(1), cos(1), atan2(1, 2)
    for (i = 1; i <= 20000; i++) t += i * 0.1; print t
    x["a", 1] = 5; if (("a", 1) in x) print "multi"; delete x; for (k in x) print "left"
    print length("abc") (1 == 1.0) ("10" < "9") (10 < 9); print substr("x", 0, 5) ":" substr("hello", 2)
    print first["a"]; while (("echo b; echo a" | getline line) > 0) print "got " line
    print "z\ny" | "sort"; close("sort"); print fib(17); exit 3
}
function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2) }
