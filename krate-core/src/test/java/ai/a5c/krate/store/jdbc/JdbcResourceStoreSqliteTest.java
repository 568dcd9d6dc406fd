package ai.a5c.krate.store.jdbc;

import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.testkit.ResourceStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class JdbcResourceStoreSqliteTest extends ResourceStoreContract {

    @TempDir
    Path directory;

    @Override
    protected ResourceStore newStore() {
        return JdbcResourceStore.sqlite(directory.resolve("krate.db"));
    }
}
