package ai.a5c.krate.server;

import ai.a5c.krate.blob.BlobStore;
import ai.a5c.krate.blob.directory.DirectoryBlobStore;
import ai.a5c.krate.secret.local.LocalSecrets;
import ai.a5c.krate.server.settings.Settings;
import ai.a5c.krate.server.settings.Settings.Postgresql;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.jdbc.JdbcResourceStore;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Chooses where resources, bytes and secrets are kept. */
final class StoreModule extends AbstractModule {

    private final Settings settings;
    private final DataDirectory data;

    StoreModule(Settings settings, DataDirectory data) {
        this.settings = settings;
        this.data = data;
    }

    @Provides
    @Singleton
    ResourceStore resources() {
        return settings.database()
                .<ResourceStore>map(
                        database -> JdbcResourceStore.postgresql(database.url(), database.user(), password(database)))
                .orElseGet(() -> JdbcResourceStore.sqlite(data.at("krate.db")));
    }

    private static String password(Postgresql database) {
        Optional<Path> file = database.passwordFile();
        try {
            return file.isPresent() ? Files.readString(file.get()).strip() : "";
        } catch (IOException e) {
            throw new DataDirectoryException(
                    "the database's password file %s cannot be read".formatted(file.orElseThrow()));
        }
    }

    @Provides
    @Singleton
    BlobStore blobs() {
        return new DirectoryBlobStore(data.at("blobs"));
    }

    @Provides
    @Singleton
    LocalSecrets secrets() {
        return new LocalSecrets(data.at(""));
    }
}
