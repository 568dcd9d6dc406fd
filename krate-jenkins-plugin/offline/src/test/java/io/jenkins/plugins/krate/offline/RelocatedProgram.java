package io.jenkins.plugins.krate.offline;

import ai.a5c.krate.cel.CelPredicates;
import ai.a5c.krate.git.jgit.JGitRepositories;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.store.jdbc.JdbcResourceStore;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Uses each library of Krate's once; run by a loader that knows the relocated jar and nothing else of Krate. */
public final class RelocatedProgram implements UnaryOperator<String> {

    /** Where its parts came from; {@code directory} is its own. */
    @Override
    public String apply(String directory) {
        Path place = Path.of(directory);
        try (JdbcResourceStore store = JdbcResourceStore.sqlite(place.resolve("krate.db"))) {
            Objects.requireNonNull(store.clock().instant());
        }
        boolean ruled = new CelPredicates().compile("1 + 1 == 2") != null;
        var unused = new JGitRepositories(place.resolve("git"));
        Documents.read("kind: Nothing\n");
        return Json.write(Json.read("{\"ruled\":%s,\"from\":\"%s\"}"
                .formatted(
                        ruled, Json.class.getProtectionDomain().getCodeSource().getLocation())));
    }
}
