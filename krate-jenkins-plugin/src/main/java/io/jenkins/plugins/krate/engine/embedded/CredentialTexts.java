package io.jenkins.plugins.krate.engine.embedded;

import java.util.Optional;
import java.util.Set;

/** The secret texts that Jenkins keeps, by the ids of their credentials. */
public interface CredentialTexts {

    /** Their ids. */
    Set<String> ids();

    /** The text with that id now; empty if there is none. */
    Optional<String> text(String id);
}
