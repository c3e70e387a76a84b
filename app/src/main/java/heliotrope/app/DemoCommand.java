package heliotrope.app;

import heliotrope.host.Charsets;
import java.io.File;
import java.util.ArrayList;
import java.util.List;

/** {@code heliotrope demo}: runs the demo, an IRIX program that draws a picture on a terminal or writes it as PPM. */
final class DemoCommand {
    private DemoCommand() {}

    static int run(Invocation inv) {
        String home = System.getProperty("heliotrope.home");
        File demo = new File(home != null ? home : ".", "guests/bin/o32/demo");
        if (!demo.isFile()) {
            throw new CommandError(CommandError.NOT_FOUND, demo + ": the demo program is missing");
        }
        RunOptions options = new RunOptions();
        List<byte[]> argv = new ArrayList<>();
        argv.add(demo.getPath().getBytes(Charsets.UTF_8));
        for (int i = 1; i < inv.texts().length; i++) {
            argv.add(inv.word(i));
        }
        return RunCommand.run(inv, options, argv.get(0), argv.toArray(new byte[0][]));
    }
}
