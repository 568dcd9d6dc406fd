package ai.a5c.krate.kind.agents;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ReadyStatus;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.SecretKeyRef;
import ai.a5c.krate.trust.Trust;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A repository that agents may work on, and the forge that it lives on. */
@KindInfo(
        plural = "repositories",
        shortNames = "repo",
        storage = Storage.CONFIG,
        doc = "A repository that agents may work on, and the forge that it lives on.",
        columns = {"Clone=.spec.cloneUrl", "Branch=.spec.defaultBranch"},
        wide = {"Owner=.spec.forge.owner", "Repository=.spec.forge.name", "Trust=.spec.trust"})
public record Repository(Metadata metadata, Spec spec, ReadyStatus status) implements Resource {

    @Override
    public Repository withMetadata(Metadata next) {
        return new Repository(next, spec, status);
    }

    /** Where the repository is. */
    public record Spec(
            @Field(
                    value = "The organization; follows from the namespace when absent.",
                    ref = "Organization",
                    immutable = true)
            String organizationRef,

            @Field(value = "Where Git clones and pushes.", required = true, form = Form.URL)
            String cloneUrl,

            @Field(value = "The branch that issues are worked on.", def = "main")
            String defaultBranch,

            @Field("Who may see it; as the organization says when absent. Recorded; not used yet.") @Nullable Visibility visibility,

            @Field(
                    value = "The most that its code is trusted, whoever wrote it. Recorded; not enforced yet.",
                    def = "trusted")
            Trust trust,

            @Field("The forge; Krate calls its base URL and no other.")
            Forge forge,

            @Field("Password or token for Git over HTTP.") SecretKeyRef gitCredential,

            @Field("Limits over all runs on the repository; those of its organization hold as well.")
            Quotas quotas) {

        /** As the forge names it: {@code owner/name}; empty without a forge. */
        public String fullName() {
            return forge.owner().isEmpty() ? "" : forge.owner() + "/" + forge.name();
        }
    }

    /** Limits over all runs on a repository; subagents work in the place of the run that asked for them. */
    public record Quotas(
            @Field(
                    value = "Attempts at work at the same time; others wait; 0 for no limit of its own.",
                    def = "0",
                    min = 0)
            int concurrentRuns,

            @Field(
                    value =
                            "Attempts at work on one work item at the same time; others wait; 0 for no limit of its own.",
                    def = "0",
                    min = 0)
            int concurrentRunsPerWorkItem,

            @Field(
                    value =
                            "New runs on one work item in a time, such as 6/h; any number when absent. Whoever asks for them: rules, people, forks, runs after a fix and subagents; another attempt of the same run is none. More are refused.",
                    form = Form.RATE)
            String runsPerWorkItem) {

        /** Whether it limits how many are at work at the same time. */
        public boolean limitsWork() {
            return concurrentRuns > 0 || concurrentRunsPerWorkItem > 0;
        }
    }

    /** Who may see a repository. */
    public enum Visibility {
        PRIVATE,
        INTERNAL,
        PUBLIC
    }

    /** The forge that a repository lives on. */
    public record Forge(
            @Field(value = "What forge it is: gitea.", immutable = true)
            String kind,

            @Field(value = "The forge's address, without /api.", form = Form.URL)
            String baseUrl,

            @Field(value = "The owner there.", indexed = true, immutable = true)
            String owner,

            @Field(value = "The name there.", indexed = true, immutable = true)
            String name,

            @Field("The API token that Krate asks and comments with.")
            SecretKeyRef apiCredential,

            @Field(
                    "What Krate does not do there by itself: replies to people, reactions to what they ask, the status comment, the commit status; all of it when absent.")
            List<Feedback> muted) {

        public Forge {
            muted = List.copyOf(muted);
        }
    }

    /** What Krate says at a forge by itself, without being asked to write. */
    public enum Feedback {
        REPLIES,
        REACTIONS,
        STATUS_COMMENT,
        COMMIT_STATUS
    }
}
