package heliotrope.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

/** Numbers against those of the kernel's exported headers for MIPS and x86-64, written down here as {@code NAME=mips,x86}. */
class LinuxNumbersTest {
    private static final String ERRNO = """
            E2BIG=7,7 EACCES=13,13 EADDRINUSE=125,98 EADDRNOTAVAIL=126,99 EADV=68,68 EAFNOSUPPORT=124,97 EAGAIN=11,11
            EALREADY=149,114 EBADE=50,52 EBADF=9,9 EBADFD=81,77 EBADMSG=77,74 EBADR=51,53 EBADRQC=54,56 EBADSLT=55,57 EBFONT=59,59
            EBUSY=16,16 ECANCELED=158,125 ECHILD=10,10 ECHRNG=37,44 ECOMM=70,70 ECONNABORTED=130,103 ECONNREFUSED=146,111
            ECONNRESET=131,104 EDEADLK=45,35 EDESTADDRREQ=96,89 EDOM=33,33 EDOTDOT=73,73 EDQUOT=1133,122 EEXIST=17,17 EFAULT=14,14
            EFBIG=27,27 EHOSTDOWN=147,112 EHOSTUNREACH=148,113 EHWPOISON=168,133 EIDRM=36,43 EILSEQ=88,84 EINPROGRESS=150,115
            EINTR=4,4 EINVAL=22,22 EIO=5,5 EISCONN=133,106 EISDIR=21,21 EISNAM=139,120 EKEYEXPIRED=162,127 EKEYREJECTED=164,129
            EKEYREVOKED=163,128 EL2HLT=44,51 EL2NSYNC=38,45 EL3HLT=39,46 EL3RST=40,47 ELIBACC=83,79 ELIBBAD=84,80 ELIBEXEC=87,83
            ELIBMAX=86,82 ELIBSCN=85,81 ELNRNG=41,48 ELOOP=90,40 EMEDIUMTYPE=160,124 EMFILE=24,24 EMLINK=31,31 EMSGSIZE=97,90
            EMULTIHOP=74,72 ENAMETOOLONG=78,36 ENAVAIL=138,119 ENETDOWN=127,100 ENETRESET=129,102 ENETUNREACH=128,101 ENFILE=23,23
            ENOANO=53,55 ENOBUFS=132,105 ENOCSI=43,50 ENODATA=61,61 ENODEV=19,19 ENOENT=2,2 ENOEXEC=8,8 ENOKEY=161,126
            ENOLCK=46,37 ENOLINK=67,67 ENOMEDIUM=159,123 ENOMEM=12,12 ENOMSG=35,42 ENONET=64,64 ENOPKG=65,65 ENOPROTOOPT=99,92
            ENOSPC=28,28 ENOSR=63,63 ENOSTR=60,60 ENOSYS=89,38 ENOTBLK=15,15 ENOTCONN=134,107 ENOTDIR=20,20 ENOTEMPTY=93,39
            ENOTNAM=137,118 ENOTRECOVERABLE=166,131 ENOTSOCK=95,88 ENOTTY=25,25 ENOTUNIQ=80,76 ENXIO=6,6 EOPNOTSUPP=122,95
            EOVERFLOW=79,75 EOWNERDEAD=165,130 EPERM=1,1 EPFNOSUPPORT=123,96 EPIPE=32,32 EPROTO=71,71 EPROTONOSUPPORT=120,93
            EPROTOTYPE=98,91 ERANGE=34,34 EREMCHG=82,78 EREMOTE=66,66 EREMOTEIO=140,121 ERESTART=91,85 ERFKILL=167,132 EROFS=30,30
            ESHUTDOWN=143,108 ESOCKTNOSUPPORT=121,94 ESPIPE=29,29 ESRCH=3,3 ESRMNT=69,69 ESTALE=151,116 ESTRPIPE=92,86 ETIME=62,62
            ETIMEDOUT=145,110 ETOOMANYREFS=144,109 ETXTBSY=26,26 EUCLEAN=135,117 EUNATCH=42,49 EUSERS=94,87 EXDEV=18,18
            EXFULL=52,54
            """;

    private static final String SIGNALS = """
            SIGABRT=6,6 SIGALRM=14,14 SIGBUS=10,7 SIGCHLD=18,17 SIGCONT=25,18 SIGFPE=8,8 SIGHUP=1,1 SIGILL=4,4 SIGINT=2,2
            SIGIO=22,29 SIGKILL=9,9 SIGPIPE=13,13 SIGPROF=29,27 SIGPWR=19,30 SIGQUIT=3,3 SIGSEGV=11,11 SIGSTOP=23,19 SIGSYS=12,31
            SIGTERM=15,15 SIGTRAP=5,5 SIGTSTP=24,20 SIGTTIN=26,21 SIGTTOU=27,22 SIGURG=21,23 SIGUSR1=16,10 SIGUSR2=17,12
            SIGVTALRM=28,26 SIGWINCH=20,28 SIGXCPU=30,24 SIGXFSZ=31,25
            """;

    private static final String OPEN = """
            O_WRONLY=1,1 O_RDWR=2,2 O_APPEND=8,1024 O_DSYNC=16,4096 O_NONBLOCK=128,2048 O_CREAT=256,64 O_TRUNC=512,512 O_EXCL=1024,128
            O_NOCTTY=2048,256 FASYNC=4096,8192 O_LARGEFILE=8192,32768 O_SYNC=16400,1052672 O_DIRECT=32768,16384
            O_DIRECTORY=65536,65536 O_NOFOLLOW=131072,131072 O_NOATIME=262144,262144 O_CLOEXEC=524288,524288 O_PATH=2097152,2097152
            O_TMPFILE=4259840,4259840
            """;

    private static final String MMAP = """
            MAP_SHARED=1,1 MAP_PRIVATE=2,2 MAP_FIXED=16,16 MAP_NORESERVE=1024,16384 MAP_ANONYMOUS=2048,32 MAP_GROWSDOWN=4096,256
            MAP_DENYWRITE=8192,2048 MAP_EXECUTABLE=16384,4096 MAP_LOCKED=32768,8192 MAP_POPULATE=65536,32768 MAP_NONBLOCK=131072,65536
            MAP_STACK=262144,131072 MAP_HUGETLB=524288,262144 MAP_FIXED_NOREPLACE=1048576,1048576
            """;

    private static final String LIMITS = """
            CPU=0,0 FSIZE=1,1 DATA=2,2 STACK=3,3 CORE=4,4 NOFILE=5,7 AS=6,9 RSS=7,5 NPROC=8,6 MEMLOCK=9,8 LOCKS=10,10 SIGPENDING=11,11
            MSGQUEUE=12,12 NICE=13,13 RTPRIO=14,14 RTTIME=15,15
            """;

    /** What is compared for a pair. */
    private interface Check {
        void pair(String name, int mips, int host);
    }

    private static void each(String table, Check check) {
        int start = 0;
        while (start < table.length()) {
            int end = start;
            while (end < table.length() && !Character.isWhitespace(table.charAt(end))) {
                end++;
            }
            if (end > start) {
                String pair = table.substring(start, end);
                int equals = pair.indexOf('=');
                int comma = pair.indexOf(',');
                check.pair(pair.substring(0, equals), Integer.parseInt(pair.substring(equals + 1, comma)),
                        Integer.parseInt(pair.substring(comma + 1)));
            }
            start = end + 1;
        }
    }

    @Test
    void errorNumbers() {
        each(ERRNO, (name, mips, host) -> {
            assertEquals(mips, LinuxErrno.fromHost(host), name);
            assertEquals(host, LinuxErrno.toHost(mips), name);
            assertEquals(name, LinuxErrno.name(mips));
        });
        assertNull(LinuxErrno.name(0));
        assertNull(LinuxErrno.name(47));
        assertNull(LinuxErrno.name(9999));
        assertEquals(122, LinuxErrno.fromHost(524));
        assertEquals(4, LinuxErrno.fromHost(512));
        assertEquals(22, LinuxErrno.fromHost(4000));
    }

    @Test
    void signals() {
        each(SIGNALS, (name, mips, host) -> {
            assertEquals(mips, LinuxSignals.fromHost(host), name);
            assertEquals(host, LinuxSignals.toHost(mips), name);
            assertEquals(name, LinuxSignals.name(mips));
        });
        assertEquals(0, LinuxSignals.toHost(LinuxSignals.SIGEMT));
        for (int realTime = 32; realTime <= 64; realTime++) {
            assertEquals(realTime, LinuxSignals.toHost(LinuxSignals.fromHost(realTime)));
        }
        assertEquals(0, LinuxSignals.toHost(65));
    }

    @Test
    void defaultActions() {
        String core = "QUIT ILL TRAP ABRT EMT FPE BUS SEGV SYS XCPU XFSZ ";
        String ignored = "CHLD WINCH URG ";
        String stop = "STOP TSTP TTIN TTOU ";
        for (int signal = 1; signal <= LinuxSignals.COUNT; signal++) {
            String name = LinuxSignals.name(signal).substring(3) + " ";
            char expected = core.contains(name) ? 'c'
                    : ignored.contains(name) ? 'i'
                    : stop.contains(name) ? 's'
                    : name.equals("CONT ") ? 'g' : 't';
            assertEquals(expected, LinuxSignals.action(signal), name);
        }
    }

    @Test
    void openFlags() {
        each(OPEN, (name, mips, host) -> {
            assertEquals(host, LinuxFlags.openToHost(mips), name);
            assertEquals(mips, LinuxFlags.openFromHost(host), name);
        });
    }

    @Test
    void mmapFlags() {
        each(MMAP, (name, mips, host) -> assertEquals(host, LinuxFlags.mmapToHost(mips), name));
    }

    @Test
    void limits() {
        each(LIMITS, (name, mips, host) -> assertEquals(host, LinuxFlags.limitToHost(mips), name));
        assertEquals(-1, LinuxFlags.limitToHost(16));
        assertEquals(-1, LinuxFlags.limitToHost(-1));
    }

    @Test
    void socketTypes() {
        assertEquals(1, LinuxFlags.socketTypeToHost(2)); // streams
        assertEquals(2, LinuxFlags.socketTypeToHost(1)); // datagrams
        assertEquals(5, LinuxFlags.socketTypeToHost(5));
        assertEquals(0x80801, LinuxFlags.socketTypeToHost(0x80082)); // close-on-exec, non-blocking
        assertEquals(2, LinuxFlags.socketTypeFromHost(1));
        assertEquals(0x800, LinuxFlags.nonblockToHost(0x80));
        assertEquals(0x80, LinuxFlags.nonblockToHost(0x800)); // which means something else: the host will refuse it
    }

    @Test
    void ioctlNumbers() {
        assertEquals(0x80045430, LinuxFlags.ioctlToHost(0x40045430)); // TIOCGPTN
        assertEquals(0x40045431, LinuxFlags.ioctlToHost(0x80045431)); // TIOCSPTLCK
        assertEquals(0x5441, LinuxFlags.ioctlToHost(0x20005441)); // TIOCGPTPEER
        assertEquals(0x40045430, LinuxFlags.ioctlFromHost(0x80045430));
        assertEquals(0x20005441, LinuxFlags.ioctlFromHost(0x5441));
    }
}
