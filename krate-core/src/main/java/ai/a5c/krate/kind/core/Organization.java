package ai.a5c.krate.kind.core;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ReadyStatus;
import ai.a5c.krate.resource.Resource;

/** A tenant: everything else belongs to exactly one. */
@KindInfo(
        plural = "organizations",
        shortNames = "org",
        storage = Storage.CONFIG,
        installation = true,
        doc = "A tenant: everything else belongs to exactly one.",
        columns = {"Slug=.spec.slug", "Namespace=.spec.namespaceName"},
        wide = {"Name=.spec.displayName", "Visibility=.spec.defaultVisibility"})
public record Organization(Metadata metadata, Spec spec, ReadyStatus status) implements Resource {

    @Override
    public Organization withMetadata(Metadata next) {
        return new Organization(next, spec, status);
    }

    /** What an organization is. */
    public record Spec(
            @Field(value = "The name in URLs.", required = true, form = Form.NAME, indexed = true, immutable = true)
            String slug,

            @Field(
                    value = "The namespace that its resources live in.",
                    required = true,
                    form = Form.NAME,
                    immutable = true)
            String namespaceName,

            @Field("The name for people.") String displayName,

            @Field(value = "Who may see new repositories. Recorded; not used yet.", def = "private")
            Visibility defaultVisibility,

            @Field(
                    value =
                            "The AgentMemoryRepository that agents remember in unless a stack says otherwise. Recorded; not used yet.",
                    form = Form.NAME)
            String memoryRepositoryRef,

            @Field("Limits over everything in the organization.")
            Quotas quotas) {}

    /** Limits over everything in the organization. */
    public record Quotas(
            @Field(
                    value = "Attempts at work at the same time; others wait; 0 for no limit of its own.",
                    def = "0",
                    min = 0)
            int concurrentRuns,

            @Field(
                    value =
                            "Attempts at work on one work item at the same time; others wait; 0 for no limit of its own. Subagents work in the place of the run that asked for them.",
                    def = "0",
                    min = 0)
            int concurrentRunsPerWorkItem,

            @Field(
                    value =
                            "Cost a day of UTC in US dollars, as agents report it; nothing more starts that day once it is spent; 0 for no limit of its own.",
                    def = "0",
                    min = 0)
            double dailyCostUsd,

            @Field(
                    value = "Decisions about the events of one actor in a time; more are refused and only counted.",
                    form = Form.RATE,
                    def = "120/h")
            String perActor,

            @Field(
                    value =
                            "Decisions about the events of one repository in a time; more are refused and only counted.",
                    form = Form.RATE,
                    def = "600/h")
            String perRepository,

            @Field(
                    value =
                            "New runs on one work item in a time, such as 6/h; any number when absent. Whoever asks for them: rules, people, forks, runs after a fix and subagents; another attempt of the same run is none. More are refused.",
                    form = Form.RATE)
            String runsPerWorkItem) {

        /** What holds where no organization says otherwise. */
        public static final Quotas NONE = new Quotas(0, 0, 0, "120/h", "600/h", "");
    }

    /** Who may see a thing. */
    public enum Visibility {
        PRIVATE,
        INTERNAL,
        PUBLIC
    }
}
