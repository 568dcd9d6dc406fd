package io.jenkins.plugins.krate.engine.embedded;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * How the engine of a controller is set up.
 *
 * @param directory of all that it keeps, for its owner alone
 * @param database the SQLite file
 * @param folder of resource documents, YAML or JSON; those in folders below it count
 * @param documents further ones as YAML; may be empty
 * @param organization its slug, if the documents describe none or several
 * @param label of the nodes on which agents run; empty for any but the built-in one
 * @param workers how many attempts are at work at the same time
 * @param localAgents whether runner pools may run agents as processes of the controller itself
 * @param schemes by which repositories are reached: https, http, file
 */
public record EmbeddedSettings(
        Path directory,
        Path database,
        Optional<Path> folder,
        String documents,
        String organization,
        String label,
        int workers,
        boolean localAgents,
        Set<String> schemes) {

    /** Where runs are made unless something else is said. */
    public static final String ORGANIZATION = "default";

    private static final int WORKERS = 2;

    public EmbeddedSettings {
        documents = documents.strip();
        organization = organization.isBlank() ? ORGANIZATION : organization.strip();
        label = label.strip();
        schemes = Set.copyOf(schemes);
    }

    /** With everything below {@code directory}, which has no documents yet. */
    public static EmbeddedSettings in(Path directory) {
        return new EmbeddedSettings(
                directory,
                directory.resolve("krate.db"),
                Optional.empty(),
                "",
                "",
                "",
                WORKERS,
                false,
                Set.of("https", "http"));
    }

    /** The same with another database; empty for the usual one. */
    public EmbeddedSettings withDatabase(Optional<Path> file) {
        return new EmbeddedSettings(
                directory,
                file.orElse(database),
                folder,
                documents,
                organization,
                label,
                workers,
                localAgents,
                schemes);
    }

    /** The same with documents of a folder and as text. */
    public EmbeddedSettings withDocuments(Optional<Path> of, String text) {
        return new EmbeddedSettings(directory, database, of, text, organization, label, workers, localAgents, schemes);
    }

    /** The same for one of several organizations. */
    public EmbeddedSettings withOrganization(String slug) {
        return new EmbeddedSettings(directory, database, folder, documents, slug, label, workers, localAgents, schemes);
    }

    /** The same with agents elsewhere. */
    public EmbeddedSettings withAgents(String where, boolean local) {
        return new EmbeddedSettings(
                directory, database, folder, documents, organization, where, workers, local, schemes);
    }

    /** The same with repositories reached otherwise. */
    public EmbeddedSettings withSchemes(Set<String> allowed) {
        return new EmbeddedSettings(
                directory, database, folder, documents, organization, label, workers, localAgents, allowed);
    }
}
