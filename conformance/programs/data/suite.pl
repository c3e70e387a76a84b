# perl on the whole: what it prints does not depend on addresses, time or the order of hashes.
use strict;
print "version ", $] >= 5.02 ? "good" : "old", "\n";
print join(",", map { $_ * $_ } grep { $_ % 2 } 1 .. 9), " ", 2**53, " ", 10 / 3, " ", -7 % 3, " ", int(-3.7), " ", 1e21, " ", 0.1 + 0.2, " ", 1 / 7, "\n";
print 0xff ^ 0x0f, " ", 1 << 30, " ", ~0 & 0xffff, " ", "abc" x 3, " ", "10" + "20", " ", "a" . 1 + 2, "\n";
printf("%5d|%-5d|%05d|%x|%o|%e|%g|%s|%c|%b|%.3f|%+d\n", 42, 42, 42, 255, 8, 12345.678, 1e-5, "s", 65, 10, 3.14159, 7);
my %h = map { ("key$_" => $_ * $_) } 1 .. 1000;
print join(" ", map { "$_=$h{$_}" } (sort keys %h)[0 .. 5]), " ", scalar(keys %h), "\n";
my @sorted = sort { $a <=> $b } map { ($_ * 7919) % 10007 } 1 .. 5000;
print "@sorted[0,1,2499,4999]\n";
my $text = join(" ", map { "word$_" } 1 .. 2000);
my $n = () = $text =~ /word\d*7\b/g;
(my $copy = $text) =~ s/(\d+)/$1 + 1/ge;
print "$n ", length($copy), " ", substr($copy, 0, 40), "\n";
print join("|", "2001-09-09T01:46:40" =~ /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)$/), " ", join("|", split(/\s*,\s*/, "a , b,c ,d")), "\n";
print "nested: $1\n" if "f(g(x),h(y,z))" =~ /(\((?:[^()]++|(?1))*\))/;
print join(" ", unpack("NnCa3 H4", pack("NnCa3 H4", 1, 2, 3, "xyz", "beef"))), " ", unpack("%32C*", $text), "\n";
print ucfirst(lc("HELLO")), " ", reverse("abc") . "", " ", join(",", reverse 1 .. 5), " ", sprintf("%vd", "1.22.333"), " ", tr/a-z// // 0, "\n";
sub closure { my $c = shift; return sub { return $c++ } }
my ($x, $y) = (closure(5), closure(10));
print $x->(), $x->(), $y->(), $x->(), "\n";
package Animal { sub new { my ($c, %a) = @_; return bless {%a}, $c } sub speak { my $s = shift; return ref($s) . " says " . $s->sound } sub sound { "nothing" } }
package Dog { our @ISA = ("Animal"); sub sound { "woof" } sub DESTROY { print "gone\n" } }
{ my $d = Dog->new(name => "Rex"); print $d->speak, " ", $d->isa("Animal"), " ", $d->can("sound") ? "can" : "cannot", "\n" }
eval { die { code => 42 } };
print "caught $@->{code}\n";
eval { my $z = 0; my $q = 1 / $z };
print $@ =~ /division by zero/ ? "division by zero\n" : "no error\n";
local $SIG{ALRM} = sub { die "alarm\n" };
eval { alarm 1; select(undef, undef, undef, 10); alarm 0 };
print "got $@";
my $pid = open(my $pipe, "-|");
if (!$pid) { print "from the child\n"; exit 3 }
print <$pipe>;
close $pipe;
print $? >> 8, "\n";
print `echo backticks; exit 2`, $? >> 8, "\n";
open(my $f, ">", "perl.$$") or die;
print $f "line $_\n" for 1 .. 100;
close $f;
open($f, "<", "perl.$$") or die;
my @lines = <$f>;
seek($f, 5, 0);
read($f, my $some, 10);
$some =~ s/\n/~/g;
print scalar(@lines), " ", -s "perl.$$", " $some ", unlink("perl.$$"), "\n";
sub fib { my $n = shift; return $n < 2 ? $n : fib($n - 1) + fib($n - 2) }
print fib(19), "\n";
my $sum = 0;
$sum += sin($_) * cos($_ / 3) + sqrt($_) / log($_ + 1) for 1 .. 20000;
printf("%.12f %s\n", $sum, join(",", map { sprintf "%.15g", $_ } atan2(1, 2), exp(1), 9**0.5));
print "\x{263a}" eq chr(0x263a) ? "wide\n" : "narrow\n";
print join(",", sort { $b cmp $a } qw(pear apple fig)), " ", (localtime(0))[5] + 1900 > 1968 ? "time" : "no time", " ", wantarray() // "undef", "\n";
