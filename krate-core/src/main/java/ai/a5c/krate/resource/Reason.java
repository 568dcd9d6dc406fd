package ai.a5c.krate.resource;

/** Why something is as it is: a stable CamelCase code for programs and a sentence for people. */
public record Reason(
        @Field("CamelCase and stable.") String code,
        @Field("A sentence for people.") String message) {

    /** No reason. */
    public static final Reason NONE = new Reason("", "");
}
