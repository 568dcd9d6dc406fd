package ai.a5c.krate.kind.agents;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.Rule;
import ai.a5c.krate.resource.Rule.Check;
import ai.a5c.krate.resource.SecretKeyRef;

/** A variable or header that is filled from a secret or ConfigMap; it never holds the text itself. */
@Rule(
        check = Check.EXACTLY_ONE,
        fields = {"secretRef", "configMapRef"})
public record Handover(
        @Field(value = "The name of the variable or header.", required = true)
        String name,

        @Field("The key of a secret that fills it.") SecretKeyRef secretRef,

        @Field("The key of a ConfigMap that fills it.") ConfigMapKeyRef configMapRef) {

    /** Names one key of a ConfigMap in the same namespace. */
    public record ConfigMapKeyRef(
            @Field(value = "The ConfigMap's name.", form = Form.NAME)
            String name,

            @Field("The key in it.") String key) {}
}
