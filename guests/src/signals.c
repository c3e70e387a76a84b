/*
 * Signals: handlers and their contexts, masks, pending, suspend, timers, interrupted and restarted calls, alternate
 * stacks, jumps out of handlers. TAP output; exit status 0 if all passed, else 1. Takes about three seconds.
 *   signals [GROUP]     one group: delivery masks context timers restart stacks jumps registers sending
 */
#include "guest.h"

static volatile int count, last, nested, deep, max_deep;
static volatile u32 seen_code;
static volatile uptr seen_context;
static sigset_t mask_inside;

static void on_signal(int sig, u32 code, struct sigcontext *context)
{
    count++;
    last = sig;
    seen_code = code;
    seen_context = (uptr)context;
    sigprocmask(SIG_BLOCK, NULL, &mask_inside);
}

static void reset(void) { count = last = nested = deep = max_deep = 0; }

/* ---- delivery ---------------------------------------------------------------------------------------------------- */

static void on_outer(int sig)
{
    nested = nested * 10 + 1;
    kill(getpid(), SIGUSR2);
    nested = nested * 10 + 3;
}

static void on_inner(int sig) { nested = nested * 10 + 2; }

static void on_deep(int sig)
{
    if (++deep > max_deep)
        max_deep = deep;
    if (++count < 5)
        kill(getpid(), sig);
    deep--;
}

static void delivery(void)
{
    struct sigaction old;
    int i, bad;

    reset();
    same("sigaction", catch(SIGUSR1, on_signal, 0), 0);
    same("kill myself", kill(getpid(), SIGUSR1), 0);
    check(count == 1 && last == SIGUSR1 && seen_code == 0 && seen_context, "handler called: %d times, signal %d, code %u", count, last, seen_code);
    check(has(&mask_inside, SIGUSR1) && !has(&mask_inside, SIGUSR2), "its signal is blocked meanwhile");
    sigprocmask(SIG_BLOCK, NULL, &mask_inside);
    check(!has(&mask_inside, SIGUSR1), "and not afterwards");
    sigaction(SIGUSR1, NULL, &old);
    check(old.sa_handler == (handler_t)on_signal && old.sa_flags == 0, "sigaction reports the handler");

    reset();
    catch(SIGUSR1, on_outer, 0);
    catch(SIGUSR2, on_inner, 0);
    kill(getpid(), SIGUSR1);
    same("one handler inside another", nested, 123);
    nested = 0;
    {
        struct sigaction action;

        memset(&action, 0, sizeof action);
        action.sa_handler = on_outer;
        action.sa_mask = set_of(SIGUSR2);
        sigaction(SIGUSR1, &action, NULL);
        kill(getpid(), SIGUSR1);
        same("sa_mask holds the second back", nested, 132);
    }

    reset();
    catch(SIGUSR1, on_signal, SA_RESETHAND);
    kill(getpid(), SIGUSR1);
    sigaction(SIGUSR1, NULL, &old);
    check(count == 1 && old.sa_handler == SIG_DFL, "SA_RESETHAND: default after the first");

    reset();
    catch(SIGUSR1, on_deep, SA_NODEFER);
    kill(getpid(), SIGUSR1);
    check(count == 5 && max_deep == 5, "SA_NODEFER: five deep: %d %d", count, max_deep);
    reset();
    catch(SIGUSR1, on_deep, 0);
    kill(getpid(), SIGUSR1);
    check(count == 5 && max_deep == 1, "without: one after the other: %d %d", count, max_deep);

    reset();
    catch(SIGUSR1, SIG_IGN, 0);
    kill(getpid(), SIGUSR1);
    same("ignored", count, 0);
    catch(SIGUSR1, SIG_DFL, 0);
    kill(getpid(), SIGCLD);
    kill(getpid(), SIGWINCH);
    kill(getpid(), SIGPWR);
    check(1, "SIGCLD, SIGWINCH and SIGPWR do nothing by default");
    check(catch(SIGKILL, on_signal, 0) == -1 && errno == EINVAL, "SIGKILL cannot be caught");
    check(catch(SIGSTOP, on_signal, 0) == -1 && errno == EINVAL, "nor SIGSTOP");
    check(catch(70, on_signal, 0) == -1 && errno == EINVAL, "signal 70 does not exist");

    for (i = 1, bad = 0; i <= 32; i++) {
        if (i == SIGKILL || i == SIGSTOP || i == 32)
            continue;
        reset();
        catch(i, on_signal, 0);
        kill(getpid(), i);
        if (count != 1 || last != i) {
            printf("# signal %d: count %d last %d\n", i, count, last);
            bad++;
        }
        catch(i, SIG_DFL, 0);
    }
    same("each signal from 1 to 31 keeps its number", bad, 0);
    reset();
    catch(SIGRTMIN, on_signal, 0);
    kill(getpid(), SIGRTMIN);
    check(count == 1 && last == SIGRTMIN, "a real-time signal: %d", last);
    catch(SIGRTMIN, SIG_DFL, 0);
}

/* ---- masks ------------------------------------------------------------------------------------------------------- */

static void masks(void)
{
    sigset_t usr1 = set_of(SIGUSR1), both = set_of(SIGUSR1), old, pending, none = set_of(0);

    both.bits[0] |= set_of(SIGUSR2).bits[0];
    catch(SIGUSR1, on_signal, 0);
    catch(SIGUSR2, on_signal, 0);
    reset();
    same("block two", sigprocmask(SIG_BLOCK, &both, &old), 0);
    check(!has(&old, SIGUSR1), "old mask was empty");
    kill(getpid(), SIGUSR1);
    kill(getpid(), SIGUSR1);
    same("held back", count, 0);
    same("sigpending", sys(SYS_sigpending, &pending), 0);
    check(has(&pending, SIGUSR1) && !has(&pending, SIGUSR2), "knows which");
    sigprocmask(SIG_UNBLOCK, &usr1, &old);
    check(count == 1 && last == SIGUSR1, "delivered once when unblocked: %d", count);
    check(has(&old, SIGUSR1) && has(&old, SIGUSR2), "old mask had both");
    sigprocmask(SIG_BLOCK, NULL, &old);
    check(!has(&old, SIGUSR1) && has(&old, SIGUSR2), "the other stays blocked");
    sigprocmask(SIG_SETMASK, &both, NULL);
    reset();
    kill(getpid(), SIGUSR1);
    kill(getpid(), SIGUSR2);
    sigprocmask(SIG_SETMASK, &none, NULL);
    same("two at once when the mask is cleared", count, 2);
    catch(SIGUSR1, SIG_IGN, 0);
    sigprocmask(SIG_SETMASK, &both, NULL);
    kill(getpid(), SIGUSR1);
    catch(SIGUSR1, on_signal, 0);
    sigprocmask(SIG_SETMASK, &none, NULL);
    check(count <= 3, "ignored while blocked");
    {
        sigset_t all;

        memset(&all, 0xff, sizeof all);
        sigprocmask(SIG_SETMASK, &all, NULL);
        sigprocmask(SIG_BLOCK, NULL, &old);
        check(!has(&old, SIGKILL) && !has(&old, SIGSTOP) && has(&old, SIGUSR1) && has(&old, 64), "SIGKILL and SIGSTOP cannot be blocked");
        sigprocmask(SIG_SETMASK, &none, NULL);
    }
    check(sigprocmask(77, &none, NULL) == -1 && errno == EINVAL, "sigprocmask how 77");
    check(sys(SYS_sigprocmask, SIG_BLOCK, 4, 0) == -1 && errno == EFAULT, "a bad pointer");

    /* suspend: waits with another mask, handler runs, EINTR, old mask is back */
    reset();
    sigprocmask(SIG_SETMASK, &both, NULL);
    kill(getpid(), SIGUSR2);
    check(sys(SYS_sigsuspend, &usr1) == -1 && errno == EINTR, "sigsuspend");
    check(count == 1 && last == SIGUSR2, "took the one it let through");
    sigprocmask(SIG_BLOCK, NULL, &old);
    check(has(&old, SIGUSR1) && has(&old, SIGUSR2), "and the mask is as before");
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* ---- context ----------------------------------------------------------------------------------------------------- */

static struct siginfo info_inside;
static uptr context_pc, context_v0, context_sp;
static sigset_t context_mask;

static void on_info(int sig, struct siginfo *info, struct ucontext *context)
{
    count++;
    last = sig;
    info_inside = *info;
    context_pc = context->gregs[GREG_EPC];
    context_sp = context->gregs[29];
    memcpy(&context_mask, context->uc_sigmask, sizeof context_mask);
}

static void on_context(int sig, u32 code, struct sigcontext *context)
{
    count++;
    context_pc = context->sc_pc;
    context_sp = context->sc_regs[29];
    context_v0 = context->sc_regs[17];
    memcpy(&context_mask, context->sc_sigset, sizeof context_mask);
}

static void on_edit(int sig, u32 code, struct sigcontext *context)
{
    /* Adds SIGUSR2 to the mask that is to be restored, and changes s1 of the interrupted code. */
    context->sc_sigset[0] |= 1u << (SIGUSR2 - 1);
    context->sc_regs[17] = 0x600d;
}

static int signal_with_s1(int sig, u32 *s1)
{
    register u32 r17 __asm__("$17") = *s1;
    register int v0 __asm__("$2") = SYS_kill;
    register int a0 __asm__("$4") = getpid();
    register int a1 __asm__("$5") = sig;
    register int a3 __asm__("$7");

    v0 = SYS_kill;
    __asm__ volatile("syscall" : "+r"(v0), "=r"(a3), "+r"(r17), "+r"(a0), "+r"(a1) : : "memory", "$3", "$8", "$9", "$10", "$11", "$12",
            "$13", "$14", "$15", "$24", "$25", "hi", "lo");
    *s1 = r17;
    return a3 ? -1 : v0;
}

extern char __start[], _end[];

static int in_text(uptr pc) { return pc > ((uptr)__start & -65536) && pc < (uptr)_end; }

static void context(void)
{
    sigset_t one = set_of(SIGHUP), old;
    u32 s1 = 0x5a5a;
    char here;

    sigprocmask(SIG_SETMASK, &one, NULL);
    reset();
    catch(SIGUSR1, on_info, SA_SIGINFO);
    kill(getpid(), SIGUSR1);
    check(count == 1 && last == SIGUSR1 && info_inside.si_signo == SIGUSR1, "SA_SIGINFO: signal %d, siginfo %d", last, info_inside.si_signo);
    check(info_inside.si_code == 0 && info_inside.u.kid.pid == getpid(), "sent by kill: code %d, from myself %d", info_inside.si_code,
            info_inside.u.kid.pid == getpid());
    check(in_text(context_pc), "the context's pc lies in the text");
    check(context_sp < (uptr)&here + 256 && context_sp > (uptr)&here - 65536, "its sp in the stack");
    check(has(&context_mask, SIGHUP) && !has(&context_mask, SIGUSR1), "its mask is the one before");
    reset();
    same("ksigqueue", sys(SYS_ksigqueue, getpid(), SIGUSR1, -1, 4711), 0);
    check(count == 1 && info_inside.si_code == -1, "sent by sigqueue: code %d", info_inside.si_code);

    reset();
    catch(SIGUSR1, on_context, 0);
    signal_with_s1(SIGUSR1, &s1);
    check(count == 1 && context_v0 == 0x5a5a && s1 == 0x5a5a, "sigcontext shows s1: %lx, and it survives: %x", context_v0, s1);
    check(in_text(context_pc) && context_sp > (uptr)&here - 65536, "pc and sp there too");
    check(has(&context_mask, SIGHUP) && !has(&context_mask, SIGUSR1), "and the mask");
    catch(SIGUSR1, on_edit, 0);
    same("kill's own result after the handler", signal_with_s1(SIGUSR1, &s1), 0);
    same("a handler may change registers", s1, 0x600d);
    sigprocmask(SIG_BLOCK, NULL, &old);
    check(has(&old, SIGUSR2) && has(&old, SIGHUP), "and the mask to be restored");
    one = set_of(0);
    sigprocmask(SIG_SETMASK, &one, NULL);
}

/* ---- timers ------------------------------------------------------------------------------------------------------ */

static void timers(void)
{
    struct itimerval timer, left;
    struct timespec want = { 2, 0 }, rest = { 0, 0 };
    struct timeval start, now;
    sigset_t alarm_only = set_of(SIGALRM), none = set_of(0);
    int i, result;

    catch(SIGALRM, on_signal, 0);
    reset();
    same("alarm(0)", sys(SYS_alarm, 0), 0);
    same("alarm(100)", sys(SYS_alarm, 100), 0);
    i = sys(SYS_alarm, 0);
    check(i == 99 || i == 100, "alarm returns what was left");
    sys(SYS_alarm, 1);
    check(sys(SYS_pause) == -1 && errno == EINTR && count == 1, "alarm ends pause");

    memset(&timer, 0, sizeof timer);
    timer.it_value.tv_usec = 20000;
    timer.it_interval.tv_usec = 10000;
    reset();
    sys(SYS_gettimeofday, &start);
    same("setitimer", sys(SYS_setitimer, 0, &timer, 0), 0);
    for (i = 0; i < 100 && count < 5; i++)
        sys(SYS_pause);
    sys(SYS_gettimeofday, &now);
    i = (now.tv_sec - start.tv_sec) * 1000 + (now.tv_usec - start.tv_usec) / 1000;
    check(count >= 5 && i >= 50 && i < 5000, "five ticks in 60 ms: %s", count >= 5 && i >= 50 && i < 5000 ? "yes" : "no");
    same("getitimer", sys(SYS_getitimer, 0, &left), 0);
    check(left.it_interval.tv_usec == 10000, "interval %ld", left.it_interval.tv_usec);
    memset(&timer, 0, sizeof timer);
    sys(SYS_setitimer, 0, &timer, &left);
    check(left.it_interval.tv_usec == 10000, "stopped");

    reset();
    timer.it_value.tv_usec = 50000;
    sys(SYS_setitimer, 0, &timer, 0);
    result = sys(SYS_nanosleep, &want, &rest);
    check(result == -1 && errno == EINTR && rest.tv_sec == 1 && count == 1, "nanosleep interrupted, %d whole second left", rest.tv_sec);

    /* sigpoll: the sigwait family */
    sigprocmask(SIG_BLOCK, &alarm_only, NULL);
    timer.it_value.tv_usec = 30000;
    reset();
    sys(SYS_setitimer, 0, &timer, 0);
    same("sigpoll returns the signal", sys(SYS_sigpoll, &alarm_only, 0, 0), SIGALRM);
    same("without the handler", count, 0);
    want.tv_sec = 0;
    want.tv_nsec = 20000000;
    check(sys(SYS_sigpoll, &alarm_only, 0, &want) == -1 && errno == EAGAIN, "sigpoll with a time limit: EAGAIN");
    sigprocmask(SIG_SETMASK, &none, NULL);

    /* work is interrupted too, not only calls */
    reset();
    timer.it_value.tv_usec = 30000;
    sys(SYS_setitimer, 0, &timer, 0);
    while (!count)
        continue;
    same("a handler interrupts a loop", count, 1);
    reset();
    catch(SIGVTALRM, on_signal, 0);
    timer.it_value.tv_usec = 20000;
    sys(SYS_setitimer, 1, &timer, 0);
    while (!count)
        continue;
    same("virtual timer", last, SIGVTALRM);
    catch(SIGALRM, SIG_DFL, 0);
    catch(SIGVTALRM, SIG_DFL, 0);
}

/* ---- interrupted and restarted calls ----------------------------------------------------------------------------- */

static int feed[2];

static void on_feed(int sig)
{
    count++;
    write(feed[1], "fed", 3);
}

static void arm(int ms)
{
    struct itimerval timer;

    memset(&timer, 0, sizeof timer);
    timer.it_value.tv_usec = ms * 1000;
    sys(SYS_setitimer, 0, &timer, 0);
}

static void restart(void)
{
    struct pollfd set;
    struct siginfo info;
    char c[4];
    int pid, status, result;

    pipe(feed);
    reset();
    catch(SIGALRM, on_signal, 0);
    arm(30);
    result = read(feed[0], c, 3);
    check(result == -1 && errno == EINTR && count == 1, "read interrupted: %d %d", result, errno);
    reset();
    catch(SIGALRM, on_feed, SA_RESTART);
    arm(30);
    memset(c, 0, sizeof c);
    result = read(feed[0], c, 3);
    check(result == 3 && !strcmp(c, "fed") && count == 1, "SA_RESTART: read goes on: %d", result);
    catch(SIGALRM, on_signal, 0);

    pid = fork();
    if (pid == 0) {
        pause_ms(500);
        _exit(4);
    }
    reset();
    arm(30);
    result = wait_info(pid, &info, 0);
    check(result == -1 && errno == EINTR && count == 1, "wait interrupted");
    catch(SIGALRM, on_signal, SA_RESTART);
    arm(30);
    result = wait_info(pid, &info, 0);
    check(result == 0 && info.u.kid.status == 4 && count == 2, "SA_RESTART: wait goes on: %d status %d signals %d", result, info.u.kid.status, count);

    reset();
    set.fd = feed[0];
    set.events = 1;
    arm(30);
    result = sys(SYS_poll, &set, 1, 5000);
    check(result == -1 && errno == EINTR && count == 1, "poll is never restarted");
    pid = fork();
    if (pid == 0) {
        close(feed[0]);
        pause_ms(60);
        write(feed[1], "x", 1);
        _exit(0);
    }
    catch(SIGALRM, SIG_IGN, 0);
    arm(20);
    result = read(feed[0], c, 1);
    same("an ignored signal interrupts nothing", result, 1);
    status = wait_status(pid);
    same("writer done", status, 0);
    catch(SIGALRM, SIG_DFL, 0);
    close(feed[0]);
    close(feed[1]);
}

/* ---- alternate stacks -------------------------------------------------------------------------------------------- */

static char area[3 * 16384] __attribute__((aligned(16)));
static volatile uptr handler_sp;
static struct sigaltstack stack_inside;

static void on_stack(int sig)
{
    char here;

    count++;
    handler_sp = (uptr)&here;
    sigaltstack(NULL, &stack_inside, 0);
}

static int inside(uptr at) { return at >= (uptr)area + 16384 && at < (uptr)area + 32768; }

static void stacks(void)
{
    struct sigaltstack stack, old;
    int i;

    memset(&old, 0x55, sizeof old);
    same("sigaltstack asks", sigaltstack(NULL, &old, 0), 0);
    check(old.ss_flags & SS_DISABLE, "none yet: flags %d", old.ss_flags);
    for (i = 0; i < 2; i++) {
        /* The native call wants the high end, the X/Open one the low end. */
        stack.ss_sp = (uptr)area + 16384 + (i ? 0 : 16384 - 8);
        stack.ss_size = 16384;
        stack.ss_flags = 0;
        same(i ? "xpg4 sigaltstack" : "native sigaltstack", sigaltstack(&stack, NULL, i), 0);
        reset();
        catch(SIGUSR1, on_stack, SA_ONSTACK);
        kill(getpid(), SIGUSR1);
        check(count == 1 && inside(handler_sp), "handler ran on it");
        check(stack_inside.ss_flags == SS_ONSTACK, "and was told so: flags %d", stack_inside.ss_flags);
        sigaltstack(NULL, &old, i);
        check(old.ss_flags == 0 && old.ss_size == 16384 && old.ss_sp == stack.ss_sp, "off it again: flags %d, same place %d", old.ss_flags,
                old.ss_sp == stack.ss_sp);
        catch(SIGUSR1, on_stack, 0);
        kill(getpid(), SIGUSR1);
        check(count == 2 && !inside(handler_sp), "without SA_ONSTACK it is not used");
    }
    stack.ss_flags = SS_DISABLE;
    same("disable", sigaltstack(&stack, NULL, 0), 0);
    catch(SIGUSR1, on_stack, SA_ONSTACK);
    kill(getpid(), SIGUSR1);
    check(count == 3 && !inside(handler_sp), "no longer used");
}

/* ---- jumps ------------------------------------------------------------------------------------------------------- */

static jmp_buf plain;
static sigjmp_buf full;

static void on_longjmp(int sig) { longjmp(plain, 5); }
static void on_siglongjmp(int sig) { siglongjmp(&full, 6); }

static void jumps(void)
{
    struct ucontext context;
    sigset_t now, none = set_of(0);
    volatile int passes = 0, value;

    catch(SIGUSR1, on_longjmp, 0);
    value = setjmp(plain);
    if (value == 0)
        kill(getpid(), SIGUSR1);
    sigprocmask(SIG_BLOCK, NULL, &now);
    check(value == 5 && has(&now, SIGUSR1), "longjmp out of a handler: %d, the signal stays blocked", value);
    sigprocmask(SIG_SETMASK, &none, NULL);

    catch(SIGUSR1, on_siglongjmp, 0);
    value = sigsetjmp(&full);
    if (value == 0)
        kill(getpid(), SIGUSR1);
    sigprocmask(SIG_BLOCK, NULL, &now);
    check(value == 6 && !has(&now, SIGUSR1), "siglongjmp out of a handler: %d, the mask is restored", value);

    passes = 0;
    getcontext(&context);
    if (++passes < 4)
        setcontext(&context);
    same("getcontext returns each time", passes, 4);
    check(in_text(context.gregs[GREG_EPC]) && context.gregs[2] == 0 && context.gregs[7] == 0, "with v0 and a3 zero in the context");
    for (passes = 0; passes < 200; passes++) {
        if (sigsetjmp(&full) == 0)
            kill(getpid(), SIGUSR1);
    }
    same("two hundred jumps out of handlers", passes, 200);
    catch(SIGUSR1, SIG_DFL, 0);
}

/* ---- registers survive asynchronous handlers --------------------------------------------------------------------- */

static void on_spoil(int sig)
{
    count++;
    __asm__ volatile(
            "li $2, 1\n\tli $3, 2\n\tli $8, 3\n\tli $9, 4\n\tli $10, 5\n\tli $11, 6\n\tli $12, 7\n\tli $13, 8\n\t"
            "li $14, 9\n\tli $15, 10\n\tli $24, 11\n\tli $25, 12\n\tmthi $2\n\tmtlo $3\n\t"
            "mtc1 $2, $f0\n\tmtc1 $2, $f1\n\tmtc1 $3, $f4\n\tmtc1 $3, $f5\n\tmtc1 $8, $f18\n\tmtc1 $8, $f19\n\t"
            "li $2, 3\n\tctc1 $2, $31\n\tnop\n\tnop\n\tli $2, 1\n\tc.eq.d $f0, $f0"
            : : : "$2", "$3", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$24", "$25", "hi", "lo",
            "$f0", "$f1", "$f4", "$f5", "$f18", "$f19");
}

static void registers(void)
{
    struct itimerval timer;
    u32 wrong = 0, rounds = 0;

    memset(&timer, 0, sizeof timer);
    timer.it_value.tv_usec = timer.it_interval.tv_usec = 2000;
    reset();
    catch(SIGALRM, on_spoil, 0);
    sys(SYS_setitimer, 0, &timer, 0);
    while (count < 100 && !wrong) {
        u32 bad;

        /* A loop of some thousand rounds in which every register that the handler spoils carries a value. */
        __asm__ volatile(".set push\n.set noreorder\n.set noat\n"
                "lui $2, 0x1111\nlui $3, 0x2222\nlui $8, 0x3333\nlui $9, 0x4444\nlui $10, 0x5555\nlui $11, 0x6666\n"
                "lui $12, 0x7777\nlui $13, 0x8888\nlui $14, 0x9999\nlui $15, 0xaaaa\nlui $25, 0xbbbb\nlui $1, 0xcccc\n"
                "mthi $2\nmtlo $3\nmtc1 $8, $f0\nmtc1 $9, $f1\nmtc1 $10, $f4\nmtc1 $11, $f5\nmtc1 $12, $f18\nmtc1 $13, $f19\n"
                "li $24, 3000\n"
                "1: addiu $24, $24, -1\nbnez $24, 1b\nxor $1, $1, $2\n"
                "xor $1, $1, $2\n"
                "lui $24, 0x1111\nxor %0, $2, $24\nlui $24, 0x2222\nxor $24, $3, $24\nor %0, %0, $24\n"
                "lui $24, 0x3333\nxor $24, $8, $24\nor %0, %0, $24\nlui $24, 0x4444\nxor $24, $9, $24\nor %0, %0, $24\n"
                "lui $24, 0x5555\nxor $24, $10, $24\nor %0, %0, $24\nlui $24, 0x6666\nxor $24, $11, $24\nor %0, %0, $24\n"
                "lui $24, 0x7777\nxor $24, $12, $24\nor %0, %0, $24\nlui $24, 0x8888\nxor $24, $13, $24\nor %0, %0, $24\n"
                "lui $24, 0x9999\nxor $24, $14, $24\nor %0, %0, $24\nlui $24, 0xaaaa\nxor $24, $15, $24\nor %0, %0, $24\n"
                "lui $24, 0xbbbb\nxor $24, $25, $24\nor %0, %0, $24\nlui $24, 0xdddd\nxor $24, $1, $24\nor %0, %0, $24\n"
                "mfhi $24\nxor $24, $2, $24\nor %0, %0, $24\nmflo $24\nxor $24, $3, $24\nor %0, %0, $24\n"
                "mfc1 $24, $f0\nnop\nxor $24, $8, $24\nor %0, %0, $24\nmfc1 $24, $f1\nnop\nxor $24, $9, $24\nor %0, %0, $24\n"
                "mfc1 $24, $f4\nnop\nxor $24, $10, $24\nor %0, %0, $24\nmfc1 $24, $f5\nnop\nxor $24, $11, $24\nor %0, %0, $24\n"
                "mfc1 $24, $f18\nnop\nxor $24, $12, $24\nor %0, %0, $24\nmfc1 $24, $f19\nnop\nxor $24, $13, $24\nor %0, %0, $24\n"
                "cfc1 $24, $31\nnop\nandi $24, $24, 3\nor %0, %0, $24\n"
                ".set pop"
                : "=&r"(bad) : : "$1", "$2", "$3", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$24", "$25", "hi", "lo",
                "$f0", "$f1", "$f4", "$f5", "$f18", "$f19", "memory");
        wrong |= bad;
        rounds++;
    }
    memset(&timer, 0, sizeof timer);
    sys(SYS_setitimer, 0, &timer, 0);
    check(wrong == 0 && count >= 100, "registers survive a hundred handlers: wrong bits %x", wrong);
    catch(SIGALRM, SIG_DFL, 0);
}

/* ---- sending ----------------------------------------------------------------------------------------------------- */

static void sending(void)
{
    int pid, i, status, ready[2];
    char c;

    same("kill with signal 0", kill(getpid(), 0), 0);
    check(kill(getpid(), 99) == -1 && errno == EINVAL, "kill with signal 99");
    pid = fork();
    if (pid == 0)
        _exit(0);
    wait_status(pid);
    check(kill(pid, 0) == -1 && errno == ESRCH, "kill of a process that is gone");

    /* parent and child send to each other, fifty times */
    pipe(ready);
    catch(SIGUSR1, on_signal, 0);
    reset();
    pid = fork();
    if (pid == 0) {
        sigset_t usr1 = set_of(SIGUSR1), none = set_of(0);

        sigprocmask(SIG_BLOCK, &usr1, NULL);
        reset();
        write(ready[1], "r", 1);
        for (i = 0; i < 50; i++) {
            while (count <= i)
                sys(SYS_sigsuspend, &none);
            kill(getppid(), SIGUSR1);
        }
        _exit(count);
    }
    read(ready[0], &c, 1);
    {
        sigset_t usr1 = set_of(SIGUSR1), none = set_of(0);

        sigprocmask(SIG_BLOCK, &usr1, NULL);
        for (i = 0; i < 50; i++) {
            kill(pid, SIGUSR1);
            while (count <= i)
                sys(SYS_sigsuspend, &none);
        }
        sigprocmask(SIG_SETMASK, &none, NULL);
    }
    status = wait_status(pid);
    check(count == 50 && status == 50 << 8, "fifty signals there and back: %d %d", count, status >> 8);
    close(ready[0]);
    close(ready[1]);

    pid = fork();
    if (pid == 0)
        for (;;)
            continue;
    pause_ms(20);
    kill(pid, SIGKILL);
    same("SIGKILL ends a busy loop", wait_status(pid), SIGKILL);
    pid = fork();
    if (pid == 0) {
        catch(SIGTERM, SIG_IGN, 0);
        for (;;)
            sys(SYS_pause);
    }
    pause_ms(50);
    kill(pid, SIGTERM);
    pause_ms(20);
    kill(pid, SIGHUP);
    same("an ignored signal does not kill, the next does", wait_status(pid), SIGHUP);
    catch(SIGUSR1, SIG_DFL, 0);
}

int main(int argc, char **argv)
{
    static const struct { const char *name; void (*run)(void); } group[] = {
        { "delivery", delivery }, { "masks", masks }, { "context", context }, { "timers", timers }, { "restart", restart },
        { "stacks", stacks }, { "jumps", jumps }, { "registers", registers }, { "sending", sending }
    };
    int i;

    for (i = 0; i < COUNT(group); i++)
        if (argc < 2 || !strcmp(argv[1], group[i].name))
            group[i].run();
    return tap_done();
}
