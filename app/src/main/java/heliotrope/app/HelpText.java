package heliotrope.app;

/** What {@code heliotrope --help} prints. */
final class HelpText {
    private HelpText() {}

    static final String SHORT = """
            usage: heliotrope [run] [options] PROGRAM [arguments...]
                   heliotrope demo [FILE.ppm]
                   heliotrope serve | stop | install FOLDER | syscalls | disasm FILE | cache show | --help
            """;

    static String full() {
        return """
                Heliotrope %s runs IRIX and Linux programs for MIPS, unmodified.

                usage: heliotrope [run] [options] PROGRAM [arguments...]
                       heliotrope demo [FILE.ppm]     runs the demo, an IRIX program that draws a picture on
                                                      the terminal, or writes it (PPM) to FILE or stdout
                       heliotrope syscalls [irix|linux] [--markdown]
                                                      the system calls and how far each is supported
                       heliotrope disasm FILE         disassembles the code of a MIPS ELF file
                       heliotrope cache show|clear|path
                                                      the translations kept for the next run: HELIOTROPE_CACHE
                                                      (a folder, or off), HELIOTROPE_CACHE_SIZE (MiB)
                       heliotrope serve [--idle SECONDS] [--socket PATH] [--log FILE] [--status]
                                                      a server that runs programs without a start of Java; it is
                                                      used when it is there. HELIOTROPE_SERVER=auto starts one,
                                                      off does without, a path is its socket
                       heliotrope stop                ends it
                       heliotrope install FOLDER      makes commands that need a server and no shell
                       heliotrope help

                The exit status is the program's; 128 + n if signal n ended it; 127 if the program or its
                interpreter was not found, 126 if it cannot be executed, 2 for wrong options.
                Under the name qemu-irix (a symbolic link) the command takes qemu-irix's options only;
                under qemu-mips, qemu-mipsel and so on it runs Linux programs only, of any of these.

                options [and the environment variable that sets the same]:
                """
                .replace("%s", Main.VERSION)
                + OptionTable.help();
    }
}
