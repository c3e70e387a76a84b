# The shell on the whole: built-ins, and other programs through fork, exec and pipes.
echo "arguments: $# $1 ${2:-none}"
i=0; while [ $i -lt 300 ]; do i=$((i + 1)); done; echo "loop $i $((i * i % 97)) $((1 << 20)) $((-7 / 2)) $((0x1f & 6))"
x=abc.def.ghi; echo "${x#*.} ${x##*.} ${x%.*} ${x%%.*} ${#x} ${none:-default} ${x:+set}"
for w in one two 'three four'; do printf '%s|' "$w"; done; echo
case $x in *.xyz) echo no ;; abc*) echo yes ;; esac
f() { local y=$1; [ "$y" -le 1 ] && { echo 1; return; }; echo $((y * $(f $((y - 1))))); }
echo "factorial $(f 10)"
set -- a b 'c d'; echo "$# $* $@"; shift; echo "$1 $#"; IFS=:; set -- $(echo a:b:c); IFS=' '; echo "$# $2"
(exit 5); echo "subshell $?"; false || echo or; true && echo and; ! false; echo $?
cat <<END | tr a-z A-Z
here document $((6 * 7))
END
echo 'b 2
a 1
c 3' | sort | while read -r k v; do echo "$v:$k"; done
seq 1 1000 | awk '{ s += $1 } END { print s }'
printf '%s\n' pear apple fig apple | sort | uniq -c | sort -rn | sed 's/^ *//'
trap 'echo "trapped USR1"' USR1; kill -USR1 $$; trap - USR1
{ sleep 5 & pid=$!; kill $pid; wait $pid; } 2>/dev/null; echo "killed $?"
trap 'echo leaving' EXIT
{ sh -c 'kill -9 $$'; } 2>/dev/null; echo "child $?"
{ echo out; echo err >&2; } 2>&1 >/dev/null | cat
echo text >file.$$; cat <file.$$ >>file2.$$; echo more >>file2.$$; wc -l <file2.$$ | tr -d ' '; exec 3<file2.$$; read -r line <&3; echo "$line"; exec 3<&-; rm file.$$ file2.$$
mkdir -p d/e/f && touch d/e/f/g && find d | sort && rm -r d && ls d 2>/dev/null; echo $?
n=0; for j in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do v=$(echo $j | sed 's/$/0/'); n=$((n + v)); done; echo "substitutions $n"
a=1 b=2 sh -c 'echo "$a $b"'; echo "umask $(umask 022; umask)"
yes | head -3; echo "$(echo nested $(echo deeper $(echo deepest)))"
head -c 100000 /dev/zero | tr '\0' x | wc -c | tr -d ' '
eval 'echo "evaluated $x"'; command -v cd; type nosuchcommand >/dev/null 2>&1 || echo "not found"; nosuchcommand 2>/dev/null; echo $?
echo '#!/bin/sh
echo "script $0 $1"' >script.sh; chmod +x script.sh; ./script.sh argument; rm script.sh
exit 4
