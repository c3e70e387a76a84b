package heliotrope.app;

import heliotrope.irix.SupportPage;

/** {@code heliotrope syscalls}: the compatibility table. */
final class SyscallsCommand {
    private SyscallsCommand() {}

    static int run(String[] args) {
        boolean markdown = args.length == 2 && args[1].equals("--markdown");
        if (args.length > 1 && !markdown) {
            throw new CommandError(CommandError.USAGE, args[1] + ": heliotrope syscalls takes --markdown or nothing");
        }
        Main.print(1, SupportPage.text(markdown));
        return 0;
    }
}
