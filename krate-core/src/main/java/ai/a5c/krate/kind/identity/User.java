package ai.a5c.krate.kind.identity;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ReadyStatus;
import ai.a5c.krate.resource.Resource;
import java.util.List;

/** A person, as Krate knows them, whatever they are called elsewhere. */
@KindInfo(
        plural = "users",
        shortNames = {"usr"},
        storage = Storage.CONFIG,
        doc = "A person, as Krate knows them, whatever they are called elsewhere.",
        columns = "Name=.spec.displayName",
        wide = "Email=.spec.email")
public record User(Metadata metadata, Spec spec, ReadyStatus status) implements Resource {

    @Override
    public User withMetadata(Metadata next) {
        return new User(next, spec, status);
    }

    /** Who the person is. */
    public record Spec(
            @Field(
                    value = "The organization; follows from the namespace when absent.",
                    ref = "Organization",
                    immutable = true)
            String organizationRef,

            @Field(value = "The name for people.", required = true)
            String displayName,

            @Field(value = "Where mail reaches them.", indexed = true)
            String email,

            @Field(
                    "The names that a request may be authenticated under, such as a certificate's common name. Recorded; not used yet.")
            List<String> subjects) {

        public Spec {
            subjects = List.copyOf(subjects);
        }
    }
}
