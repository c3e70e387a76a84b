package heliotrope.irix;

import heliotrope.ir.Nullable;
import heliotrope.kernel.SyscallRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The calls that are many calls in one: rows in the style of {@link IrixSyscallTable} for each code of syssgi, sysmp, prctl, fcntl
 * and ioctl, and plain lists of names for sysinfo, sysconf and pathconf. Parsed only for tracing, documentation and tests.
 */
public final class IrixSubcodes {
    private IrixSubcodes() {}

    // spotless:off
    private static final String SYSSGI = """
            1|SGI_SYSID|out:64 buf|int|F|
            2|SGI_BUFINFO||int|N|
            3|SGI_TUNE_SET||int|N|
            4|SGI_IDBG||int|N|
            5|SGI_INVENT|int operation, ptr buf, size n|long|F|a small machine
            6|SGI_RDNAME|pid pid, ptr buf, size n|int|F|
            7|SGI_SETLED|int value|int|P|accepted without effect
            8|SGI_SETNVRAM|str name, str value|int|P|always EINVAL
            9|SGI_GETNVRAM|str name, ptr buf|int|P|always EINVAL
            10|SGI_SETKOPT||int|P|always EPERM
            12|SGI_QUERY_FTIMER||int|P|always EINVAL
            13|SGI_QUERY_CYCLECNTR|ptr period|int|P|always EINVAL: no mapped counter
            14|SGI_PROCSZ||int|N|
            15|SGI_SIGACTION|signal signal, sigaction action, outsigaction old|int|F|form before 5.2
            16|SGI_SIGPENDING|outsigset set|int|F|
            17|SGI_SIGPROCMASK|sighow how, sigset set, outsigset old|int|F|
            18|SGI_SIGSUSPEND|sigset set|int|F|
            20|SGI_SETSID||pid|F|
            21|SGI_SETPGID|pid pid, pid group|int|F|
            22|SGI_SYSCONF|sysconf name|long|F|
            23|SGI_PATHCONF_OLD|hex object, pathconf name, int how|long|F|
            24|SGI_PATHCONF|hex object, pathconf name, int how|long|F|
            29|SGI_TITIMER||int|N|
            30|SGI_READB|fd fd, ptr buf, int block, int n|int|F|
            31|SGI_WRITEB|fd fd, ptr buf, int block, int n|int|F|
            40|SGI_SETGROUPS|int n, ptr groups|int|P|always EPERM
            41|SGI_GETGROUPS|int n, ptr groups|int|F|
            52|SGI_SETTIMEOFDAY|timeval time|int|P|always EPERM
            53|SGI_SETTIMETRIM|int value|int|P|accepted without effect
            54|SGI_GETTIMETRIM|ptr value|int|P|always 0
            55|SGI_SPROFIL|ptr profile, int n, int flags|int|P|accepted, nothing is counted
            56|SGI_RUSAGE|int who, outrusage usage|int|F|
            57|SGI_SIGSTACK|ptr stack, ptr old|int|F|
            58|SGI_SIGSTATUS||int|P|always EINVAL
            59|SGI_NETPROC||int|P|accepted without effect
            60|SGI_SIGALTSTACK|sigstack stack, outsigstack old|int|F|
            61|SGI_BDFLUSHCNT|int n|int|P|accepted without effect
            62|SGI_SSYNC||int|F|
            63|SGI_NFSCNVT||int|P|always EINVAL
            64|SGI_GETPGID|pid pid|pid|F|
            65|SGI_GETSID|pid pid|pid|F|
            66|SGI_IOPROBE||int|P|always EINVAL
            67|SGI_CONFIG||int|P|always EINVAL
            68|SGI_ELFMAP|fd fd, ptr headers, int n|ptr|F|
            69|SGI_MCONFIG||int|P|always EINVAL
            70|SGI_GETPLABEL||int|N|
            71|SGI_SETPLABEL||int|N|
            72|SGI_GETLABEL||int|N|
            73|SGI_SETLABEL||int|N|
            74|SGI_SATREAD||int|P|always EPERM
            75|SGI_SATWRITE||int|P|always EPERM
            76|SGI_SATCTL||int|P|always EPERM
            77|SGI_LOADATTR||int|N|
            78|SGI_UNLOADATTR||int|N|
            79|SGI_RECVLUMSG||int|N|
            80|SGI_PLANGMOUNT||int|N|
            81|SGI_GETPSOACL||int|N|
            82|SGI_SETPSOACL||int|N|
            83|SGI_CAP_GET||int|N|
            84|SGI_CAP_SET||int|N|
            85|SGI_PROC_ATTR_GET|str name, ptr buf, size n|int|P|always 0
            86|SGI_PROC_ATTR_SET|str name, ptr buf, size n|int|P|accepted without effect
            87|SGI_REVOKE||int|N|
            88|SGI_ACL_GET||int|N|
            89|SGI_ACL_SET||int|N|
            90|SGI_MAC_GET||int|N|
            91|SGI_MAC_SET||int|N|
            92|SGI_RXEV_GET|hex a1, hex a2|int|P|always 0
            98|SGI_SBE_GET||int|P|always 0
            99|SGI_SBE_CLR||int|P|always 0
            102|SGI_GET_EVCONF||int|P|always EINVAL
            103|SGI_MPCWAROFF||int|P|always EINVAL
            104|SGI_SET_AUTOPWRON||int|P|always EINVAL
            105|SGI_SPIPE|ptr fds|int|F|a socket pair
            106|SGI_SYMTAB||int|P|always EINVAL
            107|SGI_SET_FP_PRECISE|int on|int|P|accepted without effect
            108|SGI_TOSSTSAVE||int|F|
            109|SGI_FDHI||int|F|
            110|SGI_SET_CONFIG_SMM|int on|int|P|accepted without effect
            111|SGI_SET_FP_PRESERVE|int on|int|P|accepted without effect
            112|SGI_MINRSS|int pages|int|P|accepted without effect
            113|SGI_GRIO||int|N|
            114|SGI_XLV_SET_TAB||int|N|
            115|SGI_XLV_GET_TAB||int|N|
            116|SGI_GET_FP_PRECISE||int|P|always 0
            117|SGI_GET_CONFIG_SMM||int|P|always 0
            118|SGI_FP_IMPRECISE_SUPP||int|P|always 0
            119|SGI_CONFIG_NSMM_SUPP||int|P|always 0
            122|SGI_RT_TSTAMP_CREATE||int|N|
            123|SGI_RT_TSTAMP_DELETE||int|N|
            124|SGI_RT_TSTAMP_START||int|N|
            125|SGI_RT_TSTAMP_STOP||int|N|
            126|SGI_RT_TSTAMP_ADDR||int|N|
            127|SGI_RT_TSTAMP_MASK||int|N|
            128|SGI_RT_TSTAMP_EOB_MODE||int|N|
            129|SGI_USE_FP_BCOPY||int|F|
            130|SGI_GET_UST|ptr nanoseconds, ptr time|int|F|
            131|SGI_SPECULATIVE_EXEC|int on|int|P|accepted without effect
            132|SGI_XLV_NEXT_RQST||int|N|
            133|SGI_XLV_ATTR_CURSOR||int|N|
            134|SGI_XLV_ATTR_GET||int|N|
            135|SGI_XLV_ATTR_SET||int|N|
            136|SGI_BTOOLSIZE||int|N|
            137|SGI_BTOOLGET||int|N|
            138|SGI_BTOOLREINIT||int|N|
            139|SGI_CREATE_UUID|ptr uuid|int|F|
            140|SGI_NOFPE|int on|int|P|accepted without effect
            141|SGI_OLD_SOFTFP|int on|int|P|accepted without effect
            142|SGI_FS_INUMBERS||int|N|
            143|SGI_FS_BULKSTAT||int|N|
            145|SGI_RT_TSTAMP_UPDATE||int|N|
            146|SGI_PATH_TO_HANDLE||int|N|
            147|SGI_PATH_TO_FSHANDLE||int|N|
            148|SGI_FD_TO_HANDLE||int|N|
            149|SGI_OPEN_BY_HANDLE||int|N|
            150|SGI_READLINK_BY_HANDLE||int|N|
            151|SGI_READ_DANGID||int|N|
            152|SGI_CONST||int|N|
            153|SGI_XFS_FSOPERATIONS||int|N|
            154|SGI_SETASH||int|N|
            155|SGI_GETASH||int|P|always 0
            156|SGI_SETPRID||int|P|accepted without effect
            157|SGI_GETPRID||int|P|always 0
            158|SGI_SETSPINFO||int|P|accepted without effect
            159|SGI_GETSPINFO||int|P|always 0
            160|SGI_SHAREII||int|P|accepted without effect
            161|SGI_NEWARRAYSESS||int|P|accepted without effect
            162|SGI_GETDFLTPRID||int|P|always 0
            163|SGI_SET_DISMISSED_EXC_CNT||int|P|accepted without effect
            164|SGI_GET_DISMISSED_EXC_CNT||int|P|always 0
            165|SGI_CYCLECNTR_SIZE||int|F|
            166|SGI_QUERY_FASTTIMER||int|P|always EINVAL
            167|SGI_PIDSINASH||int|P|always EINVAL
            168|SGI_ULI||int|N|
            170|SGI_AUTOFS_SYS||int|N|
            171|SGI_CACHEFS_SYS||int|N|
            172|SGI_NFSNOTIFY||int|N|
            173|SGI_LOCKDSYS||int|N|
            174|SGI_EVENTCTR||int|P|always ENODEV
            175|SGI_GETPRUSAGE||int|P|always EINVAL
            176|SGI_PROCMASK_LOCATION|int where|int|P|always EINVAL: the mask stays in the kernel
            178|SGI_CKPT||int|N|
            179|SGI_GETGRPPID||int|P|always EINVAL
            180|SGI_GETSESPID||int|P|always EINVAL
            181|SGI_ENUMASHS||int|P|always EINVAL
            182|SGI_SETASMACHID||int|P|always EINVAL
            183|SGI_GETASMACHID||int|P|always EINVAL
            184|SGI_GETARSESS||int|P|always EINVAL
            185|SGI_JOINARRAYSESS||int|P|always EINVAL
            187|SGI_DBA_CONFIG||int|P|always EINVAL
            188|SGI_RELEASE_NAME|size n, ptr buf|int|F|
            189|SGI_SYNCH_CACHE_HANDLER||int|P|accepted without effect
            190|SGI_SWASH_INIT||int|P|always EINVAL
            191|SGI_NUM_MODULES||int|P|always EINVAL
            192|SGI_MODULE_INFO||int|P|always EINVAL
            200|SGI_NUMA_MIGR||int|P|accepted without effect
            201|SGI_NUMA_MIGR_OPTION||int|P|always EINVAL
            202|SGI_KAIO_USERINIT||int|N|
            203|SGI_KAIO_READ||int|N|
            204|SGI_KAIO_WRITE||int|N|
            205|SGI_KAIO_SUSPEND||int|N|
            206|SGI_DBA_GETSTATS||int|N|
            207|SGI_IO_SHOW_AUX||int|N|
            208|SGI_PMOCTL||int|N|
            209|SGI_ALLOCSHARENA||int|N|
            210|SGI_SETVPID||int|P|always EINVAL
            211|SGI_GETVPID||int|P|always EINVAL
            219|SGI_DPIPE_FSPE_BIND||int|N|
            220|SGI_DYIELD||int|N|
            221|SGI_TUNE_GET|str group, str name|int|P|always EINVAL
            222|SGI_CHPROJ||int|P|accepted without effect
            223|SGI_LCHPROJ||int|P|accepted without effect
            224|SGI_FCHPROJ||int|P|accepted without effect
            225|SGI_ARSESS_CTL||int|P|always EINVAL
            226|SGI_ARSESS_OP||int|P|always EINVAL
            228|SGI_BULKSTAT_SINGLE||int|N|
            229|SGI_SWAPEXT||int|N|
            300|SGI_IS_DEBUG_KERNEL||int|F|
            301|SGI_IS_TRAPLOG_DEBUG_KERNEL||int|F|
            320|SGI_POKE||int|P|always EPERM
            321|SGI_PEEK||int|P|always EPERM
            600|SGI_ACCTCTL||int|P|always EPERM
            1054|SGI_UNSUPPORTED_MAP_RESERVED_RANGE|int on|int|F|
            1210|SGI_GETJLIMIT||int|P|always ENOPKG
            1211|SGI_SETJLIMIT||int|P|always ENOPKG
            1212|SGI_GETJUSAGE||int|P|always ENOPKG
            1214|SGI_GETJID||int|P|always ENOPKG
            1215|SGI_KILLJOB||int|P|always ENOPKG
            1216|SGI_MAKENEWJOB||int|P|always ENOPKG
            1217|SGI_GETJOBPID||int|P|always ENOPKG
            1218|SGI_JOINJOB||int|P|always ENOPKG
            1219|SGI_SETWAITJOBPID||int|P|always ENOPKG
            1220|SGI_WAITJOB||int|P|always ENOPKG
            """;

    private static final String SYSMP = """
            1|MP_NPROCS||int|F|
            2|MP_NAPROCS||int|F|
            3|MP_SPACE||int|P|always EINVAL
            4|MP_ENABLE|int cpu|int|P|always EPERM
            5|MP_DISABLE|int cpu|int|P|always EPERM
            8|MP_KERNADDR|int what|int|P|always EINVAL
            9|MP_SASZ|int what|int|P|always EINVAL
            10|MP_SAGET|int what, ptr buf, size n|int|P|always EINVAL
            13|MP_SCHED|int command, hex a1, hex a2|int|P|accepted without effect
            14|MP_PGSIZE||int|F|
            15|MP_SAGET1|int what, ptr buf, size n, int cpu|int|P|always EINVAL
            16|MP_EMPOWER|int cpu|int|P|always EPERM
            17|MP_RESTRICT|int cpu|int|P|always EPERM
            18|MP_CLOCK|int cpu|int|P|always EPERM
            19|MP_MUSTRUN|int cpu|int|P|accepted without effect
            20|MP_RUNANYWHERE||int|P|accepted without effect
            21|MP_STAT|ptr buf|int|P|always EINVAL
            22|MP_ISOLATE|int cpu|int|P|always EPERM
            23|MP_UNISOLATE|int cpu|int|P|always EPERM
            24|MP_PREEMPTIVE|int cpu|int|P|always EPERM
            25|MP_NONPREEMPTIVE|int cpu|int|P|always EPERM
            26|MP_FASTCLOCK|int cpu|int|P|always EPERM
            28|MP_CLEARNFSSTAT||int|P|always EPERM
            29|MP_GETMUSTRUN||int|P|always EINVAL: runs anywhere
            30|MP_MUSTRUN_PID|int cpu, pid pid|int|P|accepted without effect
            31|MP_RUNANYWHERE_PID|pid pid|int|P|accepted without effect
            32|MP_GETMUSTRUN_PID|pid pid|int|P|always EINVAL: runs anywhere
            33|MP_CLEARCFSSTAT||int|P|always EPERM
            35|MP_CPUSET||int|P|always EINVAL
            42|MP_NUMNODES||int|F|
            43|MP_NUMA_GETDISTMATRIX||int|P|always EINVAL
            44|MP_NUMA_GETCPUNODEMAP||int|P|always EINVAL
            45|MP_DISABLE_CPU|int cpu|int|P|always EPERM
            46|MP_ENABLE_CPU|int cpu|int|P|always EPERM
            47|MP_CPU_PATH||int|P|always EINVAL
            48|MP_KLSTAT||int|P|always EINVAL
            49|MP_NUM_CPU_PER_NODE||int|P|always EINVAL
            """;

    private static final String PRCTL = """
            1|PR_MAXPROCS||int|F|
            2|PR_ISBLOCKED|pid pid|int|F|
            3|PR_SETSTACKSIZE|size n|long|P|kept for sproc, which is not there yet
            4|PR_GETSTACKSIZE||long|F|
            5|PR_MAXPPROCS||int|F|
            6|PR_UNBLKONEXEC|pid pid|int|P|accepted without effect
            8|PR_SETEXITSIG|signal signal|int|P|accepted: no share groups yet
            9|PR_RESIDENT||int|P|accepted without effect
            10|PR_ATTACHADDR|pid pid, ptr address|ptr|P|always EINVAL
            11|PR_DETACHADDR|ptr address|int|P|always EINVAL
            12|PR_TERMCHILD||int|P|accepted without effect
            13|PR_GETSHMASK|pid pid|int|F|
            14|PR_GETNSHARE||int|F|
            15|PR_COREPID|pid pid, int on|int|P|accepted without effect
            16|PR_ATTACHADDRPERM|pid pid, ptr address|ptr|P|always EINVAL
            17|PR_PTHREADEXIT|int status|none|N|threads
            18|PR_SETABORTSIG|signal signal|int|P|accepted without effect
            20|PR_INIT_THREADS||int|P|accepted: threads are not there yet
            21|PR_THREAD_CTL|int operation, hex a2|int|N|threads
            22|PR_LASTSHEXIT||int|F|
            """;

    private static final String FCNTL = """
            0|F_DUPFD|fd minimum|fd|F|
            1|F_GETFD||int|F|
            2|F_SETFD|int flags|int|F|
            3|F_GETFL||oflags|F|
            4|F_SETFL|oflags flags|int|F|
            5|F_OGETLK|flock lock|int|F|
            6|F_SETLK|flock lock|int|F|
            7|F_SETLKW|flock lock|int|F|
            8|F_CHKFL|int flags|int|P|accepted without effect
            10|F_ALLOCSP|flock range|int|F|
            11|F_FREESP|flock range|int|F|truncation only (length 0)
            12|F_SETBSDLK|flock lock|int|F|
            13|F_SETBSDLKW|flock lock|int|F|
            14|F_GETLK|flock lock|int|F|
            15|F_CHKLK||int|P|always EINVAL
            16|F_CHKLKW||int|P|always EINVAL
            17|F_CLNLK||int|P|always EINVAL
            20|F_RSETLK|flock lock|int|P|always EINVAL
            21|F_RGETLK|flock lock|int|P|always EINVAL
            22|F_RSETLKW|flock lock|int|P|always EINVAL
            23|F_GETOWN||pid|F|
            24|F_SETOWN|pid pid|int|F|
            30|F_DIOINFO|ptr info|int|F|
            31|F_FSGETXATTR|ptr attributes|int|P|always EINVAL
            32|F_FSSETXATTR|ptr attributes|int|P|always EINVAL
            33|F_GETLK64|flock64 lock|int|F|
            34|F_SETLK64|flock64 lock|int|F|
            35|F_SETLKW64|flock64 lock|int|F|
            36|F_ALLOCSP64|flock64 range|int|F|
            37|F_FREESP64|flock64 range|int|F|truncation only (length 0)
            38|F_GETBMAP|ptr map|int|P|always EINVAL
            40|F_RESVSP|flock range|int|F|
            41|F_UNRESVSP|flock range|int|F|
            42|F_RESVSP64|flock64 range|int|F|
            43|F_UNRESVSP64|flock64 range|int|F|
            52|F_FSYNC|flock range|int|F|
            53|F_FSYNC64|flock64 range|int|F|
            """;

    private static final String IOCTL = """
            0x5401|TCGETA|outtermio termio|int|F|
            0x5402|TCSETA|termio termio|int|F|
            0x5403|TCSETAW|termio termio|int|F|
            0x5404|TCSETAF|termio termio|int|F|
            0x5405|TCSBRK|int drain|int|F|
            0x5406|TCXONC|int action|int|F|
            0x5407|TCFLSH|int queue|int|F|
            0x540c|TIOCFLUSH|int what|int|F|
            0x540d|TCGETS|outtermios termios|int|F|
            0x540e|TCSETS|termios termios|int|F|
            0x540f|TCSETSW|termios termios|int|F|
            0x5410|TCSETSF|termios termios|int|F|
            0x54c9|TCGETA_NEW|ptr termio|int|F|
            0x54ca|TCSETA_NEW|ptr termio|int|F|
            0x54cb|TCSETAW_NEW|ptr termio|int|F|
            0x54cc|TCSETAF_NEW|ptr termio|int|F|
            0x54d5|TCGETS_NEW|ptr termios|int|F|
            0x54d6|TCSETS_NEW|ptr termios|int|F|
            0x54d7|TCSETSW_NEW|ptr termios|int|F|
            0x54d8|TCSETSF_NEW|ptr termios|int|F|
            0x5470|TIOCPKT|outint on|int|F|
            0x5471|TIOCNOTTY||int|F|
            0x5472|TIOCSTI|ptr character|int|F|
            0x7400|TIOCGETD|outint discipline|int|F|
            0x7401|TIOCSETD|outint discipline|int|P|accepted without effect
            0x7402|TIOCHPCL||int|P|accepted without effect
            0x7408|TIOCGETP|ptr sgttyb|int|N|BSD terminal modes
            0x7409|TIOCSETP|ptr sgttyb|int|N|BSD terminal modes
            0x740a|TIOCSETN|ptr sgttyb|int|N|BSD terminal modes
            0x740d|TIOCEXCL||int|F|
            0x740e|TIOCNXCL||int|F|
            0x7416|TIOCGSID|outint session|int|F|
            0x741a|TIOCMSET|outint lines|int|F|
            0x741b|TIOCMBIS|outint lines|int|F|
            0x741c|TIOCMBIC|outint lines|int|F|
            0x741d|TIOCMGET|outint lines|int|F|
            0x746e|TIOCSTART||int|F|
            0x746f|TIOCSTOP||int|F|
            0x7472|TIOCOUTQ_OLD|outint bytes|int|F|
            0x7473|TIOCOUTQ|outint bytes|int|F|
            0x7478|TIOCCDTR||int|P|accepted without effect
            0x7479|TIOCSDTR||int|P|accepted without effect
            0x747a|TIOCCBRK||int|F|
            0x747b|TIOCSBRK||int|F|
            0x40087468|TIOCGWINSZ|outwinsize size|int|F|
            0x80087467|TIOCSWINSZ|winsize size|int|F|
            0x40047477|TIOCGPGRP|outint group|int|F|
            0x80047476|TIOCSPGRP|outint group|int|F|
            0x80047478|TIOCCONS||int|P|always EPERM
            0x6601|FIOCLEX||int|F|
            0x6602|FIONCLEX||int|F|
            0x4004667f|FIONREAD|outint bytes|int|F|
            0x467f|FIONREAD_OLD|outint bytes|int|F|
            0x8004667e|FIONBIO|outint on|int|F|
            0x8004667d|FIOASYNC|outint on|int|F|
            0x8004667c|FIOSETOWN|outint pid|int|F|
            0x4004667b|FIOGETOWN|outint pid|int|F|
            0x4004730a|SIOCNREAD|outint bytes|int|F|
            0x40047307|SIOCATMARK|outint mark|int|F|
            0x80047308|SIOCSPGRP|outint pid|int|F|
            0x40047309|SIOCGPGRP|outint pid|int|F|
            0x8020690c|SIOCSIFADDR|ptr request|int|P|always EPERM
            0x80206910|SIOCSIFFLAGS|ptr request|int|P|always EPERM
            0xc0206911|SIOCGIFFLAGS|ptr request|int|F|
            0xc0086914|SIOCGIFCONF|ptr list|int|N|
            0xc020691b|SIOCGIFMETRIC|ptr request|int|N|
            0x5301|I_NREAD|outint bytes|int|P|only where FIONREAD works
            0x5308|I_STR|ptr request|int|P|pseudo terminals only (ISPTM, UNLKPT)
            0x5322|I_ISASTREAM||int|F|
            """;

    /** Number, name; a star after the name: its value is served. */
    private static final String SYSCONF = "1 ARG_MAX,2 CHILD_MAX,3 CLK_TCK,4 NGROUPS_MAX,5 OPEN_MAX,6 JOB_CONTROL,7 SAVED_IDS,8 VERSION,"
            + "9 PASS_MAX,10 LOGNAME_MAX,11 PAGESIZE,12 XOPEN_VERSION,13 NACLS_MAX,14 NPROC_CONF,15 NPROC_ONLN,16 STREAM_MAX,"
            + "17 TZNAME_MAX,20 RTSIG_MAX,21 SIGQUEUE_MAX,23 REALTIME_SIGNALS,24 PRIORITIZED_IO,25 ACL,26 AUDIT,27 INF,28 MAC,29 CAP,"
            + "30 IP_SECOPTS,31 KERN_POINTERS,32 DELAYTIMER_MAX,33 MQ_OPEN_MAX,34 MQ_PRIO_MAX,35 SEM_NSEMS_MAX,36 SEM_VALUE_MAX,"
            + "37 TIMER_MAX,38 FSYNC,39 MAPPED_FILES,40 MEMLOCK,41 MEMLOCK_RANGE,42 MEMORY_PROTECTION,43 MESSAGE_PASSING,"
            + "44 PRIORITY_SCHEDULING,45 SEMAPHORES,46 SHARED_MEMORY_OBJECTS,47 SYNCHRONIZED_IO,48 TIMERS,64 ASYNCHRONOUS_IO,"
            + "65 ABI_ASYNCHRONOUS_IO,66 AIO_LISTIO_MAX,67 AIO_MAX,68 AIO_PRIO_DELTA_MAX,75 XOPEN_SHM,76 XOPEN_CRYPT,77 BC_BASE_MAX,"
            + "78 BC_DIM_MAX,79 BC_SCALE_MAX,80 BC_STRING_MAX,81 COLL_WEIGHTS_MAX,82 EXPR_NEST_MAX,83 LINE_MAX,84 RE_DUP_MAX,"
            + "85 2_C_BIND,86 2_C_DEV,87 2_C_VERSION,88 2_FORT_DEV,89 2_FORT_RUN,90 2_LOCALEDEF,91 2_SW_DEV,92 2_UPE,93 2_VERSION,"
            + "94 2_CHAR_TERM,95 XOPEN_ENH_I18N,96 IOV_MAX,97 ATEXIT_MAX,98 XOPEN_UNIX,99 XOPEN_XCU_VERSION,100 GETGR_R_SIZE_MAX,"
            + "101 GETPW_R_SIZE_MAX,102 LOGIN_NAME_MAX,103 THREAD_DESTRUCTOR_ITERATIONS,104 THREAD_KEYS_MAX,105 THREAD_STACK_MIN,"
            + "106 THREAD_THREADS_MAX,107 TTY_NAME_MAX,108 THREADS,109 THREAD_ATTR_STACKADDR,110 THREAD_ATTR_STACKSIZE,"
            + "111 THREAD_PRIORITY_SCHEDULING,112 THREAD_PRIO_INHERIT,113 THREAD_PRIO_PROTECT,114 THREAD_PROCESS_SHARED,"
            + "115 THREAD_SAFE_FUNCTIONS,116 KERN_SIM,117 MMAP_FIXED_ALIGNMENT,118 SOFTPOWER,119 XBS5_ILP32_OFF32,"
            + "120 XBS5_ILP32_OFFBIG,121 XBS5_LP64_OFF64,122 XBS5_LPBIG_OFFBIG,123 XOPEN_LEGACY,124 XOPEN_REALTIME";

    private static final String PATHCONF = "1 LINK_MAX,2 MAX_CANON,3 MAX_INPUT,4 NAME_MAX,5 PATH_MAX,6 PIPE_BUF,7 CHOWN_RESTRICTED,"
            + "8 NO_TRUNC,9 VDISABLE,10 SYNC_IO";

    private static final String SYSINFO = "1 SI_SYSNAME,2 SI_HOSTNAME,3 SI_RELEASE,4 SI_VERSION,5 SI_MACHINE,6 SI_ARCHITECTURE,"
            + "7 SI_HW_SERIAL,8 SI_HW_PROVIDER,9 SI_SRPC_DOMAIN,10 SI_INITTAB_NAME,100 _MIPS_SI_VENDOR,101 _MIPS_SI_OS_PROVIDER,"
            + "102 _MIPS_SI_OS_NAME,103 _MIPS_SI_HW_NAME,104 _MIPS_SI_NUM_PROCESSORS,105 _MIPS_SI_HOSTID,106 _MIPS_SI_OSREL_MAJ,"
            + "107 _MIPS_SI_OSREL_MIN,108 _MIPS_SI_OSREL_PATCH,109 _MIPS_SI_PROCESSORS,110 _MIPS_SI_AVAIL_PROCESSORS,"
            + "111 _MIPS_SI_SERIAL,258 SI_SET_HOSTNAME,265 SI_SET_SRPC_DOMAIN,266 SI_SET_KERB_REALM,267 SI_KERB_REALM";

    private static final String SYSMIPS = "1 SETNAME,3 FLUSH_CACHE,7 MIPS_FIXADE,10 SMIPSWPE_RDNVRAM";
    // spotless:on

    /** Calls with sub-codes, and where the code stands in the arguments. */
    private static final int[] MULTIPLEXED = {1040, 1056, 1130, 1062, 1054};

    private static final String[] TEXT = {SYSSGI, SYSMP, PRCTL, FCNTL, IOCTL};
    private static final String[] CALL = {"syssgi", "sysmp", "prctl", "fcntl", "ioctl"};
    private static final String[] PREFIX = {
        "syssgi code", "sysmp code", "prctl operation", "fd fd, fcntl command", "fd fd, ioctl command"
    };

    /** Rows of each of them; empty as long as nobody asked. */
    private static final List<List<SyscallRow>> PARSED = new ArrayList<>(Collections.nCopies(MULTIPLEXED.length, List.of()));

    /** Position of the code among the arguments of a multiplexed call, or -1. */
    static int codePosition(int number) {
        return switch (number) {
            case 1040, 1056, 1130 -> 0;
            case 1062, 1054 -> 1;
            default -> -1;
        };
    }

    /** Rows of all codes of a multiplexed call (their numbers are the codes), in order; empty for any other number. */
    public static synchronized List<SyscallRow> rows(int number) {
        for (int i = 0; i < MULTIPLEXED.length; i++) {
            if (MULTIPLEXED[i] == number) {
                List<SyscallRow> rows = PARSED.get(i);
                if (rows.isEmpty()) {
                    rows = IrixSyscallTable.parse(TEXT[i], PREFIX[i]);
                    PARSED.set(i, rows);
                }
                return rows;
            }
        }
        return List.of();
    }

    /** The row of one code with the name of the call and the call's number, or null if the code is unknown. */
    static @Nullable SyscallRow row(int number, int code) {
        List<SyscallRow> rows = rows(number);
        for (int i = 0; i < rows.size(); i++) {
            SyscallRow row = rows.get(i);
            if (row.number() == code) {
                return new SyscallRow(number, callName(number), row.arguments(), row.result(), row.support(), row.note());
            }
        }
        return null;
    }

    private static String callName(int number) {
        for (int i = 0; i < MULTIPLEXED.length; i++) {
            if (MULTIPLEXED[i] == number) {
                return CALL[i];
            }
        }
        return Integer.toString(number);
    }

    /**
     * Name of a code, or null. The kinds are the argument types {@code syssgi sysmp prctl fcntl ioctl sysconf pathconf sysinfo
     * sysmips}.
     */
    static @Nullable String name(String kind, int code) {
        switch (kind) {
            case "sysconf":
                return listed(SYSCONF, code, "_SC_");
            case "pathconf":
                return listed(PATHCONF, code, "_PC_");
            case "sysinfo":
                return listed(SYSINFO, code, "");
            case "sysmips":
                return listed(SYSMIPS, code, "");
            default:
                for (int i = 0; i < CALL.length; i++) {
                    if (CALL[i].equals(kind)) {
                        for (SyscallRow row : rows(MULTIPLEXED[i])) {
                            if (row.number() == code) {
                                return row.name();
                            }
                        }
                    }
                }
                return null;
        }
    }

    private static @Nullable String listed(String list, int code, String prefix) {
        for (String item : IrixSyscallTable.split(list, ',')) {
            int blank = item.indexOf(' ');
            if (Integer.parseInt(item.substring(0, blank)) == code) {
                return prefix + item.substring(blank + 1);
            }
        }
        return null;
    }
}
