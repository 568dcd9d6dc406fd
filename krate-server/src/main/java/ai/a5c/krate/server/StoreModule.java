package ai.a5c.krate.server;

import ai.a5c.krate.blob.BlobStore;
import ai.a5c.krate.blob.directory.DirectoryBlobStore;
import ai.a5c.krate.secret.local.LocalSecrets;
import ai.a5c.krate.server.settings.Settings;
import ai.a5c.krate.server.settings.Settings.Postgresql;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.jdbc.JdbcResourceStore;
import ai.a5c.krate.work.Alarms;
import ai.a5c.krate.work.scheduler.DatabaseAlarms;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** Chooses where resources, bytes and secrets are kept. */
final class StoreModule extends AbstractModule {

    private final Settings settings;
    private final DataDirectory data;

    StoreModule(Settings settings, DataDirectory data) {
        this.settings = settings;
        this.data = data;
    }

    @Provides
    ResourceStore resources(JdbcResourceStore store) {
        return store;
    }

    /** The clock that all servers of one database share. */
    @Provides
    InstantSource clock(JdbcResourceStore store) {
        return store.clock();
    }

    /** After the store, which makes the table; an embedded one has no other servers. */
    @Provides
    @Singleton
    Alarms alarms(JdbcResourceStore store) {
        return settings.database()
                .<Alarms>map(database -> DatabaseAlarms.postgresql(
                        database.url(),
                        database.user(),
                        password(database),
                        "krate-" + UUID.randomUUID(),
                        store.clock()))
                .orElse(Alarms.NONE);
    }

    @Provides
    @Singleton
    JdbcResourceStore store() {
        return settings.database()
                .map(database -> JdbcResourceStore.postgresql(database.url(), database.user(), password(database)))
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
