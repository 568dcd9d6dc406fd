package ai.a5c.krate.store.jdbc;

import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.testkit.SharedStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class JdbcResourceStoreSqliteTest extends SharedStoreContract {

    @TempDir
    Path directory;

    @Override
    protected ResourceStore newStore() {
        return JdbcResourceStore.sqlite(directory.resolve("krate.db"));
    }

    @Override
    protected ResourceStore sameStore() {
        return newStore();
    }
}
