package heliotrope.ir;

/**
 * The text form of a block: a header and one line per row. The header of a path says of how many guest blocks: {@code parts 3}.
 *
 * <pre>
 * block 0x00400120 mode big_endian,fr bytes 8
 * insn 0x00400120
 * %1 = get32 32
 * %2 = ld32 %1, -8
 * insn 0x00400124 delay
 * put32 %2, 16
 * exit 0x00400200
 * </pre>
 *
 * A result is named by its row, and rows without a result count too, the first being 0. Operands come first, then the
 * constant: in decimal, or in hexadecimal for bits and guest addresses. {@code _} is an operand that a helper does not
 * have. A {@code ;} starts a comment. Printing and parsing lose nothing.
 */
public final class IrText {
    /** Names of the {@link Mode} bits, from bit 0 on. */
    private static final String[] MODE_NAMES = {
        "big_endian", "regs64", "addr64", "fr", "fp_precise", "nan2008", "mips_r2",
    };

    private IrText() {}

    // Printing.

    /** The block as text, with a newline after each line. */
    public static String print(IrBlock block) {
        StringBuilder out = new StringBuilder(32 * block.size + 64);
        out.append("block ");
        address(out, block.pc);
        out.append(" mode ");
        mode(out, block.mode);
        out.append(" bytes ").append(block.guestBytes);
        if (block.parts > 1) {
            out.append(" parts ").append(block.parts);
        }
        out.append('\n');
        for (int row = 0; row < block.size; row++) {
            printRow(block, row, out);
            out.append('\n');
        }
        return out.toString();
    }

    /** One row, without a newline. */
    public static String printRow(IrBlock block, int row) {
        StringBuilder out = new StringBuilder(40);
        printRow(block, row, out);
        return out.toString();
    }

    private static void printRow(IrBlock block, int row, StringBuilder out) {
        int op = block.op[row];
        if (op < 0 || op >= Op.COUNT) {
            out.append("; no such operation: ").append(op);
            return;
        }
        if (Op.TYPE[op] != Op.NONE) {
            out.append('%').append(row).append(" = ");
        }
        out.append(Op.NAME[op]);
        String separator = " ";
        for (int k = 0; k < Op.ARITY[op]; k++) {
            int operand = k == 0 ? block.a[row] : k == 1 ? block.b[row] : block.c[row];
            out.append(separator);
            separator = ", ";
            if (operand < 0) {
                out.append('_');
            } else {
                out.append('%').append(operand);
            }
        }
        long imm = block.imm[row];
        if (Op.IMM[op] != 0) {
            out.append(separator);
            if (Op.IMM[op] == 'S') {
                out.append(imm);
            } else if (Op.IMM[op] == 'P') {
                address(out, imm);
            } else {
                out.append("0x").append(Long.toHexString(imm));
            }
        }
        if (op == Op.INSN && block.a[row] != 0) {
            out.append(" delay");
        }
    }

    private static void address(StringBuilder out, long address) {
        String digits = Long.toHexString(address);
        out.append("0x");
        for (int i = digits.length(); i < 8; i++) {
            out.append('0');
        }
        out.append(digits);
    }

    private static void mode(StringBuilder out, int mode) {
        if (mode == 0) {
            out.append('0');
            return;
        }
        String separator = "";
        for (int bit = 0; bit < MODE_NAMES.length; bit++) {
            if ((mode >>> bit & 1) != 0) {
                out.append(separator).append(MODE_NAMES[bit]);
                separator = ",";
            }
        }
        int rest = mode >>> MODE_NAMES.length << MODE_NAMES.length;
        if (rest != 0) {
            out.append(separator).append("0x").append(Integer.toHexString(rest));
        }
    }

    // Parsing.

    /**
     * The block that a text describes. Only the form is checked; see {@link IrVerifier} for the meaning.
     *
     * @throws IllegalArgumentException with the line number, if the text has another form
     */
    public static IrBlock parse(String text) {
        IrBlock block = new IrBlock();
        boolean header = false;
        int line = 1;
        for (int from = 0; from < text.length(); line++) {
            int end = text.indexOf('\n', from);
            end = end < 0 ? text.length() : end;
            Tokens tokens = new Tokens(text.substring(from, end), line);
            from = end + 1;
            if (tokens.atEnd()) {
                continue;
            }
            if (header) {
                parseRow(tokens, block);
            } else {
                parseHeader(tokens, block);
                header = true;
            }
            if (!tokens.atEnd()) {
                throw tokens.error("end of line expected");
            }
        }
        if (!header) {
            throw new IllegalArgumentException("line " + line + ": no header");
        }
        return block;
    }

    private static void parseHeader(Tokens tokens, IrBlock block) {
        tokens.expect("block");
        block.pc = tokens.number();
        tokens.expect("mode");
        do {
            block.mode |= modeBits(tokens);
        } while (tokens.skip(','));
        tokens.expect("bytes");
        block.guestBytes = (int) tokens.number();
        if (!tokens.atEnd()) {
            tokens.expect("parts");
            block.parts = (int) tokens.number();
        }
    }

    private static int modeBits(Tokens tokens) {
        if (tokens.atDigit()) {
            return (int) tokens.number();
        }
        String name = tokens.word();
        for (int bit = 0; bit < MODE_NAMES.length; bit++) {
            if (MODE_NAMES[bit].equals(name)) {
                return 1 << bit;
            }
        }
        throw tokens.error("no such mode: " + name);
    }

    private static void parseRow(Tokens tokens, IrBlock block) {
        int row = block.size;
        boolean named = tokens.skip('%');
        if (named) {
            if (tokens.number() != row) {
                throw tokens.error("this is row " + row);
            }
            if (!tokens.skip('=')) {
                throw tokens.error("'=' expected");
            }
        }
        String name = tokens.word();
        int op = operation(name);
        if (op < 0) {
            throw tokens.error("no such operation: " + name);
        }
        if (named != (Op.TYPE[op] != Op.NONE)) {
            throw tokens.error(named ? name + " has no result" : name + " has a result");
        }
        int arity = Op.ARITY[op];
        int a = arity > 0 ? operand(tokens) : -1;
        int b = arity > 1 ? nextOperand(tokens) : -1;
        int c = arity > 2 ? nextOperand(tokens) : -1;
        long imm = 0;
        if (Op.IMM[op] != 0) {
            if (arity > 0) {
                tokens.comma();
            }
            imm = tokens.number();
        }
        if (op == Op.INSN) {
            a = 0;
            if (!tokens.atEnd()) {
                tokens.expect("delay");
                a = 1;
            }
        }
        block.add(op, a, b, c, imm);
    }

    private static int nextOperand(Tokens tokens) {
        tokens.comma();
        return operand(tokens);
    }

    private static int operand(Tokens tokens) {
        if (tokens.skip('_')) {
            return -1;
        }
        if (!tokens.skip('%')) {
            throw tokens.error("operand expected");
        }
        return (int) tokens.number();
    }

    private static int operation(String name) {
        for (int op = 0; op < Op.COUNT; op++) {
            if (Op.NAME[op].equals(name)) {
                return op;
            }
        }
        return -1;
    }

    /** What is left of a line. Blanks separate and are otherwise ignored. */
    private static final class Tokens {
        private final String text;
        private final int line;
        private int at;

        Tokens(String text, int line) {
            int comment = text.indexOf(';');
            this.text = comment < 0 ? text : text.substring(0, comment);
            this.line = line;
        }

        private void blanks() {
            while (at < text.length() && text.charAt(at) <= ' ') {
                at++;
            }
        }

        boolean atEnd() {
            blanks();
            return at == text.length();
        }

        boolean atDigit() {
            return !atEnd() && Character.isDigit(text.charAt(at));
        }

        boolean skip(char c) {
            if (atEnd() || text.charAt(at) != c) {
                return false;
            }
            at++;
            return true;
        }

        void comma() {
            if (!skip(',')) {
                throw error("',' expected");
            }
        }

        /** Letters, digits and underscores. */
        String word() {
            blanks();
            int from = at;
            while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
                at++;
            }
            return text.substring(from, at);
        }

        void expect(String word) {
            if (!word().equals(word)) {
                throw error("'" + word + "' expected");
            }
        }

        /** Decimal with a sign, or up to 64 bits in hexadecimal. */
        long number() {
            boolean minus = skip('-');
            String digits = word();
            try {
                if (!minus && digits.startsWith("0x")) {
                    return Long.parseUnsignedLong(digits, 2, digits.length(), 16);
                }
                return Long.parseLong(minus ? "-" + digits : digits);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("line " + line + ": number expected: " + digits, e);
            }
        }

        IllegalArgumentException error(String what) {
            return new IllegalArgumentException("line " + line + ": " + what);
        }
    }
}
