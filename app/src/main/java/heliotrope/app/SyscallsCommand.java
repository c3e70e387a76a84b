package heliotrope.app;

/** {@code heliotrope syscalls}: the compatibility tables. */
final class SyscallsCommand {
    private SyscallsCommand() {}

    static int run(String[] args) {
        boolean markdown = false;
        boolean irix = true;
        boolean linux = true;
        for (int i = 1; i < args.length; i++) {
            switch (args[i]) {
                case "--markdown" -> markdown = true;
                case "irix" -> linux = false;
                case "linux" -> irix = false;
                default -> throw new CommandError(
                        CommandError.USAGE, args[i] + ": heliotrope syscalls takes irix or linux, --markdown, or nothing");
            }
        }
        if (irix || !linux) {
            Main.print(1, heliotrope.irix.SupportPage.text(markdown));
        }
        if (linux) {
            Main.print(1, (irix ? "\n" : "") + heliotrope.linux.SupportPage.text(markdown));
        }
        return 0;
    }
}
