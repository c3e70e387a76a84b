package heliotrope.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A guest program written in Java: a list of system calls, and the words of memory that are other instructions. */
final class Program {
    /** One system call. */
    interface Step {
        long run(GuestThread t) throws Exception;
    }

    final List<Step> steps = new ArrayList<>();
    final Map<Integer, Integer> instructions = new HashMap<>();
    /** What the handler at {@link TestPersonality#HANDLER} does, before it returns from the signal. */
    Step handler = t -> 0;

    Program step(Step s) {
        steps.add(s);
        return this;
    }

    /** A word of code instead of a system call. */
    Program instruction(int word) {
        instructions.put(steps.size(), word);
        return step(t -> 0);
    }

    Program onSignal(Step s) {
        handler = s;
        return this;
    }

    /** Goes on at step {@code index} instead of the next one. */
    static long jump(GuestThread t, int index) {
        t.state.pc(TestPersonality.CODE + 4L * index);
        return Kernel.NO_RESULT;
    }

    /** Result of the step before. */
    static long result(GuestThread t) {
        return t.state.get64(SyscallFrontend.RESULT);
    }
}
