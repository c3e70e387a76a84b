package heliotrope.linux;

/** Rows of {@link LinuxSyscallTable}: processes, threads, memory, signals, time. */
final class ProcessRows {
    private ProcessRows() {}

    // spotless:off
    static final String TEXT = """
            syscall|0|-|-|int number, hex a1, hex a2, hex a3, hex a4, hex a5, hex a6|long|N|
            exit|1|58|58|int status|none|N|
            fork|2|56|56||pid|N|
            waitpid|7|-|-|pid pid, ptr status, waitoptions options|pid|N|
            execve|11|57|57|path path, argv argv, envp envp|none|N|
            time|13|-|-|ptr seconds|time|N|
            break|17|-|-||int|N|
            getpid|20|38|38||pid|N|
            stime|25|-|-|ptr seconds|int|N|
            ptrace|26|99|99|int request, pid pid, ptr address, hex data|long|N|
            alarm|27|37|37|int seconds|int|N|
            pause|29|33|33||int|N|
            nice|34|-|-|int increment|int|N|
            kill|37|60|60|pid pid, signal signal|int|N|
            times|43|98|98|ptr buf|long|N|
            brk|45|12|12|ptr address|hex|N|
            signal|48|-|-|signal signal, ptr handler|hex|N|
            getppid|64|108|108||pid|N|
            sigaction|67|-|-|signal signal, sigaction action, outsigaction old|int|N|
            sgetmask|68|-|-||hex|N|
            ssetmask|69|-|-|hex mask|hex|N|
            sigsuspend|72|-|-|ptr mask|int|N|
            sigpending|73|-|-|ptr set|int|N|
            gettimeofday|78|94|94|outtimeval time, ptr zone|int|N|
            settimeofday|79|159|159|timeval time, ptr zone|int|N|
            mmap|90|9|9|ptr address, size length, prot prot, mapflags flags, fd fd, off offset|hex|N|
            munmap|91|11|11|ptr address, size length|int|N|
            getpriority|96|137|137|int which, id who|int|N|
            setpriority|97|138|138|int which, id who, int priority|int|N|
            setitimer|104|36|36|itimer which, itimerval value, outitimerval old|int|N|
            getitimer|105|35|35|itimer which, outitimerval value|int|N|
            wait4|114|59|59|pid pid, ptr status, waitoptions options, ptr usage|pid|N|
            ipc|117|-|-|int call, int first, hex second, hex third, ptr pointer, hex fifth|long|N|
            sigreturn|119|-|-||none|N|
            clone|120|55|55|cloneflags flags, ptr stack, ptr parent_tid, ptr tls, ptr child_tid|pid|N|
            mprotect|125|10|10|ptr address, size length, prot prot|int|N|
            sigprocmask|126|-|-|sighow how, ptr set, ptr old|int|N|
            personality|136|132|132|hex personality|int|N|
            msync|144|25|25|ptr address, size length, msync flags|int|N|
            cacheflush|147|197|197|ptr address, size length, int cache|int|N|
            cachectl|148|198|198|ptr address, size length, int operation|int|N|
            sysmips|149|199|199|sysmips command, hex a1, hex a2, hex a3|long|N|
            mlock|154|146|146|ptr address, size length|int|N|
            munlock|155|147|147|ptr address, size length|int|N|
            mlockall|156|148|148|hex flags|int|N|
            munlockall|157|149|149||int|N|
            sched_setparam|158|139|139|pid pid, ptr param|int|N|
            sched_getparam|159|140|140|pid pid, ptr param|int|N|
            sched_setscheduler|160|141|141|pid pid, int policy, ptr param|int|N|
            sched_getscheduler|161|142|142|pid pid|int|N|
            sched_yield|162|23|23||int|N|
            sched_get_priority_max|163|143|143|int policy|int|N|
            sched_get_priority_min|164|144|144|int policy|int|N|
            sched_rr_get_interval|165|145|145|pid pid, outtimespec interval|int|N|
            nanosleep|166|34|34|timespec request, outtimespec remainder|int|N|
            mremap|167|24|24|ptr address, size old_size, size new_size, hex flags, ptr new_address|hex|N|
            prctl|192|153|153|prctl option, hex a2, hex a3, hex a4, hex a5|long|N|
            rt_sigreturn|193|211|211||none|N|
            rt_sigaction|194|13|13|signal signal, sigaction action, outsigaction old, size size|int|N|
            rt_sigprocmask|195|14|14|sighow how, sigset set, outsigset old, size size|int|N|
            rt_sigpending|196|125|125|outsigset set, size size|int|N|
            rt_sigtimedwait|197|126|126|sigset set, ptr info, timespec timeout, size size|signal|N|
            rt_sigqueueinfo|198|127|127|pid pid, signal signal, ptr info|int|N|
            rt_sigsuspend|199|128|128|sigset mask, size size|int|N|
            sigaltstack|206|129|129|ptr set, ptr old|int|N|
            mmap2|210|-|-|ptr address, size length, prot prot, mapflags flags, fd fd, hex pages|hex|N|
            mincore|217|26|26|ptr address, size length, ptr vector|int|N|
            madvise|218|27|27|ptr address, size length, int advice|int|N|
            gettid|222|178|178||pid|N|
            tkill|236|192|192|pid tid, signal signal|int|N|
            futex|238|194|194|ptr address, futexop operation, int value, ptr timeout, ptr address2, int value3|long|N|
            sched_setaffinity|239|195|195|pid pid, size size, ptr mask|int|N|
            sched_getaffinity|240|196|196|pid pid, size size, ptr mask|int|N|
            exit_group|246|205|205|int status|none|N|
            remap_file_pages|251|210|210|ptr address, size size, prot prot, size offset, hex flags|int|N|
            set_tid_address|252|212|213|ptr address|pid|N|
            restart_syscall|253|213|214||long|N|
            timer_create|257|216|220|clockid clock, ptr event, ptr id|int|N|
            timer_settime|258|217|221|int id, hex flags, ptr value, ptr old|int|N|
            timer_gettime|259|218|222|int id, ptr value|int|N|
            timer_getoverrun|260|219|223|int id|int|N|
            timer_delete|261|220|224|int id|int|N|
            clock_settime|262|221|225|clockid clock, timespec time|int|N|
            clock_gettime|263|222|226|clockid clock, outtimespec time|int|N|
            clock_getres|264|223|227|clockid clock, outtimespec resolution|int|N|
            clock_nanosleep|265|224|228|clockid clock, hex flags, timespec request, outtimespec remainder|int|N|
            tgkill|266|225|229|pid group, pid tid, signal signal|int|N|
            mbind|268|227|231|ptr address, size length, int mode, ptr mask, size maximum, hex flags|int|N|
            get_mempolicy|269|228|232|ptr mode, ptr mask, size maximum, ptr address, hex flags|int|N|
            set_mempolicy|270|229|233|int mode, ptr mask, size maximum|int|N|
            waitid|278|237|241|idtype type, id id, ptr info, waitoptions options, ptr usage|int|N|
            set_thread_area|283|242|246|ptr address|int|N|
            migrate_pages|287|246|250|pid pid, size maximum, ptr old, ptr new|int|N|
            unshare|303|262|266|cloneflags flags|int|N|
            move_pages|308|267|271|pid pid, size count, ptr pages, ptr nodes, ptr status, hex flags|int|N|
            set_robust_list|309|268|272|ptr head, size size|int|N|
            get_robust_list|310|269|273|pid pid, ptr head, ptr size|int|N|
            getcpu|312|271|275|ptr cpu, ptr node, ptr cache|int|N|
            rt_tgsigqueueinfo|332|291|295|pid group, pid tid, signal signal, ptr info|int|N|
            perf_event_open|333|292|296|ptr attributes, pid pid, int cpu, fd group, hex flags|fd|N|
            clock_adjtime|341|300|305|clockid clock, ptr timex|int|N|
            setns|344|303|308|fd fd, hex type|int|N|
            process_vm_readv|345|304|309|pid pid, ptr local, size locals, ptr remote, size remotes, hex flags|long|N|
            process_vm_writev|346|305|310|pid pid, ptr local, size locals, ptr remote, size remotes, hex flags|long|N|
            kcmp|347|306|311|pid pid1, pid pid2, int type, hex index1, hex index2|int|N|
            sched_setattr|349|309|313|pid pid, ptr attributes, hex flags|int|N|
            sched_getattr|350|310|314|pid pid, ptr attributes, size size, hex flags|int|N|
            seccomp|352|312|316|int operation, hex flags, ptr arguments|int|N|
            getrandom|353|313|317|out:r buf, size n, hex flags|long|N|
            bpf|355|315|319|int command, ptr attributes, size size|int|N|
            execveat|356|316|320|fd directory, path path, argv argv, envp envp, atflags flags|none|N|
            userfaultfd|357|317|321|hex flags|fd|N|
            membarrier|358|318|322|int command, hex flags, int cpu|int|N|
            mlock2|359|319|323|ptr address, size length, hex flags|int|N|
            pkey_mprotect|363|323|327|ptr address, size length, prot prot, int key|int|N|
            pkey_alloc|364|324|328|hex flags, hex rights|int|N|
            pkey_free|365|325|329|int key|int|N|
            rseq|367|327|331|ptr area, size size, hex flags, hex signature|int|N|
            shmget|395|28|28|int key, size size, hex flags|int|N|
            shmctl|396|30|30|int id, int command, ptr buf|int|N|
            shmat|397|29|29|int id, ptr address, hex flags|hex|N|
            shmdt|398|65|65|ptr address|int|N|
            clock_gettime64|403|-|403|clockid clock, outtimespec64 time|int|N|
            clock_settime64|404|-|404|clockid clock, timespec64 time|int|N|
            clock_adjtime64|405|-|405|clockid clock, ptr timex|int|N|
            clock_getres_time64|406|-|406|clockid clock, outtimespec64 resolution|int|N|
            clock_nanosleep_time64|407|-|407|clockid clock, hex flags, timespec64 request, outtimespec64 remainder|int|N|
            timer_gettime64|408|-|408|int id, ptr value|int|N|
            timer_settime64|409|-|409|int id, hex flags, ptr value, ptr old|int|N|
            rt_sigtimedwait_time64|421|-|421|sigset set, ptr info, timespec64 timeout, size size|signal|N|
            futex_time64|422|-|422|ptr address, futexop operation, int value, ptr timeout, ptr address2, int value3|long|N|
            sched_rr_get_interval_time64|423|-|423|pid pid, outtimespec64 interval|int|N|
            pidfd_send_signal|424|424|424|fd fd, signal signal, ptr info, hex flags|int|N|
            pidfd_open|434|434|434|pid pid, hex flags|fd|N|
            clone3|435|435|435|ptr arguments, size size|pid|N|
            pidfd_getfd|438|438|438|fd pidfd, fd target, hex flags|fd|N|
            process_madvise|440|440|440|fd pidfd, ptr vector, size count, int advice, hex flags|long|N|
            process_mrelease|448|448|448|fd pidfd, hex flags|int|N|
            futex_waitv|449|449|449|ptr waiters, int count, hex flags, ptr timeout, clockid clock|int|N|
            set_mempolicy_home_node|450|450|450|ptr start, size length, size node, hex flags|int|N|
            """;
    // spotless:on
}
