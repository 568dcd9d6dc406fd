package ai.a5c.krate.git.jgit;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.attributes.AttributesNodeProvider;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.BaseRepositoryBuilder;
import org.eclipse.jgit.lib.ObjectDatabase;
import org.eclipse.jgit.lib.RefDatabase;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/** A bare repository that has no hooks and no configuration but its own: not the person's, not the machine's. */
final class CleanRepository extends Repository {

    private final Repository files;
    private final StoredConfig config;

    private CleanRepository(BaseRepositoryBuilder<?, ?> options, Repository files, StoredConfig config) {
        super(options);
        this.files = files;
        this.config = config;
    }

    static CleanRepository open(Path directory) throws IOException {
        FileRepositoryBuilder options = new FileRepositoryBuilder()
                .setGitDir(directory.toFile())
                .setBare()
                .setFS(new HooklessFileSystem());
        Repository files = options.build();
        File configFile = directory.resolve("config").toFile();
        FileBasedConfig config = new FileBasedConfig(null, configFile, files.getFS());
        try {
            config.load();
        } catch (ConfigInvalidException e) {
            files.close();
            throw new IOException("the mirror's configuration is damaged", e);
        }
        return new CleanRepository(options, files, config);
    }

    @Override
    public void create(boolean bare) throws IOException {
        files.create(bare);
    }

    @Override
    public String getIdentifier() {
        return files.getIdentifier();
    }

    @Override
    public ObjectDatabase getObjectDatabase() {
        return files.getObjectDatabase();
    }

    @Override
    public RefDatabase getRefDatabase() {
        return files.getRefDatabase();
    }

    @Override
    public StoredConfig getConfig() {
        return config;
    }

    @Override
    public @Nullable AttributesNodeProvider createAttributesNodeProvider() {
        return files.createAttributesNodeProvider();
    }

    @Override
    public void scanForRepoChanges() throws IOException {
        files.scanForRepoChanges();
    }

    @Override
    public void notifyIndexChanged(boolean internal) {
        files.notifyIndexChanged(internal);
    }

    @Override
    protected void doClose() {
        files.close();
    }
}
