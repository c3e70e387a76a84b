package heliotrope.app;

import heliotrope.engine.Engine;
import heliotrope.mips.MipsFrontend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** For the launcher's build: writes the code that is the same in every run to the file named by the only argument. */
final class BuildStubs {
    private BuildStubs() {}

    public static void main(String[] args) throws IOException {
        Files.write(Path.of(args[0]), Engine.stubs(new MipsFrontend()));
    }
}
