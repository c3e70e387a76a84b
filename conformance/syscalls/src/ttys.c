/* Terminals: a pseudo terminal, its modes, window size, queues; ioctls of other files. */
#include "t.h"
#include <sys/ioctl.h>
#include <termios.h>

static void print(const char *what, const struct termios *t)
{
    static const struct { tcflag_t bit; const char *name; } i[] = {
        {IGNBRK, "IGNBRK"}, {BRKINT, "BRKINT"}, {IGNPAR, "IGNPAR"}, {PARMRK, "PARMRK"}, {INPCK, "INPCK"}, {ISTRIP, "ISTRIP"},
        {INLCR, "INLCR"}, {IGNCR, "IGNCR"}, {ICRNL, "ICRNL"}, {IUCLC, "IUCLC"}, {IXON, "IXON"}, {IXANY, "IXANY"}, {IXOFF, "IXOFF"},
        {IMAXBEL, "IMAXBEL"}, {IUTF8, "IUTF8"},
    }, o[] = {
        {OPOST, "OPOST"}, {OLCUC, "OLCUC"}, {ONLCR, "ONLCR"}, {OCRNL, "OCRNL"}, {ONOCR, "ONOCR"}, {ONLRET, "ONLRET"}, {OFILL, "OFILL"},
    }, c[] = {
        {CSTOPB, "CSTOPB"}, {CREAD, "CREAD"}, {PARENB, "PARENB"}, {PARODD, "PARODD"}, {HUPCL, "HUPCL"}, {CLOCAL, "CLOCAL"},
        {CRTSCTS, "CRTSCTS"},
    }, l[] = {
        {ISIG, "ISIG"}, {ICANON, "ICANON"}, {ECHO, "ECHO"}, {ECHOE, "ECHOE"}, {ECHOK, "ECHOK"}, {ECHONL, "ECHONL"}, {NOFLSH, "NOFLSH"},
        {TOSTOP, "TOSTOP"}, {ECHOCTL, "ECHOCTL"}, {ECHOPRT, "ECHOPRT"}, {ECHOKE, "ECHOKE"}, {FLUSHO, "FLUSHO"}, {PENDIN, "PENDIN"},
        {IEXTEN, "IEXTEN"},
    };
    static const struct { int at; const char *name; } cc[] = {
        {VINTR, "INTR"}, {VQUIT, "QUIT"}, {VERASE, "ERASE"}, {VKILL, "KILL"}, {VEOF, "EOF"}, {VTIME, "TIME"}, {VMIN, "MIN"},
        {VSTART, "START"}, {VSTOP, "STOP"}, {VSUSP, "SUSP"}, {VEOL, "EOL"}, {VREPRINT, "REPRINT"}, {VDISCARD, "DISCARD"},
        {VWERASE, "WERASE"}, {VLNEXT, "LNEXT"}, {VEOL2, "EOL2"},
    };
    printf("%s:", what);
#define BITS(field, table) for (unsigned k = 0; k < sizeof table / sizeof *table; k++) if (t->field & table[k].bit) printf(" %s", table[k].name)
    BITS(c_iflag, i);
    BITS(c_oflag, o);
    BITS(c_cflag, c);
    BITS(c_lflag, l);
    printf(" cs%d", 5 + ((t->c_cflag & CSIZE) == CS6 ? 1 : (t->c_cflag & CSIZE) == CS7 ? 2 : (t->c_cflag & CSIZE) == CS8 ? 3 : 0));
    printf(" tab %d", (t->c_oflag & TABDLY) == TAB3 ? 3 : (t->c_oflag & TABDLY) == TAB0 ? 0 : 1);
    speed_t s = cfgetospeed(t), r = cfgetispeed(t);
    printf(" speed %s %s", s == B38400 ? "38400" : s == B9600 ? "9600" : s == B115200 ? "115200" : s == B0 ? "0" : "?",
           r == s ? "same" : "other");
    for (unsigned k = 0; k < sizeof cc / sizeof *cc; k++) {
        printf(" %s=%d", cc[k].name, t->c_cc[cc[k].at]);
    }
    printf("\n");
}

int main(void)
{
    int m, s, n;
    unsigned un;
    char b[100], *name;
    struct termios t, u;
    struct winsize w = {24, 80, 640, 480};
    V(m = open("/dev/ptmx", O_RDWR | O_NOCTTY));
    V(grantpt(m));
    V(unlockpt(m));
    V(ioctl(m, TIOCGPTN, &un));
    name = ptsname(m);
    IS(name != NULL && strncmp(name, "/dev/pts/", 9) == 0 && atoi(name + 9) == (int) un);
    V(s = open(name, O_RDWR | O_NOCTTY));
    V(isatty(s));
    V(isatty(m));
    V(tcgetattr(s, &t));
    print("fresh", &t);
    u = t;
    u.c_iflag &= ~(ICRNL | IXON);
    u.c_iflag |= IGNBRK | ISTRIP | IUTF8;
    u.c_oflag |= OCRNL;
    u.c_cflag = (u.c_cflag & ~CSIZE) | CS7 | PARENB | CSTOPB;
    u.c_lflag = (u.c_lflag & ~(ICANON | ECHO)) | TOSTOP | NOFLSH;
    u.c_cc[VMIN] = 3;
    u.c_cc[VTIME] = 7;
    u.c_cc[VINTR] = 'x';
    u.c_cc[VEOF] = 'e';
    u.c_cc[VEOL2] = 'z';
    cfsetospeed(&u, B115200);
    V(tcsetattr(s, TCSANOW, &u));
    memset(&u, 0, sizeof u);
    V(tcgetattr(s, &u));
    print("changed", &u);
    V(tcgetattr(m, &u));
    print("master", &u);
    cfmakeraw(&u);
    cfsetspeed(&u, B9600);
    V(tcsetattr(s, TCSADRAIN, &u));
    V(tcgetattr(s, &u));
    print("raw", &u);
    V(tcsetattr(s, TCSAFLUSH, &t));
    V(tcgetattr(s, &u));
    print("as before", &u);

    V(ioctl(s, TIOCGWINSZ, &w));
    printf("%d %d %d %d\n", w.ws_row, w.ws_col, w.ws_xpixel, w.ws_ypixel);
    w = (struct winsize) {33, 132, 1320, 660};
    V(ioctl(m, TIOCSWINSZ, &w));
    memset(&w, 0, sizeof w);
    V(ioctl(s, TIOCGWINSZ, &w));
    printf("%d %d %d %d\n", w.ws_row, w.ws_col, w.ws_xpixel, w.ws_ypixel);
    V(write(m, "line\rpart", 9));
    nap(20);
    V(ioctl(s, FIONREAD, &n));
    V(n);
    V(read(s, b, 100));
    hex("line", b, 5);
    V(ioctl(m, FIONREAD, &n));
    V(read(m, b, 100));
    hex("echo", b, 10);
    V(write(s, "out\n", 4));
    nap(20);
    V(ioctl(s, TIOCOUTQ, &n));
    V(read(m, b, 100));
    hex("out", b, 5);
    V(tcflush(s, TCIFLUSH));
    V(tcflush(s, 77));
    V(tcdrain(s));
    V(tcflow(s, TCOON));
    V(tcsendbreak(s, 0));
    n = 1;
    V(ioctl(m, FIONBIO, &n));
    V(read(m, b, 100));
    V((fcntl(m, F_GETFL) & O_NONBLOCK) != 0);
    n = 0;
    V(ioctl(m, FIONBIO, &n));
    V(ioctl(m, FIOCLEX));
    V(fcntl(m, F_GETFD));
    V(ioctl(m, FIONCLEX));
    V(fcntl(m, F_GETFD));
    V(ioctl(m, TIOCPKT, &n));
    V(ioctl(s, TIOCEXCL));
    V(ioctl(s, TIOCNXCL));
    V(ioctl(s, TIOCGETD, &n));
    V(n);
    V(tcgetpgrp(s));
    V(ioctl(s, TIOCGWINSZ, BAD));
    V(ioctl(s, TIOCSWINSZ, BAD));
    V(ioctl(s, TCGETS, BAD));
    V(ioctl(s, TCSETS, BAD));
    V(ioctl(s, FIONREAD, BAD));
    V(ioctl(77, TCGETS, &t));
    V(ioctl(s, 0x12345, &t));
    n = open("f", O_RDWR | O_CREAT, 0644);
    V(tcgetattr(n, &t));
    V(isatty(n));
    V(ioctl(n, TIOCGWINSZ, &w));
    write(n, "abc", 3);
    lseek(n, 1, SEEK_SET);
    int left;
    V(ioctl(n, FIONREAD, &left));
    V(left);
    V(ioctl(n, FIONREAD, BAD));
    close(n);

    /* A session with the terminal as its own. */
    if (fork() == 0) {
        V(setsid() == getpid());
        V(ioctl(s, TIOCSCTTY, 0));
        V(tcgetpgrp(s) == getpid());
        V(tcgetsid(s) == getpid());
        V((n = open("/dev/tty", O_RDWR)) >= 0);
        V(tcgetpgrp(n) == getpid());
        V(tcsetpgrp(s, 1));
        V(tcsetpgrp(s, -1));
        V(tcsetpgrp(s, getpgrp()));
        V(ioctl(n, TIOCNOTTY));
        V(open("/dev/tty", O_RDWR));
        _exit(4);
    }
    int st;
    wait(&st);
    status("session", st);
    V(ioctl(s, TIOCSCTTY, 0) == 0 ? 0 : 1);
    close(s);
    V(read(m, b, 10));
    return 0;
}
