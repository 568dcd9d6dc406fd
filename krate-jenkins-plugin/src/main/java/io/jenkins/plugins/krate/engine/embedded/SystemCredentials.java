package io.jenkins.plugins.krate.engine.embedded;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import hudson.security.ACL;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** The secret texts that the controller itself sees: of the system and global, none of a folder or a user. */
final class SystemCredentials implements CredentialTexts {

    @Override
    public Set<String> ids() {
        return all().stream().map(StringCredentials::getId).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Optional<String> text(String id) {
        return all().stream()
                .filter(one -> one.getId().equals(id))
                .findFirst()
                .map(one -> one.getSecret().getPlainText());
    }

    private static List<StringCredentials> all() {
        return CredentialsProvider.lookupCredentialsInItemGroup(
                StringCredentials.class, Jenkins.get(), ACL.SYSTEM2, List.of());
    }
}
