package heliotrope.mips.floats;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The long comparison: {@code FloatMain VECTORS [REPORT]}, operand sets in all. */
final class FloatMain {
    private FloatMain() {}

    private static final int STEP = 512;

    public static void main(String[] arguments) throws IOException {
        long wanted = Long.parseLong(arguments[0]);
        long seed = Long.getLong("heliotrope.mips.seed", 1);
        StringBuilder table = new StringBuilder("| FPU | instructions | operand sets, each on interpreter and compiler | of these"
                + " traps | differences |\n|---|---:|---:|---:|---:|\n");
        int bad = 0;
        for (FloatCheck.Processor processor : FloatCheck.Processor.values()) {
            try (FloatCheck check = new FloatCheck(processor)) {
                long share = wanted / FloatCheck.Processor.values().length;
                run(check, new Operands(seed * 10 + processor.ordinal()), share);
                String row = "| " + processor.text + " | " + check.instructions.size() + " | " + check.vectors + " | "
                        + check.trapped + " | " + check.differences.size() + " |\n";
                System.out.print(row);
                table.append(row);
                for (String difference : check.differences.subList(0, Math.min(20, check.differences.size()))) {
                    System.out.println(difference);
                }
                bad += check.differences.size();
            }
        }
        if (arguments.length > 1) {
            Files.writeString(Path.of(arguments[1]), table);
        }
        System.exit(bad == 0 ? 0 : 1);
    }

    private static void run(FloatCheck check, Operands operands, long share) {
        int n = check.instructions.size();
        for (int i = 0; i < n; i++) {
            for (int mode = 0; mode < 8; mode++) {
                check.specials(i, mode & 3 | mode >> 2 << 24);
            }
        }
        while (check.vectors < share) {
            for (int i = 0; i < n && check.vectors < share; i++) {
                for (int mode = 0; mode < 8; mode++) {
                    check.random(i, operands, STEP, mode & 3 | mode >> 2 << 24);
                }
                check.random(i, operands, STEP / 8, -1);
            }
        }
    }
}
