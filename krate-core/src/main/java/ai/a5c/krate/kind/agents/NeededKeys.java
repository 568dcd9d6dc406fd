package ai.a5c.krate.kind.agents;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import java.util.List;

/** Keys of a secret or ConfigMap in the same namespace that something cannot work without; never their values. */
public record NeededKeys(
        @Field(value = "The name of the secret or ConfigMap.", required = true, form = Form.NAME)
        String name,

        @Field(value = "The keys.", required = true) List<String> keys) {

    public NeededKeys {
        keys = List.copyOf(keys);
    }
}
