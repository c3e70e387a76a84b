package heliotrope.app;

import heliotrope.engine.Engine;
import heliotrope.host.Charsets;
import heliotrope.host.Nullable;
import heliotrope.host.ServerProtocol;
import heliotrope.kernel.Caller;
import heliotrope.kernel.Kernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The command as a client of the server was called. */
final class ClientInvocation extends Invocation {
    private final ClientSession client;
    private final ClientCaller caller;
    private final Engine engine;
    /** The words behind the name. */
    private final byte[][] words;

    private final byte[][] environment;

    ClientInvocation(ClientSession client, ClientCaller caller, Engine engine, ClientRequest r) {
        super(name(r.words));
        this.client = client;
        this.caller = caller;
        this.engine = engine;
        this.words = Arrays.copyOfRange(r.words, Math.min(r.words.length, viaLauncher(r.words) ? 3 : 1), r.words.length);
        this.environment = r.environment;
    }

    /** The launcher says by which name it was called. */
    private static boolean viaLauncher(byte[][] words) {
        return words.length > 2 && new String(words[1], Charsets.UTF_8).equals(ServerProtocol.CALLED);
    }

    private static String name(byte[][] words) {
        return last(words[viaLauncher(words) ? 2 : 0]);
    }

    private static String last(byte[] path) {
        int at = path.length;
        while (at > 0 && path[at - 1] != '/') {
            at--;
        }
        return new String(path, at, path.length - at, Charsets.UTF_8);
    }

    @Override
    String[] texts() {
        String[] texts = new String[words.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = new String(words[i], Charsets.UTF_8);
        }
        return texts;
    }

    @Override
    byte[] word(int i) {
        return words[i];
    }

    @Override
    List<byte[]> environment() {
        return new ArrayList<>(Arrays.asList(environment));
    }

    @Override
    @Nullable String variable(String variable) {
        int length = variable.length();
        for (byte[] each : environment) {
            if (each.length > length && each[length] == '=' && startsWith(each, variable)) {
                return new String(each, length + 1, each.length - length - 1, Charsets.UTF_8);
            }
        }
        return null;
    }

    private static boolean startsWith(byte[] bytes, String start) {
        for (int i = 0; i < start.length(); i++) {
            if (bytes[i] != start.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    void print(int fd, String text) {
        byte[] bytes = text.getBytes(Charsets.UTF_8);
        if (fd == 2) {
            caller.print(bytes);
        } else if (caller.files.length > fd && caller.files[fd] >= 0) {
            Caller.write(caller.files[fd], bytes);
        }
    }

    @Override
    Caller caller() {
        return caller;
    }

    @Override
    Engine engine() {
        return engine;
    }

    @Override
    void begins(Kernel kernel) {
        client.begins(kernel);
    }
}
