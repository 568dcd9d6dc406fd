package io.jenkins.plugins.krate.config;

import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.model.ItemGroup;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.krate.engine.EngineException;
import io.jenkins.plugins.krate.engine.EngineInfo;
import io.jenkins.plugins.krate.engine.KrateEngine;
import io.jenkins.plugins.krate.engine.remote.HookAccess;
import io.jenkins.plugins.krate.engine.remote.RemoteEngine;
import io.jenkins.plugins.krate.engine.remote.ServerAccess;
import io.jenkins.plugins.krate.engine.remote.ServerAddress;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A krate-server elsewhere; as code, {@code engine: remote:}. Holds names of credentials, never a token. */
public final class RemoteEngineConfiguration extends EngineConfiguration {

    private final String serverUrl;
    private final String organization;
    private @Nullable String tokenCredentialsId;
    private @Nullable String hookCredentialsId;
    private @Nullable String subscription;

    /** A server's organization. */
    @DataBoundConstructor
    public RemoteEngineConfiguration(@Nullable String serverUrl, @Nullable String organization) {
        this.serverUrl = serverUrl == null ? "" : serverUrl.strip();
        this.organization = organization == null ? "" : organization.strip();
    }

    /** The address of the server. */
    public String getServerUrl() {
        return serverUrl;
    }

    /** The organization in which runs are made. */
    public String getOrganization() {
        return organization;
    }

    /** The credentials with the API token; null until chosen. */
    public @Nullable String getTokenCredentialsId() {
        return tokenCredentialsId;
    }

    /** Sets them. */
    @DataBoundSetter
    public void setTokenCredentialsId(@Nullable String tokenCredentialsId) {
        this.tokenCredentialsId = Util.fixEmptyAndTrim(tokenCredentialsId);
    }

    /** The credentials with the secret that signs reports; null until chosen. */
    public @Nullable String getHookCredentialsId() {
        return hookCredentialsId;
    }

    /** Sets them. */
    @DataBoundSetter
    public void setHookCredentialsId(@Nullable String hookCredentialsId) {
        this.hookCredentialsId = Util.fixEmptyAndTrim(hookCredentialsId);
    }

    /** The webhook subscription in the organization that takes reports; null until set. */
    public @Nullable String getSubscription() {
        return subscription;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setSubscription(@Nullable String subscription) {
        this.subscription = Util.fixEmptyAndTrim(subscription);
    }

    @Override
    public KrateEngine engine(ItemGroup<?> context) {
        try {
            ServerAddress server = address(serverUrl);
            String token =
                    Tokens.read(needed(tokenCredentialsId, "credentials with the API token"), serverUrl, context);
            return new RemoteEngine(ServerClient.get(), new ServerAccess(server, organization, token), hook(context));
        } catch (IllegalArgumentException e) {
            throw new EngineException(
                    EngineException.Kind.UNAVAILABLE, "CONFIGURATION", String.valueOf(e.getMessage()));
        }
    }

    @Override
    boolean isBlank() {
        return serverUrl.isEmpty() && organization.isEmpty();
    }

    private Optional<HookAccess> hook(ItemGroup<?> context) {
        return subscription == null || hookCredentialsId == null
                ? Optional.empty()
                : Optional.of(new HookAccess(subscription, Tokens.read(hookCredentialsId, serverUrl, context)));
    }

    private static String needed(@Nullable String value, String what) {
        if (value == null) {
            throw new IllegalArgumentException("the configuration of Krate names no " + what);
        }
        return value;
    }

    /** The address that {@code text} names, if a token may be sent there. */
    private static ServerAddress address(@Nullable String text) {
        ServerAddress server = ServerAddress.of(text == null ? "" : text);
        if (!server.isPrivate()) {
            throw new IllegalArgumentException(
                    "http would show the token to the network; use https, or http with localhost only");
        }
        return server;
    }

    /** Its description in Jenkins. */
    @Extension
    @Symbol("remote")
    public static final class DescriptorImpl extends Descriptor<EngineConfiguration> {

        @Override
        public String getDisplayName() {
            return "A krate-server";
        }

        /** Says what is wrong with the address. */
        @POST
        public FormValidation doCheckServerUrl(@QueryParameter @Nullable String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            try {
                address(value);
                return FormValidation.ok();
            } catch (IllegalArgumentException e) {
                return FormValidation.error(e.getMessage());
            }
        }

        /** Says that the organization is missing. */
        @POST
        public FormValidation doCheckOrganization(@QueryParameter @Nullable String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return Util.fixEmptyAndTrim(value) == null
                    ? FormValidation.error("name the organization in which runs are made")
                    : FormValidation.ok();
        }

        /** The choices of API tokens. */
        @POST
        public ListBoxModel doFillTokenCredentialsIdItems(
                @QueryParameter @Nullable String serverUrl, @QueryParameter @Nullable String tokenCredentialsId) {
            return Tokens.choices(serverUrl, tokenCredentialsId);
        }

        /** The choices of secrets that sign reports. */
        @POST
        public ListBoxModel doFillHookCredentialsIdItems(
                @QueryParameter @Nullable String serverUrl, @QueryParameter @Nullable String hookCredentialsId) {
            return Tokens.choices(serverUrl, hookCredentialsId);
        }

        /** Asks the server who it is, as the form stands. */
        @POST
        public FormValidation doTestConnection(
                @QueryParameter @Nullable String serverUrl,
                @QueryParameter @Nullable String organization,
                @QueryParameter @Nullable String tokenCredentialsId,
                @QueryParameter @Nullable String hookCredentialsId,
                @QueryParameter @Nullable String subscription) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            RemoteEngineConfiguration tried = new RemoteEngineConfiguration(serverUrl, organization);
            tried.setTokenCredentialsId(tokenCredentialsId);
            tried.setHookCredentialsId(hookCredentialsId);
            tried.setSubscription(subscription);
            try {
                EngineInfo info = tried.engine(Jenkins.get()).info();
                return info.warning().isEmpty()
                        ? FormValidation.ok(info.description())
                        : FormValidation.warning(info.description() + "; " + info.warning());
            } catch (EngineException e) {
                return FormValidation.error(e.getMessage());
            }
        }
    }
}
