package io.jenkins.plugins.krate.config;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import hudson.model.ItemGroup;
import hudson.security.ACL;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.krate.engine.EngineException;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.jspecify.annotations.Nullable;

/** Secret texts of the credentials store, found by id whenever they are needed and kept nowhere else. */
final class Tokens {

    private Tokens() {}

    /**
     * The secret text {@code id} that {@code context} sees.
     *
     * @throws EngineException if there is none
     */
    static String read(String id, String url, ItemGroup<?> context) {
        StringCredentials found = CredentialsMatchers.firstOrNull(
                CredentialsProvider.lookupCredentialsInItemGroup(
                        StringCredentials.class,
                        context,
                        ACL.SYSTEM2,
                        URIRequirementBuilder.fromUri(url).build()),
                CredentialsMatchers.withId(id));
        if (found == null) {
            throw new EngineException(
                    EngineException.Kind.UNAUTHENTICATED,
                    "NO_CREDENTIALS",
                    "there are no credentials '%s' of kind secret text".formatted(id));
        }
        return found.getSecret().getPlainText();
    }

    /** The choices of a form: for who may not administrate, only what is set already. */
    static ListBoxModel choices(@Nullable String url, @Nullable String current) {
        StandardListBoxModel choices = new StandardListBoxModel();
        if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
            return choices.includeCurrentValue(current);
        }
        return choices.includeEmptyValue()
                .includeMatchingAs(
                        ACL.SYSTEM2,
                        Jenkins.get(),
                        StringCredentials.class,
                        URIRequirementBuilder.fromUri(url).build(),
                        CredentialsMatchers.always())
                .includeCurrentValue(current);
    }
}
