package clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.springframework.core.SpringVersion;

/** The table's cells: one line for each client, protocol and case, with what was seen. */
final class Results {
    private static final String SPRING = SpringVersion.getVersion().startsWith("6") ? "Boot 3.5" : "Boot 4.1";

    private Results() {}

    static synchronized void note(String client, String protocol, String asked, String seen) {
        String line = String.join("\t", client + ", " + SPRING, protocol, asked, seen) + "\n";
        try {
            Files.writeString(Path.of(System.getProperty("clients.results")), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException error) {
            throw new AssertionError(error);
        }
    }
}
