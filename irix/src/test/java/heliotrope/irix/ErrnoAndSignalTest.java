package heliotrope.irix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class ErrnoAndSignalTest {
    @Test
    void errnoSamples() { // rows of the reference
        int[][] irixLinux = {
            {1, 1}, {34, 34}, {35, 42}, {45, 35}, {46, 37}, {60, 60}, {71, 71}, {74, 72}, {77, 74}, {78, 36}, {79, 75}, {89, 38},
            {90, 40}, {93, 39}, {95, 88}, {120, 93}, {122, 95}, {125, 98}, {133, 106}, {143, 108}, {151, 116}, {158, 125}, {1133, 122},
        };
        for (int[] pair : irixLinux) {
            assertEquals(pair[0], IrixErrno.fromLinux(pair[1]), "from Linux " + pair[1]);
            assertEquals(pair[1], IrixErrno.toLinux(pair[0]), "to Linux " + pair[0]);
        }
        assertEquals(1008, IrixErrno.fromLinux(IrixErrno.OWN + 1008));
        assertEquals(22, IrixErrno.fromLinux(124));
        assertEquals(5, IrixErrno.fromLinux(132));
    }

    @Test
    void everyLinuxErrnoHasANamedTwin() {
        for (int linux = 1; linux <= 133; linux++) {
            assertNotNull(IrixErrno.name(IrixErrno.fromLinux(linux)), "Linux " + linux);
        }
    }

    @Test
    void errnoNames() {
        assertEquals("EPERM", IrixErrno.name(1));
        assertEquals("EDEADLK", IrixErrno.name(45));
        assertEquals("ECKPT", IrixErrno.name(47));
        assertEquals("EBADE", IrixErrno.name(50));
        assertEquals("ENOSYS", IrixErrno.name(89));
        assertEquals("ENOPROTOOPT", IrixErrno.name(99));
        assertEquals("EPROTONOSUPPORT", IrixErrno.name(120));
        assertEquals("EUCLEAN", IrixErrno.name(135));
        assertEquals("ESTALE", IrixErrno.name(151));
        assertEquals("ECANCELED", IrixErrno.name(158));
        assertEquals("ENOATTR", IrixErrno.name(1009));
        assertNull(IrixErrno.name(48));
        assertNull(IrixErrno.name(110));
    }

    @Test
    void signalsMapBothWays() {
        for (int signal = 1; signal <= 64; signal++) {
            int host = IrixSignals.toHost(signal);
            if (host != 0) {
                assertEquals(signal, IrixSignals.fromHost(host), IrixSignals.name(signal));
            }
        }
        assertEquals(7, IrixSignals.toHost(IrixSignals.SIGBUS));
        assertEquals(17, IrixSignals.toHost(IrixSignals.SIGCLD));
        assertEquals(0, IrixSignals.toHost(IrixSignals.SIGEMT));
        assertEquals(28, IrixSignals.toHost(IrixSignals.SIGWINCH));
    }

    @Test
    void defaultActions() {
        assertEquals('t', IrixSignals.action(IrixSignals.SIGHUP));
        assertEquals('c', IrixSignals.action(IrixSignals.SIGFPE));
        assertEquals('t', IrixSignals.action(IrixSignals.SIGKILL));
        assertEquals('c', IrixSignals.action(IrixSignals.SIGSYS));
        assertEquals('t', IrixSignals.action(IrixSignals.SIGUSR2));
        assertEquals('i', IrixSignals.action(IrixSignals.SIGCLD));
        assertEquals('i', IrixSignals.action(IrixSignals.SIGURG));
        assertEquals('t', IrixSignals.action(IrixSignals.SIGPOLL));
        assertEquals('s', IrixSignals.action(IrixSignals.SIGSTOP));
        assertEquals('g', IrixSignals.action(IrixSignals.SIGCONT));
        assertEquals('s', IrixSignals.action(IrixSignals.SIGTTOU));
        assertEquals('t', IrixSignals.action(IrixSignals.SIGPROF));
        assertEquals('c', IrixSignals.action(IrixSignals.SIGXFSZ));
        assertEquals('i', IrixSignals.action(IrixSignals.SIGCKPT));
        assertEquals('c', IrixSignals.action(IrixSignals.SIGUME));
        assertEquals('t', IrixSignals.action(IrixSignals.SIGPTINTR));
        assertEquals('i', IrixSignals.action(IrixSignals.SIGPTRESCHED));
        assertEquals('t', IrixSignals.action(IrixSignals.SIGRTMAX));
    }
}
