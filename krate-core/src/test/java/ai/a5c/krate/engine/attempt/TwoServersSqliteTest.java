package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.jdbc.JdbcResourceStore;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class TwoServersSqliteTest extends TwoServersLaws {

    @TempDir
    Path directory;

    private int stores;

    @Override
    ResourceStore open() {
        stores++;
        return again();
    }

    @Override
    ResourceStore again() {
        return JdbcResourceStore.sqlite(directory.resolve("krate-" + stores + ".db"));
    }
}
