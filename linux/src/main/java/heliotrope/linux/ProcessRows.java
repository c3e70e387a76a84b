package heliotrope.linux;

/** Rows of {@link LinuxSyscallTable}: processes, threads, memory, signals, time. */
final class ProcessRows {
    private ProcessRows() {}

    // spotless:off
    static final String TEXT = """
            syscall|0|-|-|int number, hex a1, hex a2, hex a3, hex a4, hex a5, hex a6|long|F|
            exit|1|58|58|int status|none|F|
            fork|2|56|56||pid|F|
            waitpid|7|-|-|pid pid, ptr status, waitoptions options|pid|F|
            execve|11|57|57|path path, argv argv, envp envp|none|F|
            time|13|-|-|ptr seconds|time|F|
            break|17|-|-||int|N|
            getpid|20|38|38||pid|F|
            stime|25|-|-|ptr seconds|int|P|always EPERM
            ptrace|26|99|99|int request, pid pid, ptr address, hex data|long|N|
            alarm|27|37|37|int seconds|int|F|
            pause|29|33|33||int|F|
            nice|34|-|-|int increment|int|P|of the calling thread
            kill|37|60|60|pid pid, signal signal|int|F|
            times|43|98|98|ptr buf|long|F|
            brk|45|12|12|ptr address|hex|F|
            signal|48|-|-|signal signal, ptr handler|hex|F|
            getppid|64|108|108||pid|F|
            sigaction|67|-|-|signal signal, sigaction action, outsigaction old|int|F|
            sgetmask|68|-|-||hex|N|
            ssetmask|69|-|-|hex mask|hex|N|
            sigsuspend|72|-|-|ptr mask|int|F|
            sigpending|73|-|-|ptr set|int|F|
            gettimeofday|78|94|94|outtimeval time, ptr zone|int|F|
            settimeofday|79|159|159|timeval time, ptr zone|int|P|always EPERM
            mmap|90|9|9|ptr address, size length, prot prot, mapflags flags, fd fd, off offset|hex|P|hints for memory are ignored
            munmap|91|11|11|ptr address, size length|int|F|
            getpriority|96|137|137|int which, id who|int|P|numbers of processes are the host's
            setpriority|97|138|138|int which, id who, int priority|int|P|numbers of processes are the host's
            setitimer|104|36|36|itimer which, itimerval value, outitimerval old|int|F|
            getitimer|105|35|35|itimer which, outitimerval value|int|F|
            wait4|114|59|59|pid pid, ptr status, waitoptions options, ptr usage|pid|F|
            ipc|117|-|-|int call, int first, hex second, hex third, ptr pointer, hex fifth|long|F|
            sigreturn|119|-|-||none|F|
            clone|120|55|55|cloneflags flags, ptr stack, ptr parent, ptr tls, ptr child|pid|P|no namespaces, PARENT, PIDFD
            mprotect|125|10|10|ptr address, size length, prot prot|int|F|
            sigprocmask|126|-|-|sighow how, ptr set, ptr old|int|F|
            personality|136|132|132|hex personality|int|P|remembered, without consequences
            msync|144|25|25|ptr address, size length, msync flags|int|F|
            cacheflush|147|197|197|ptr address, size length, int cache|int|F|
            cachectl|148|198|198|ptr address, size length, int operation|int|N|
            sysmips|149|199|199|sysmips command, hex a1, hex a2, hex a3|long|P|MIPS_ATOMIC_SET, MIPS_FIXADE, FLUSH_CACHE
            mlock|154|146|146|ptr address, size length|int|P|nothing is locked
            munlock|155|147|147|ptr address, size length|int|P|nothing is locked
            mlockall|156|148|148|hex flags|int|P|nothing is locked
            munlockall|157|149|149||int|P|nothing is locked
            sched_setparam|158|139|139|pid pid, ptr param|int|P|time sharing only
            sched_getparam|159|140|140|pid pid, ptr param|int|F|
            sched_setscheduler|160|141|141|pid pid, int policy, ptr param|int|P|time sharing only; real time is EPERM
            sched_getscheduler|161|142|142|pid pid|int|F|
            sched_yield|162|23|23||int|F|
            sched_get_priority_max|163|143|143|int policy|int|F|
            sched_get_priority_min|164|144|144|int policy|int|F|
            sched_rr_get_interval|165|145|145|pid pid, outtimespec interval|int|P|a tenth of a second
            nanosleep|166|34|34|timespec request, outtimespec remainder|int|F|
            mremap|167|24|24|ptr address, size old, size new, hex flags, ptr wish|hex|P|no MREMAP_DONTUNMAP
            prctl|192|153|153|prctl option, hex a2, hex a3, hex a4, hex a5|long|P|see docs/linux.md
            rt_sigreturn|193|211|211||none|F|
            rt_sigaction|194|13|13|signal signal, sigaction action, outsigaction old, size size|int|F|
            rt_sigprocmask|195|14|14|sighow how, sigset set, outsigset old, size size|int|F|
            rt_sigpending|196|125|125|outsigset set, size size|int|F|
            rt_sigtimedwait|197|126|126|sigset set, ptr info, timespec timeout, size size|signal|F|
            rt_sigqueueinfo|198|127|127|pid pid, signal signal, ptr info|int|F|
            rt_sigsuspend|199|128|128|sigset mask, size size|int|F|
            sigaltstack|206|129|129|ptr set, ptr old|int|F|
            mmap2|210|-|-|ptr address, size length, prot prot, mapflags flags, fd fd, hex pages|hex|P|hints for memory are ignored
            mincore|217|26|26|ptr address, size length, ptr vector|int|F|
            madvise|218|27|27|ptr address, size length, int advice|int|P|hints are ignored
            gettid|222|178|178||pid|F|
            tkill|236|192|192|pid tid, signal signal|int|F|
            futex|238|194|194|ptr address, futexop op, int value, ptr timeout, ptr address2, int value3|long|P|no priority inheritance
            sched_setaffinity|239|195|195|pid pid, size size, ptr mask|int|P|accepted; the host places threads
            sched_getaffinity|240|196|196|pid pid, size size, ptr mask|int|F|
            exit_group|246|205|205|int status|none|F|
            remap_file_pages|251|210|210|ptr address, size size, prot prot, size offset, hex flags|int|N|
            set_tid_address|252|212|213|ptr address|pid|F|
            restart_syscall|253|213|214||long|P|always EINTR: calls restart by themselves
            timer_create|257|216|220|clockid clock, ptr event, ptr id|int|F|
            timer_settime|258|217|221|int id, hex flags, ptr value, ptr old|int|F|
            timer_gettime|259|218|222|int id, ptr value|int|F|
            timer_getoverrun|260|219|223|int id|int|F|
            timer_delete|261|220|224|int id|int|F|
            clock_settime|262|221|225|clockid clock, timespec time|int|P|always EPERM
            clock_gettime|263|222|226|clockid clock, outtimespec time|int|F|
            clock_getres|264|223|227|clockid clock, outtimespec resolution|int|F|
            clock_nanosleep|265|224|228|clockid clock, hex flags, timespec request, outtimespec rest|int|P|not on CPU time
            tgkill|266|225|229|pid group, pid tid, signal signal|int|F|
            mbind|268|227|231|ptr address, size length, int mode, ptr mask, size maximum, hex flags|int|N|
            get_mempolicy|269|228|232|ptr mode, ptr mask, size maximum, ptr address, hex flags|int|N|
            set_mempolicy|270|229|233|int mode, ptr mask, size maximum|int|N|
            waitid|278|237|241|idtype type, id id, ptr info, waitoptions options, ptr usage|int|P|no P_PIDFD
            set_thread_area|283|242|246|ptr address|int|F|
            migrate_pages|287|246|250|pid pid, size maximum, ptr old, ptr new|int|N|
            unshare|303|262|266|cloneflags flags|int|N|
            move_pages|308|267|271|pid pid, size count, ptr pages, ptr nodes, ptr status, hex flags|int|N|
            set_robust_list|309|268|272|ptr head, size size|int|F|
            get_robust_list|310|269|273|pid pid, ptr head, ptr size|int|F|
            getcpu|312|271|275|ptr cpu, ptr node, ptr cache|int|F|
            rt_tgsigqueueinfo|332|291|295|pid group, pid tid, signal signal, ptr info|int|F|
            perf_event_open|333|292|296|ptr attributes, pid pid, int cpu, fd group, hex flags|fd|N|
            clock_adjtime|341|300|305|clockid clock, ptr timex|int|P|always EPERM
            setns|344|303|308|fd fd, hex type|int|N|
            process_vm_readv|345|304|309|pid pid, ptr local, size locals, ptr remote, size remotes, hex flags|long|N|
            process_vm_writev|346|305|310|pid pid, ptr local, size locals, ptr remote, size remotes, hex flags|long|N|
            kcmp|347|306|311|pid pid1, pid pid2, int type, hex index1, hex index2|int|N|
            sched_setattr|349|309|313|pid pid, ptr attributes, hex flags|int|N|
            sched_getattr|350|310|314|pid pid, ptr attributes, size size, hex flags|int|N|
            seccomp|352|312|316|int operation, hex flags, ptr arguments|int|N|
            getrandom|353|313|317|out:r buf, size n, hex flags|long|F|
            bpf|355|315|319|int command, ptr attributes, size size|int|N|
            execveat|356|316|320|fd directory, path path, argv argv, envp envp, atflags flags|none|P|descriptors by the name of their file
            userfaultfd|357|317|321|hex flags|fd|N|
            membarrier|358|318|322|int command, hex flags, int cpu|int|P|the host's
            mlock2|359|319|323|ptr address, size length, hex flags|int|P|nothing is locked
            pkey_mprotect|363|323|327|ptr address, size length, prot prot, int key|int|N|
            pkey_alloc|364|324|328|hex flags, hex rights|int|P|always ENOSYS
            pkey_free|365|325|329|int key|int|P|always ENOSYS
            rseq|367|327|331|ptr area, size size, hex flags, hex signature|int|P|always ENOSYS
            shmget|395|28|28|int key, size size, hex flags|int|P|within this tree of processes
            shmctl|396|30|30|int id, int command, ptr buf|int|P|within this tree of processes
            shmat|397|29|29|int id, ptr address, hex flags|hex|P|within this tree of processes
            shmdt|398|65|65|ptr address|int|P|within this tree of processes
            clock_gettime64|403|-|403|clockid clock, outtimespec64 time|int|F|
            clock_settime64|404|-|404|clockid clock, timespec64 time|int|P|always EPERM
            clock_adjtime64|405|-|405|clockid clock, ptr timex|int|P|always EPERM
            clock_getres_time64|406|-|406|clockid clock, outtimespec64 resolution|int|F|
            clock_nanosleep_time64|407|-|407|clockid clock, hex flags, timespec64 request, outtimespec64 rest|int|P|not on CPU time
            timer_gettime64|408|-|408|int id, ptr value|int|F|
            timer_settime64|409|-|409|int id, hex flags, ptr value, ptr old|int|F|
            rt_sigtimedwait_time64|421|-|421|sigset set, ptr info, timespec64 timeout, size size|signal|F|
            futex_time64|422|-|422|ptr address, futexop op, int value, ptr time, ptr address2, int value3|long|P|no priority inheritance
            sched_rr_get_interval_time64|423|-|423|pid pid, outtimespec64 interval|int|P|a tenth of a second
            pidfd_send_signal|424|424|424|fd fd, signal signal, ptr info, hex flags|int|N|
            pidfd_open|434|434|434|pid pid, hex flags|fd|N|
            clone3|435|435|435|ptr arguments, size size|pid|P|as clone
            pidfd_getfd|438|438|438|fd pidfd, fd target, hex flags|fd|N|
            process_madvise|440|440|440|fd pidfd, ptr vector, size count, int advice, hex flags|long|N|
            process_mrelease|448|448|448|fd pidfd, hex flags|int|N|
            futex_waitv|449|449|449|ptr waiters, int count, hex flags, ptr timeout, clockid clock|int|N|
            set_mempolicy_home_node|450|450|450|ptr start, size length, size node, hex flags|int|N|
            """;
    // spotless:on
}
