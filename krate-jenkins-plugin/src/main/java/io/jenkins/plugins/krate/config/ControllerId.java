package io.jenkins.plugins.krate.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.regex.Pattern;

/** The name of a Jenkins controller in Krate: random, made once, kept in a file; another URL of Jenkins does not change it. */
public final class ControllerId {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private ControllerId() {}

    /**
     * The id in {@code file}; makes both if there is none.
     *
     * @throws IOException also if the file holds something else: a new id would let old failures seem new
     */
    public static synchronized String in(Path file) throws IOException {
        try {
            String id = Files.readString(file).strip();
            if (!ID.matcher(id).matches()) {
                throw new IOException(file + " holds no controller id; delete it to get a new one");
            }
            return id;
        } catch (NoSuchFileException none) {
            return make(file);
        }
    }

    private static String make(Path file) throws IOException {
        String id = UUID.randomUUID().toString();
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(temporary, id + "\n");
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return id;
    }
}
