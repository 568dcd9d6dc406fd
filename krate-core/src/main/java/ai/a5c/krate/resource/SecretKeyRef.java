package ai.a5c.krate.resource;

/** Names one key of a secret in the same namespace; never its value. */
public record SecretKeyRef(
        @Field(value = "The secret's name.", form = Form.NAME)
        String name,

        @Field("The key in it.") String key) {

    /** Whether it names nothing. */
    public boolean isEmpty() {
        return name.isEmpty();
    }
}
